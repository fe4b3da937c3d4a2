"""The options that errands share: how a word of the command line is read, and one clear line where it cannot be."""

import argparse
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from mineralmap.model.scenario import KNOTS, LATEST, Basis, Denominator, Leg, Measure, Scenario, Stage
from mineralmap.model.view import LANGUAGES, PROJECTIONS, ROUTES_BY, ROUTES_SHOW

SAYINGS = {
    "refined": "refining", "refinery": "refining", "refineries": "refining", "smelting": "refining",
    "mined": "mining", "mine": "mining", "mines": "mining", "recycled": "recycling", "magnets": "manufacturing",
    "place": "location", "country": "location", "ownership": "equity", "owner": "equity", "production": "output",
    "countries": "country", "companies": "company", "owners": "company", "total": "world", "doj": "doj2023",
}  # fmt: skip
"""Words that people use for a choice, and what the choice is called here."""
STAGES = [stage.value for stage in Stage]
SCHEMES = ("doj2023", "doj2010", "own")
OUTLOOKS = ("STEPS", "APS", "NZE")
MOST_LISTED = 40
MOST_WEIGHT = 1000.0
LEGS = [leg.value for leg in Leg if leg is not Leg.STAGE]
KINDS = ("country", "company")


def unknown_word(what: str, word: str, known: Sequence[str]) -> str:
    """One line about a word that is not known, with the nearest that is, else with all of them."""
    spoken = {one.casefold(): one for one in known}
    near = get_close_matches(word.casefold(), spoken, n=1, cutoff=0.55)
    meant = SAYINGS[word.casefold()] if SAYINGS.get(word.casefold()) in known else spoken[near[0]] if near else ""
    listed = ", ".join(known[:MOST_LISTED]) + (", …" if len(known) > MOST_LISTED else "")
    return f"unknown {what} {word!r}" + (f" – did you mean {meant}?" if meant else f"; known: {listed}")


def choice(what: str, known: Sequence[str]):
    """A reader of one of several words, in any case."""
    spoken = {word.casefold(): word for word in known}

    def one_of(word: str) -> str:
        if word.casefold() in spoken:
            return spoken[word.casefold()]
        raise argparse.ArgumentTypeError(unknown_word(what, word, known))

    return one_of


def several(what: str, known: Sequence[str]):
    """A reader of words set off by commas, each one of those known."""
    one_of = choice(what, known)
    return lambda words: [one_of(word.strip()) for word in words.split(",") if word.strip()]


def year(word: str) -> int:
    """A year, or "latest"."""
    if word == "latest":
        return LATEST
    if word.isdigit() and len(word) == 4:
        return int(word)
    raise argparse.ArgumentTypeError(f"{word!r} is not a year, such as 2024 or latest")


def paper_mm(word: str) -> float:
    """Read the width of paper, mm.

    Raises
    ------
    argparse.ArgumentTypeError
        When it is no number from 20 to 2,000.
    """
    try:
        wide = float(word)
    except ValueError:
        wide = 0.0
    if not 20 <= wide <= 2000:
        raise argparse.ArgumentTypeError(f"{word!r} is not a width of 20 to 2000 mm, such as 180")
    return wide


def size(word: str) -> tuple[int, int]:
    """Width and height in pixels from "1920x1080"; from "1920" the width, and 0: as high as the map needs."""
    width, cross, height = word.casefold().replace("×", "x").partition("x")
    if not cross and width.isdigit() and 200 <= int(width) <= 20_000:
        return int(width), 0
    if not (cross and width.isdigit() and height.isdigit()):
        raise argparse.ArgumentTypeError(f"{word!r} is not a size, such as 1920x1080 or 1920")
    pixels = int(width), int(height)
    if min(pixels) < 200 or max(pixels) > 20_000:
        raise argparse.ArgumentTypeError(
            f"{word} is too {'small' if min(pixels) < 200 else 'large'}: 200 to 20000 pixels"
        )
    return pixels


def target(word: str) -> float:
    """A fraction of demand from "0.4" or "40%"."""
    try:
        value = _number(word)
    except ValueError:
        value = -1.0
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"{word!r} is not a fraction of demand above 0, such as 0.4 or 40%")
    return value


def assumption(words: str) -> tuple[str, float]:
    """A key and a number from "p_planned=0.4" or "demand:USA=12000"; "40%" is 0.4."""
    key, equals, value = words.partition("=")
    if not equals or not key.strip():
        raise argparse.ArgumentTypeError(f"{words!r} sets nothing; write KEY=VALUE, such as ramp_years=5")
    try:
        return key.strip(), _number(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number (in {words!r})") from None


def miles(words: str) -> list[tuple[str, float]]:
    """Gates and nautical miles from "suez=500,panama=1000"."""
    found = []
    for word in filter(None, map(str.strip, words.split(","))):
        gate, equals, value = word.partition("=")
        try:
            number = float(value) if equals else -1.0
        except ValueError:
            number = -1.0
        if not (gate.strip() and 0 <= number < float("inf")):
            raise argparse.ArgumentTypeError(f"{word!r} names no gate with its miles, such as suez=500")
        found.append((gate.strip(), number))
    return found


def knots(word: str) -> float:
    """A speed over ground."""
    try:
        value = float(word.casefold().removesuffix("kn").strip())
    except ValueError:
        value = -1.0
    slowest, fastest = KNOTS
    if not slowest <= value <= fastest:
        raise argparse.ArgumentTypeError(f"{word!r} is no speed in knots, such as 14 (from {slowest:g} to {fastest:g})")
    return value


def weight(word: str) -> float:
    """A number from 0 up, such as β, κ or λ."""
    try:
        value = float(word)
    except ValueError:
        value = -1.0
    if not 0 <= value <= MOST_WEIGHT:
        raise argparse.ArgumentTypeError(f"{word!r} is not a number from 0 to {MOST_WEIGHT:g}")
    return value


def _number(word: str) -> float:
    word = word.strip()
    return float(word.removesuffix("%")) / (100 if word.endswith("%") else 1)


def add_formats(parser: argparse.ArgumentParser, csv: bool = True) -> None:
    """--json and --csv: what another program reads, on stdout."""
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument("--json", action="store_true", help="print JSON")
    if csv:
        formats.add_argument("--csv", action="store_true", help="print CSV")


def add_datasets(parser) -> None:
    """--dataset, as often as there are files, and --project."""
    parser.add_argument(
        "--dataset", action="append", default=[], type=Path, metavar="FILE",
        help="a facility file of your own, added to the shipped data; may be given more than once",
    )  # fmt: skip
    parser.add_argument(
        "--project", type=Path, metavar="FILE",
        help="a saved project: its files and corrections, and its question where the line does not ask otherwise",
    )  # fmt: skip


def add_known(parser) -> None:
    """--known: flows that the user knows."""
    parser.add_argument(
        "--known", type=Path, metavar="FILE",
        help="a table of flows that you know, which are fixed first: from, to, tonnes, year, source",
    )  # fmt: skip


def add_screen(parser) -> None:
    """--screen: the owners that the screening flags ask for."""
    parser.add_argument(
        "--screen", metavar="A,B,…", help="owners to screen for: countries, groups or company ids (CHN,RUS,IRN,PRK)"
    )


def add_question(parser: argparse.ArgumentParser, measure: Measure, mineral: str | None = None) -> None:
    """What is asked; where no mineral is given here, the line or its project must name one."""
    ask = parser.add_argument_group("the question")
    ask.add_argument("--mineral", default=mineral, help="lithium, cobalt, nickel, …")
    ask.add_argument("--stage", type=choice("stage", STAGES), default="refining", help=" | ".join(STAGES))
    add_counting(ask, measure)
    ask.add_argument("--year", type=year, default=LATEST, help="a year of the national table (default: latest)")
    add_assumptions(parser)


def add_counting(ask, measure: Measure) -> None:
    """How tonnes are counted, for whom, and of which data."""
    bases, measures = ([one.value for one in kind] for kind in (Basis, Measure))
    ask.add_argument("--basis", type=choice("basis", bases), default="equity", help=" | ".join(bases))
    ask.add_argument("--measure", type=choice("measure", measures), default=measure.value, help=" | ".join(measures))
    add_partners(ask)
    add_datasets(ask)


def add_partners(parser) -> None:
    """--partners, by default the three of the program."""
    parser.add_argument(
        "--partners", default="USA,JPN,EU", metavar="A,B,…", help="partner groups or countries; none for nobody"
    )


def add_assumptions(parser: argparse.ArgumentParser) -> None:
    """What is assumed behind the question, and what falls away."""
    more = parser.add_argument_group("what is assumed")
    parts = [one.value for one in Denominator]
    more.add_argument(
        "--denominator", type=choice("denominator", parts), default="world", help="shares are of: " + " | ".join(parts)
    )
    more.add_argument(
        "--scheme", type=choice("scheme", SCHEMES), default="doj2023", help="HHI bands: " + " | ".join(SCHEMES)
    )
    more.add_argument("--horizon", type=year, default=LATEST, help="year that demand and projects speak of")
    more.add_argument("--outlook", type=choice("outlook", OUTLOOKS), default="STEPS", help=" | ".join(OUTLOOKS))
    add_screen(more)
    add_changes(more)


def add_changes(more) -> None:
    """--set and --cut: another value for an assumption, and what falls away."""
    more.add_argument(
        "--set", action="append", default=[], type=assumption, metavar="KEY=VALUE",
        help="another value for an assumption: p_planned=0.4, demand:USA=12000; may be given more than once",
    )  # fmt: skip
    more.add_argument(
        "--cut", action="append", default=[], metavar="WORDS",
        help="what falls away: owner:CHN, host:IDN=0.5, facility:ID; may be given more than once",
    )  # fmt: skip


def add_flows(parser: argparse.ArgumentParser) -> None:
    """Which movements are asked for, for whom and under which model, read by ``question.flows_of``; then the sea."""
    ask = parser.add_argument_group("the question")
    ask.add_argument("--mineral", help="lithium, cobalt, nickel, …")
    ask.add_argument(
        "--stage", type=choice("stage", STAGES), default=None,
        help="mining: from mine to refinery; refining: from refinery to consumer; default: both",
    )  # fmt: skip
    ask.add_argument("--leg", type=choice("leg", LEGS), default=None, help=" | ".join(LEGS))
    ask.add_argument("--year", type=year, default=LATEST, help="a year of the national tables (default: latest)")
    add_partners(ask)
    add_datasets(ask)
    add_known(ask)
    model, plain = parser.add_argument_group("the model"), Scenario()
    for name, value, words in (
        ("decay", plain.decay, "distance decay β from mine to refinery, per 1,000 nm"),
        ("land-weight", plain.land_weight, "land cost κ, nm per km"),
        ("affinity", plain.affinity, "affinity λ of common owners"),
    ):
        model.add_argument(f"--{name}", type=weight, default=value, metavar="X", help=f"{words} (default {value:g})")
    add_changes(model)
    add_sea(parser)


def add_picture(parser: argparse.ArgumentParser) -> None:
    """What of the map is drawn, how routes look, and where one looks."""
    shown = parser.add_argument_group("what is drawn")
    shown.add_argument(
        "--leg", type=choice("leg", LEGS), default=None, help=f"flows of: {' | '.join(LEGS)} (default: by stage)"
    )
    shown.add_argument(
        "--routes-by", type=choice("colour of routes", list(ROUTES_BY)),
        help="colour routes by: " + " | ".join(ROUTES_BY) + " (default form)",
    )  # fmt: skip
    shown.add_argument(
        "--show", type=choice("view of routes", list(ROUTES_SHOW)),
        help="with --close, routes as they are then, as they were before, or (in colours of its own) what changes: "
        + " | ".join(ROUTES_SHOW),
    )  # fmt: skip
    shown.add_argument("--hide", default="", metavar="A,B,…", help="layers to leave out: mines,refineries,…")
    shown.add_argument(
        "--centre", type=meridian, default=None, metavar="LON", help="central meridian, such as 150 (default 11)"
    )
    shown.add_argument(
        "--projection", type=projection, default=None, metavar="NAME",
        help=" | ".join(PROJECTIONS) + ", or any code such as EPSG:3035 (default equal_earth)",
    )  # fmt: skip
    shown.add_argument(
        "--language", type=choice("language", list(LANGUAGES)),
        help="names of countries in: " + " | ".join(LANGUAGES) + " (default en)",
    )  # fmt: skip
    shown.add_argument(
        "--box", type=box, default=None, metavar="W,S,E,N", help="the part of the world to draw, in degrees"
    )


def projection(word: str) -> str:
    """The name of a projection, or a code that is looked up later."""
    if ":" in word or word.isdigit():
        authority, _, code = word.rpartition(":")
        return f"{authority.upper() or 'EPSG'}:{code}"
    return choice("projection", list(PROJECTIONS))(word.replace(" ", "_").replace("-", "_").replace("é", "e"))


def meridian(word: str) -> float:
    """A longitude in degrees."""
    try:
        value = float(word)
    except ValueError:
        value = 999.0
    if not -180 <= value <= 180:
        raise argparse.ArgumentTypeError(f"{word!r} is not a longitude from -180 to 180, such as 150")
    return value


def box(words: str) -> tuple[float, float, float, float]:
    """West, south, east and north in degrees from "95,-8,125,15"; east may lie beyond 180°."""
    try:
        west, south, east, north = (float(word) for word in words.split(","))
    except ValueError:
        west = south = east = north = 0.0
    if not (-180 <= west <= 180 and west < east <= west + 360 and -90 <= south < north <= 90):
        raise argparse.ArgumentTypeError(f"{words!r} is no part of the world, such as 95,-8,125,15 (W,S,E,N)")
    return west, south, east, north


def add_sea(parser: argparse.ArgumentParser) -> None:
    """What sails and where it may: closures and settings of the sea, read by ``question.sea_of``."""
    sea = parser.add_argument_group("the sea")
    sea.add_argument("--close", default="", metavar="A,B,…", help="chokepoints to close, besides those closed already")
    sea.add_argument("--open", default="", metavar="A,B,…", help="chokepoints to open that are closed by default")
    sea.add_argument(
        "--avoid", action="extend", default=[], type=miles, metavar="GATE=NM",
        help="count a chokepoint so many nm longer; lengths stay true; may be given more than once",
    )  # fmt: skip
    sea.add_argument("--vessel", default="", metavar="CLASS", help="class of ships, barred where too deep or wide")
    sea.add_argument("--knots", type=knots, default=14.0, help="speed over ground (default 14)")
    sea.add_argument(
        "--gates", type=Path, metavar="FILE", help="GeoJSON of lines that are chokepoints like the others (own:NAME)"
    )
    sea.add_argument(
        "--port", action="append", default=[], metavar="PLACE=PORT[: REASON]",
        help="another port for a facility or a country: COD=TZDAR; may be given more than once",
    )  # fmt: skip
