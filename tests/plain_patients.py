"""Patient data and pseudodiagnoses once more, row by row in plain Python: a second reading of the same rules.

It knows no SQL and no Ibis, and takes rows as dictionaries. `tests/unit/test_plain_patients.py` compares it with the
steps on histories of persons that are drawn at random.
"""

import datetime as dt
from collections import Counter, defaultdict

AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")
CONTACT_KINDS = {"gp_contact": "gp", "specialist_contact": "specialist", "psychiatrist_contact": "specialist"}
ALLOWANCES = (
    "has_increased_child_allowance",
    "has_integration_allowance",
    "has_elderly_allowance",
    "has_disability_allowance",
)
SITUATIONS = (
    *("has_nursing_b", "has_nursing_c", "has_physiotherapy_e", "has_increased_child_allowance"),
    *("has_integration_allowance", "has_elderly_allowance", "has_third_party_help_old_1"),
    *("has_third_party_help_old_2", "has_third_party_help", "has_120_hospital_days", "has_6_admissions"),
)
DAILY = {
    "dental": "dental_contacts",
    "physiotherapy": "physiotherapy_contacts",
    "speech_therapy": "speech_therapy_contacts",
    "laboratory": "laboratory_days",
    "imaging": "imaging_days",
    "nursing": "home_nursing_days",
}
NURSING = {
    "toilet": "nursing_toilet_days",
    "forfait_a": "nursing_forfait_a_days",
    "forfait_b": "nursing_forfait_b_days",
    "forfait_c": "nursing_forfait_c_days",
    "palliative": "palliative_days",
}
DRUGS = ("derived_person_year_drug", "derived_person_year_hospital_drug")


class Lists:
    """Code lists by code: {list: [rows]}; a row holds from `valid_from` to `valid_to`."""

    def __init__(self, rows):
        self.rows = defaultdict(lambda: defaultdict(list))
        for name, each in rows.items():
            for row in each:
                self.rows[name][row["code"]].append(row)

    def on(self, name, code, day):
        """The row of a code on a day, or an empty one."""
        for row in self.rows[name].get(code, ()):
            if (row["valid_from"] or dt.date.min) <= day <= (row["valid_to"] or dt.date.max):
                return row
        return {}

    def in_year(self, name, code, year):
        """The row of a code in a year, or an empty one."""
        for row in self.rows[name].get(code, ()):
            if (row["valid_from"] or dt.date.min).year <= year <= (row["valid_to"] or dt.date.max).year:
                return row
        return {}


def booked_in_time(line, months):
    year, month = divmod(line["booking_month"], 100)
    return (year - line["service_day"].year) * 12 + month <= months


def person_years(tables, lists, years, months=24):
    """{(person, year): row} of derived_person_year out of {table: rows}."""
    found = {}
    inside = {}
    for name in ("core_care_line_net", "core_dispensing_net"):
        inside[name] = defaultdict(list)
        for line in tables[name]:
            if line["service_day"].year in years and booked_in_time(line, months):
                inside[name][line["person_id"], line["service_day"].year].append(line)
    others = {}
    for name in ("derived_population_year", "derived_stay", *DRUGS):
        others[name] = defaultdict(list)
        for row in tables[name]:
            if row["year"] in years:
                others[name][row["person_id"], row["year"]].append(row)
    states = {key: rows[0] for key, rows in others["derived_population_year"].items()}
    chronic = chronic_years(tables["derived_quarter_group"], states, lists)
    keys = {key for each in (*inside.values(), *others.values()) for key in each}
    for key in sorted(keys):
        care, pharmacy = (inside[name].get(key, []) for name in ("core_care_line_net", "core_dispensing_net"))
        row = {"is_in_population": key in states, "is_in_care": bool(care), "is_in_pharmacy": bool(pharmacy)}
        row |= counted_care(care, lists)
        row |= {name: sum(line[name] for line in (*care, *pharmacy)) for name in AMOUNTS}
        row |= counted_stays(others["derived_stay"].get(key, []))
        row |= counted_substances([drug for name in DRUGS for drug in others[name].get(key, [])], lists, key[1])
        row |= situation(states.get(key), lists)
        row |= {"has_chronic_forfait": key in chronic["forfait"], "has_chronic_status": key in chronic["status"]}
        found[key] = row
    return found


def family_of(line, lists):
    kind = lists.on("nomenclature", line["nomenclature_code"], line["service_day"]).get("kind")
    group = lists.on("care_group", line["nomenclature_code"], line["service_day"])
    return (CONTACT_KINDS.get(kind) or ("gmd" if kind == "gmd" else group.get("care_group"))), kind, group


def counted_care(lines, lists):
    contacts, marks, days, parts = (defaultdict(Counter) for _ in range(4))
    billed, homes, emergency = Counter(), Counter(), defaultdict(Counter)
    for line in lines:
        day, quantity = line["service_day"], line["quantity"]
        family, kind, group = family_of(line, lists)
        doctor = lists.on("qualification", line["provider_qualification"], day)
        if family in ("gp", "specialist"):
            meeting = (day, line["provider_id"])
            contacts[family][meeting] += quantity
            if family == "gp":
                outside = lists.on("moment", line["moment"], day).get("is_out_of_hours")
                marks["visit"][meeting] += quantity * (group.get("care_group") == "gp_home_visit")
                marks["remote"][meeting] += quantity * (group.get("care_group") == "gp_remote")
                marks["outside"][meeting] += quantity * bool(outside)
            else:
                is_psychiatrist = kind == "psychiatrist_contact" or doctor.get("is_psychiatrist")
                marks["psychiatrist"][meeting] += quantity * bool(is_psychiatrist)
        elif family in DAILY:
            days[family][day] += quantity
            parts[group["care_part"]][day] += quantity if family == "nursing" else 0
        elif family == "nursing_home":
            homes[day, group["care_rank"], group["care_part"]] += line["days"]
        elif family:
            billed[family] += quantity
        if doctor.get("is_emergency") and family != "gp":
            # What remains is asked of each group, as a correction takes back an act of its own group: of contacts by
            # provider, of nursing homes by class.
            within = {"specialist": line["provider_id"], "nursing_home": group.get("care_part")}.get(family)
            emergency[day][family, within] += quantity
    by_doctor = Counter(doctor for (_, doctor), left in contacts["gp"].items() if left > 0 and doctor is not None)
    stays = [home for home, left in homes.items() if left > 0]
    return {
        "gp_contacts": remaining(contacts["gp"]),
        "gp_home_visits": remaining(marks["visit"]),
        "gp_remote_contacts": remaining(marks["remote"]),
        "gp_out_of_hours_contacts": remaining(marks["outside"]),
        "gp_providers": len(by_doctor),
        "most_seen_gp_contacts": max(by_doctor.values(), default=0),
        "specialist_contacts": remaining(contacts["specialist"]),
        "psychiatrist_contacts": remaining(marks["psychiatrist"]),
        "emergency_contacts": sum(any(left > 0 for left in each.values()) for each in emergency.values()),
        **{name: remaining(days[family]) for family, name in DAILY.items()},
        **{name: remaining(parts[part]) for part, name in NURSING.items()},
        "orthodontic_acts": billed["orthodontics"],
        "global_medical_files": billed["gmd"],
        "is_in_medical_house": billed["medical_house"] > 0,
        "nursing_home_days": sum(homes.values()),
        "nursing_home_class": max(stays)[2] if stays else None,
    }


def remaining(left):
    return sum(1 for quantity in left.values() if quantity > 0)


def counted_stays(stays):
    classic = [stay for stay in stays if stay["stay_kind"] == "classic"]
    return {
        "classic_stays": len(classic),
        "day_stays": len(stays) - len(classic),
        "psychiatric_stays": sum(stay["is_psychiatric"] for stay in classic),
        "hospital_nights": sum(stay["nights"] for stay in stays),
    }


def counted_substances(drugs, lists, year):
    many = {}
    for name in ("polypharmacy", "excessive_polypharmacy"):
        limit = lists.in_year("medicine_group", name, year)
        doses = Counter()
        for drug in drugs:
            doses[drug["atc_code"]] += drug["ddd_thousandths"]
        enough = [atc for atc, taken in doses.items() if taken >= limit["least_ddd_thousandths"]]
        substances = sum(len(atc) == 7 for atc in enough)
        many[name] = (substances, substances >= int(limit["least_substances"]))
    return {
        "polypharmacy_substances": many["polypharmacy"][0],
        "is_polypharmacy": many["polypharmacy"][1],
        "is_excessive_polypharmacy": many["excessive_polypharmacy"][1],
    }


def situation(state, lists):
    state = state or {}
    names = ("unemployment_days", "incapacity_days", "invalidity_days")
    if not state:
        return {"has_disability": False, "has_dependency": False} | dict.fromkeys(names, 0)
    day = state["reference_day"]
    origin = lists.on("disability_origin", state["disability_origin"], day).get("is_recognised")
    holder = lists.on("cg1", state["cg1"], day).get("status") == "disabled"
    return {
        "has_disability": bool(origin) or holder or any(state[name] for name in ALLOWANCES),
        "has_dependency": any(bool(state[name]) for name in SITUATIONS),
        **{name: state[name] or 0 for name in names},
    }


def chronic_years(quarters, states, lists):
    """{forfait, status: {(person, year)}}: year by year, the status as it is granted and kept."""
    sums, shares = defaultdict(Counter), defaultdict(int)
    for row in quarters:
        year = int(row["quarter"][:4])
        sums[row["person_id"], year][row["quarter"]] += row["reimbursed_cents"] + row["copayment_cents"]
        shares[row["person_id"], year] += row["copayment_cents"]
    dear, high = set(), set()
    for (person, year), each in sums.items():
        threshold = lists.in_year("chronic_threshold", "status_quarter", year).get("amount_cents")
        if threshold is not None and sum(amount >= threshold for amount in each.values()) == 4:
            dear.add((person, year))
        least = lists.in_year("chronic_threshold", "forfait_copayment", year).get("amount_cents")
        if least is not None and shares[person, year] >= least:
            high.add((person, year))
    forfait = {
        (person, year)
        for person, year in high
        if (person, year - 1) in high and situation(states.get((person, year)), lists)["has_dependency"]
    }
    return {"forfait": forfait, "status": status_years(dear, forfait)}


def status_years(dear, forfait):
    status = set()
    for person in sorted({person for person, _ in dear | forfait}):
        active = {year for who, year in dear | forfait if who == person}
        until = 0
        for year in range(min(active), max(active) + 1):
            if year <= until:
                status.add((person, year))
            grants = (person, year) in forfait or {(person, year), (person, year - 1)} <= dear
            if grants:
                until = max(until, year + 2)
            elif year in active and year <= until:
                until = max(until, year + 1)
        status |= {(person, year) for year in range(max(active) + 1, until + 1)}
    return status


def diagnoses(drugs, population, rules, years):
    """{(person, year, list, condition): (daily doses, packages)} of derived_person_year_diagnosis."""
    states = {(row["person_id"], row["year"]): row for row in population if row["year"] in years}
    taken = defaultdict(list)
    for drug in drugs:
        if drug["year"] in years:
            taken[drug["person_id"], drug["year"]].append(drug)
    found, seen = {}, {}
    for key, own in taken.items():
        for (name, condition), each in conditions_of(own, states.get(key), rules, key[1], seen).items():
            found[*key, name, condition] = each
    return found


def conditions_of(drugs, state, rules, year, seen):
    met = {}
    for rule in (rule for rule in rules if rule["role"] == "condition" and holds(rule, year)):
        counted = [drug for drug in drugs if counts(drug["atc_code"], rule["condition"], rules, year, seen)]
        doses, packages = (sum(drug[name] for drug in counted) for name in ("ddd_thousandths", "packages"))
        enough = rule["least_ddd_thousandths"] is None or doses >= rule["least_ddd_thousandths"]
        enough = enough and (rule["least_packages"] is None or packages >= int(rule["least_packages"]))
        if counted and enough and suits(rule, state):
            met[rule["list"], rule["condition"]] = (doses, packages)
    kept = {
        (name, condition): each
        for (name, condition), each in met.items()
        if not {other for _, other in met} & excluding(condition, rules)
    }
    return kept | needing(kept, rules)


def excluding(condition, rules):
    return {rule["other"] for rule in rules if rule["role"] == "without" and rule["condition"] == condition}


def needing(met, rules):
    groups = defaultdict(lambda: defaultdict(list))
    for rule in rules:
        if rule["role"] == "needs":
            groups[rule["list"], rule["condition"]][rule["need_group"]].append(rule["other"])
    found = {}
    for (name, condition), needs in groups.items():
        each = [[met[name, other] for other in others if (name, other) in met] for others in needs.values()]
        if all(each):
            found[name, condition] = tuple(sum(max(one[at] for one in group) for group in each) for at in (0, 1))
    return found


def holds(rule, year):
    return (rule["valid_from"] or dt.date.min).year <= year <= (rule["valid_to"] or dt.date.max).year


def counts(atc, condition, rules, year, seen):
    """Whether a medicine counts for a condition in a year; answers are kept in `seen`, as medicines come again."""
    key = (atc, condition, year)
    if key not in seen:
        own = [rule for rule in rules if rule["condition"] == condition and atc.startswith(rule["atc_code"] or "?")]
        is_in = any(rule["role"] == "atc" and holds(rule, year) for rule in own)
        seen[key] = is_in and not any(rule["role"] == "not_atc" for rule in own)
    return seen[key]


def suits(rule, state):
    age, sex = (state or {}).get("age"), (state or {}).get("sex")
    if rule["age_from"] is not None and (age is None or age < int(rule["age_from"])):
        return False
    if rule["age_to"] is not None and (age is None or age > int(rule["age_to"])):
        return False
    return rule["sex"] is None or sex == rule["sex"]
