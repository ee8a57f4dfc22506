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


def test_a_transfer_leaves_one_hospital_and_enters_another_on_the_same_or_the_next_day(spec):
    spec(
        lines("""
            day  | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1
            day  | 2022-03-05 | 2022-03-05 | 2022-03-09 | H2
            day  | 2022-03-10 | 2022-03-10 | 2022-03-12 | H1
            lump | 2022-03-12 | 2022-03-12 | 2022-03-12 | H2
            day  | 2022-03-14 | 2022-03-14 | 2022-03-16 | H2
        """),
        step,
        """
            admission_day | is_transfer_in | is_transfer_out | episode_admission_day | episode_discharge_day
            2022-03-01    | no             | yes             | 2022-03-01            | 2022-03-12
            2022-03-05    | yes            | yes             | 2022-03-01            | 2022-03-12
            2022-03-10    | yes            | no              | 2022-03-01            | 2022-03-12
            2022-03-12    | no             | no              | 2022-03-12            | 2022-03-12
            2022-03-14    | no             | no              | 2022-03-14            | 2022-03-16
        """,
    )


def test_a_stay_in_the_same_hospital_on_the_next_day_is_no_transfer(spec):
    spec(
        lines("""
            day | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1
            day | 2022-03-06 | 2022-03-06 | 2022-03-09 | H1
        """),
        step,
        """
            admission_day | is_transfer_in | is_transfer_out | episode_admission_day | episode_discharge_day
            2022-03-01    | no             | no              | 2022-03-01            | 2022-03-05
            2022-03-06    | no             | no              | 2022-03-06            | 2022-03-09
        """,
    )


def test_a_stay_elsewhere_within_a_longer_one_does_not_break_its_chain(spec):
    spec(
        lines("""
            day | 2022-03-01 | 2022-03-01 | 2022-03-20 | P1
            day | 2022-03-05 | 2022-03-05 | 2022-03-08 | H1
            day | 2022-03-08 | 2022-03-08 | 2022-03-10 | H2
            day | 2022-03-18 | 2022-03-18 | 2022-03-20 | H1
            day | 2022-03-20 | 2022-03-20 | 2022-03-25 | H3
        """),
        step,
        """
            hospital_number | is_transfer_in | is_transfer_out | episode_admission_day | episode_discharge_day
            P1              | no             | yes             | 2022-03-01            | 2022-03-25
            H1              | no             | yes             | 2022-03-05            | 2022-03-10
            H2              | yes            | no              | 2022-03-05            | 2022-03-10
            H1              | no             | no              | 2022-03-18            | 2022-03-20
            H3              | yes            | no              | 2022-03-01            | 2022-03-25
        """,
    )


def test_stays_that_overlap_in_two_hospitals_are_no_transfer(spec):
    spec(
        lines("""
            day | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1
            day | 2022-03-04 | 2022-03-04 | 2022-03-09 | H2
        """),
        step,
        """
            hospital_number | is_transfer_in | is_transfer_out | episode_discharge_day
            H1              | no             | no              | 2022-03-05
            H2              | no             | no              | 2022-03-09
        """,
    )


def test_a_transfer_over_new_year_is_seen_from_the_stay_that_is_derived(spec):
    drawn = lines("""
        day | 2022-12-20 | 2022-12-20 | 2023-01-02 | H1
        day | 2023-01-02 | 2023-01-02 | 2023-01-09 | H2
    """)
    spec(
        drawn,
        step,
        "hospital_number | is_transfer_out | episode_discharge_day\nH1 | yes | 2023-01-09",
    )


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


def test_a_long_stay_is_billed_in_parts_of_which_only_the_last_knows_the_discharge(spec):
    spec(
        lines(
            """
            day     | 2022-03-10 | 2022-03-10 |            | H1 | 2022-03-31
            day     | 2022-04-01 | 2022-03-10 |            | H1 | 2022-04-30
            day     | 2022-05-01 | 2022-03-10 | 2022-05-04 | H1 | 2022-05-03
            day     | 2022-05-02 | 2022-03-10 | 2022-05-04 | H1 | 2022-05-02
            surgery | 2022-03-15 | 2022-03-10 |            | H1 | 2022-03-15
            """,
            " | last_service_day",
        ),
        step,
        "admission_day | discharge_day | nights | parts | line_count\n2022-03-10 | 2022-05-04 | 55 | 3 | 5",
    )


def test_a_part_that_was_taken_back_is_no_part(spec):
    spec(
        lines(
            """
            day | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 4  | no
            day | 2022-03-01 | 2022-03-01 | 2022-03-06 | H1 | 5  | no
            day | 2022-03-01 | 2022-03-01 | 2022-03-06 | H1 | -5 | yes
            """,
            " | quantity | is_correction",
        ),
        step,
        "admission_day | parts\n2022-03-01 | 1",
    )


def test_the_service_of_admission_is_that_of_the_first_day_that_was_billed(spec):
    spec(
        lines(
            """
            day     | 2022-03-03 | 2022-03-01 | 2022-03-05 | H1 | 220
            day     | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 490
            day     | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 300
            surgery | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 100
            day     | 2022-04-01 | 2022-04-01 | 2022-04-05 | H1 |
            """,
            " | service_code",
        ),
        step,
        "admission_day | service_code\n2022-03-01 | 300\n2022-04-01 |",
    )


def test_a_hospital_is_psychiatric_when_the_list_of_hospitals_says_so(spec):
    spec(
        lines("""
            day | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1
            day | 2022-04-01 | 2022-04-01 | 2022-04-05 | P1
            day | 2022-05-01 | 2022-05-01 | 2022-05-05 | Unknown
        """),
        step,
        "hospital_number | is_psychiatric\nH1 | no\nP1 | yes\nUnknown | no",
    )


def test_a_medicine_an_act_or_a_lump_sum_of_oncology_marks_the_stay_unless_it_was_taken_back(spec):
    spec(
        lines(
            """
            day     | 2022-01-01 | 2022-01-01 | 2022-01-05 | H1 |       | 1
            pill    | 2022-01-02 | 2022-01-01 | 2022-01-05 | H1 | chemo | 1
            day     | 2022-02-01 | 2022-02-01 | 2022-02-05 | H1 |       | 1
            radio   | 2022-02-05 |            |            | H1 |       | 1
            oncoday | 2022-03-01 | 2022-03-01 | 2022-03-01 | H1 |       | 1
            day     | 2022-04-01 | 2022-04-01 | 2022-04-05 | H1 |       | 1
            pill    | 2022-04-02 | 2022-04-01 | 2022-04-05 | H1 | chemo | 1
            pill    | 2022-04-02 | 2022-04-01 | 2022-04-05 | H1 | chemo | -1
            pill    | 2022-04-03 | 2022-04-01 | 2022-04-05 | H1 | amoxi | 1
            day     | 2022-05-01 | 2022-05-01 | 2022-05-05 | H1 |       | 1
            radio   | 2022-05-03 |            |            | H2 |       | 1
            """,
            " | cnk | quantity",
        ),
        step,
        """
            admission_day | is_oncological
            2022-01-01    | yes
            2022-02-01    | yes
            2022-03-01    | yes
            2022-04-01    | no
            2022-05-01    | no
        """,
    )


def test_an_emergency_physician_on_the_day_of_admission_or_the_day_before_makes_it_unplanned(spec):
    spec(
        lines(
            """
            day    | 2022-01-01 | 2022-01-01 | 2022-01-05 | H1 |     | 1
            doctor | 2022-01-01 | 2022-01-01 | 2022-01-05 | H1 | 810 | 1
            day    | 2022-02-02 | 2022-02-02 | 2022-02-05 | H1 |     | 1
            doctor | 2022-02-01 |            |            |    | 810 | 1
            day    | 2022-03-02 | 2022-03-02 | 2022-03-05 | H1 |     | 1
            doctor | 2022-03-03 | 2022-03-02 | 2022-03-05 | H1 | 810 | 1
            day    | 2022-04-02 | 2022-04-02 | 2022-04-05 | H1 |     | 1
            doctor | 2022-04-02 |            |            | H1 | 810 | 1
            doctor | 2022-04-02 |            |            | H1 | 810 | -1
            doctor | 2022-04-02 |            |            | H1 | 580 | 1
            """,
            " | provider_qualification | quantity",
        ),
        step,
        """
            admission_day | is_unplanned
            2022-01-01    | yes
            2022-02-02    | yes
            2022-03-02    | no
            2022-04-02    | no
        """,
    )


def test_supplements_are_split_by_component_and_together_they_are_all_of_it(spec):
    spec(
        lines(
            """
            day     | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 40000 | 2000 | 1
            surgery | 2022-03-02 | 2022-03-01 | 2022-03-05 | H1 | 30000 | 500  | 20
            physio  | 2022-03-02 | 2022-03-01 | 2022-03-05 | H1 | 900   | 100  | 300
            single  | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 0     | 0    | 4000
            pill    | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 100   | 62   | 50000
            implant | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 7000  | 70   | 600000
            phone   | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 0     | 0    | 7000000
            strange | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 0     | 0    | 80000000
            """,
            " | reimbursed_cents | copayment_cents | supplement_cents",
        ),
        step,
        """
            fee_supplement_cents | other_fee_supplement_cents | room_supplement_cents | official_fee_cents
            20                   | 300                        | 4000                  | 30500
        """,
    )
    spec(
        lines(
            """
            day     | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 1
            pill    | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 50000
            implant | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 600000
            phone   | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 7000000
            strange | 2022-03-01 | 2022-03-01 | 2022-03-05 | H1 | 80000000
            """,
            " | supplement_cents",
        ),
        step,
        """
            supplement_cents | pharmacy_supplement_cents | implant_supplement_cents | other_supplement_cents
            87650001         | 50000                     | 600000                   | 87000001
        """,
    )


def test_a_stay_of_which_no_line_is_delivered_within_its_days_is_still_a_stay(spec):
    drawn = lines("day | 2022-02-27 | 2022-03-01 | 2022-03-05 | H1")
    spec(drawn, step, "admission_day | line_count | supplement_cents | room_type\n2022-03-01 | 0 | 0 |")
