"""Where data/ and resources/ lie: beside the package in a checkout, inside it in a wheel or a frozen program."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def data() -> Path:
    """The folder of the shipped facts."""
    return _shipped("data")


def resources() -> Path:
    """The folder of icons, themes and templates."""
    return _shipped("resources")
