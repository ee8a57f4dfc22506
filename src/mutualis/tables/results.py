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


@table
class result_medicine_use:
    """Use of medicines by ATC class, levels 1 to 5, for country, region and province by sex and age class.

    Of each amount the table has what the dominance rule needs. A class that nobody of a cell was given has no row.
    """

    grain = "one row per year, level, area, split, category and ATC class with at least one row of a medicine"
    key = ("year", "level", "area_code", "split", "category", "atc_class")
    year = Column("int32", "Calendar year.", unit="year")
    level = Column("string", "country, region or province.")
    area_code = Column("string", "NIS code of the area; BE is the country.")
    split = Column("string", "total, sex, age_class or sex*age_class.")
    category = Column("string", "Category of the split, as all, 1, 65-74 or 1*65-74; unknown where it is not known.")
    atc_class = Column("string", "First 1, 3, 4, 5 or 7 characters of the ATC code.", codelist="atc")
    atc_level = Column("int32", "Level of the class: 1 to 5.")
    insured = Column("int64", "Insured persons of the cell.", unit="persons")
    users = Column("int64", "Of them, with a package of the class after corrections.", unit="persons")
    ddd_thousandths = Column("int64", "Defined daily doses.", unit="thousandths of a DDD")
    ddd_contributors = Column("int64", "Persons with a part in the doses.", unit="persons")
    ddd_largest = Column("int64", "Largest part of one person in the doses.", unit="thousandths of a DDD")
    ddd_second_largest = Column("int64", "Second largest part of one person.", unit="thousandths of a DDD")
    packages = Column("int64", "Packages.", unit="packages")
    packages_contributors = Column("int64", "Persons with a part in the packages.", unit="persons")
    packages_largest = Column("int64", "Largest part of one person in the packages.", unit="packages")
    packages_second_largest = Column("int64", "Second largest part of one person.", unit="packages")
    reimbursed_cents = Column("int64", "Reimbursed by the insurance.", unit="cents", official="ZIV")
    reimbursed_contributors = Column("int64", "Persons with a part in what was reimbursed.", unit="persons")
    reimbursed_largest = Column("int64", "Largest part of one person in it.", unit="cents")
    reimbursed_second_largest = Column("int64", "Second largest part of one person.", unit="cents")
    own_cents = Column("int64", "Co-payments and supplements of patients.", unit="cents", official="RG + SUP")
    own_contributors = Column("int64", "Persons with a part in them.", unit="persons")
    own_largest = Column("int64", "Largest part of one person in them.", unit="cents")
    own_second_largest = Column("int64", "Second largest part of one person.", unit="cents")


TABLES: tuple[Any, ...] = (result_indicator, result_medicine_use)
