"""Result tables: counts and sums of indicators, still sensitive until they are protected."""

from typing import Any

from mutualis.model import Column
from mutualis.tables.declare import table


@table
class result_indicator:
    """Cells of indicators by area, with what the dominance rule needs."""

    grain = "one row per indicator, year, level and area"
    key = ("indicator", "year", "level", "area_code")
    indicator = Column("string", "Name of the indicator.")
    year = Column("int32", "Calendar year.", unit="year")
    level = Column("string", "country, region, province, arrondissement or municipality.")
    area_code = Column("string", "NIS code of the area; BE is the country.")
    numerator = Column("int64", "Numerator, in the unit of the indicator.")
    denominator = Column("int64", "Denominator, in the unit of the indicator.")
    contributors = Column("int64", "Persons with a part in the numerator.", unit="persons")
    largest = Column("int64", "Largest part of one person in the numerator.")
    second_largest = Column("int64", "Second largest part of one person in the numerator.")


TABLES: tuple[Any, ...] = (result_indicator,)
