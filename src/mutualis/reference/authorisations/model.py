"""What a deliberation fixes, as a model: who, why, about whom, which columns in which file of the flow, until when.

A file in TOML is the source of truth (`reading`); the words of the law stay in it as they were decided. Names of
parties are roles of `parties.toml`, identifiers are domains of `model.domains`.
Source: linkage 7.1 (what deliberations say), 7.2 (the model, `inferred`).
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from mutualis.model import MutualisError

LANGUAGES = ("nl", "fr", "en")
UNITS = ("day", "month", "year")
DURATION = re.compile(rf"(\d+) ({'|'.join(UNITS)})s?")
# What a party holds where it is about its own persons only.
OWN = {
    "hospital_data": "own_stays",
    "holder_data": "own_holder_data",
    "claims": "own_claims",
    "records": "own_records",
}

Filled = Annotated[str, Field(min_length=1)]


class Fact(BaseModel):
    """A value of an authorisation: frozen, and nothing in it that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Words(Fact):
    """A text in Dutch, French and English."""

    nl: Filled
    fr: Filled
    en: Filled

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


class Applicant(Fact):
    """Who asked, and as what."""

    name: Filled
    role: Words


class Contact(Fact):
    """A person whom the authorisation names."""

    name: Filled
    organisation: Filled
    mark: Literal["seen", "stand-in"] = "seen"


class Purpose(Fact):
    """Why data may be used; `dpv` and `duo` are terms of the vocabularies of W3C and GA4GH."""

    id: Filled
    text: Words
    dpv: str = ""
    duo: str = ""


class Population(Fact):
    """Whom the data are about. Diagnoses: beginnings of ICD-10 codes; `sample`: of the permanent sample only.

    `care_from`, `care_until`: claims, and states of the insured, of these days only.
    """

    text: Words
    older_than: int | None = None
    hospitals: str = ""
    discharged_from: dt.date | None = None
    discharged_until: dt.date | None = None
    diagnoses: tuple[str, ...] = ()
    sample: bool = False
    care_from: dt.date | None = None
    care_until: dt.date | None = None


class Link(Fact):
    """What is linked with claims: stays of hospitals, records of persons that another holder has, or nothing (an
    extract of the agency's own data).

    Of another holder: the `layout` of its file, from and until which day of its anchor records are asked, and how many
    days before and after the anchor claims are.
    """

    by: Literal["stay", "person", "extract"] = "stay"
    layout: str = ""
    layout_hash: str = ""
    anchor_from: dt.date | None = None
    anchor_until: dt.date | None = None
    days_before: Annotated[int, Field(ge=0)] = 0
    days_after: Annotated[int, Field(ge=0)] = 0


class RowFilter(Fact):
    """Which rows of a table may leave their source: codes that begin with one of these, or with a beginning that a code
    list has in a row with something in the column `where`.
    """

    file: Filled
    table: Filled
    column: Filled
    text: Words
    begins_with: tuple[str, ...] = ()
    codelist: str = ""
    where: str = ""


class Holding(Fact):
    """What a party may hold in this flow; `only_while` and `only_after` name a part of the flow."""

    role: Filled
    holds: tuple[str, ...]
    only_while: str = ""
    only_after: str = ""


class Separation(Fact):
    """Roles that no one person, and no one node, may have together."""

    roles: Annotated[tuple[str, ...], Field(min_length=2)]


class TextCorrection(Fact):
    """What the text says by mistake, what it means, and why we read it so."""

    where: Filled
    says: Filled
    means: Filled
    why: Words


class StepOfFlow(Fact):
    """One step: who does it, what they read, write and destroy (files of the flow, by id)."""

    number: int
    by: Annotated[tuple[str, ...], Field(min_length=1)]
    text: Words
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    destroys: tuple[str, ...] = ()


class Duration(Fact):
    """So many days, months or years."""

    number: Annotated[int, Field(gt=0)]
    unit: Literal["day", "month", "year"]

    def after(self, start: dt.date) -> dt.date:
        """The day on which it has passed; a day that its month lacks becomes that month's last."""
        if self.unit == "day":
            return start + dt.timedelta(self.number)
        months = start.year * 12 + start.month - 1 + self.number * (12 if self.unit == "year" else 1)
        year, month = divmod(months, 12)
        last = (dt.date(year + month // 11, (month + 1) % 12 + 1, 1) - dt.timedelta(1)).day
        return dt.date(year, month + 1, min(start.day, last))

    def __str__(self) -> str:
        return f"{self.number} {self.unit}{'' if self.number == 1 else 's'}"


def _duration(given: Any) -> Any:
    found = DURATION.fullmatch(given) if isinstance(given, str) else None
    return {"number": int(found[1]), "unit": found[2]} if found else given


class Clock(Fact):
    """How long files are kept: a start event, a duration, what happens then, and what survives."""

    of: Annotated[tuple[str, ...], Field(min_length=1)]
    starts: Filled
    lasts: Annotated[Duration, BeforeValidator(_duration)]
    then: Literal["destroy", "close"] = "destroy"
    survives: Words
    archive: Annotated[Duration, BeforeValidator(_duration)] | None = None


class DisclosureCheck(Fact):
    """A small cell analysis: who does it, of which files, the smallest class, what it opens, whom it is told to."""

    by: Filled
    of: Annotated[tuple[str, ...], Field(min_length=1)]
    smallest: Annotated[int, Field(ge=2)]
    opens: Filled
    reported_to: Filled


class Condition(Fact):
    """A condition of the decision."""

    id: Filled
    text: Words


class FlowColumn(Fact):
    """A column: official name, domain of its identifiers, what it is, and why it is needed (proportionality)."""

    text: Words
    why: Words
    official: str = ""
    domain: str = ""


class FlowFile(Fact):
    """A file that one party sends another: its tables with their columns (names of the authorisation's columns).

    `holds` is the kind of data in it beside identifiers; nobody keeps `only_to_link` columns after the linkage.
    `step` is 0 where the file belongs to a flow of its own.
    """

    id: Filled
    sender: Filled
    recipient: Filled
    text: Words
    tables: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    step: int = 0
    flow: str = ""
    holds: str = ""
    only_to_link: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of its tables, each once, in order."""
        return tuple(dict.fromkeys(name for columns in self.tables.values() for name in columns))


class Authorisation(Fact):
    """An authorisation with its amendments worked in: `amended_by` their ids in order, `amends` what the last changes.

    `standing`: the work that a law gives the agency itself. `expires`: the last day on which it holds, if any.
    """

    id: Filled
    number: Filled
    status: Literal["draft", "authorised", "expired", "revoked"]
    mark: Literal["seen", "ours"]
    source: Filled
    decided: dt.date
    body: Words
    title: Words
    plain: Words
    legal_basis: Annotated[tuple[str, ...], Field(min_length=1)]
    identifiers: tuple[str, ...]
    applicant: Applicant
    health_professional: Contact
    security_adviser: Contact
    population: Population
    purposes: Annotated[tuple[Purpose, ...], Field(alias="purpose", min_length=1)]
    parties: Annotated[tuple[Holding, ...], Field(alias="party", min_length=1)]
    steps: Annotated[tuple[StepOfFlow, ...], Field(alias="step", min_length=1)]
    clocks: Annotated[tuple[Clock, ...], Field(alias="clock", min_length=1)]
    columns: Annotated[Mapping[str, FlowColumn], Field(alias="column")]
    files: Annotated[tuple[FlowFile, ...], Field(alias="file", min_length=1)]
    conditions: Annotated[tuple[Condition, ...], Field(alias="condition")] = ()
    rows: tuple[RowFilter, ...] = ()
    separations: Annotated[tuple[Separation, ...], Field(alias="separation")] = ()
    corrections: Annotated[tuple[TextCorrection, ...], Field(alias="correction")] = ()
    disclosure_checks: Annotated[tuple[DisclosureCheck, ...], Field(alias="disclosure_check")] = ()
    prohibitions: tuple[str, ...] = ()
    link: Link = Link()
    dossier: str = ""
    expires: dt.date | None = None
    standing: bool = False
    amended_by: tuple[str, ...] = ()
    amends: str = ""

    @property
    def hash(self) -> str:
        """SHA-256 over everything in it: what a sign-off signs."""
        told = self.model_dump(mode="json", by_alias=True)
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def file(self, name: str) -> FlowFile:
        """A file of the flow; another name is an error that tells which there are."""
        for each in self.files:
            if each.id == name:
                return each
        there = ", ".join(each.id for each in self.files)
        raise MutualisError(f"Authorisation '{self.id}' has no file '{name}'.", there_is=f"it has {there}")
