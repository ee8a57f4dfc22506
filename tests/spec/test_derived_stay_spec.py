"""Hospital stays out of lines."""

from mutualis.derived.stays import derived_stay as step


def lines(text, extra=""):
    """Lines of ann in hospital H1: code, day of service, first and last day of the stay, and more columns."""
    header = f"nomenclature_code | service_day | admission_day | discharge_day | institution_number{extra}"
    return {"core_care_line_net": header + "\n" + text}


def test_a_classic_stay_runs_from_admission_to_discharge_and_needs_a_day_price(spec):
    spec(
        lines("""
            day     | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1
            surgery | 2022-03-02 | 2022-03-01 | 2022-03-05 | H1
            surgery | 2022-05-02 | 2022-05-01 | 2022-05-05 | H1
        """),
        step,
        """
            person_id | hospital_number | admission_day | discharge_day | stay_kind | nights | year | line_count
            ann       | H1              | 2022-03-01    | 2022-03-05    | classic   | 4      | 2022 | 2
        """,
    )


def test_stretches_that_touch_are_one_stay_and_a_day_between_makes_two(spec):
    spec(
        lines("""
            day | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1
            day | 2022-03-05 | 2022-03-05 | 2022-03-09 | H1
            day | 2022-03-10 | 2022-03-10 | 2022-03-12 | H1
        """),
        step,
        """
            admission_day | discharge_day | nights | line_count
            2022-03-01    | 2022-03-09    | 8      | 2
            2022-03-10    | 2022-03-12    | 2      | 1
        """,
    )


def test_stays_of_two_persons_or_two_hospitals_never_merge(spec):
    spec(
        lines(
            """
            day | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | ann
            day | 2022-03-02 | 2022-03-02 | 2022-03-06 | H2 | ann
            day | 2022-03-03 | 2022-03-03 | 2022-03-07 | H1 | bob
            """,
            " | person_id",
        ),
        step,
        """
            person_id | hospital_number | admission_day
            ann       | H1              | 2022-03-01
            ann       | H2              | 2022-03-02
            bob       | H1              | 2022-03-03
        """,
    )


def test_a_day_stay_has_a_lump_sum_of_the_day_hospital_and_no_night(spec):
    spec(
        lines("""
            lump | 2022-03-01 | 2022-03-01 | 2022-03-01 | H1
            lump | 2022-04-01 | 2022-04-01 | 2022-04-02 | H1
            lump | 2022-05-01 |            |            | H1
        """),
        step,
        """
            admission_day | stay_kind | nights
            2022-03-01    | day       | 0
            2022-05-01    | day       | 0
        """,
    )


def test_a_lump_sum_within_a_classic_stay_belongs_to_it(spec):
    spec(
        lines("""
            day  | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1
            lump | 2022-03-01 | 2022-03-01 | 2022-03-01 | H1
        """),
        step,
        "admission_day | stay_kind | line_count\n2022-03-01 | classic | 2",
    )


def test_all_lines_of_the_hospital_within_the_days_belong_to_the_stay_and_others_do_not(spec):
    spec(
        lines("""
            day     | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1
            surgery | 2022-03-05 |            |            | H1
            surgery | 2022-03-06 |            |            | H1
            surgery | 2022-03-02 |            |            | H2
            surgery | 2022-03-02 |            |            |
        """),
        step,
        "hospital_number | line_count\nH1 | 2",
    )


def test_a_day_price_without_days_of_admission_counts_from_its_days_of_service(spec):
    drawn = lines("day | 2022-03-01 | | | H1 | 2022-03-04", " | last_service_day")
    spec(drawn, step, "admission_day | discharge_day | nights\n2022-03-01 | 2022-03-04 | 3")


def test_a_stay_that_is_not_closed_ends_on_the_last_day_of_service(spec):
    drawn = lines("day | 2022-03-01 | 2022-03-01 | | H1 | 2022-03-31", " | last_service_day")
    spec(drawn, step, "admission_day | discharge_day\n2022-03-01 | 2022-03-31")


def test_the_room_is_the_dearest_one_billed(spec):
    spec(
        lines("""
            day    | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1
            common | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1
            single | 2022-03-03 | 2022-03-01 | 2022-03-05 | H1
            day    | 2022-04-01 | 2022-04-01 | 2022-04-05 | H1
            double | 2022-04-01 | 2022-04-01 | 2022-04-05 | H1
            day    | 2022-05-01 | 2022-05-01 | 2022-05-05 | H1
            common | 2022-05-01 | 2022-05-01 | 2022-05-05 | H1
            day    | 2022-06-01 | 2022-06-01 | 2022-06-05 | H1
        """),
        step,
        """
            admission_day | room_type
            2022-03-01    | single
            2022-04-01    | double
            2022-05-01    | common
            2022-06-01    |
        """,
    )


def test_a_transfer_leaves_one_hospital_and_enters_another_on_the_same_day(spec):
    spec(
        lines("""
            day  | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1
            day  | 2022-03-05 | 2022-03-05 | 2022-03-09 | H2
            day  | 2022-03-10 | 2022-03-10 | 2022-03-12 | H1
            lump | 2022-03-12 | 2022-03-12 | 2022-03-12 | H2
        """),
        step,
        """
            hospital_number | admission_day | is_transfer_in | is_transfer_out
            H1              | 2022-03-01    | no             | yes
            H2              | 2022-03-05    | yes            | no
            H1              | 2022-03-10    | no             | no
            H2              | 2022-03-12    | no             | no
        """,
    )


def test_a_transfer_over_new_year_is_seen_from_the_stay_that_is_derived(spec):
    drawn = lines("""
        day | 2022-12-20 | 2022-12-20 | 2023-01-02 | H1
        day | 2023-01-02 | 2023-01-02 | 2023-01-09 | H2
    """)
    spec(drawn, step, "hospital_number | is_transfer_out\nH1 | yes")


def test_a_day_price_that_is_taken_back_makes_no_stay(spec):
    spec(
        lines(
            """
            day     | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 4  | no
            day     | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | -4 | yes
            surgery | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 1  | no
            """,
            " | quantity | is_correction",
        ),
        step,
        "person_id",
    )


def test_a_correction_alone_does_not_stretch_a_stay(spec):
    spec(
        lines(
            """
            day | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 4  | no
            day | 2022-03-05 | 2022-03-05 | 2022-03-09 | H1 | -4 | yes
            """,
            " | quantity | is_correction",
        ),
        step,
        "admission_day | discharge_day\n2022-03-01 | 2022-03-05",
    )


def test_the_amounts_of_a_stay_are_those_of_its_lines_with_fee_and_room_supplements_apart(spec):
    spec(
        lines(
            """
            day     | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 40000 | 2000 | 0
            surgery | 2022-03-02 | 2022-03-01 | 2022-03-05 | H1 | 30000 | 500  | 9000
            single  | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 0     | 0    | 20000
            pill    | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 100   | 62   | 7
            """,
            " | reimbursed_cents | copayment_cents | supplement_cents",
        ),
        step,
        """
            reimbursed_cents | copayment_cents | supplement_cents | fee_supplement_cents | room_supplement_cents
            70100            | 2562            | 29007            | 9000                 | 20000
        """,
    )


def test_a_stay_over_new_year_belongs_to_the_year_of_its_admission(spec):
    drawn = lines("""
        day | 2021-12-30 | 2021-12-30 | 2022-01-03 | H1
        day | 2022-12-30 | 2022-12-30 | 2023-01-03 | H1
    """)
    spec(drawn, step, "admission_day | year | nights\n2022-12-30 | 2022 | 4")
