"""Records as people draw them: a clean line of each database, and changes written `field=value field=value`."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from mutualis import reference
from mutualis.intake.records import reader
from mutualis.intake.staging import Staged, stage

VERSION = "mutualis-1"
PERIOD = "2023H1"


def insz(stem: int, *, from_2000: bool = False) -> str:
    """A national number from its first nine digits."""
    return f"{stem:09d}{97 - (stem + (2_000_000_000 if from_2000 else 0)) % 97:02d}"


def riziv(stem: int, qualification: str) -> str:
    """An 11-digit RIZIV number from its first six digits."""
    return f"{stem:06d}{97 - stem % 97:02d}{qualification}"


ANN, BEN, CAS = insz(850730033), insz(600115101), insz(100517001, from_2000=True)
DAN, EVE = insz(750101007), insz(400202004)
SERIAL_998, SERIAL_999 = insz(850730998), insz(850730999)
MONTH_13, BIS_47, BIS_27 = insz(851330033), insz(854730033), insz(852730033)
NEWER = f"123457{89 - 123457 % 89:02d}004"
GP, PHARMACIST, HOSPITAL, NURSE = riziv(123456, "004"), riziv(212345, "001"), "71000733000", riziv(412345, "401")
UNQUALIFIED = riziv(123456, "123")
PRACTICE = riziv(940001, "000")

CLEAN: Mapping[str, Mapping[str, str]] = {
    "pp": {
        "shipment_number": "1",
        "person": ANN,
        "birth_year": "1985",
        "birth_month": "07",
        "sex": "1",
        "municipality_code": "11002",
        "cg1": "110",
        "cg2": "110",
        "holder_or_dependant": "1",
        "social_state": "01",
        "household_head": ANN,
        "sector_code": "11002A00-",
        "state": "J",
        "reference_day": "20230630",
    },
    "gz": {
        "shipment_id": "1",
        "request_id": "1",
        "person": ANN,
        "service_day": "20230302",
        "nomenclature_code": "101032",
        "booking_month": "202303",
        "accounting_code": "011100",
        "quantity": "+1",
        "reimbursed_cents": "+1785",
        "copayment_cents": "+600",
        "provider": GP,
        "place": GP,
        "compulsory_or_free": "1",
        "cg1": "110",
        "cg2": "110",
        "invoice_type": "3",
        "last_service_day": "20230302",
    },
    "fu": {
        "shipment_id": "1",
        "request_id": "1",
        "person": ANN,
        "service_day": "20230302",
        "drug_category_code": "0751030",
        "booking_month": "202303",
        "accounting_code": "391100",
        "quantity": "+1",
        "reimbursed_cents": "+436",
        "copayment_cents": "+145",
        "provider": PHARMACIST,
        "prescriber": GP,
        "place": PHARMACIST,
        "cg1": "110",
        "cg2": "110",
        "cnk": "1008539",
    },
    "c4": {
        "person": ANN,
        "decision_day": "20230302",
        "start_day": "20230302",
        "end_day": "20240301",
        "paragraph": "0010100",
        "cnk": "1008539",
        "packages": "4",
        "authorisation_decision": "1",
        "prescriber": GP,
    },
    "ao": {
        "person": ANN,
        "start_day": "20230302",
        "end_day": "20230331",
        "incapacity_scheme": "1",
        "incapacity_kind": "1",
        "incapacity_cause": "05",
        "family_situation": "01",
        "days_paid": "26",
        "benefit_cents": "+187200",
    },
    "kz": {
        "person": ANN,
        "assessment_day": "20230302",
        "start_day": "20230302",
        "end_day": "20240301",
        "setting": "1",
        "washing": "3",
        "dressing": "3",
        "transfer": "3",
        "toilet": "2",
        "continence": "1",
        "eating": "1",
        "time_orientation": "1",
        "place_orientation": "1",
        "dependency_class": "FA",
        "class_decision": "1",
        "assessor": NURSE,
    },
    "pg": {
        "person": ANN,
        "service_day": "20230302",
        "nomenclature_code": "101032",
        "provider": GP,
        "asked_cents": "+2685",
        "official_cents": "+2385",
        "is_electronic": "1",
    },
    "pi": {"person": ANN, "pilot": "01", "start_day": "20220101", "target_group": "01"},
    "gp": {
        "person": ANN,
        "record_day": "20230302",
        "item": "hba1c",
        "value_thousandths": "+7100",
        "practice": PRACTICE,
    },
    "pr": {"person": ANN, "answer_day": "20230302", "instrument": "prom_eq5d", "score_thousandths": "+780"},
    "wb": {"provider": GP, "answer_day": "20230302", "instrument": "wellbeing_joy", "score_thousandths": "+6800"},
    "mg": {"old_number": BEN, "new_number": ANN, "change_day": "20230302"},
}


def record(database: str, changes: Mapping[str, str] | None = None) -> bytes:
    """One record with its line end: the clean line of the database with these fields changed.

    A value of full width is written as it is; a shorter one is filled with zeros behind its sign.
    """
    layout = reference.layout(database, VERSION)
    values = {**CLEAN[database], **(changes or {})}
    line = bytearray(b" " * layout.record_length)
    for field in layout.fields:
        line[field.start - 1 : field.end] = _filled(field, values.pop(field.name, "")).encode("latin-1")
    assert not values, f"no such fields: {values}"
    return bytes(line) + b"\n"


def _filled(field: reference.Field, value: str) -> str:
    if len(value) == field.width:
        return value
    if field.type == "text":
        return value.ljust(field.width)
    sign = (
        value[:1] if field.type == "signed" and value[:1] in "+-" and value else "+" if field.type == "signed" else ""
    )
    digits = value.removeprefix(sign) if sign else value
    return sign + digits.rjust(field.width - len(sign), "0")


def changes(drawn: str) -> dict[str, str]:
    """`a=1 b=2` as a dictionary; in a value `_` is a space, `~` an underscore, @ANN, @GP ... the numbers above."""
    pairs = (part.split("=", 1) for part in drawn.split())
    return {name: _named(value).replace("_", " ").replace("~", "_") for name, value in pairs}


def _named(value: str) -> str:
    return str(globals()[value[1:]]) if value.startswith("@") else value


def staged(database: str, records: Iterable[bytes], folder: Path, name: str = "") -> Staged:
    """The records read by the strict reader into a typed file."""
    ready = reader(database, VERSION)
    return stage(ready, [b"".join(records)], folder / f"{name or database}.parquet", threads=1)
