"""Some indicators of the library once more, person by person in plain Python: a second reading of their texts.

It knows no SQL and no Ibis, and takes rows of derived tables as dictionaries. Ages, doses and thresholds are read from
the code lists, since they are facts; the rules are written out. `tests/spec/test_plain_indicators_spec.py` compares the
cells with those of the shared passes.
"""

import datetime as dt
from collections import defaultdict

from mutualis import reference

AREAS = {level: f"{level}_code" for level in ("region", "province", "arrondissement", "municipality")}


class Person:
    """What the derived tables say of one insured person in a year; who has no row used nothing."""

    def __init__(self, state, year, rows, households):
        self.state, self.rows, self.households, self.year = state, rows, households, year
        self.years = {row["year"]: row for row in rows["derived_person_year"]}

    def told(self, name, year=None):
        """A number or flag of patient data of a year (this one without it)."""
        return self.years.get(year or self.year, {}).get(name, 0)

    def of_year(self, table):
        return [row for row in self.rows[table] if row["year"] == self.year]

    def is_aged(self, population):
        limits, age = row_of("indicator_population", population), self.state["age"]
        return age is not None and int(limits["age_from"]) <= age <= int(limits["age_to"] or 999)

    def medicines(self, group):
        beginnings = tuple(row_of("medicine_group", group)["atc_codes"].split())
        return [row for row in self.of_year("derived_person_year_drug") if row["atc_code"].startswith(beginnings)]

    def doses(self, group):
        return sum(row["ddd_thousandths"] for row in self.medicines(group))

    def is_treated(self, group):
        return self.doses(group) >= int(row_of("medicine_group", group)["least_ddd_thousandths"])

    def uses(self, group):
        return sum(row["packages"] for row in self.medicines(group)) >= 1

    def records(self, *items):
        return [row for row in self.of_year("derived_person_year_record") if row["item"] in items]


def row_of(codelist, code):
    return reference.codelist(codelist).row(code)


def threshold(code):
    return int(row_of("indicator_threshold", code)["value"])


def everybody(person):
    return True


def index_stays(person):
    """Classic stays in a general hospital, discharged 30 days or more before the year ends; methods 6.1."""
    for stay in person.of_year("derived_stay"):
        is_general = stay["stay_kind"] == "classic" and not stay["is_psychiatric"]
        is_last = not stay["is_transfer_out"] and not stay["is_oncological"]
        if is_general and is_last and stay["discharge_day"] and days_left(stay["discharge_day"], person.year) >= 30:
            yield stay


def days_left(day, year):
    return (dt.date(year, 12, 31) - day).days


def is_readmitted(person):
    """Whether any unplanned classic stay begins 1 to 30 days after the discharge of an index stay."""
    stays = [stay for stay in person.of_year("derived_stay") if stay["stay_kind"] == "classic"]
    return any(
        1 <= (later["admission_day"] - stay["discharge_day"]).days <= 30
        for stay in index_stays(person)
        for later in stays
        if later["is_unplanned"]
    )


def household(person):
    """The MAF household of a member, None for who is in none."""
    for member in person.of_year("derived_maf_person"):
        return person.households.get((member["household_head_id"], person.year), {})
    return None


def is_continuous(person):
    return person.told("most_seen_gp_contacts") / person.told("gp_contacts") * 100 >= threshold("continuity_share")


def is_resident(person):
    return person.is_aged("seniors") and person.told("nursing_home_days") >= 1


def has_heart_failure(person):
    is_treated = person.is_treated("loop_diuretics") and person.is_treated("hf_base")
    return is_treated or person.uses("arni") or sum(row["records"] for row in person.records("K77")) >= 1


def scores(person):
    return [row for row in person.of_year("derived_person_year_answer") if row["instrument"] == "prom_eq5d"]


def hba1c(person):
    return [row for row in person.records("hba1c") if row["records"] >= 1]


def open_conditions(person):
    found = person.of_year("derived_person_year_diagnosis")
    return {row["condition"] for row in found if row["list"] == "open"}


def was_unfit(person):
    before = person.year - 1
    is_unfit = person.told("incapacity_days", before) >= 1 and person.told("invalidity_days", before) == 0
    return person.is_aged("active") and is_unfit


def own_dental_cents(person):
    costs = [row for row in person.of_year("derived_person_year_cost") if row["cost_group"] == "04"]
    return sum(row["copayment_cents"] + row["supplement_cents"] for row in costs)


# {indicator: (kind, whether a person is of the population, what he or she brings)}
DEFINITIONS = {
    "gp_contact": ("count", everybody, lambda who: who.told("gp_contacts") >= 1),
    "gp_continuity": ("count", lambda who: who.told("gp_contacts") >= threshold("continuity_contacts"), is_continuous),
    "polypharmacy": ("count", everybody, lambda who: bool(who.told("is_polypharmacy"))),
    "diabetes": ("count", everybody, lambda who: who.is_treated("diabetes")),
    "antibiotics_ddd": ("amount", everybody, lambda who: who.doses("antibiotics")),
    "second_line": ("amount", everybody, lambda who: who.doses("second_line")),
    "unplanned_readmission": (
        "count",
        lambda who: who.is_aged("adults") and any(True for _ in index_stays(who)),
        is_readmitted,
    ),
    "maf_reached": (
        "count",
        lambda who: household(who) is not None,
        lambda who: bool(household(who).get("is_reached")),
    ),
    "dental_regular": (
        "count",
        everybody,
        lambda who: (
            sum(who.told("dental_contacts", who.year - back) >= 1 for back in (0, 1, 2)) >= threshold("dental_years")
        ),
    ),
    "dental_own_cost": ("amount", lambda who: who.told("dental_contacts") >= 1, own_dental_cents),
    "home_nursing_days": (
        "amount",
        lambda who: who.told("home_nursing_days") >= 1,
        lambda who: who.told("home_nursing_days"),
    ),
    "nursing_home_dependent": (
        "count",
        is_resident,
        lambda who: who.told("nursing_home_class") in ("B", "C", "Cd", "D"),
    ),
    "mean_copayment": ("amount", everybody, lambda who: who.told("copayment_cents")),
    "multimorbidity": ("count", everybody, lambda who: len(open_conditions(who)) >= threshold("multimorbidity")),
    "invalidity_inflow": ("count", was_unfit, lambda who: who.told("invalidity_days") >= 1),
    "hf_quality_of_life": (
        "count",
        lambda who: has_heart_failure(who) and any(row["answers"] >= 2 for row in scores(who)),
        lambda who: any(row["last_score_thousandths"] >= row["first_score_thousandths"] for row in scores(who)),
    ),
    "dm_hba1c_control": (
        "count",
        lambda who: who.is_treated("diabetes") and bool(hba1c(who)),
        lambda who: any(0 < (row["last_value_thousandths"] or 0) <= threshold("hba1c_target") for row in hba1c(who)),
    ),
}

# {indicator: what a person adds to the denominator in place of one}
BASES = {"second_line": lambda who: who.doses("antibiotics")}


def people_of(tables, year):
    """The insured of a year who live at a known place."""
    rows = defaultdict(lambda: defaultdict(list))
    for name, each in tables.items():
        for row in each:
            if "person_id" in row:
                rows[row["person_id"]][name].append(row)
    households = {(row["household_head_id"], row["year"]): row for row in tables["derived_maf_household"]}
    for state in tables["derived_population_year"]:
        if state["year"] == year and all(state[area] is not None for area in AREAS.values()):
            yield Person(state, year, rows[state["person_id"]], households)


def cells(tables, year, plan):
    """{(indicator, level, area, split, category): cell} of all definitions, as `result_indicator` tells them.

    `plan` says which splits of which level an indicator is counted by: {indicator: {level: splits}}.
    """
    parts = defaultdict(list)
    for person in people_of(tables, year):
        for name, (_, among, part) in DEFINITIONS.items():
            if among(person):
                brought, base = int(part(person)), BASES.get(name, lambda _: 1)(person)
                for place in places(person.state, plan[name]):
                    parts[name, *place].append((brought, base))
    made = {key: cell(DEFINITIONS[key[0]][0], key, *zip(*pairs, strict=True)) for key, pairs in parts.items()}
    return {key: row for key, row in made.items() if row["denominator"] > 0}


def places(state, splits_of):
    """The cells that hold a person: level, area, split and category."""
    single = {
        "sex": state["sex"] or "unknown",
        "age_class": age_class(state["age"]),
        "increased_reimbursement": {None: "unknown", True: "yes", False: "no"}[state["is_increased_reimbursement"]],
    }
    for level, splits in splits_of.items():
        area = "BE" if level == "country" else state[AREAS[level]]
        for split in splits:
            category = "all" if split == "total" else "*".join(single[each] for each in split.split("*"))
            yield level, area, split, category


def age_class(age):
    for row in reference.codelist("age_class").rows:
        if age is not None and int(row["age_from"]) <= age <= int(row["age_to"] or 999):
            return row["code"]
    return "unknown"


def cell(kind, key, brought, bases):
    """The sums over the persons of a cell and its two largest parts; squares are those of the whole country."""
    sizes = sorted((abs(each) for each in brought), reverse=True)
    is_whole = kind == "amount" and key[1] == "country" and key[3] == "total"
    return {
        "numerator": sum(brought),
        "denominator": sum(bases),
        "contributors": sum(each != 0 for each in brought),
        "largest": sizes[0],
        "second_largest": sizes[1] if len(sizes) > 1 else 0,
        "squares": sum(each * each for each in brought) if is_whole else None,
    }
