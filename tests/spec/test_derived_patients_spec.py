"""Patient data (PATI), variable by variable: what counts, what does not, and why."""

import pytest

from mutualis.derived.person_years import derived_person_year as step


def care(text, columns="nomenclature_code | service_day"):
    return {"core_care_line_net": columns + "\n" + text}


def test_presence_flags_say_in_which_database_a_person_is(spec):
    spec(
        {
            "core_care_line_net": "person_id | nomenclature_code | service_day\nann | gp | 2022-03-01",
            "core_dispensing_net": "person_id | cnk | service_day\nann | doxy | 2022-03-01\nbob | doxy | 2022-03-01",
            "derived_population_year": "person_id | year\ncis | 2022",
        },
        step,
        """
        person_id | is_in_population | is_in_care | is_in_pharmacy
        ann       | no               | yes        | yes
        bob       | no               | no         | yes
        cis       | yes              | no         | no
        """,
    )


def test_home_visits_and_remote_contacts_are_contacts_of_their_kind(spec):
    drawn = care(
        """
        gp     | 2022-03-01 | dr-a
        visit  | 2022-03-01 | dr-a
        visit  | 2022-03-02 | dr-a
        remote | 2022-03-03 | dr-a
        """,
        "nomenclature_code | service_day | provider_id",
    )
    spec(drawn, step, "gp_contacts | gp_home_visits | gp_remote_contacts\n3 | 2 | 1")


def test_a_contact_is_out_of_hours_by_the_moment_of_a_line(spec):
    drawn = care(
        """
        gp     | 2022-03-01 | 1
        gp     | 2022-03-02 | 2
        gp     | 2022-03-03 | 0
        gp     | 2022-03-04 |
        doctor | 2022-03-05 | 1
        """,
        "nomenclature_code | service_day | moment",
    )
    spec(drawn, step, "gp_contacts | gp_out_of_hours_contacts\n4 | 2")


def test_practitioners_are_counted_once_and_the_one_met_most_often_is_known_by_contacts(spec):
    drawn = care(
        """
        gp     | 2022-03-01 | dr-a | 1
        visit  | 2022-03-02 | dr-a | 1
        gp     | 2022-03-03 | dr-b | 1
        gp     | 2022-03-04 | dr-c | 1
        gp     | 2022-03-04 | dr-c | -1
        gp     | 2022-03-05 |      | 1
        doctor | 2022-03-06 | dr-d | 1
        """,
        "nomenclature_code | service_day | provider_id | quantity",
    )
    spec(drawn, step, "gp_contacts | gp_providers | most_seen_gp_contacts\n4 | 2 | 2")


def test_an_emergency_contact_is_a_day_with_any_act_of_an_emergency_physician_but_no_gp_contact(spec):
    drawn = care(
        """
        doctor  | 2022-03-01 | dr-a | 810 | 1
        surgery | 2022-03-01 | dr-b | 810 | 1
        scan    | 2022-03-02 | dr-a | 810 | 1
        surgery | 2022-03-03 | dr-a | 580 | 1
        gp      | 2022-03-04 | dr-a | 810 | 1
        surgery | 2022-03-05 | dr-a | 810 | 1
        surgery | 2022-03-05 | dr-a | 810 | -1
        """,
        "nomenclature_code | service_day | provider_id | provider_qualification | quantity",
    )
    spec(drawn, step, "emergency_contacts | specialist_contacts | imaging_days | gp_contacts\n2 | 1 | 1 | 1")


@pytest.mark.parametrize(
    ("code", "variable"),
    [
        ("tooth", "dental_contacts"),
        ("move", "physiotherapy_contacts"),
        ("speak", "speech_therapy_contacts"),
        ("blood", "laboratory_days"),
        ("scan", "imaging_days"),
        ("wound", "home_nursing_days"),
    ],
)
def test_days_with_an_act_are_counted_once_whoever_gave_it(spec, code, variable):
    drawn = care(
        f"""
        {code} | 2022-03-01 | x | 1
        {code} | 2022-03-01 | y | 3
        {code} | 2022-03-02 | x | 1
        {code} | 2022-03-03 | x | 1
        {code} | 2022-03-03 | x | -1
        {code} | 2021-03-03 | x | 1
        """,
        "nomenclature_code | service_day | provider_id | quantity",
    )
    spec(drawn, step, f"{variable} | specialist_contacts\n2 | 0")


def test_orthodontic_acts_are_acts_and_no_dental_contacts(spec):
    drawn = care(
        "brace | 2022-03-01 | 2\nbrace | 2022-03-02 | 1\nbrace | 2022-03-02 | -1",
        "nomenclature_code | service_day | quantity",
    )
    spec(drawn, step, "orthodontic_acts | dental_contacts\n2 | 0")


def test_each_nursing_lump_sum_toilet_and_palliative_care_has_its_days_and_is_home_nursing(spec):
    drawn = care("""
        toilet    | 2022-03-01
        wound     | 2022-03-01
        forfait-a | 2022-03-02
        forfait-b | 2022-03-03
        forfait-b | 2022-03-04
        forfait-c | 2022-03-05
        comfort   | 2022-03-05
    """)
    spec(
        drawn,
        step,
        """
        home_nursing_days | nursing_toilet_days | nursing_forfait_a_days | nursing_forfait_b_days \
        | nursing_forfait_c_days | palliative_days
        5 | 1 | 1 | 2 | 1 | 1
        """,
    )


def test_a_medical_house_is_one_that_was_paid_by_capitation(spec):
    drawn = care(
        """
        ann | house | 2022-03-01 | 1
        bob | house | 2022-03-01 | 1
        bob | house | 2022-03-01 | -1
        cis | gp    | 2022-03-01 | 1
        """,
        "person_id | nomenclature_code | service_day | quantity",
    )
    spec(drawn, step, "person_id | is_in_medical_house\nann | yes\nbob | no\ncis | no")


def test_nursing_home_days_are_days_billed_and_the_class_is_that_of_the_last(spec):
    drawn = care(
        """
        ann | home-cd | 2022-03-01 | 31
        ann | home-a  | 2022-04-01 | 10
        ann | home-cd | 2022-05-01 | 31
        ann | home-cd | 2022-05-01 | -31
        bob | home-a  | 2022-04-01 | 5
        bob | home-cd | 2022-04-01 | 5
        cis | gp      | 2022-04-01 | 0
        """,
        "person_id | nomenclature_code | service_day | days",
    )
    spec(
        drawn,
        step,
        "person_id | nursing_home_days | nursing_home_class\nann | 41 | A\nbob | 10 | Cd\ncis | 0 |",
    )


def test_psychiatric_stays_are_classic_ones_in_a_psychiatric_hospital(spec):
    spec(
        {
            "derived_stay": """
            stay_kind | is_psychiatric | admission_day
            classic   | yes            | 2022-01-01
            classic   | no             | 2022-02-01
            day       | yes            | 2022-03-01
            """
        },
        step,
        "classic_stays | day_stays | psychiatric_stays\n2 | 1 | 1",
    )


@pytest.mark.parametrize(
    ("substances", "doses", "flags"),
    [(4, 80_000, "no | no"), (5, 79_999, "no | no"), (5, 80_000, "yes | no"), (9, 80_000, "yes | no"),
     (10, 80_000, "yes | yes")],
)  # fmt: skip
def test_polypharmacy_is_five_substances_of_eighty_doses_and_excessive_is_ten(spec, substances, doses, flags):
    rows = "\n".join(f"A01AA{number:02d} | {doses}" for number in range(substances))
    group = "\nA01AA | 900000"  # a group of substances is none
    counted = substances if doses >= 80_000 else 0
    spec(
        {
            "derived_person_year_drug": "atc_code | ddd_thousandths\n" + rows + group,
            "derived_population_year": "person_id\nann",
        },
        step,
        f"polypharmacy_substances | is_polypharmacy | is_excessive_polypharmacy\n{counted} | {flags}",
    )


def test_polypharmacy_adds_up_what_public_pharmacies_and_hospitals_gave_of_a_substance(spec):
    four = "\n".join(f"A01AA0{number} | 80000" for number in range(4))
    spec(
        {
            "derived_person_year_drug": f"atc_code | ddd_thousandths\n{four}\nN02BE01 | 50000\nC07AB02 | 40000",
            "derived_person_year_hospital_drug": "atc_code | ddd_thousandths\nN02BE01 | 30000\nC07AB02 | 39999",
        },
        step,
        "polypharmacy_substances | is_polypharmacy\n5 | yes",
    )


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({}, "no"),
        ({"disability_origin": "2"}, "yes"),
        ({"disability_origin": "0"}, "no"),
        ({"cg1": "141"}, "yes"),
        ({"cg1": "110"}, "no"),
        ({"has_disability_allowance": "yes"}, "yes"),
        ({"has_integration_allowance": "yes"}, "yes"),
        ({"has_increased_child_allowance": "yes"}, "yes"),
        ({"has_elderly_allowance": "yes"}, "yes"),
        ({"has_nursing_b": "yes"}, "no"),
    ],
)
def test_a_disability_is_recognised_by_origin_allowance_or_holder_code(spec, cells, found):
    row = {"person_id": "ann"} | cells
    drawing = " | ".join(row) + "\n" + " | ".join(row.values())
    spec({"derived_population_year": drawing}, step, f"has_disability\n{found}")


@pytest.mark.parametrize(
    "flag",
    [
        "has_nursing_b",
        "has_nursing_c",
        "has_physiotherapy_e",
        "has_increased_child_allowance",
        "has_integration_allowance",
        "has_elderly_allowance",
        "has_third_party_help_old_1",
        "has_third_party_help_old_2",
        "has_third_party_help",
        "has_120_hospital_days",
        "has_6_admissions",
    ],
)
def test_each_situation_of_the_list_is_a_dependency(spec, flag):
    spec(
        {"derived_population_year": f"person_id | {flag}\nann | yes\nbob | no\ncis |"},
        step,
        "person_id | has_dependency\nann | yes\nbob | no\ncis | no",
    )


def test_days_of_unemployment_incapacity_and_invalidity_are_those_of_the_state(spec):
    spec(
        {
            "derived_population_year": """
            person_id | unemployment_days | incapacity_days | invalidity_days
            ann       | 12                | 30              | 200
            bob       |                   |                 |
            """
        },
        step,
        """
        person_id | unemployment_days | incapacity_days | invalidity_days
        ann       | 12                | 30              | 200
        bob       | 0                 | 0               | 0
        """,
    )


def quarters(*years, each=0, copayment=0):
    """Every quarter of the years with an amount reimbursed, and co-payments of the year in the first quarter."""
    rows = ["quarter | accounting_group | reimbursed_cents | copayment_cents"]
    for year in years:
        rows += [f"{year}Q{place} | doctors | {each} | {copayment if place == 1 else 0}" for place in range(1, 5)]
    return "\n".join(rows)


def people(*years, **cells):
    header = " | ".join(("person_id", "year", *cells))
    return header + "\n" + "\n".join(" | ".join(("ann", str(year), *cells.values())) for year in years)


@pytest.mark.parametrize(
    ("copayments", "dependent", "years"),
    [
        ((45_000, 45_000), "yes", {2022}),
        ((44_999, 45_000), "yes", set()),
        ((45_000, 44_999), "yes", set()),
        ((45_000, 45_000), "no", set()),
    ],
)
def test_the_lump_sum_needs_high_copayments_in_two_years_and_a_dependency(spec, copayments, dependent, years):
    first, second = (quarters(year, copayment=each) for year, each in zip((2021, 2022), copayments, strict=True))
    spec(
        {
            "derived_quarter_group": first + "\n" + "\n".join(second.splitlines()[1:]),
            "derived_population_year": people(2021, 2022, has_nursing_c=dependent),
        },
        step,
        "year | has_chronic_forfait\n" + "\n".join(f"{y} | {'yes' if y in years else 'no'}" for y in (2021, 2022)),
        years="2021-2022",
    )


def test_without_the_year_before_nobody_has_the_lump_sum(spec):
    spec(
        {
            "derived_quarter_group": quarters(2022, copayment=90_000),
            "derived_population_year": people(2022, has_nursing_c="yes"),
        },
        step,
        "has_dependency | has_chronic_forfait\nyes | no",
    )


@pytest.mark.parametrize(
    ("dear", "status"),
    [
        ((2016, 2017), {2018, 2019}),
        ((2016,), set()),
        ((2016, 2018), set()),
        ((2016, 2017, 2019), {2018, 2019, 2020}),
        ((2016, 2017, 2019, 2020), {2018, 2019, 2020, 2021, 2022}),
        ((2016, 2017, 2020), {2018, 2019}),
        ((2016, 2017, 2018), {2018, 2019, 2020}),
    ],
)
def test_eight_dear_quarters_give_the_status_for_two_years_and_dear_years_within_keep_it(spec, dear, status):
    spec(
        {"derived_quarter_group": quarters(*dear, each=30_000), "derived_population_year": people(*range(2016, 2023))},
        step,
        "year | has_chronic_status\n"
        + "\n".join(f"{year} | {'yes' if year in status else 'no'}" for year in range(2016, 2023)),
        years="2016-2022",
    )


def test_one_quarter_below_the_threshold_of_its_year_breaks_the_row(spec):
    dear = quarters(2021, each=30_000) + "\n" + "\n".join(quarters(2022, each=30_000).splitlines()[1:])
    drawn = {"derived_quarter_group": dear, "derived_population_year": people(2023)}
    spec(drawn, step, "year | has_chronic_status\n2023 | no", years="2021-2023")
    enough = dear.replace("2022Q1 | doctors | 30000 | 0", "2022Q1 | doctors | 30000 | 3000")
    for place in (2, 3, 4):
        enough = enough.replace(f"2022Q{place} | doctors | 30000", f"2022Q{place} | doctors | 33000")
    drawn["derived_quarter_group"] = enough
    spec(drawn, step, "year | has_chronic_status\n2023 | yes", years="2021-2023")


def test_the_lump_sum_gives_the_status_from_the_next_january(spec):
    copaid = quarters(2020, copayment=45_000) + "\n" + "\n".join(quarters(2021, copayment=45_000).splitlines()[1:])
    spec(
        {"derived_quarter_group": copaid, "derived_population_year": people(*range(2020, 2025), has_nursing_b="yes")},
        step,
        """
        year | has_chronic_forfait | has_chronic_status
        2020 | no                  | no
        2021 | yes                 | no
        2022 | no                  | yes
        2023 | no                  | yes
        2024 | no                  | no
        """,
        years="2020-2024",
    )
