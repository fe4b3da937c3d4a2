"""The colours of the map in light and dark: ground, owner groups, the ramp of shares. Nothing else names a colour.

Owner groups keep at least ΔE2000 20 between any two, with normal sight and with protan, deutan and tritan deficiency
(Machado 2009). The forms that are shipped, the grey of the others among them, keep 19, and 13 to the accent. What else
is told by colour is held in ``tests/layers/test_sight.py``.
"""

from dataclasses import dataclass
from functools import lru_cache

from mineralmap.layers.layer import Ground, Paint
from mineralmap.layers.sight import seen

UNKNOWN_GROUP = "UNKNOWN"
"""Group of a facility of which no owner is known."""

GROUP_COLOURS = {"USA": "#1B5FAA", "JPN": "#C8102E", "EU": "#F2B705"}
NOT_PARTNER = "#8A949C"
UNKNOWN_OWNER = "#DDE1E4"
EYES = ("", "protan", "deutan", "tritan")
LEAST_CONTRAST = 2.2
"""Of a thin line with its ground: partner yellow has 1.6 on a light sea."""
LEAST_SYMBOL, MIDDLE = 3.0, 0.18
"""Contrast of a partner's symbols and rings, or of what goes around them, with sea and land; and the luminance between
light and dark paper."""
OTHER_GROUPS = ("#3B98D5", "#A0E4A9", "#6F324B", "#E06F67")
"""For partner groups of the user's own, in turn, when the table gives them no colour."""
SUPPLIERS = ("#CD4D20", "#436AAC", "#6BBC8A", "#7D3E55", "#E6D828")
"""The largest suppliers, in turn, where colour tells the supplier."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour of one theme."""

    ground: Ground
    outline: str
    """Around every symbol: several of the group colours have little contrast with the land."""
    ramp: tuple[str, str, str, str, str]
    """Shares of countries, from small to large."""
    hatch: str
    """Over a supplier above the threshold."""
    dots: str
    """Over a country without data."""
    route: str
    forms: tuple[str, str, str, str, str]
    """What is shipped, by its place in ``cargoes.csv``; a place has about one hue in both themes."""
    form_other: str
    loss: str
    gain: str
    """Lanes that lose and gain by a closure."""
    gate: str
    graticule: str
    lake: str


LIGHT = Palette(
    ground=Ground(
        sea="#EAF0F3",
        land="#F7F6F2",
        border="#C9CED2",
        text="#1E2830",
        halo="#FFFFFF",
        quiet="#66727B",
        accent="#B3261E",
        paper="#FFFFFF",
        around="#F5F8F9",
    ),
    outline="#FFFFFF",
    ramp=("#DAE2E6", "#BACAD2", "#9AB3BE", "#7B9CAB", "#5C8697"),
    hatch="#35525F",
    dots="#A9B1B7",
    route="#54778C",
    forms=("#33856B", "#B88D1E", "#3B3565", "#9758D7", "#672629"),
    form_other="#A3ABB1",
    loss="#2B7BBA",
    gain="#D67018",
    gate="#1E2830",
    graticule="#DCE5E9",
    lake="#DFE8EC",
)

DARK = Palette(
    ground=Ground(
        sea="#11181E",
        land="#1C252D",
        border="#36424D",
        text="#E6EBEF",
        halo="#11181E",
        quiet="#93A1AC",
        accent="#E5584F",
        paper="#0C1216",
        around="#0E151A",
    ),
    outline="#0C1216",
    ramp=("#2B3C42", "#3B545D", "#4E6D79", "#628795", "#7AA3B2"),
    hatch="#D5E4EB",
    dots="#55636F",
    route="#7FA3B5",
    forms=("#46A595", "#BCCA29", "#F8C7FB", "#A262E2", "#33F6C3"),
    form_other="#55616B",
    loss="#5DA9E9",
    gain="#F5A742",
    gate="#E6EBEF",
    graticule="#19232B",
    lake="#141D24",
)


def palette(theme: str) -> Palette:
    """The palette of a theme: dark when it says so, light otherwise."""
    return DARK if theme == "dark" else LIGHT


def mixed(colour: str, other: str, part: float) -> str:
    """A colour with a part (0–1) of another in it, as paint over paint would look.

    Examples
    --------
    >>> mixed("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    pairs = ((int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02X}" for a, b in pairs)


def legible(colour: str, ground: str, text: str, least: float = LEAST_CONTRAST) -> str:
    """A colour that stands out as a thin line on a ground, to every eye: itself or, where it is too near, with text
    colour in it."""
    found = colour
    for part in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        found = mixed(colour, text, part)
        if least_contrast(found, ground) >= least:
            break
    return found


@lru_cache(maxsize=256)
def edge(colour: str, paper: str) -> str:
    """What goes around a partner's colour, so that it stands out on sea and land: "" where it does so itself.

    ``paper`` is that of a theme, or of what the theme's key stands on. The colour itself stays what it is: lighter or
    darker it would come too near to another group's.
    """
    ground = (LIGHT if _luminance(paper) > MIDDLE else DARK).ground
    hardest = min((ground.sea, ground.land), key=lambda one: least_contrast(colour, one))
    found = legible(colour, hardest, ground.text, LEAST_SYMBOL)
    return "" if found == colour else found


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1–21 (WCAG 2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least_contrast(one: str, other: str) -> float:
    """Contrast of two colours to the eye that tells them least: red is dark without the long waves."""
    return min(contrast(seen(one, eye), seen(other, eye)) for eye in EYES)


def _luminance(colour: str) -> float:
    """Relative luminance, 0–1 (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def unknown_paint(theme: str) -> Paint:
    """A symbol whose owner is not known: pale and hatched, so that it is told without its colour."""
    colours = palette(theme)
    if theme == "dark":  # there the pale grey would outshine what is known, and a grey hatch would not be seen on it
        return Paint(fill=UNKNOWN_OWNER, line=colours.outline, hatch="lines", hatch_colour="#38434C", opacity=0.85)
    return Paint(fill=UNKNOWN_OWNER, line=colours.outline, hatch="lines", hatch_colour="#7C8790")
