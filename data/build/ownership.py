"""Companies, and who owns what: printed owners read, aliases merged, hand decisions and real chains put in."""

import re
import unicodedata
from dataclasses import dataclass, field

import grades
import hand_tables
from hand_tables import Row, as_text

LEGAL_FORMS = (
    r"\b(ltd|limited|plc|co|corp|corporation|inc|s\.?a|jsc|pty|sdn|bhd|pvt|llc|n\.?v|bv|ag|gmbh"
    r"|s\.?à?\.?r\.?l|company)\b\.?"
)


@dataclass
class Ownership:
    """Rows of ``companies.csv`` by id, and rows of ``stakes.csv``."""

    companies: dict[str, Row] = field(default_factory=dict)
    stakes: list[Row] = field(default_factory=list)


def slug(name: str) -> str:
    """An id from a name: "Glencore Plc." → ``glencore``, "Gécamines" → ``gecamines``; legal forms are left out."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    short = re.sub(LEGAL_FORMS, " ", re.sub(r"[(),]", " ", plain))
    made = re.sub(r"[^a-z0-9]+", "-", short).strip("-")
    return made or re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def printed_owners(text: str) -> list[tuple[str, str, float | None]]:
    """``Name|ISO3|percent; …`` → (name, ISO3, stake as a fraction or None where no percentage is printed)."""
    owners = []
    for part in text.split(";"):
        name, iso3, percent = [*part.strip().split("|"), "", "", ""][:3]
        if name:
            owners.append((name.strip(), iso3.strip(), float(percent) / 100 if percent.strip() else None))
    return owners


class Owners:
    """Turns the owners of sites into companies and stakes.

    A name that ``hand/owner_aliases.csv`` maps to nothing is no company ("others", "public"): its part is left without
    owner. A site of ``hand/site_owners.csv`` takes its owners from there and not from the source.
    """

    def __init__(self) -> None:
        self.result = Ownership()
        self._aliases = {row["name"]: row for row in hand_tables.hand("owner_aliases")}
        self._decided: dict[str, list[Row]] = {}
        for row in hand_tables.hand("site_owners"):
            self._decided.setdefault(row["site_id"], []).append(row)
        for row in hand_tables.hand("companies"):
            self.result.companies[row["company_id"]] = row

    def corrections(self) -> list[Row]:
        """One row for each site whose owners were decided by hand."""
        return [
            {
                "table": "stakes",
                "row_id": site,
                "column": "owner_id",
                "is": "; ".join(f"{row['company_id']} {row['stake']}".strip() for row in rows if row["company_id"]),
                "kind": "mended",
                "reason": rows[0]["reason"],
                "source_id": rows[0]["source_id"],
            }
            for site, rows in self._decided.items()
        ]

    def of_site(self, site_id: str, facility_ids: list[str], rows: list[Row]) -> None:
        """Add the stakes of a site to each of its facilities.

        The source row that names most owners counts where rows of one site differ.
        """
        if site_id in self._decided:
            for row in self._decided[site_id]:
                if row["company_id"]:
                    self._add(
                        row["company_id"], facility_ids, row["stake"], row["as_of"], row["source_id"], row["reason"]
                    )
            return
        best = max(rows, key=lambda row: len(printed_owners(row["owners"])))
        owners = printed_owners(best["owners"])
        as_of = grades.year_of_owners(best["source_id"], best["country_iso3"])
        summed: dict[str, list[float | None]] = {}
        for name, iso3, stake in owners:
            company = self._company(name, iso3, best)
            if company:
                summed.setdefault(company, []).append(stake)
        for company, parts in summed.items():
            known = [part for part in parts if part is not None]
            stake = as_text(sum(known)) if known else ""
            self._add(company, facility_ids, stake, as_of, best["source_id"], _owner_note(best["notes"]))

    def chains(self) -> None:
        """Add the company-to-company edges of ``hand/chains.csv``.

        Raises
        ------
        ValueError
            When an edge names a company that nothing describes.
        """
        for row in hand_tables.hand("chains"):
            for company in (row["owner_id"], row["owned_id"]):
                if company not in self.result.companies:
                    raise ValueError(f"hand/chains.csv names {company}, which is in no table of companies.")
            self.result.stakes.append({**row, "notes": row["reason"]})

    def drop_unused(self, buyers: set[str]) -> None:
        """Leave out companies that own nothing, are owned by nobody and buy nothing under a published offtake."""
        used = (
            buyers | {row["owner_id"] for row in self.result.stakes} | {row["owned_id"] for row in self.result.stakes}
        )
        self.result.companies = {key: row for key, row in self.result.companies.items() if key in used}

    def _company(self, name: str, iso3: str, row: Row) -> str:
        alias = self._aliases.get(name)
        if alias is not None:
            company, iso3 = alias["company_id"], alias["country_iso3"] or iso3
        else:
            company = slug(name)
        if not company:
            return ""
        if company not in self.result.companies:
            self.result.companies[company] = {
                "company_id": company,
                "name": (alias and alias["short_name"]) or name,
                "country_iso3": iso3,
                "kind": "unchecked" if iso3 else "undisclosed",
                "state_owned": "no",
                "stops": "yes",
                "seat_only": "no",
                "source_id": f"{row['source_id']}; general-knowledge",
                "notes": "listing and parents not checked" if iso3 else "seat not known",
            }
        return company

    def _add(self, company: str, facility_ids: list[str], stake: str, as_of: str, source: str, notes: str) -> None:
        if company not in self.result.companies:
            raise ValueError(f"hand/site_owners.csv names {company}, which is in no table of companies.")
        for facility in facility_ids:
            self.result.stakes.append(
                {
                    "owner_id": company,
                    "owned_id": facility,
                    "stake": stake,
                    "as_of": as_of,
                    "source_id": source,
                    "notes": notes,
                }
            )


def _owner_note(notes: str) -> str:
    told = [part.strip() for part in notes.split(";") if re.search(r"owner|share|MYB prints|%", part)]
    return "; ".join(part for part in told if part != "owner country: general knowledge")
