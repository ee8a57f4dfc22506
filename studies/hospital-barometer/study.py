"""Hospital barometer: see protocol.md. Formulas: methods 3.2."""

from functools import partial

import numpy as np
import polars as pl

from mutualis.methods.costs import gamma_log
from mutualis.methods.designs import design
from mutualis.methods.estimates import ratio_estimate
from mutualis.study import Desk

from . import fees, figures, identities, pictures, rows

RG, SUP = rows.RG, rows.SUP


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    lines = rows.lines_of_stays(desk)
    every = rows.stays(desk, lines)
    general = every.filter(~pl.col("is_psychiatric"))
    identities.of_stays(desk, general)
    beside = identities.with_patient_data(desk, identities.of_lines(desk, every, lines))
    people = insured(desk)
    of_stays(desk, general)
    own = rows.by_status(general, people)
    desk.persons("billed_by_status", own, ["year", "stay_kind", "entitlement"], year="year", amount="patient_cents")
    beside_others(desk, every, people, beside)
    of_physicians(desk, general)
    desk.estimates("main_figures", pl.concat(figures.main_figures(every)))
    desk.estimates("care_figures", figures.by_care(general))
    desk.estimates("over_the_years", figures.over_the_years(general))
    desk.estimates("cost_model", cost_model(general, people))
    desk.picture("mean_by_room", partial(pictures.mean_by_room, desk))
    desk.picture("billed_over_years", partial(pictures.billed_over_years, desk))
    desk.picture("fees_by_specialty", partial(pictures.by_specialty, desk))


def insured(desk: Desk) -> pl.DataFrame:
    """The insured of the years, with the classic stays of their patient data."""
    people = desk.read(rows.of_years(desk, "derived_population_year"))
    classic = desk.read(rows.of_years(desk, "derived_person_year").select("person_id", "year", "classic_stays"))
    met = people.join(classic, on=["person_id", "year"], how="left", validate="1:1")
    return met.with_columns(pl.col("classic_stays").fill_null(0))


def of_stays(desk: Desk, general: pl.DataFrame) -> None:
    """Tables of stays, of what was billed for them, and of persons with all their stays of a year."""
    by = ["year", "stay_kind", "room_type"]
    desk.persons("stays_by_room", general, by, year="year")
    desk.persons("billed_by_room", general, by, year="year", amount="patient_cents")
    parts = rows.components(general)
    desk.persons("billed_by_component", parts, ["year", "stay_kind", "component"], year="year", amount="cents")
    desk.persons("billed_by_care", general, ["year", "stay_kind", "care"], year="year", amount="patient_cents")
    hospital = ["year", "hospital_number", "room_type"]
    desk.persons("billed_by_hospital", general, hospital, place="hospital_number", year="year", amount="patient_cents")
    desk.persons("with_fee_supplement", general, by, year="year", met="has_fee_supplement")
    desk.persons("size_of_bill", general, ["year", "stay_kind", "bill"], year="year")
    own = rows.cumulated(general)
    desk.identity("sum over persons and years = all stays", own["patient_cents"].sum(), general["patient_cents"].sum())
    desk.persons("cumulated_by_person", own, ["year", "bill"], year="year", met="has_fee_supplement")


def beside_others(desk: Desk, every: pl.DataFrame, people: pl.DataFrame, beside: pl.DataFrame) -> None:
    """The barometer beside patient data and beside the Atlas: the same cents, told apart by what they count."""
    names = {RG: "copayment", SUP: "supplement"}
    long = beside.unpivot([*names], index=["person_id", "year", "part"], variable_name="nature", value_name="cents")
    long = long.filter(pl.col("cents") != 0).with_columns(pl.col("nature").replace_strict(names))
    desk.persons("barometer_beside_patient_data", long, ["year", "nature", "part"], year="year", amount="cents")
    own = figures.beside_the_atlas(every, people.select("person_id", "year", "classic_stays"))
    desk.identity("stays of the Atlas and others = all stays", own["patient_cents"].sum(), every["patient_cents"].sum())
    desk.persons("barometer_beside_the_atlas", own, ["year", "part"], year="year", amount="patient_cents")
    desk.estimates("atlas_figures", figures.in_the_atlas(every, people))


def of_physicians(desk: Desk, general: pl.DataFrame) -> None:
    """Fees of physicians by specialty and by how they bill outside hospital, and how few hold the supplements."""
    lines = fees.fees(desk)
    told = desk.read(fees.of_persons(lines))
    for name, column in (("supplements on fees", "supplement_cents"), ("official fees", "official_cents")):
        held = "fee_supplement_cents" if column == "supplement_cents" else "official_fee_cents"
        desk.identity(f"{name} of physicians = those of stays", int(told[column].sum()), int(general[held].sum()))
    asked = told.filter(pl.col("supplement_cents") != 0)
    for by, table in (("specialty", "specialty"), ("billing", "convention")):
        desk.persons(f"supplements_by_{table}", asked, ["year", by], year="year", amount="supplement_cents")
        desk.estimates(f"{table}_figures", pl.concat(fees.figures(told, by)))
    desk.estimates("concentration", figures.concentration(general, desk.read(fees.of_physicians(lines))))


def cost_model(general: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """What a billed stay costs more or less: ratios of means, errors by hospital."""
    told = general.filter(pl.col("patient_cents") > 0).join(people, on=["person_id", "year"])
    told = told.drop_nulls(["age", "sex", "is_increased_reimbursement"]).with_columns(
        ten_years=pl.col("age") / 10, woman=pl.col("sex") == "2", increased=pl.col("is_increased_reimbursement")
    )
    given = design(told, ["room_type", "stay_kind", "ten_years", "woman", "increased"], {"room_type": "common"})
    fit = gamma_log(told["patient_cents"].to_numpy() / 100, given, clusters=told["hospital_number"].to_numpy())
    errors = np.sqrt(np.diag(fit.covariance))
    of_each = [ratio_estimate(*each) for each in zip(fit.coefficients, errors, strict=True)]
    return pl.DataFrame(
        {
            "term": [each.rpartition("=")[2] for each in given.names[1:]],
            "value": [each.value for each in of_each[1:]],
            "low": [each.low for each in of_each[1:]],
            "high": [each.high for each in of_each[1:]],
            "persons": told["person_id"].n_unique(),
        }
    )
