"""Colours of routes are told apart with every kind of sight, and stand out on the sea."""

from itertools import combinations

import numpy as np
import pytest

from mineralmap.layers.palette import (
    DARK,
    GROUP_COLOURS,
    LEAST_CONTRAST,
    LIGHT,
    OTHER_GROUPS,
    edge,
    legible,
    mixed,
)

SIGHT = {
    "normal": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
"""Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB."""
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
)


def linear(colour):
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    xyz = TO_XYZ @ rgb / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def ciede2000(one, other):
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = sum(k * np.cos(np.radians(n * hue - shift)) for k, n, shift in
            ((-0.17, 1, 30), (0.24, 2, 0), (0.32, 3, -6), (-0.2, 4, 63))) + 1  # fmt: skip
    sl = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    rt = -2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    x, y, z = (l2 - l1) / sl, (c2 - c1) / sc, dh / sh
    return np.sqrt(x * x + y * y + z * z + rt * y * z)


def seen(colour, sight):
    """#RRGGBB as an eye sees it."""
    light = np.clip(np.array(SIGHT[sight]) @ linear(colour), 0, 1)
    coded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(255 * part):02X}" for part in coded.tolist())


def contrast(one, other):
    light, dark = sorted(((TO_XYZ @ linear(colour))[1] for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "published"),
    [((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425), ((50, 2.5, 0), (73, 25, -18), 27.1492),
     ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082)],
)  # fmt: skip
def test_that_differences_are_measured_as_published(one, other, published):
    """Sharma, Wu and Dalal (2005), table 1."""
    assert ciede2000(one, other) == pytest.approx(published, abs=1e-3)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_that_forms_differ_for_every_eye(colours, sight):
    seen = [
        lab(np.clip(np.array(SIGHT[sight]) @ linear(colour), 0, 1)) for colour in (*colours.forms, colours.form_other)
    ]
    assert min(ciede2000(*pair) for pair in combinations(seen, 2)) > 19
    accent = lab(np.clip(np.array(SIGHT[sight]) @ linear(colours.ground.accent), 0, 1))
    assert min(ciede2000(accent, one) for one in seen) > 13


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_that_loss_and_gain_differ_for_every_eye(colours, sight):
    loss, gain = (lab(np.clip(np.array(SIGHT[sight]) @ linear(c), 0, 1)) for c in (colours.loss, colours.gain))
    assert ciede2000(loss, gain) > 30


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_that_every_route_stands_out_on_the_sea(colours):
    for colour in (*colours.forms, colours.loss, colours.gain, colours.route):
        assert contrast(colour, colours.ground.sea) >= 2.6
    assert contrast(colours.form_other, colours.ground.sea) >= 2.0


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("group", [*GROUP_COLOURS.values(), *OTHER_GROUPS])
def test_that_partners_or_what_goes_around_them_stand_out_on_sea_and_land(colours, group):
    ground = colours.ground
    around = edge(group, ground.paper)
    for lies_on in (ground.sea, ground.land):
        assert contrast(around or group, lies_on) >= 3.0
        for sight in SIGHT:
            assert contrast(seen(around or group, sight), seen(lies_on, sight)) >= 3.0, sight


def test_that_what_stands_out_by_itself_has_no_edge():
    assert edge(GROUP_COLOURS["JPN"], LIGHT.ground.paper) == ""
    assert edge(GROUP_COLOURS["EU"], DARK.ground.paper) == ""
    assert edge(GROUP_COLOURS["EU"], LIGHT.ground.paper) != ""
    assert edge(GROUP_COLOURS["JPN"], DARK.ground.paper) != ""


def test_that_a_pale_colour_is_darkened_until_a_thin_line_of_it_is_seen():
    yellow = "#F2B705"
    ground = LIGHT.ground
    assert contrast(yellow, ground.sea) < LEAST_CONTRAST
    assert contrast(legible(yellow, ground.sea, ground.text), ground.sea) >= LEAST_CONTRAST
    assert legible("#1B5FAA", ground.sea, ground.text) == "#1B5FAA"


def test_that_red_is_lightened_on_dark_paper_until_eyes_without_long_waves_see_it():
    """Japan's #C8102E is #544C2D to them: 1.8 to 2.1 on dark land and sea, where all other eyes have 2.6 or more."""
    japan, ground = GROUP_COLOURS["JPN"], DARK.ground
    assert seen(japan, "protan") == "#544C2D"
    assert contrast(seen(japan, "protan"), seen(ground.land, "protan")) < 1.8
    around = edge(japan, ground.paper)
    assert around == mixed(japan, ground.text, 0.4)
    assert contrast(seen(around, "protan"), seen(ground.land, "protan")) > 3.0
    line = legible(japan, ground.sea, ground.text)
    assert line != japan
    assert contrast(seen(line, "protan"), seen(ground.sea, "protan")) >= LEAST_CONTRAST


@pytest.mark.parametrize("sight", SIGHT)
def test_that_the_accent_is_read_by_every_eye(sight):
    """3.3 on dark land without the long waves, where it is a brown: least of all."""
    for colours in (LIGHT, DARK):
        accent = seen(colours.ground.accent, sight)
        for lies_on in (colours.ground.sea, colours.ground.land, colours.ground.paper):
            assert contrast(accent, seen(lies_on, sight)) > 3.2


def test_that_colours_mix_as_paint_over_paint():
    assert mixed("#000000", "#FFFFFF", 0.25) == "#404040"
    assert mixed("#123456", "#FFFFFF", 0.0) == "#123456"
