"""Whose patient a person is, by the rule of methods 2.6."""

from mutualis.derived.practices import derived_practice_patient, derived_practice_year


def lines(text, extra=""):
    """Lines of ann: code, day of service, practice, GP, and more columns."""
    header = f"nomenclature_code | service_day | practice_id | provider_id{extra}"
    return {"core_care_line_net": header + "\n" + text}


def test_the_practice_that_keeps_the_global_medical_file_comes_before_the_one_seen_most(spec):
    spec(
        lines("""
            gp   | 2022-01-03 | near | dr-a
            gp   | 2022-01-04 | near | dr-a
            gp   | 2022-01-05 | far  | dr-z
            file | 2022-03-01 | far  | dr-z
        """),
        derived_practice_patient,
        "person_id | year | practice_id | assigned_by | contacts\nann | 2022 | far | file | 1",
    )


def test_of_two_practices_that_were_paid_for_the_file_it_is_the_last_one(spec):
    drawn = lines("file | 2022-03-01 | first | dr-a\nfile | 2022-09-01 | last | dr-b")
    spec(drawn, derived_practice_patient, "practice_id | assigned_by | contacts\nlast | file | 0")


def test_a_file_that_was_taken_back_keeps_nobody(spec):
    drawn = lines(
        "file | 2022-03-01 | far | dr-a | 1\nfile | 2022-03-01 | far | dr-a | -1\ngp | 2022-04-01 | near | dr-b | 1",
        " | quantity",
    )
    spec(drawn, derived_practice_patient, "practice_id | assigned_by\nnear | contacts")


def test_without_a_file_a_medical_house_that_is_paid_by_capitation_has_the_patient(spec):
    drawn = lines("house | 2022-03-01 | house | dr-a\ngp | 2022-04-01 | near | dr-b\ngp | 2022-04-02 | near | dr-b")
    spec(drawn, derived_practice_patient, "practice_id | assigned_by | contacts\nhouse | capitation | 0")


def test_most_contacts_decide_and_a_contact_is_a_day_with_a_gp(spec):
    spec(
        lines(
            """
            gp | 2022-01-03 | once  | dr-a | 1
            gp | 2022-01-03 | once  | dr-a | 3
            gp | 2022-01-04 | twice | dr-b | 1
            gp | 2022-01-04 | twice | dr-c | 1
            gp | 2022-01-05 | never | dr-d | 1
            gp | 2022-01-05 | never | dr-d | -1
            gp | 2022-01-06 | never | dr-d | 1
            gp | 2022-01-06 | never | dr-d | -1
            gp | 2022-01-07 | never | dr-d | 1
            """,
            " | quantity",
        ),
        derived_practice_patient,
        "practice_id | assigned_by | contacts\ntwice | contacts | 2",
    )


def test_contacts_out_of_hours_and_of_other_forms_do_not_assign_but_are_contacts(spec):
    spec(
        {
            "core_care_line_net": """
                nomenclature_code | service_day | practice_id | provider_id | moment | person_id
                gp                | 2022-01-03  | guard       | dr-g        | 1      | ann
                gp                | 2022-01-04  | guard       | dr-g        | 2      | ann
                gp                | 2022-01-05  | guard       | dr-g        | 3      | ann
                call              | 2022-01-06  | guard       | dr-g        | 0      | ann
                gp                | 2022-01-07  | own         | dr-a        | 4      | ann
                gp                | 2022-01-08  | own         | dr-a        | 1      | ann
                gp                | 2022-01-09  | guard       | dr-g        | 2      | bob
            """,
            "reference_nomenclature": """
                code | kind
                gp   | gp_contact
                call | gp_contact
            """,
        },
        derived_practice_patient,
        "person_id | practice_id | contacts\nann | own | 2",
    )


def test_of_equal_practices_it_is_the_one_consulted_first_in_the_year(spec):
    spec(
        lines("""
            gp | 2022-02-01 | a-late  | dr-a
            gp | 2022-02-02 | a-late  | dr-a
            gp | 2022-01-05 | z-early | dr-z
            gp | 2022-12-05 | z-early | dr-z
        """),
        derived_practice_patient,
        "practice_id\nz-early",
    )
    spec(
        lines("gp | 2022-02-01 | b | dr-b\ngp | 2022-02-01 | a | dr-a"),
        derived_practice_patient,
        "practice_id\na",
    )


def test_each_year_is_decided_on_its_own_and_lines_without_a_practice_decide_nothing(spec):
    drawn = lines("""
        gp | 2022-02-01 | old | dr-a
        gp | 2023-02-01 | new | dr-b
        gp | 2023-02-02 |     | dr-c
        gp | 2021-02-02 | past | dr-c
    """)
    spec(drawn, derived_practice_patient, "year | practice_id\n2022 | old\n2023 | new", years="2022-2023")


def test_a_practice_counts_its_patients_and_all_contacts(spec):
    spec(
        {
            "core_care_line_net": """
                nomenclature_code | service_day | practice_id | provider_id | person_id
                gp                | 2022-01-03  | p           | dr-a        | ann
                gp                | 2022-01-04  | p           | dr-a        | ann
                gp                | 2022-01-04  | p           | dr-a        | bob
                gp                | 2022-01-05  | q           | dr-b        | bob
                house             | 2022-01-31  | h           | dr-h        | cis
            """,
            "derived_practice_patient": """
                person_id | year | practice_id | assigned_by | contacts
                ann       | 2022 | p           | file        | 2
                bob       | 2022 | q           | contacts    | 1
                cis       | 2022 | h           | capitation  | 0
                dan       | 2021 | p           | file        | 5
            """,
        },
        derived_practice_year,
        """
            practice_id | year | is_medical_house | patients | patients_by_file | contacts | contacts_of_patients
            p           | 2022 | no               | 1        | 1                | 3        | 2
            q           | 2022 | no               | 1        | 0                | 1        | 1
            h           | 2022 | yes              | 1        | 0                | 0        | 0
        """,
    )
