"""What was measured, in words: kilometres with nautical miles, square kilometres with hectares or square miles."""

import numpy as np

from mineralmap.analysis.geodesic import NAUTICAL_MILE_M, area_m2, lengths_m, perimeter_m

GAP = "\u00a0"
SMALL_KM, SMALL_KM2 = 10.0, 10.0


def distance(metres: float) -> str:
    """ "5,540 km · 2,991 nm"; metres below a kilometre."""
    miles = metres / NAUTICAL_MILE_M
    near = f"{metres:,.0f}{GAP}m" if metres < 1000 else _amount(metres / 1000, "km", SMALL_KM)
    return f"{near} · {_amount(miles, 'nm', SMALL_KM)}"


def area(square_metres: float) -> str:
    """ "12,400 km² · 3,615 nm²"; hectares below ten square kilometres."""
    km2 = square_metres / 1e6
    if km2 < SMALL_KM2:
        return f"{_amount(km2, 'km²', SMALL_KM2)} · {_amount(square_metres / 1e4, 'ha', SMALL_KM)}"
    return f"{_amount(km2, 'km²', SMALL_KM2)} · {_amount(square_metres / NAUTICAL_MILE_M**2, 'nm²', SMALL_KM)}"


def line_words(points: np.ndarray) -> tuple[str, list[str]]:
    """The whole length of a line of points (n, 2), and its stretches."""
    each = lengths_m(points)
    return distance(float(each.sum())), [f"{at}.  {distance(float(one))}" for at, one in enumerate(each, 1)]


def area_words(points: np.ndarray) -> tuple[str, list[str]]:
    """The area within points (n, 2), and the way round it."""
    return area(area_m2(points)), [f"Round it: {distance(perimeter_m(points))}"] if len(points) > 2 else []


def tsv(points: np.ndarray, is_area: bool) -> str:
    """What was measured as a spreadsheet reads it: points, stretches in km and nm, and the whole."""
    closed = np.concatenate([points, points[:1]]) if is_area and len(points) > 2 else points
    each = np.append(0.0, lengths_m(closed))
    lines = ["longitude\tlatitude\tkm from the point before\tnm from the point before"]
    for (lon, lat), metres in zip(closed, each, strict=True):
        east = (lon + 180.0) % 360.0 - 180.0
        lines.append(f"{east:.6f}\t{lat:.6f}\t{metres / 1000:.3f}\t{metres / NAUTICAL_MILE_M:.3f}")
    whole = float(each.sum())
    lines.append(f"whole\t\t{whole / 1000:.3f}\t{whole / NAUTICAL_MILE_M:.3f}")
    if is_area:
        lines.append(f"area, km²\t\t{area_m2(points) / 1e6:.3f}\t")
    return "\n".join(lines) + "\n"


def _amount(value: float, unit: str, small: float) -> str:
    digits = 0 if value >= 100 else 1 if value >= small else 2
    return f"{value:,.{digits}f}{GAP}{unit}"
