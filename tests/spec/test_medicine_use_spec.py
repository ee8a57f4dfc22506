"""Medicine use by ATC class: who is a user of which class, and what the largest parts are."""

import random
from collections import defaultdict

from mutualis import indicators, tables
from mutualis.indicators.medicine_use import LENGTHS, medicine_use
from random_year import YEAR, country

RESULT = tables.result_medicine_use


def used(drawing, drawn):
    for name in ("derived_population_year", "derived_person_year_drug"):
        if isinstance(drawn[name], str):
            drawing.draw(name, drawn[name])
        else:
            drawing.use(name, drawn[name], tables.find(name).schema)
    return drawing.engine.rows(medicine_use(), indicators.year(YEAR))


def test_a_person_is_counted_once_in_every_class_that_holds_what_he_took(spec):
    rows = used(
        spec,
        {
            "derived_population_year": "person_id | age\nann | 70\nbob | 3\ncis | 70",
            "derived_person_year_drug": """
                person_id | atc_code | ddd_thousandths | packages | reimbursed_cents | own_cents
                ann       | A10BA02  | 60000           | 2        | 900              | 0
                ann       | A10AE04  | 30000           | 1        | 2500             | 80
                bob       | A10BA02  | 50000           | 1        | 450              | 20
                cis       | A10BA02  | 10              | 0        | 0                | 0
            """,
        },
    )
    whole = {row["atc_class"]: row for row in rows if (row["level"], row["split"]) == ("country", "total")}
    assert sorted(whole) == ["A", "A10", "A10A", "A10AE", "A10AE04", "A10B", "A10BA", "A10BA02"]
    group = whole["A10"]
    assert (group["atc_level"], group["insured"], group["users"]) == (2, 3, 2)
    assert (group["ddd_thousandths"], group["ddd_largest"], group["ddd_second_largest"]) == (140_010, 90_000, 50_000)
    assert (group["ddd_contributors"], group["packages"], group["packages_contributors"]) == (3, 4, 2)
    assert (group["reimbursed_cents"], group["reimbursed_largest"], group["reimbursed_contributors"]) == (3850, 3400, 2)
    assert (group["own_cents"], group["own_largest"], group["own_second_largest"]) == (100, 80, 20)
    assert (whole["A10AE04"]["users"], whole["A10AE04"]["ddd_second_largest"]) == (1, 0)
    old = next(
        row for row in rows if row["category"] == "65-74" and row["atc_class"] == "A" and row["level"] == "region"
    )
    assert (old["insured"], old["users"], old["packages_largest"]) == (2, 1, 3)


def test_random_people_give_what_a_plain_count_gives(spec):
    drawn = country(random.Random(4).randrange(9), 80)
    rows = used(spec, drawn)
    assert {(row["level"], row["area_code"], row["atc_class"]): row for row in rows if row["split"] == "sex"
            and row["category"] == "1"}.keys() == plain(drawn, "1").keys()  # fmt: skip
    for key, parts in plain(drawn, "1").items():
        (row,) = (
            each for each in rows
            if (each["level"], each["area_code"], each["atc_class"]) == key and each["split"] == "sex"
            and each["category"] == "1"
        )  # fmt: skip
        sizes = [*sorted((abs(ddd) for ddd, _ in parts), reverse=True), 0]
        assert row["users"] == sum(packages >= 1 for _, packages in parts)
        assert row["ddd_thousandths"] == sum(ddd for ddd, _ in parts)
        assert (row["ddd_largest"], row["ddd_second_largest"]) == (sizes[0], sizes[1])


def plain(drawn, sex):
    """{(level, area, class): [(doses, packages) of each person]} by hand."""
    lives = {row["person_id"]: row for row in drawn["derived_population_year"] if row["year"] == YEAR}
    taken = defaultdict(lambda: defaultdict(lambda: (0, 0)))
    for row in drawn["derived_person_year_drug"]:
        person = lives.get(row["person_id"])
        if row["year"] != YEAR or person is None or person["sex"] != sex or person["province_code"] is None:
            continue
        areas = (("country", "BE"), ("region", person["region_code"]), ("province", person["province_code"]))
        for level, area in areas:
            for length in LENGTHS.values():
                key = (level, area, row["atc_code"][:length])
                ddd, packages = taken[key][row["person_id"]]
                taken[key][row["person_id"]] = (ddd + row["ddd_thousandths"], packages + row["packages"])
    return {key: list(parts.values()) for key, parts in taken.items()}
