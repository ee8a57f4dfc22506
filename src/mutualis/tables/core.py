"""Core tables: what insurers delivered, typed and coded. Generated from the layouts, so a new field is a line there.

Each identifier field `x` of a layout becomes `x_id` (C2) and, for providers and places, `x_qualification` (the last
three digits of the number, which say the profession). Roles technical, dropped, reserved and derived are not loaded.
"""

from collections.abc import Iterator
from typing import Any

from mutualis import reference
from mutualis.model import C2, HOSPITAL, PLACE_C2, PRACTICE_C2, PROVIDER_C2, Column
from mutualis.tables.declare import Table, declare, table

NOT_LOADED = frozenset({"technical", "dropped", "reserved", "derived"})
DOMAINS = {"person": C2, "provider": PROVIDER_C2, "place": PLACE_C2, "practice": PRACTICE_C2}
WITH_QUALIFICATION = frozenset({"provider", "place"})
TABLE_OF = {each.code: each.core_table for each in reference.source_databases()}

DELIVERY_ID = Column("string", "Hash of the parcel that brought the line.")
LINE = Column("int64", "Line in the extract file of that parcel, from 1.")
IS_CORRECTION = Column(
    "bool", "Whether the line takes back an earlier one: negative quantity or, at quantity 0, amount."
)


def loaded_fields(database: str, version: str = "mutualis-1") -> tuple[reference.Field, ...]:
    """The fields of a layout that travel to the warehouse, in file order."""
    return tuple(field for field in reference.layout(database, version).fields if field.role not in NOT_LOADED)


def field_type(field: reference.Field) -> str:
    """The column type of a field: the types that the parser gives."""
    if field.type == "number":
        return "int32" if field.width <= 9 else "int64"
    kinds = {"signed": "int64", "identifier": "int64", "month": "int32", "date": "date", "flag": "bool"}
    return kinds.get(field.type, "string")


def _columns(database: str) -> Iterator[tuple[str, Column]]:
    for field in loaded_fields(database):
        if field.type != "identifier":
            yield (
                field.name,
                Column(
                    field_type(field),
                    field.en,
                    domain=HOSPITAL if field.domain == "hospital" else None,
                    codelist=field.codelist or None,
                    official=field.code,
                    unit=field.unit or None,
                    nullable=not field.required,
                ),
            )
            continue
        yield (
            f"{field.name}_id",
            Column(
                "string",
                f"{field.en}, coded twice",
                DOMAINS[field.domain],
                official=field.code,
                nullable=not field.required,
            ),
        )
        if field.domain in WITH_QUALIFICATION:
            yield (
                f"{field.name}_qualification",
                Column(
                    "string", f"{field.en}: qualification", codelist="qualification", official=field.code, nullable=True
                ),
            )


def _delivered(database: str, grain: str) -> Table:
    source = reference.source_database(database)
    columns = dict(_columns(database)) | ({"is_correction": IS_CORRECTION} if source.is_claims else {})
    columns |= {"delivery_id": DELIVERY_ID, "line": LINE}
    return declare(source.core_table, source.grain, grain, ("delivery_id", "line"), columns)


core_member_state = _delivered("pp", "one row per member per delivered state")
core_care_line = _delivered("gz", "one row per line of Gezondheidszorgen, as delivered")
core_dispensing = _delivered("fu", "one row per line of Farmanet, as delivered")
core_drug_authorisation = _delivered("c4", "one row per authorisation asked, as delivered")
core_incapacity = _delivered("ao", "one row per period of constant situation, as delivered")
core_dependency = _delivered("kz", "one row per assessment, as delivered")
core_attest = _delivered("pg", "one row per attested act, as delivered")
core_pilot_inclusion = _delivered("pi", "one row per person, pilot and period of participation, as delivered")
core_gp_record = _delivered("gp", "one row per item recorded for a person on a day, as delivered")
core_survey_answer = _delivered("pr", "one row per answer of a person to an instrument, as delivered")
core_provider_wellbeing = _delivered("wb", "one row per answer of a provider to an instrument, as delivered")


@table
class core_correction:
    """Correction lines whose original was found; an original is taken back once."""

    grain = "one row per correction line whose original was found"
    key = ("delivery_id", "database", "line")
    delivery_id = DELIVERY_ID
    database = Column("string", "Database of the line: gz or fu.")
    line = LINE
    original_delivery_id = Column("string", "Hash of the parcel that brought the original line.")
    original_line = Column("int64", "Line of the original in its extract file.")
    is_full = Column("bool", "Whether quantities and amounts of both lines are opposite, so that nothing remains.")


@table
class core_number_change:
    """National numbers that changed, both coded twice: the same person under an old and a new code."""

    grain = "one row per change of number per delivery that reported it"
    key = ("delivery_id", "old_person_id")
    delivery_id = DELIVERY_ID
    old_person_id = Column("string", "Coded person before the change.", C2)
    person_id = Column("string", "Coded person after the change.", C2)
    change_day = Column("date", "Day of the change.", official="MU0022")


@table
class core_sample:
    """Numbers drawn for the permanent sample (EPS) from all theoretical ones, coded twice; most are nobody's."""

    grain = "one row per number drawn and delivery that brought it"
    key = ("person_id", "delivery_id")
    person_id = Column("string", "Coded number; of a person the first one that he or she ever had.", C2)
    part = Column("string", "base (1 of 40) or extra (another 1 of 40, for who is 65 or older).")
    year = Column("int32", "Reference year for which the number was sent.", unit="year")
    delivery_id = DELIVERY_ID


TABLES: tuple[Any, ...] = (
    core_member_state,
    core_care_line,
    core_dispensing,
    core_drug_authorisation,
    core_incapacity,
    core_dependency,
    core_attest,
    core_pilot_inclusion,
    core_gp_record,
    core_survey_answer,
    core_provider_wellbeing,
    core_correction,
    core_number_change,
    core_sample,
)
