"""What GPs recorded of a person in a year, and what persons answered to surveys."""

from mutualis.derived.records import derived_person_year_answer, derived_person_year_record

ITEMS = """
    code  | kind        | valid_from
    hba1c | measurement | 2018-01-01
    T90   | diagnosis   | 2018-01-01
"""


def test_the_last_record_of_the_year_gives_the_value_and_of_one_day_the_larger(spec):
    spec(
        {
            "core_gp_record": """
                person_id | record_day | item  | value_thousandths | delivery_id | line
                ann       | 2022-02-01 | hba1c | 8100              | d           | 1
                ann       | 2022-11-05 | hba1c | 6900              | d           | 2
                ann       | 2022-11-05 | hba1c | 7200              | d           | 3
                ann       | 2023-01-10 | hba1c | 6500              | d           | 4
            """,
            "reference_gp_item": ITEMS,
        },
        derived_person_year_record,
        """
            person_id | year | item  | records | last_day   | last_value_thousandths
            ann       | 2022 | hba1c | 3       | 2022-11-05 | 7200
        """,
    )


def test_a_diagnosis_has_no_value(spec):
    spec(
        {
            "core_gp_record": """
                person_id | record_day | item | value_thousandths | delivery_id | line
                ben       | 2022-05-01 | T90  | 0                 | d           | 1
                ben       | 2022-08-01 | T90  | 0                 | d           | 2
            """,
            "reference_gp_item": ITEMS,
        },
        derived_person_year_record,
        """
            person_id | year | item | records | last_day   | last_value_thousandths
            ben       | 2022 | T90  | 2       | 2022-08-01 |
        """,
    )


def test_answers_keep_the_first_and_the_last_score_of_the_year(spec):
    spec(
        {
            "core_survey_answer": """
                person_id | answer_day | instrument | score_thousandths | delivery_id | line
                ann       | 2022-02-01 | prom_eq5d  | 700               | d           | 1
                ann       | 2022-06-01 | prom_eq5d  | 650               | d           | 2
                ann       | 2022-10-01 | prom_eq5d  | 810               | d           | 3
                ann       | 2022-10-01 | prem_care  | 9000              | d           | 4
            """
        },
        derived_person_year_answer,
        """
            person_id | year | instrument | answers | first_score_thousandths | last_score_thousandths
            ann       | 2022 | prem_care  | 1       | 9000                    | 9000
            ann       | 2022 | prom_eq5d  | 3       | 700                     | 810
        """,
    )
