"""Two identifier domains never meet, and an identifier that cannot be traced is refused where it is written."""

import ibis
import pytest

from mutualis.model import C1, C2, HOSPITAL, MutualisError
from mutualis.portable import check, check_output, origin

DECLARED = {
    "care": {"person_id": C2, "hospital": HOSPITAL, "cents": None, "note": None},
    "members": {"person_id": C2, "year": None},
    "extract": {"person_id": C1, "cents": None},
}
care = ibis.table({"person_id": "string", "hospital": "string", "cents": "int64", "note": "string"}, name="care")
members = ibis.table({"person_id": "string", "year": "int32"}, name="members")
extract = ibis.table({"person_id": "string", "cents": "int64"}, name="extract")
spent = care.filter(care.cents > 0).rename(who="person_id").group_by("who").agg(cents=care.cents.sum())
latest = members.mutate(rank=ibis.row_number().over(group_by="person_id", order_by=ibis.desc("year")))

SOUND = {
    "a join within one domain": care.join(members, "person_id"),
    "through rename, filter and group-by": spent.join(members, spent.who == members.person_id),
    "a semi-join": members.semi_join(spent, members.person_id == spent.who),
    "membership in a column": care.filter(care.person_id.isin(members.person_id)),
    "a table with itself": care.join(care.view(), "person_id"),
    "a window on the person": latest.filter(latest["rank"] == 0).join(care, "person_id"),
    "a union of one domain": care.select("person_id").union(members.select("person_id")).join(members, "person_id"),
    "a choice between two of one domain": members.left_join(care, "person_id").mutate(
        both=lambda t: ibis.coalesce(t.person_id, t.person_id_right)
    ),
    "an identifier and a constant": care.filter(care.person_id == "0" * 32),
    "plain columns": care.join(extract, "cents"),
    "counting persons": care.agg(n=care.person_id.nunique()).filter(lambda t: t.n > 2),
}
UNSOUND = {
    "a join": care.join(extract, "person_id"),
    "a semi-join of a group-by": spent.semi_join(extract, spent.who == extract.person_id),
    "an anti-join": care.anti_join(extract, "person_id"),
    "a filter": care.filter(care.person_id == care.hospital),
    "membership": care.filter(care.person_id.isin(extract.person_id)),
    "a union": care.select("person_id").union(extract.select("person_id")),
    "a difference": care.select("person_id").difference(extract.select("person_id")),
    "a choice": care.mutate(either=ibis.coalesce(care.person_id, care.hospital)),
    "putting together": care.mutate(both=care.person_id + care.hospital),
    "a table with itself": care.view().join(extract, "person_id"),
    "a scalar": care.filter(care.person_id == extract.agg(p=extract.person_id.max()).p.as_scalar()),
}
UNTRACEABLE = {
    "upper case": care.join(members, care.person_id.upper() == members.person_id),
    "a part of it": care.mutate(part=care.person_id.left(8)).join(members, [("part", "person_id")]),
    "a choice with a plain column": care.mutate(p=ibis.coalesce(care.note, care.person_id)).join(
        members, [("p", "person_id")]
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_identifiers_of_one_domain_may_meet(name):
    check(SOUND[name], DECLARED, "Step 'x'")


@pytest.mark.parametrize("name", UNSOUND)
def test_two_domains_that_meet_are_refused_with_both_columns_and_domains(name):
    with pytest.raises(MutualisError, match="Step 'x': two identifier domains meet") as refused:
        check(UNSOUND[name], DECLARED, "Step 'x'")
    assert "C2" in str(refused.value)
    assert "C1" in str(refused.value) or "hospital" in str(refused.value)
    assert "care.person_id" in str(refused.value)


@pytest.mark.parametrize("name", UNTRACEABLE)
def test_a_computed_identifier_cannot_be_traced_and_is_refused(name):
    with pytest.raises(MutualisError, match="cannot be traced"):
        check(UNTRACEABLE[name], DECLARED, "Indicator 'x'")


def test_an_identifier_does_not_meet_a_column_without_a_domain():
    with pytest.raises(MutualisError, match="without a domain"):
        check(care.filter(care.person_id == care.note), DECLARED, "Step 'x'")


def test_a_table_that_is_not_declared_is_refused():
    unknown = ibis.table({"person_id": "string"}, name="unknown")
    with pytest.raises(MutualisError, match="'unknown' is not declared"):
        check(care.join(unknown, "person_id"), DECLARED, "Step 'x'")


def test_the_origin_of_a_column_is_its_declared_column():
    assert origin(spent, "who", DECLARED).columns == ("care.person_id",)
    assert origin(spent, "who", DECLARED).domains == {C2}


@pytest.mark.parametrize(
    ("columns", "is_right"),
    [({"who": C2, "cents": None}, True), ({"who": C1}, False), ({"who": None}, False), ({"cents": C2}, False)],
)
def test_what_leaves_a_step_has_the_domains_of_its_declaration(columns, is_right):
    if is_right:
        check_output(spent, DECLARED, columns, "Step 'x'")
    else:
        with pytest.raises(MutualisError, match="is declared as"):
            check_output(spent, DECLARED, columns, "Step 'x'")
