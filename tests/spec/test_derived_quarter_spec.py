"""Aggregates by accounting code and quarter: deliberation 05/033, section 3.2.1, principle by principle."""

from collections import defaultdict

import pytest

from mutualis import reference
from mutualis.derived.quarters import derived_quarter_group as step

GROUPS = {row["code"]: row for row in reference.codelist("accounting_group").rows}
GROUPING = reference.codelist("accounting_grouping").rows
MEMBERS = defaultdict(list)
for _row in GROUPING:
    MEMBERS[_row["accounting_group"]].append(_row)


def is_copaid(row):
    return int(row["fee_cents"] or 0) > int(row["reimbursed_cents"] or 0) > 0


def group_of(code):
    """The group of a nomenclature row: its own where the grouping keeps it apart, else that of its accounting code."""
    own = {row["code"]: row["accounting_group"] for row in GROUPING if row["level"] == "nomenclature"}
    by_accounting = {row["code"]: row["accounting_group"] for row in GROUPING if row["level"] == "accounting"}
    return own.get(code["code"]) or by_accounting[code["accounting_code"]]


def test_amounts_quantities_and_days_are_summed_by_group_and_quarter_of_care(spec):
    spec(
        {
            "core_care_line_net": """
            accounting_code | service_day | booking_month | quantity | days | reimbursed_cents | copayment_cents | supplement_cents
            0111            | 2022-01-01  | 202209        | 1        | 0    | 100              | 10              | 1
            0112            | 2022-03-31  | 202203        | 2        | 3    | 200              | 20              | 2
            0111            | 2022-04-01  | 202204        | 1        | 0    | 400              | 40              | 4
            """  # noqa: E501
        },
        step,
        """
        person_id | quarter | accounting_group | quantity | days | reimbursed_cents | copayment_cents | supplement_cents
        ann       | 2022Q1  | doctors          | 3        | 3    | 300              | 30              | 3
        ann       | 2022Q2  | doctors          | 1        | 0    | 400              | 40              | 4
        """,
    )


def test_dispensings_go_by_their_category_and_category_d_has_a_group_of_its_own(spec):
    spec(
        {
            "core_dispensing_net": """
            drug_category_code | accounting_code | service_day | quantity | reimbursed_cents | copayment_cents | supplement_cents
            cat-b              | 0111            | 2022-12-31  | 1        | 500              | 90              | 0
            cat-d              | 0111            | 2022-12-31  | 2        | 0                | 0               | 700
            """  # noqa: E501
        },
        step,
        """
        quarter | accounting_group | quantity | days | reimbursed_cents | copayment_cents | supplement_cents
        2022Q4  | medicines        | 1        | 0    | 500              | 90              | 0
        2022Q4  | own-d            | 2        | 0    | 0                | 0               | 700
        """,
    )


def test_a_nomenclature_code_that_is_kept_apart_does_not_follow_its_accounting_code(spec):
    lines = "nomenclature_code | accounting_code | service_day\nwound | 0711 | 2022-05-01\ntoilet | 0711 | 2022-05-01"
    spec(
        {"core_care_line_net": lines},
        step,
        "quarter | accounting_group | quantity\n2022Q2 | nursing-full | 1\n2022Q2 | nursing | 1",
    )


def test_a_code_without_a_group_loses_no_cent(spec):
    spec(
        {"core_care_line_net": "accounting_code | service_day | reimbursed_cents\n9999 | 2022-05-01 | 77"},
        step,
        "accounting_group | reimbursed_cents\nunknown | 77",
    )


def test_what_was_taken_back_leaves_no_row(spec):
    lines = """
        accounting_code | service_day | quantity | copayment_cents
        0111            | 2022-05-01  | 1        | 5
        0111            | 2022-05-02  | -1       | -5
    """
    spec({"core_care_line_net": lines}, step, "person_id")


def test_every_accounting_code_and_drug_category_has_a_group_that_exists():
    grouped = {(row["level"], row["code"]) for row in GROUPING}
    used = {row["accounting_code"] for row in reference.codelist("nomenclature").rows}
    assert {("accounting", code) for code in used} <= grouped
    assert {("drug_category", row["code"]) for row in reference.codelist("drug_category").rows} <= grouped
    assert set(MEMBERS) == set(GROUPS) - {"unknown"}


def test_principle_1_no_group_mixes_ambulatory_and_hospital_by_the_fourth_digit():
    found = {
        group: {member["code"][3] for member in MEMBERS[group] if member["level"] == "accounting"} for group in GROUPS
    }
    assert all(digits <= {GROUPS[group]["ambulatory_hospital"]} for group, digits in found.items())
    assert {"1", "2", "3"} == set().union(*found.values())


def test_principle_2_no_group_mixes_codes_with_and_without_copayments():
    found = defaultdict(set)
    for row in reference.codelist("nomenclature").rows:
        found[group_of(row)].add(is_copaid(row))
    assert {group: next(iter(each)) for group, each in found.items() if len(each) == 1} == {
        group: GROUPS[group]["has_copayment"] == "1" for group in found
    }


def test_principle_3_copayments_of_a_group_count_for_the_maf_altogether_or_not_at_all():
    category = {row["code"]: row["category"] for row in reference.codelist("drug_category").rows}
    counted = defaultdict(set)
    for row in GROUPING:
        if row["level"] == "drug_category":
            counted[row["accounting_group"]].add(category[row["code"]] in {"A", "B", "C", "Fa", "Fb", "magistral"})
    with_copayment = {group: each for group, each in counted.items() if GROUPS[group]["has_copayment"] == "1"}
    assert with_copayment
    assert all(each == {GROUPS[group]["is_counted_for_maf"] == "1"} for group, each in with_copayment.items())
    assert not [row for row in GROUPS.values() if row["is_counted_for_maf"] == "1" and row["has_copayment"] == "0"]


@pytest.mark.parametrize("code", ["281100", "281200", "022100", "411100", "014100", "072100"])
def test_principle_4_codes_that_show_a_chronic_illness_are_alone_in_their_group(code):
    (group,) = (row["accounting_group"] for row in GROUPING if row["code"] == code)
    assert [member["code"] for member in MEMBERS[group]] == [code]
    assert GROUPS[group]["is_apart"] == "1"


def test_category_d_and_everything_that_is_not_reimbursed_is_alone_in_its_group():
    plain = [row for row in reference.codelist("nomenclature").rows if int(row["fee_cents"] or 0) > 0]
    unpaid = {row["code"] for row in plain if int(row["reimbursed_cents"] or 0) == 0}
    unpaid |= {row["code"] for row in reference.codelist("drug_category").rows if row["category"] == "D"}
    assert unpaid
    for code in unpaid:
        (group,) = (row["accounting_group"] for row in GROUPING if row["code"] == code)
        assert [member["code"] for member in MEMBERS[group]] == [code]
        assert GROUPS[group]["is_reimbursed"] == "0"
    assert {row["code"] for row in GROUPS.values() if row["is_reimbursed"] == "0"} == {
        row["accounting_group"] for row in GROUPING if row["code"] in unpaid
    }
