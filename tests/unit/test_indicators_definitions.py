"""Indicators refuse what cannot be right where it is written, and say what they are in four languages."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis import indicators, reference, tables
from mutualis.indicators import PERIOD, Indicator, amounts, persons
from mutualis.indicators.definitions import INDICATORS, chosen
from mutualis.model import MutualisError
from mutualis.reference import TEXT_LANGUAGES

person = indicators.person
population_year, person_year, stay = tables.derived_population_year, tables.derived_person_year, tables.derived_stay
insured = population_year.filter(PERIOD.covers(population_year.year))
used = person_year.filter(PERIOD.covers(person_year.year))


def made(**changed):
    usual = {"name": "x", "population": insured, "numerator": persons(used), "unit": "percent"}
    return Indicator(**(usual | changed))


def test_an_indicator_takes_few_lines_and_knows_its_sources():
    stays = stay.filter(PERIOD.covers(stay.admission_day), stay.stay_kind == "classic")
    older = insured.filter(insured.age >= 65)
    indicator = made(population=older, numerator=persons(stays, at_least=2, distinct="admission_day"))
    assert indicator.sources == ("derived_population_year", "derived_stay")
    assert indicator.counts().columns == tuple(tables.result_indicator.columns)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"population": insured.select("person_id", "year")},
            "Indicator 'x': the population has no column 'region_code'. It has person_id, year.",
        ),
        (
            {"numerator": used.select("person_id")},
            "Indicator 'x': the numerator has no column 'part'. It has person_id.",
        ),
        ({"population": population_year.expr}, "Indicator 'x': the population reads all years at once."),
        ({"population": None, "numerator": person.age}, "Indicator 'x': the numerator is no condition."),
        (
            {"population": None, "numerator": person.has_disability, "kind": "amount"},
            "Indicator 'x': the numerator is no whole number.",
        ),
        ({"population": person.age, "numerator": person.age > 1}, "Indicator 'x': the population is no condition."),
        (
            {"population": None, "numerator": person_year.gp_contacts > 1},
            "Indicator 'x': the numerator reads derived_person_year beside `person`.",
        ),
        ({"numerator": persons(person_year)}, "Indicator 'x': the numerator reads all years at once."),
        ({"population": "insured"}, "Indicator 'x': the population is no table expression. It is a str."),
        ({"by": ("country", "district")}, "Indicator 'x': there is no level 'district'. Country, region"),
        (
            {"population": insured.drop("age")},
            "Indicator 'x': the population has no column 'age'.",
        ),
        ({"codelists": ("moon",)}, "Indicator 'x': there is no code list 'moon'."),
        ({"kind": "share"}, "Indicator 'x': there is no kind 'share'."),
        ({"divisor": "beds"}, "Indicator 'x': there is no divisor 'beds'."),
        ({"base": person.age}, "Indicator 'x' has a base. Write its amounts over `person`"),
        (
            {"population": None, "numerator": person.age > 1, "base": person.age},
            "Indicator 'x' counts persons over a base. Give it the kind amount",
        ),
        (
            {"population": None, "numerator": person.age, "kind": "amount", "base": person.has_disability},
            "Indicator 'x': the base is no whole number.",
        ),
    ],
)
def test_a_mistake_is_refused_where_it_is_written_in_the_words_of_the_analyst(changed, message):
    with pytest.raises(MutualisError) as refused:
        made(**changed)
    assert str(refused.value).startswith(message)


def test_two_identifier_domains_in_an_indicator_are_refused_when_it_is_made():
    hospitals = stay.filter(PERIOD.covers(stay.year)).select(person_id=stay.hospital_number)
    with pytest.raises(MutualisError, match=r"Indicator 'x': two identifier domains meet.*hospital"):
        made(numerator=persons(hospitals))


def test_an_identifier_that_was_computed_is_refused_when_the_indicator_is_made():
    computed = used.mutate(person_id=used.person_id.upper())
    with pytest.raises(MutualisError, match="cannot be traced"):
        made(numerator=persons(computed))


def test_what_is_summed_is_a_whole_number_that_is_there():
    with pytest.raises(MutualisError, match=r"no column 'euros'"):
        amounts(used, "euros")
    with pytest.raises(MutualisError, match="cannot be summed"):
        amounts(insured, "sex")


def test_levels_above_those_asked_for_need_no_municipality():
    by = ("country", "region")
    person = ("sex", "age", "is_increased_reimbursement")
    indicator = made(population=insured.select("person_id", "year", "region_code", *person), by=by)
    assert indicator.by == by


RELEASED = (
    *("insured", "increased_reimbursement", "gp_contact", "gmd"),
    *("diabetes", "polypharmacy", "antibiotics_ddd", "antidepressants"),
    *("classic_stays", "day_stays", "mean_copayment", "mean_supplement"),
    *("hf_prevalence", "copd_medicines", "multimorbidity", "mean_reimbursed"),
    "hospital_bill",
)


def test_a_release_holds_the_indicators_of_the_plan_unless_others_are_asked_for():
    assert tuple(each.name for each in chosen()) == RELEASED
    assert [each.name for each in chosen(["gmd", "insured", "gmd"])] == ["gmd", "insured"]
    with pytest.raises(MutualisError, match="There is no indicator 'moon'"):
        chosen(["moon"])


def test_a_share_of_an_amount_is_not_released():
    with pytest.raises(MutualisError, match="Indicator 'second_line' is a share of an amount"):
        chosen(["insured", "second_line"])


def test_every_indicator_has_a_name_of_its_own_and_facts_and_speaks_four_languages():
    names = [each.name for each in INDICATORS]
    assert sorted(names) == sorted(set(names)) == sorted(reference.all_indicator_facts())
    for each in INDICATORS:
        for language in TEXT_LANGUAGES:
            described = indicators.describe(each, language)
            assert described.title == each.title(language)
            assert described.definition.endswith(".")
            assert described.numerator
            assert described.population.endswith(".")
            facts = reference.indicator_facts(each.name)
            assert reference.text(f"indicator_reasons.{facts.reason}", language).endswith(".")
            assert reference.text(f"indicator_themes.{facts.theme}", language)
            assert described.codelists == each.codelists
            assert described.sources == each.sources


def test_an_indicator_without_words_says_which_key_is_missing():
    with pytest.raises(MutualisError, match=r"indicators\.x\.title"):
        indicators.describe(made(), "nl")


@pytest.mark.parametrize(("year", "days"), [(2022, 365), (2020, 366), (2000, 366), (2100, 365)])
def test_the_days_of_a_year_follow_the_calendar(year, days):
    assert indicators.days_in(year) == days


@settings(max_examples=50, deadline=None)
@given(st.integers(-(10**12), 10**12), st.integers(1, 10**7), st.integers(0, 4))
def test_rounding_is_off_by_half_a_unit_at_most_and_a_half_goes_away_from_zero(numerator, denominator, decimals):
    exact = Fraction(numerator, denominator)
    rounded = Fraction(indicators.round_half_up(exact, decimals))
    half = Fraction(1, 2 * 10**decimals)
    assert abs(rounded - exact) <= half
    if abs(rounded - exact) == half:
        assert abs(rounded) > abs(exact)


def test_a_column_of_days_or_of_years_can_be_covered():
    assert PERIOD.covers(stay.admission_day).op().name.startswith("Between")
    assert "Equals" in PERIOD.covers(stay.year).op().name
