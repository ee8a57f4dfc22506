"""The rules of the intake: what is checked, how severe it is, how much is tolerated, and where the check runs."""

from dataclasses import dataclass
from functools import cache

from mutualis.model import MutualisError, Severity
from mutualis.reference.files import ROOT, Row, read_rows

PLACES = ("node", "centre", "both")


@dataclass(frozen=True)
class IntakeRule:
    """One rule. `tolerance_share` is the share of a file's lines that may break it before the parcel is refused."""

    id: str
    severity: Severity
    database: str
    field: str
    tolerance_share: float
    at: str
    nl: str
    fr: str
    en: str
    source: str
    mark: str


@cache
def rules() -> tuple[IntakeRule, ...]:
    """All rules of `intake_rules.csv`, in file order; an id that stands twice is an error."""
    found = tuple(_rule(row) for row in read_rows(ROOT / "intake_rules.csv")[1])
    ids = [rule.id for rule in found]
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise MutualisError(f"Intake rules stand twice: {', '.join(twice)}.", do="give each rule an id of its own")
    return found


def _rule(row: Row) -> IntakeRule:
    if row["severity"] not in [str(each) for each in Severity]:
        raise MutualisError(
            f"Intake rule '{row['id']}' has the severity '{row['severity']}'.",
            there_is=f"the severities are {', '.join(Severity)}",
        )
    if row["at"] not in PLACES:
        raise MutualisError(
            f"Intake rule '{row['id']}' runs at '{row['at']}'.", there_is=f"places are {', '.join(PLACES)}"
        )
    return IntakeRule(
        row["id"],
        Severity(row["severity"]),
        row["database"],
        row["field"],
        float(row["tolerance_share"] or 0),
        row["at"],
        *(row[each] for each in ("nl", "fr", "en", "source", "mark")),
    )
