"""Households of the maximum billing (MAF): who is in them, the ceiling that holds, and the yearly counter."""

from typing import Any

from mutualis.model import C2, Column
from mutualis.tables.declare import table
from mutualis.tables.derived import PERSON_ID, YEAR

HEAD = Column("string", "Coded head of the household.", C2, official="PP3015")


@table
class derived_maf_household:
    """MAF households: category, ceiling, and what of the ceiling was reached in the year."""

    grain = "one row per household and year"
    key = ("household_head_id", "year")
    household_head_id = HEAD
    year = YEAR
    maf_type = Column(
        "string", "social or income: which ceiling holds for the household; none: no right, nothing is repaid."
    )
    ceiling_cents = Column(
        "int64",
        "Ceiling of the year, less the reduction for chronic illness; empty without a right.",
        unit="euro cents",
        nullable=True,
    )
    social_ceiling_cents = Column(
        "int64",
        "Ceiling of the members with a social right in a household where others have none.",
        unit="euro cents",
        nullable=True,
    )
    has_chronic_reduction = Column("bool", "Whether the ceiling is lower because a member is chronically ill.")
    members = Column("int64", "Persons of the household.", unit="persons")
    counted_cents = Column("int64", "Co-payments of the year that count.", unit="euro cents")
    repaid_cents = Column("int64", "Of them, above a ceiling: to be repaid.", unit="euro cents")
    is_reached = Column("bool", "Whether a ceiling of the household or of a member was reached.")
    reached_day = Column("date", "Day of the first care above a ceiling.", nullable=True)


@table
class derived_maf_person:
    """The yearly MAF counter by person."""

    grain = "one row per person of a household and year"
    key = ("person_id", "year")
    person_id = PERSON_ID
    year = YEAR
    household_head_id = HEAD
    is_child = Column("bool", "Whether the person is younger than 19: a ceiling of his or her own holds too.")
    own_ceiling_cents = Column(
        "int64", "Ceiling of a child, less the reduction for chronic illness.", unit="euro cents", nullable=True
    )
    is_social = Column("bool", "Whether the person has a social right: his or her own ceiling or that of all.")
    has_chronic_right = Column(
        "bool",
        "Whether the person lowers the household's ceilings: by co-payments of the two years before, or the status.",
    )
    counted_cents = Column("int64", "Own co-payments that count.", unit="euro cents")
    repaid_cents = Column("int64", "Of them, above a ceiling.", unit="euro cents")
    reached_day = Column("date", "Day of the first care above a ceiling.", nullable=True)


TABLES: tuple[Any, ...] = (derived_maf_household, derived_maf_person)
