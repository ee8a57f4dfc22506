"""Households of the maximum billing (MAF): who is in them, the ceiling that holds, and the yearly counter."""

from typing import Any

from mutualis.model import C2, Column
from mutualis.tables.declare import table
from mutualis.tables.derived import PERSON_ID, YEAR

HEAD = Column("string", "Coded head of the household of 1 January.", C2, official="PP3015")
KIND = Column("string", "social or income: which ceiling holds for the household; none: no right, nothing is repaid.")
CEILING = Column(
    "int64",
    "Ceiling of the year, less the reduction for chronic illness; empty without a right.",
    unit="euro cents",
    nullable=True,
)
SOCIAL_CEILING = Column(
    "int64",
    "Ceiling of the members with a social right in a household where others have none.",
    unit="euro cents",
    nullable=True,
)
OWN_CEILING = Column(
    "int64", "Ceiling of a child, less the reduction for chronic illness.", unit="euro cents", nullable=True
)
REDUCTION = Column("bool", "Whether the ceiling is lower because a member is chronically ill.")
IS_CHILD = Column("bool", "Whether the person is younger than 19: a ceiling of his or her own holds too.")
IS_SOCIAL = Column("bool", "Whether the person has a social right: his or her own ceiling or that of all.")
CHRONIC_RIGHT = Column(
    "bool",
    "Whether the person lowers the household's ceilings: by co-payments of the two years before, or the status.",
)
COUNTED = Column("int64", "Own co-payments that count.", unit="euro cents")


@table
class derived_maf_ceiling:
    """Ceilings of the MAF that hold for a person in a year, and the co-payments that count for them."""

    grain = "one row per insured person and year"
    key = ("person_id", "year")
    person_id = PERSON_ID
    year = YEAR
    household_head_id = HEAD
    right = Column("string", "Right to MAF of the household, as told for the person: social, income, mixed or none.")
    is_social = IS_SOCIAL
    is_child = IS_CHILD
    has_chronic_right = CHRONIC_RIGHT
    maf_type = KIND
    has_chronic_reduction = REDUCTION
    ceiling_cents = CEILING
    social_ceiling_cents = SOCIAL_CEILING
    own_ceiling_cents = OWN_CEILING
    counted_cents = COUNTED
    positive_cents = Column(
        "int64", "Own co-payments that count, without what corrections take back.", unit="euro cents"
    )


@table
class derived_maf_household:
    """MAF households: category, ceiling, and what of the ceiling was reached in the year."""

    grain = "one row per household and year"
    key = ("household_head_id", "year")
    household_head_id = HEAD
    year = YEAR
    maf_type = KIND
    ceiling_cents = CEILING
    social_ceiling_cents = SOCIAL_CEILING
    has_chronic_reduction = REDUCTION
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
    is_child = IS_CHILD
    own_ceiling_cents = OWN_CEILING
    is_social = IS_SOCIAL
    has_chronic_right = CHRONIC_RIGHT
    counted_cents = COUNTED
    repaid_cents = Column("int64", "Of them, above a ceiling.", unit="euro cents")
    reached_day = Column("date", "Day of the first care above a ceiling.", nullable=True)


TABLES: tuple[Any, ...] = (derived_maf_ceiling, derived_maf_household, derived_maf_person)
