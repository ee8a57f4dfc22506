"""The Charlson index by each profile: the test vectors of the facts (linkage 3.3); what sets a group or hides one."""

import ibis
import pytest

from mutualis import reference, tables
from mutualis.methods import charlson as index
from mutualis.model import MutualisError

STAY = {"stay": "string", "diagnosis": "string"}
STAYS, DIAGNOSES = ibis.table({"stay": "string"}, "stay"), ibis.table(STAY, "stay_diagnosis")
CODES = tables.reference_table("charlson")

# Codes of a stay, and what they score by vikz2020, vikz2020_wide and quan2005.
VECTORS = """
I63.9 I13.2 N18.3 E11.9 E11.21 | 7 | 7 | 6
B20                            | 3 | 3 | 6
B20 B37.0                      | 6 | 6 | 6
B37.0                          | 0 | 0 | 0
C81.90 B20                     | 8 | 8 | 8
C71.9                          | 0 | 0 | 2
C80.1                          | 2 | 6 | 6
C79.51 C34.90                  | 6 | 6 | 6
E10.9 E10.21                   | 2 | 2 | 2
K70.30 I85.00                  | 3 | 3 | 3
I69.351                        | 0 | 1 | 1
I27.89                         | 0 | 1 | 1
I12.9                          | 1 | 1 | 0
I13.0                          | 2 | 2 | 1
I13.10                         | 1 | 1 | 2
F05                            | 1 | 1 | 0
G31.84                         | 1 | 1 | 0
H34.1                          | 0 | 0 | 0
                               | 0 | 0 | 0
"""
CASES = [tuple(cell.strip() for cell in line.split("|")) for line in VECTORS.strip("\n").splitlines()]


@pytest.fixture
def scored(spec, tmp_path):
    """`scored(codes of each stay, profile, switches)`: the score of each stay, in order."""

    def score(stays, profile, switches=()):
        rows = [
            {"stay": f"{place:03}", "diagnosis": code} for place, codes in enumerate(stays) for code in codes.split()
        ]
        spec.use("stay_diagnosis", rows, ibis.schema(STAY))
        spec.use("stay", [{"stay": f"{place:03}"} for place in range(len(stays))], STAYS.schema())
        spec.engine.use(CODES.name, [tables.write_reference("charlson", tmp_path / "charlson.parquet")])
        found = index.charlson(DIAGNOSES, CODES, ["stay"], profile, switches)
        rows = spec.engine.rows(index.with_charlson(STAYS, found, ["stay"]))
        return [row["charlson_score"] for row in sorted(rows, key=lambda row: row["stay"])]

    return score


@pytest.mark.parametrize(("profile", "place"), [("vikz2020", 1), ("vikz2020_wide", 2), ("quan2005", 3)])
def test_the_nineteen_vectors_of_the_facts(scored, profile, place):
    assert len(CASES) == 19
    assert scored([case[0] for case in CASES], profile) == [int(case[place]) for case in CASES]


def test_quan_2011_scores_the_groups_of_quan_2005_anew(scored):
    assert scored(["I21.0", "I50", "F03", "B20", "K70.4", "E11.9", "C79.5", "N18.3"], "quan2011") == [
        *(0, 2, 2, 4, 4, 0, 6, 1)
    ]


def test_a_code_may_be_written_with_or_without_dot_in_any_case(scored):
    assert scored(["I13.0", "I130", "i130", "i13.0"], "vikz2020") == [2, 2, 2, 2]


def test_the_omission_of_the_text_can_be_mended_with_a_switch(scored):
    assert scored(["C71.9", "C64", "C75.9", "C76"], "vikz2020") == [0, 0, 0, 2]
    assert scored(["C71.9", "C64", "C75.9", "C76"], "vikz2020", ["c64_c75"]) == [2, 2, 2, 2]


def test_a_lymphoma_of_somebody_with_hiv_counts_once_with_a_switch(scored):
    assert scored(["C81.90 B20", "C81.90", "C34.1 B20 B37.0"], "vikz2020", ["lymphoma_once"]) == [6, 2, 8]


def test_a_profile_or_switch_that_there_is_not_is_refused():
    with pytest.raises(MutualisError, match=r"no Charlson profile 'elixhauser'\. The profiles are vikz2020"):
        index.charlson(DIAGNOSES, CODES, ["stay"], "elixhauser")
    with pytest.raises(MutualisError, match=r"no Charlson switch 'c65'"):
        index.charlson(DIAGNOSES, CODES, ["stay"], switches=["c65"])


def test_vikz2020_has_what_the_text_does_not_mark_and_of_what_it_marks_what_glasheen_has():
    """Rule of linkage 3.3; C80.1 counts as malignancy only, and the row for that is no row of the text."""
    for row in reference.codelist("charlson").rows:
        if row["but_not"] or row["code"] == "mst C80":
            continue
        expected = row["delivery_mark"] == "plain" or (row["delivery_mark"] and row["is_glasheen2019"] == "1")
        assert (row["is_vikz2020"] == "1") == bool(expected), row["code"]
        assert (row["is_vikz2020_wide"] == "1") == bool(row["delivery_mark"]), row["code"]


def test_every_group_of_the_lists_is_known_to_the_other_and_scores_as_the_text_says():
    groups = {row["code"]: row for row in reference.codelist("charlson_group").rows}
    assert {row["charlson_group"] for row in reference.codelist("charlson").rows} == set(groups)
    assert len(index.scores("vikz2020")) == 19
    assert sum(index.scores("vikz2020").values()) - sum((1, 1, 2, 1, 3)) == 30  # the highest, graver hides milder
