"""What can be wrong, said so that a person can mend it: problems are collected, errors end an errand."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error keeps a row out, a warning lets it in and says so."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the data, with its place and what to do about it.

    ``row`` counts as a spreadsheet does (the header is row 1); ``None`` when the whole file is meant.
    """

    severity: Severity
    file: str
    row: int | None
    column: str | None
    what: str
    hint: str = ""
    same: tuple[tuple[str, str], ...] = ()
    """Companies that may be one, by their ids: what a file brings, and what is known."""

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column:
            place += f", column {self.column}"
        return f"{place}: {self.what}" + (f"\n    {self.hint}" if self.hint else "")

    def as_dict(self) -> dict[str, str | int | None]:
        """The problem as plain values, for JSON."""
        plain = {**asdict(self), "severity": self.severity.value}
        del plain["same"]
        return plain


class MineralmapError(Exception):
    """Something a person can mend; the window shows it in the message bar, the command line in one line."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.what} {self.hint}".strip()


class UnreadableFile(MineralmapError):
    """A file that cannot be opened or understood at all."""


class InvalidArgument(MineralmapError, ValueError):
    """A word the program does not know: a mineral, a stage, a partner, an option; or a value that cannot be."""


class Cancelled(Exception):
    """Raised inside slow work when the user (or a newer question) has called it off; never shown."""
