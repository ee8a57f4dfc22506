"""Identifiers of two domains never meet in a linkage: not in a join, a union, a comparison, nor in what is sent."""

import datetime as dt
from itertools import permutations

import ibis
import polars as pl
import pytest
from polars.exceptions import PolarsError

from mutualis.coding.kernel import code_distinct
from mutualis.derived.inputs import declared_domains
from mutualis.linkage import domains, messages
from mutualis.linkage.domains import Identifier
from mutualis.linkage.permit import Permit, Refused
from mutualis.linkage.steps import centre
from mutualis.model import C1, MutualisError
from mutualis.node import Node, exchange_keys
from mutualis.portable import check
from mutualis.reference.authorisations import authorisation

NAME, DAY = "ivc-20-284-a", dt.date(2026, 11, 23)
PERSONS = pl.DataFrame({"pat_id": ["1"], "insz": ["85073003328"]})
COLUMNS = {"INSZ": "insz", "PatID": "pat_id", "RN": "rn", "C1": "c1", "C2": "c2", "Cproject": "c_project"}
SUBKEY = "0" * 64
OF_HOSPITALS = "hospital@study"


def permit(name: str = NAME) -> Permit:
    return Permit(authorisation(name), None, DAY)  # type: ignore[arg-type]


def frame(domain: str, name: str = NAME, hospital: str = "001") -> pl.DataFrame:
    """Two rows of identifiers of a domain, under the column's own name."""
    return domains.typed(permit(name), pl.DataFrame({COLUMNS[domain]: ["a", "b"], "n": [1, 2]}), hospital)


def test_every_domain_of_the_linkage_is_a_type() -> None:
    declared = {each.domain for each in authorisation(NAME).columns.values() if each.domain}
    assert declared - {OF_HOSPITALS} == set(COLUMNS) == set(domains.DOMAINS)
    assert [frame(each).schema[name].domain for each, name in COLUMNS.items()] == [
        "INSZ",
        "PatID@001",
        f"RN@{NAME}",
        "C1",
        "C2",
        f"Cproject@{NAME}",
    ]


@pytest.mark.parametrize(("one", "other"), list(permutations(COLUMNS, 2)))
@pytest.mark.parametrize("how", ["inner", "left", "semi", "anti"])
def test_a_join_of_two_domains_is_refused_whatever_the_columns_are_called(one: str, other: str, how: str) -> None:
    left, right = frame(one).rename({COLUMNS[one]: "person"}), frame(other).rename({COLUMNS[other]: "person"})
    with pytest.raises(Refused, match=rf"meet.*'person' of {one}.*meets 'person' of {other}"):
        domains.join(left, right, "person", how)
    with pytest.raises(Refused, match="Two identifier domains meet"):
        domains.join(left, frame(other), how=how, left_on=["person"], right_on=[COLUMNS[other]])
    with pytest.raises(PolarsError):
        left.join(right, on="person", how=how)


@pytest.mark.parametrize(("one", "other"), list(permutations(COLUMNS, 2)))
def test_no_union_and_no_membership_brings_two_domains_together(one: str, other: str) -> None:
    left, right = (frame(each).select(person=COLUMNS[each]) for each in (one, other))
    with pytest.raises(PolarsError):
        pl.concat([left, right])
    with pytest.raises(PolarsError):
        left.filter(pl.col("person").is_in(right["person"].implode()))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (frame("PatID"), frame("PatID", hospital="002")),
        (frame("RN"), frame("RN", "eps-mzg")),
        (frame("Cproject"), frame("Cproject", "eps-mzg")),
        (frame("RN"), pl.DataFrame({"rn": ["a"]})),
    ],
    ids=["two hospitals", "two projects", "two sets under Cproject", "text"],
)
def test_numbers_of_two_hospitals_and_codes_of_two_projects_do_not_meet_nor_do_code_and_text(
    left: pl.DataFrame, right: pl.DataFrame
) -> None:
    name = left.columns[0]
    with pytest.raises(Refused, match="Two identifier domains meet"):
        domains.join(left, right, name)
    with pytest.raises(PolarsError):
        left.join(right, on=name)


@pytest.mark.parametrize("domain", COLUMNS)
def test_identifiers_of_one_domain_are_joined_and_what_is_no_identifier_too(domain: str) -> None:
    name = COLUMNS[domain]
    met = domains.join(frame(domain), frame(domain).with_columns(more=pl.lit(1)), [name, "n"])
    assert met.select(name, "n", "more").height == 2
    assert isinstance(met.schema[name], Identifier)
    assert domains.join(frame(domain), pl.DataFrame({"n": [1]}), "n").height == 1


def test_only_coding_goes_from_one_domain_to_another() -> None:
    numbers = frame("INSZ")["insz"]
    rn = domains.recoded(numbers, domains.identifier(permit(), "RN"), lambda each: code_distinct(each, SUBKEY))
    assert rn.dtype.domain == f"RN@{NAME}"  # type: ignore[attr-defined]
    assert domains.text(rn).to_list() == code_distinct(pl.Series("insz", ["a", "b"]), SUBKEY).to_list()
    with pytest.raises(PolarsError):
        numbers.cast(pl.String)
    with pytest.raises(MutualisError, match="to be coded is not text"):
        code_distinct(numbers, SUBKEY)


@pytest.mark.parametrize(("holds", "called"), list(permutations(COLUMNS, 2)))
def test_a_code_under_the_name_of_another_is_not_sent(holds: str, called: str) -> None:
    wrong = frame(holds).rename({COLUMNS[holds]: COLUMNS[called]})
    with pytest.raises(Refused, match=rf"Column '{COLUMNS[called]}' holds {holds}"):
        domains.plain(permit(), wrong, "001")


def test_a_parcel_with_such_a_column_is_refused_before_anything_is_written(tmp_path) -> None:
    nodes = [
        Node.create(tmp_path / name, name, role, "a long passphrase")
        for name, role in (("hospital-007", "hospital"), ("data-manager", "data_manager"))
    ]
    exchange_keys(nodes)
    allowed = Permit(authorisation(NAME), nodes[0], DAY)
    rn = domains.typed(allowed, PERSONS.rename({"insz": "rn"}), "007").rename({"rn": "insz"})
    with pytest.raises(Refused, match=r"Column 'insz' holds RN.* The authorisation has INSZ there"):
        messages.send(allowed, "selection", "data-manager", {"persons": rn}, about="007")
    assert list(nodes[0].outbox.iterdir()) == []


def test_what_is_under_the_project_code_alone_is_text_and_what_has_two_codes_is_not() -> None:
    file, given = permit().authorisation.file, permit()
    stays = pl.DataFrame({"c_project": ["a"], "rn": ["b"]})
    assert domains.of_file(given, file("linked-set"), stays).schema == stays.schema
    assert all(isinstance(each, Identifier) for each in domains.of_file(given, file("second-coding"), stays).dtypes)


def test_the_selection_of_the_agency_compares_its_code_with_no_other() -> None:
    care = declared_domains()
    assert centre.DOMAINS["link_variable"]["c2"] in set(care["core_care_line"].values())
    line = ibis.table({"person_id": "string"}, name="core_care_line")
    other = ibis.table({"c1": "string"}, name="link_variable")
    with pytest.raises(MutualisError, match="two identifier domains meet"):
        check(line.join(other, line.person_id == other.c1), care | {"link_variable": {"c1": C1}}, "Step 9")
