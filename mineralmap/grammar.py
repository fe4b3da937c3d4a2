"""The grammar of the command line: its commands, their options, and one clear line about a word it does not know."""

import argparse
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from mineralmap import __version__
from mineralmap.model.scenario import LATEST, Basis, Measure, Stage

BAD_ARGUMENTS = 2
COMMANDS = {
    "data": "what the shipped data cover, and whose owner is not known",
    "shares": "who supplies a mineral, and how concentrated that is",
    "gap": "what the partners lack to reach a target",
    "render": "the map as a picture or a web page",
    "check": "what is wrong with a facility file",
}
THEMES = ("light", "dark")
SAYINGS = {
    "refined": "refining", "refinery": "refining", "refineries": "refining", "smelting": "refining",
    "mined": "mining", "mine": "mining", "mines": "mining", "recycled": "recycling", "magnets": "manufacturing",
    "place": "location", "country": "location", "ownership": "equity", "owner": "equity", "production": "output",
}  # fmt: skip
"""Words that people use for a choice, and what the choice is called here."""


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, with the nearest word that it knows."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_ARGUMENTS, f"{self.prog}: {message.removeprefix('argument ')}\n")


def unknown_word(what: str, word: str, known: Sequence[str]) -> str:
    """One line about a word that is not known, with the nearest that is, else with all of them."""
    near = get_close_matches(word.casefold(), known, n=1, cutoff=0.55)
    meant = SAYINGS[word.casefold()] if SAYINGS.get(word.casefold()) in known else near[0] if near else ""
    return f"unknown {what} {word!r}" + (f" – did you mean {meant}?" if meant else f"; known: {', '.join(known)}")


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
        _ADD[name](commands.add_parser(name, help=COMMANDS[name], description=COMMANDS[name] + ".", allow_abbrev=False))
    return parser


def _choice(what: str, known: Sequence[str]):
    def one_of(word: str) -> str:
        if word.casefold() in known:
            return word.casefold()
        raise argparse.ArgumentTypeError(unknown_word(what, word, known))

    return one_of


def _year(word: str) -> int:
    if word == "latest":
        return LATEST
    if word.isdigit() and len(word) == 4:
        return int(word)
    raise argparse.ArgumentTypeError(f"{word!r} is not a year, such as 2024 or latest")


def _size(word: str) -> tuple[int, int]:
    width, cross, height = word.casefold().replace("×", "x").partition("x")
    if not (cross and width.isdigit() and height.isdigit()):
        raise argparse.ArgumentTypeError(f"{word!r} is not a size, such as 1920x1080")
    size = int(width), int(height)
    if min(size) < 200 or max(size) > 20_000:
        raise argparse.ArgumentTypeError(
            f"{word} is too {'small' if min(size) < 200 else 'large'}: 200 to 20000 pixels"
        )
    return size


def _target(word: str) -> float:
    try:
        value = float(word.removesuffix("%")) / (100 if word.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{word!r} is not a fraction of demand, such as 0.4 or 40%")
    return value


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _add_datasets(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dataset", action="append", default=[], type=Path, metavar="FILE",
        help="a facility file of your own, added to the shipped data; may be given more than once",
    )  # fmt: skip


def _add_question(parser: argparse.ArgumentParser, measure: Measure, must_name_mineral: bool = True) -> None:
    ask = parser.add_argument_group("the question")
    ask.add_argument("--mineral", required=must_name_mineral, default="nickel", help="lithium, cobalt, nickel, …")
    stages, bases, measures = ([choice.value for choice in kind] for kind in (Stage, Basis, Measure))
    ask.add_argument("--stage", type=_choice("stage", stages), default="refining", help=" | ".join(stages))
    ask.add_argument("--basis", type=_choice("basis", bases), default="equity", help=" | ".join(bases))
    ask.add_argument("--measure", type=_choice("measure", measures), default=measure.value, help=" | ".join(measures))
    ask.add_argument("--year", type=_year, default=LATEST, help="a year of the national table (default: latest)")
    ask.add_argument(
        "--partners", default="USA,JPN,EU", metavar="A,B,…", help="partner groups or countries; none for nobody"
    )
    _add_datasets(ask)  # type: ignore[arg-type]


def _add_data(parser: argparse.ArgumentParser) -> None:
    _add_datasets(parser)
    _add_json(parser)


def _add_shares(parser: argparse.ArgumentParser) -> None:
    _add_question(parser, Measure.OUTPUT)
    _add_json(parser)


def _add_gap(parser: argparse.ArgumentParser) -> None:
    _add_question(parser, Measure.CAPACITY)
    parser.add_argument("--target", type=_target, help="fraction of demand to reach (default: by stage)")
    _add_json(parser)


def _add_render(parser: argparse.ArgumentParser) -> None:
    _add_question(parser, Measure.OUTPUT, must_name_mineral=False)
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the suffix names the format")
    parser.add_argument("--size", type=_size, default=(1920, 1080), metavar="WxH", help="in pixels (default 1920x1080)")
    parser.add_argument("--theme", type=_choice("theme", THEMES), default="light", help=" | ".join(THEMES))
    parser.add_argument("--title", default="", help="the title of the map (default: the question)")


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, XLSX, GeoJSON, GeoPackage or zipped Shapefile")
    _add_json(parser)


_ADD = {"data": _add_data, "shares": _add_shares, "gap": _add_gap, "render": _add_render, "check": _add_check}
