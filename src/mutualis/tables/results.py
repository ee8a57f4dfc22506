"""Result tables: counts and sums of indicators, still sensitive until they are protected."""

from typing import Any

from mutualis.model import Column
from mutualis.tables.declare import table


@table
class result_indicator:
    """Cells of indicators by area and split, with what the dominance rule and the intervals need.

    A category without insured persons has no row. Categories of a split add up to those of a less crossed split, areas
    to the level above.
    """

    grain = "one row per indicator, year, level, area, split and category with at least one insured person"
    key = ("indicator", "year", "level", "area_code", "split", "category")
    indicator = Column("string", "Name of the indicator.")
    year = Column("int32", "Calendar year.", unit="year")
    level = Column("string", "country, region, province, arrondissement or municipality.")
    area_code = Column("string", "NIS code of the area; BE is the country.")
    split = Column("string", "total, a single split, or single splits joined by *, as sex*age_class.")
    category = Column(
        "string", "Category of the split, as all, 1, 65-74, yes or 1*65-74; unknown where it is not known."
    )
    numerator = Column("int64", "Numerator, in the unit of the indicator.")
    denominator = Column("int64", "Denominator, in the unit of the indicator.")
    contributors = Column("int64", "Persons with a part in the numerator.", unit="persons")
    largest = Column("int64", "Largest part of one person in the numerator.")
    second_largest = Column("int64", "Second largest part of one person in the numerator.")
    squares = Column("int64", "Sum over persons of part x part; amounts of the whole country only.", nullable=True)


TABLES: tuple[Any, ...] = (result_indicator,)
