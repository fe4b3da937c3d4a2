"""The grammar of the command line: its commands with their options."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from mineralmap import __version__, options
from mineralmap.model.scenario import Measure

BAD_ARGUMENTS = 2
COMMANDS = {
    "data": "what the shipped data cover, and whose owner is not known",
    "shares": "who supplies a mineral, and how concentrated that is",
    "gap": "what the partners lack to reach a target",
    "scorecard": "minerals and stages against the tests of concentration and diversification",
    "explain": "what a number is made of; without a name, all numbers with their formulas",
    "owners": "who stands behind a facility or a company",
    "flows": "what sails from where to where, in which form",
    "chokepoints": "what passes each strait, and what closing it costs",
    "route": "the shortest sea route between two places, and the chokepoints on it",
    "render": "the map as a picture or a web page",
    "check": "what is wrong with a file of facilities, known flows or gates, or a folder of tables",
}
THEMES = ("light", "dark")


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, with the nearest word that it knows."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_ARGUMENTS, f"{self.prog}: {message.removeprefix('argument ')}\n")


def build_parser() -> Parser:
    """The whole grammar of the command line."""
    parser = Parser(
        prog="mineralmap",
        description="Who mines and refines critical minerals, who owns that, and what is missing. "
        "Without a command the map opens in a window (a project file may be named).",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"mineralmap {__version__}")
    parser.add_argument("--self-test", action="store_true", help="try every part without a window or a network")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    for name in COMMANDS:
        _add_command(commands, name)
    return parser


def _add_command(commands: Any, name: str) -> Parser:
    made = commands.add_parser(name, help=COMMANDS[name], description=COMMANDS[name] + ".", allow_abbrev=False)
    _ADD[name](made)
    return made


def given(words: Sequence[str], arguments: argparse.Namespace) -> frozenset[str]:
    """The names of the arguments that these words, which have been read, say themselves: all others are defaults."""
    parser = Parser(allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", parser_class=Parser)
    _add_command(commands, arguments.command).set_defaults(**dict.fromkeys(vars(arguments)))
    return frozenset(name for name, value in vars(parser.parse_args(words)).items() if value is not None)


def _add_data(parser: argparse.ArgumentParser) -> None:
    options.add_datasets(parser)
    options.add_formats(parser, csv=False)


def _add_shares(parser: argparse.ArgumentParser) -> None:
    options.add_question(parser, Measure.OUTPUT)
    parser.add_argument(
        "--by", type=options.choice("supplier kind", options.KINDS), default="country", help="country | company"
    )
    options.add_formats(parser)


def _add_gap(parser: argparse.ArgumentParser) -> None:
    options.add_question(parser, Measure.CAPACITY)
    parser.add_argument("--target", type=options.target, help="fraction of demand to reach (default: by stage)")
    options.add_formats(parser)


def _add_scorecard(parser: argparse.ArgumentParser) -> None:
    ask = parser.add_argument_group("the question")
    ask.add_argument("--minerals", default="", metavar="A,B,…", help="default: the five that are carried in full")
    ask.add_argument(
        "--stages", type=options.several("stage", options.STAGES), default=[], metavar="A,B,…",
        help="default: mining,refining",
    )  # fmt: skip
    options.add_counting(ask, Measure.OUTPUT)
    options.add_assumptions(parser)
    options.add_formats(parser)
    parser.add_argument("--xlsx", type=Path, metavar="FILE", help="write a spreadsheet with legend and sources")


def _add_explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", nargs="?", default="", metavar="WHAT", help="hhi, …, supplier:CHN, company:ID, facility:ID"
    )
    options.add_question(parser, Measure.OUTPUT, mineral="nickel")
    options.add_formats(parser)


def _add_owners(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="FACILITY|COMPANY", help="its id or its name")
    options.add_screen(parser)
    options.add_datasets(parser)
    options.add_formats(parser)


def _add_flows(parser: argparse.ArgumentParser) -> None:
    options.add_flows(parser)
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument("--json", action="store_true", help="print JSON")
    formats.add_argument("--csv", nargs="?", const="-", metavar="FILE", help="write CSV to a file, or print it")


def _add_chokepoints(parser: argparse.ArgumentParser) -> None:
    options.add_flows(parser)
    parser.add_argument("--rank", action="store_true", help="close each gate, and pairs of them, in turn")
    options.add_formats(parser)


def _add_route(parser: argparse.ArgumentParser) -> None:
    for name, what in (("from", "where it begins"), ("to", "where it ends")):
        parser.add_argument(
            f"--{name}", dest=f"{name}_place", required=True, metavar="PLACE",
            help=f"{what}: UN/LOCODE, facility, country or lat,lon (-12.3,13.6)",
        )  # fmt: skip
    parser.add_argument("--via", default="", metavar="GATE", help="a chokepoint that it must pass")
    parser.add_argument("--against", default="", metavar="GATE", help="compare with the way by another chokepoint")
    options.add_sea(parser)
    options.add_datasets(parser)
    options.add_formats(parser, csv=False)


def _add_render(parser: argparse.ArgumentParser) -> None:
    options.add_question(parser, Measure.OUTPUT, mineral="nickel")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the suffix names the format")
    parser.add_argument(
        "--size",
        type=options.size,
        default=(1920, 1080),
        metavar="WxH",
        help="in pixels (default 1920x1080); W alone, and a part of the world by default: as high as the map needs",
    )
    parser.add_argument("--mm", type=options.paper_mm, default=0.0, metavar="WIDTH", help="its width on paper")
    parser.add_argument("--outlines", action="store_true", help="words of an .svg as outlines, not as text")
    parser.add_argument("--theme", type=options.choice("theme", THEMES), help=" | ".join(THEMES) + " (default light)")
    parser.add_argument("--title", help='the title of the map, "" for none (default: the question)')
    options.add_known(parser)
    options.add_picture(parser)
    options.add_sea(parser)


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="CSV, XLSX, GeoJSON, GeoPackage or zipped Shapefile, or a folder of tables like data/",
    )
    options.add_formats(parser, csv=False)


_ADD = {
    "data": _add_data, "shares": _add_shares, "gap": _add_gap, "scorecard": _add_scorecard, "explain": _add_explain,
    "owners": _add_owners, "flows": _add_flows, "chokepoints": _add_chokepoints, "route": _add_route,
    "render": _add_render, "check": _add_check,
}  # fmt: skip
