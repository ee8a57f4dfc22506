"""The equations of the barometer, to the cent: of stays, of their lines, with patient data, and of the MAF's counter.

Source: methods 3.2 (PAT = RG + SUP, SUP is the sum of its components) and 5.2 (what the MAF counts).
"""

import polars as pl

from mutualis.study import Desk
from mutualis.study.maf_beside import KEY, co_payments, parts
from mutualis.study.stay_lines import STAY

from .rows import AMOUNTS, COMPONENTS, RG, SUP, of_years

PLACES = {"hospitals": ("hospital_number",), "rooms": ("stay_kind", "room_type"), "kinds of care": ("care",)}


def of_stays(desk: Desk, general: pl.DataFrame) -> None:
    """PAT = RG + SUP and SUP = its components, in every stay; hospitals, rooms and kinds of care add up to all."""
    sums = general.select(pl.col(RG, SUP, "patient_cents", *COMPONENTS).sum()).row(0, named=True)
    desk.identity("patient = co-payment + supplements", sums["patient_cents"], sums[RG] + sums[SUP])
    desk.identity("supplements = sum of components", sums[SUP], sum(sums[each] for each in COMPONENTS))
    wrong = general.filter(pl.sum_horizontal(COMPONENTS) != pl.col(SUP)).height
    desk.identity("stays of which the components do not add up", wrong, 0)
    for name, columns in PLACES.items():
        known = general.drop_nulls(list(columns)).group_by("year", *columns).agg(pl.col("patient_cents").sum())
        desk.identity(f"{name} = all stays", int(known["patient_cents"].sum()), sums["patient_cents"])


def of_lines(desk: Desk, every: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Each stay holds the cents of its lines (`told`: rows.lines_of_stays). Returns what lines in stays come to by
    person, year of service and kind of hospital.
    """
    by_stay = told.group_by(STAY).agg(pl.col(AMOUNTS).sum())
    met = every.join(by_stay, on=[*STAY], how="left", suffix="_of_lines").with_columns(
        pl.col(f"{name}_of_lines").fill_null(0) for name in AMOUNTS
    )
    wrong = met.filter(pl.any_horizontal(pl.col(name) != pl.col(f"{name}_of_lines") for name in AMOUNTS)).height
    desk.identity("stays that hold other cents than their lines", wrong, 0)
    kinds = told.join(every.select(*STAY, "is_psychiatric"), on=[*STAY], validate="m:1")
    in_years = kinds.filter(pl.col("year").is_between(desk.years.first, desk.years.last))
    return in_years.group_by(*KEY, "is_psychiatric").agg(pl.col(AMOUNTS).sum())


def with_patient_data(desk: Desk, in_stays: pl.DataFrame) -> pl.DataFrame:
    """Patient data hold the cents of all lines, person by person, and the MAF counts those that its rule lets count.

    Returns a row a person, year and part: stays of general and of psychiatric hospitals, and all other care.
    """
    pati, maf = desk.read(of_years(desk, "derived_person_year")), desk.read(of_years(desk, "derived_maf_person"))
    lines = parts(co_payments(desk, desk.parameters["booking_months"]), maf)
    met = pati.join(lines, on=KEY, how="full", coalesce=True, suffix="_of_lines")
    held = [each for name in AMOUNTS for each in (name, f"{name}_of_lines")]
    met = met.with_columns(pl.col(held).fill_null(0))
    for name, what in ((RG, "co-payments"), (SUP, "supplements")):
        wrong = met.filter(pl.col(name) != pl.col(f"{name}_of_lines")).height
        desk.identity(f"persons and years whose {what} in patient data are another sum of lines", wrong, 0)
    desk.identity("MAF counter = lines that count", int(maf["counted_cents"].sum()), int(lines["counted"].sum()))
    other = lines.filter(pl.col("counted") != pl.col("counted_cents")).height
    desk.identity("persons and years whose MAF counter is another sum of lines", other, 0)
    return _beside(desk, pati, in_stays)


def _beside(desk: Desk, pati: pl.DataFrame, in_stays: pl.DataFrame) -> pl.DataFrame:
    """Patient data as stays and the rest; what stays hold beyond them would be less than nothing."""
    part = pl.when("is_psychiatric").then(pl.lit("psychiatric_stays")).otherwise(pl.lit("general_stays"))
    own = in_stays.select(*KEY, *AMOUNTS, part=part)
    inside = own.group_by(KEY).agg(pl.col(AMOUNTS).sum())
    rest = pati.select(*KEY, *AMOUNTS).join(inside, on=KEY, how="left", suffix="_inside")
    rest = rest.select(
        *KEY, *(pl.col(name) - pl.col(f"{name}_inside").fill_null(0) for name in AMOUNTS), part=pl.lit("other_care")
    )
    told = pl.concat([own, rest], how="vertical_relaxed")
    for name, what in ((RG, "co-payments"), (SUP, "supplements")):
        desk.identity(f"{what}: stays + other care = patient data", int(told[name].sum()), int(pati[name].sum()))
    return told
