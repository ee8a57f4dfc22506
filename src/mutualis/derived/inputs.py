"""The tables that steps may name: core tables, their net forms, derived tables and the code lists they read."""

from collections.abc import Mapping
from functools import cache

import ibis
import ibis.expr.types as ir

from mutualis import tables
from mutualis.model import HOSPITAL, Column, IdentifierDomain, MutualisError
from mutualis.tables.declare import column_type

NET = "_net"
_DAY_FROM = Column("date", "First day of validity.", nullable=True)
_DAY_TO = Column("date", "Last day of validity; empty while it lasts.", nullable=True)
_TEXT = Column("string", "Text of the code list.", nullable=True)
_WHOLE = Column("int64", "Whole number of the code list.", nullable=True)
_FLAG = Column("bool", "Flag of the code list.", nullable=True)
_VALID = {"code": Column("string", "Code."), "valid_from": _DAY_FROM, "valid_to": _DAY_TO}

# Only what steps read of a code list, so that declaring a step reads no file.
REFERENCE: Mapping[str, Mapping[str, Column]] = {
    "reference_nomenclature": {**_VALID, "kind": _TEXT, "cost_group": _TEXT},
    "reference_cnk": {**_VALID, "atc_code": _TEXT, "ddd_thousandths_per_pack": _WHOLE},
    "reference_gp_item": {**_VALID, "kind": _TEXT},
    "reference_qualification": {**_VALID, "is_psychiatrist": _FLAG, "is_emergency": _FLAG},
    "reference_moment": {**_VALID, "is_out_of_hours": _FLAG},
    "reference_practice_contact": {**_VALID, "assigns": _TEXT},
    "reference_barometer_component": {**_VALID, "component": _TEXT},
    "reference_hospital": {**_VALID, "code": Column("string", "RIZIV number.", HOSPITAL), "kind": _TEXT},
    "reference_maf_ceiling": {**_VALID, "ceiling_cents": _WHOLE, "younger_than": _TEXT},
    "reference_maf_counted": {**_VALID, "is_counted": _FLAG, "stay_days": _TEXT},
    "reference_maf_rule": {**_VALID, "field": _TEXT, "value": _TEXT, "gives": _TEXT},
    "reference_stay_marker": {**_VALID, "points_to": _TEXT, "field": _TEXT, "value": _TEXT},
    "reference_care_group": {**_VALID, "care_group": _TEXT, "care_part": _TEXT, "care_rank": _TEXT},
    "reference_cg1": {**_VALID, "status": _TEXT},
    "reference_disability_origin": {**_VALID, "is_recognised": _FLAG},
    "reference_medicine_group": {**_VALID, "least_ddd_thousandths": _WHOLE, "least_substances": _TEXT},
    "reference_chronic_threshold": {**_VALID, "amount_cents": _WHOLE},
    "reference_accounting_grouping": {**_VALID, "level": _TEXT, "accounting_group": _TEXT},
    "reference_pseudodiagnosis": {
        **_VALID,
        **dict.fromkeys(("list", "condition", "role", "atc_code", "other", "need_group"), _TEXT),
        **dict.fromkeys(("age_from", "age_to", "sex", "least_packages"), _TEXT),
        "least_ddd_thousandths": _WHOLE,
    },
    "reference_municipality": {**_VALID, "arrondissement_code": _TEXT, "province_code": _TEXT, "region_code": _TEXT},
}


def input_table(name: str) -> ir.Table:
    """The unbound table of an input name. `core_x_net` has the columns of `core_x`; an unknown name is an error."""
    return ibis.table({each: column_type(column) for each, column in input_columns(name).items()}, name=name)


def input_columns(name: str) -> Mapping[str, Column]:
    """The declared columns that steps may read of an input."""
    if name in REFERENCE:
        return REFERENCE[name]
    if name.startswith("reference_"):
        raise MutualisError(
            f"No step may read '{name}' yet.",
            there_is="steps read " + ", ".join(REFERENCE),
            do="add its columns to derived/inputs.py",
        )
    return tables.find(name.removesuffix(NET)).columns


@cache
def declared_domains() -> Mapping[str, Mapping[str, IdentifierDomain | None]]:
    """The identifier domain of every column that a step or an indicator may see: {table: {column: domain or None}}."""
    domains = {each.name: {name: column.domain for name, column in each.columns.items()} for each in tables.TABLES}
    net = {f"{name}{NET}": columns for name, columns in domains.items() if name.startswith("core_")}
    lists = {name: {each: column.domain for each, column in columns.items()} for name, columns in REFERENCE.items()}
    return domains | net | lists
