"""What a person used in a year: contacts, stays, amounts, costs by group, medicines."""

import pytest

from mutualis.derived.costs import derived_person_year_cost as cost_step
from mutualis.derived.medicines import derived_person_year_drug as drug_step
from mutualis.derived.medicines import derived_person_year_hospital_drug as hospital_drug_step
from mutualis.derived.person_years import derived_person_year as step


def care(text, columns="nomenclature_code | service_day | provider_id"):
    return {"core_care_line_net": columns + "\n" + text}


def test_a_contact_is_a_day_with_a_provider_however_many_lines(spec):
    spec(
        care("""
            gp | 2022-03-01 | dr-a
            gp | 2022-03-01 | dr-a
            gp | 2022-03-01 | dr-b
            gp | 2022-03-02 | dr-a
        """),
        step,
        "person_id | year | gp_contacts | specialist_contacts\nann | 2022 | 3 | 0",
    )


def test_a_contact_that_is_taken_back_does_not_count(spec):
    columns = "nomenclature_code | service_day | provider_id | quantity | is_correction"
    text = """
        gp | 2022-03-01 | dr-a | 1  | no
        gp | 2022-03-01 | dr-a | -1 | yes
        gp | 2022-03-02 | dr-a | 2  | no
        gp | 2022-03-02 | dr-a | -1 | yes
    """
    spec(care(text, columns), step, "person_id | gp_contacts\nann | 1")


def test_a_psychiatrist_is_known_by_code_or_by_qualification_and_is_a_specialist_too(spec):
    spec(
        care(
            """
            psy    | 2022-03-01 | dr-a | 580
            doctor | 2022-03-02 | dr-b | 770
            doctor | 2022-03-03 | dr-c | 580
            doctor | 2022-03-04 | dr-d |
            gp     | 2022-03-05 | dr-b | 770
            """,
            "nomenclature_code | service_day | provider_id | provider_qualification",
        ),
        step,
        "gp_contacts | specialist_contacts | psychiatrist_contacts\n1 | 4 | 2",
    )


def test_a_global_medical_record_is_its_fee_and_not_a_contact(spec):
    columns = "person_id | nomenclature_code | service_day | quantity | is_correction"
    text = """
        ann | file | 2022-03-01 | 1  | no
        ann | file | 2022-03-01 | -1 | yes
        ann | file | 2022-09-01 | 1  | no
        bob | file | 2022-03-01 | 1  | no
        bob | file | 2022-03-01 | -1 | yes
        cis | gp   | 2022-03-01 | 1  | no
    """
    spec(
        care(text, columns),
        step,
        "person_id | global_medical_files | gp_contacts\nann | 1 | 0\nbob | 0 | 0\ncis | 0 | 1",
    )


def test_other_codes_are_no_contact_but_their_amounts_count_with_those_of_the_pharmacy(spec):
    amounts = "reimbursed_cents | copayment_cents | supplement_cents"
    spec(
        {
            "core_care_line_net": f"nomenclature_code | service_day | {amounts}\nsurgery | 2022-03-01 | 900 | 80 | 7",
            "core_dispensing_net": f"cnk | service_day | {amounts}\ndoxy | 2022-03-02 | 100 | 20 | 1",
        },
        step,
        f"gp_contacts | {amounts}\n0 | 1000 | 100 | 8",
    )


def test_whoever_is_in_the_population_the_care_or_the_pharmacy_has_a_row(spec):
    spec(
        {
            "core_care_line_net": "person_id | nomenclature_code | service_day\nann | gp | 2022-03-01",
            "core_dispensing_net": "person_id | cnk | service_day\nbob | doxy | 2022-03-01",
            "derived_population_year": "person_id | year\ncis | 2022\nann | 2022\ndan | 2021",
        },
        step,
        "person_id | year | gp_contacts\nann | 2022 | 1\nbob | 2022 | 0\ncis | 2022 | 0",
    )


def test_stays_and_their_nights_count_in_the_year_of_the_stay(spec):
    spec(
        {
            "derived_stay": """
            person_id | year | stay_kind | nights
            ann       | 2022 | classic   | 4
            ann       | 2022 | classic   | 2
            ann       | 2022 | day       | 0
            ann       | 2021 | classic   | 9
            """
        },
        step,
        "person_id | classic_stays | day_stays | hospital_nights\nann | 2 | 1 | 6",
    )


@pytest.mark.parametrize(
    ("months", "booked", "contacts"),
    [(18, 202306, 1), (18, 202307, 0), (21, 202309, 1), (21, 202310, 0), (24, 202312, 1), (24, 202401, 0)],
)
def test_a_line_booked_after_the_window_does_not_count(spec, months, booked, contacts):
    drawn = care(f"gp | 2022-03-01 | {booked}", "nomenclature_code | service_day | booking_month")
    drawn["derived_population_year"] = "person_id\nann"
    spec(drawn, step, f"gp_contacts\n{contacts}", booking_months=months)


def test_care_counts_in_the_year_it_was_delivered_not_booked(spec):
    drawn = care(
        "gp | 2021-12-31 | 202201\ngp | 2022-12-31 | 202302", "nomenclature_code | service_day | booking_month"
    )
    spec(drawn, step, "year | gp_contacts\n2022 | 1")


def test_costs_are_summed_by_the_group_of_the_code_and_pharmacies_are_a_group(spec):
    spec(
        {
            "core_care_line_net": """
            nomenclature_code | service_day | reimbursed_cents | copayment_cents | supplement_cents
            gp                | 2022-03-01  | 2000             | 400             | 0
            psy               | 2022-03-02  | 3000             | 600             | 100
            surgery           | 2022-03-03  | 9000             | 0               | 50
            """,
            "core_dispensing_net": "cnk | service_day | reimbursed_cents\ndoxy | 2022-03-01 | 750",
        },
        cost_step,
        """
            person_id | year | cost_group | reimbursed_cents | copayment_cents | supplement_cents
            ann       | 2022 | 01         | 5000             | 1000            | 100
            ann       | 2022 | 14         | 9000             | 0               | 50
            ann       | 2022 | 39         | 750              | 0               | 0
        """,
    )


def test_a_code_without_a_group_loses_no_cent(spec):
    drawn = care("mystery | 2022-03-01 | 77", "nomenclature_code | service_day | reimbursed_cents")
    spec(drawn, cost_step, "cost_group | reimbursed_cents\n80 | 77")


def test_a_group_in_which_everything_was_taken_back_has_no_row(spec):
    drawn = care("gp | 2022-03-01 | 77\ngp | 2022-03-01 | -77", "nomenclature_code | service_day | reimbursed_cents")
    spec(drawn, cost_step, "person_id")


def test_volume_is_packages_times_the_ddd_of_the_pack_on_the_day(spec):
    spec(
        {
            "core_dispensing_net": """
            cnk     | service_day | quantity
            amoxi   | 2022-06-30  | 1
            amoxi   | 2022-07-01  | 2
            doxy    | 2022-03-01  | 1
            bandage | 2022-03-01  | 5
            """
        },
        drug_step,
        """
            person_id | year | atc_code | ddd_thousandths | packages
            ann       | 2022 | J01CA04  | 37334           | 3
            ann       | 2022 | J01AA02  | 10000           | 1
        """,
    )


def test_the_amounts_of_a_substance_are_those_of_its_packs_and_a_change_of_price_alone_keeps_its_row(spec):
    spec(
        {
            "core_dispensing_net": """
            person_id | cnk   | service_day | quantity | reimbursed_cents | copayment_cents | supplement_cents
            ann       | amoxi | 2022-06-30  | 1        | 800              | 200             | 30
            ann       | amoxi | 2022-07-01  | 2        | 1600             | 400             | 0
            bob       | doxy  | 2022-03-01  | 1        | 500              | 0               | 0
            bob       | doxy  | 2022-03-01  | -1       | -450             | 0               | 0
            """
        },
        drug_step,
        """
            person_id | atc_code | packages | reimbursed_cents | own_cents
            ann       | J01CA04  | 3        | 2400             | 630
            bob       | J01AA02  | 0        | 50               | 0
        """,
    )


def test_a_pack_that_is_taken_back_leaves_no_row(spec):
    drawn = {"core_dispensing_net": "cnk | service_day | quantity\ndoxy | 2022-03-01 | 1\ndoxy | 2022-03-01 | -1"}
    spec(drawn, drug_step, "person_id")


def test_medicines_that_hospitals_bill_are_by_substance_what_remains_of_lines_with_a_product(spec):
    spec(
        {
            "core_care_line_net": """
                nomenclature_code | cnk     | service_day | quantity
                pill              | amoxi   | 2022-03-01  | 2
                pill              | amoxi   | 2022-08-01  | 1
                pill              | doxy    | 2022-03-01  | 1
                pill              | doxy    | 2022-03-02  | -1
                pill              | bandage | 2022-03-01  | 1
                gp                |         | 2022-03-01  | 1
                pill              | statin  | 2021-12-31  | 1
            """
        },
        hospital_drug_step,
        "person_id | year | atc_code | ddd_thousandths | packages\nann | 2022 | J01CA04 | 42667 | 3",
    )
