"""Lineage: from the expressions of steps and indicators to the variables that they are made of."""

import pytest

from mutualis import derived, tables
from mutualis.atlas.library import lineage as shown
from mutualis.catalogue import lineage
from mutualis.catalogue.declared import declared
from mutualis.catalogue.variables import names_of
from mutualis.indicators.definitions import INDICATORS, named
from mutualis.release.catalogue import Edition, Key, backward


@pytest.fixture(scope="module")
def edition() -> Edition:
    items = {each.key: each for each in declared()}
    return Edition("", "", "", "", {}, items, {}, backward(items))


def made_of(table: str, column: str) -> set[str]:
    return {f"{each}.{name}" for each, name in lineage.of_steps()[table, column]}


def test_a_column_that_is_handed_on_comes_from_that_column() -> None:
    assert made_of("derived_population_year", "sex") == {"core_member_state.sex"}


def test_a_condition_counts_as_what_a_value_is_made_of() -> None:
    assert made_of("derived_population_year", "is_increased_reimbursement") == {"core_member_state.cg1"}


def test_a_union_leads_to_both_of_its_tables() -> None:
    found = made_of("derived_person_year_cost", "reimbursed_cents")
    assert found == {"core_care_line.reimbursed_cents", "core_dispensing.reimbursed_cents"}


def test_a_code_list_that_decides_is_in_the_lineage() -> None:
    assert "reference_nomenclature.kind" in made_of("derived_person_year", "gp_contacts")


def test_lineage_never_leaves_the_inputs_of_a_step() -> None:
    inputs = {step.name: {name.removesuffix("_net") for name in step.inputs} for step in derived.STEPS}
    strange = [
        (table, column, source)
        for (table, column), sources in lineage.of_steps().items()
        for source, _ in sources
        if source not in inputs[table]
    ]
    assert strange == []


def test_an_indicator_over_persons_leads_to_the_columns_it_reads() -> None:
    assert lineage.of_indicator(named("gp_contact")) == (("derived_person_year", "gp_contacts"),)


def test_an_indicator_over_events_leads_to_the_rows_that_it_takes() -> None:
    assert ("derived_person_year_drug", "atc_code") in lineage.of_indicator(named("antibiotics_ddd"))


def test_the_tables_in_the_lineage_of_an_indicator_are_its_sources() -> None:
    for each in INDICATORS:
        assert {table for table, _ in lineage.of_indicator(each)} <= set(each.sources), each.name


def test_every_core_column_in_the_lineage_is_a_delivered_variable_or_added_by_the_warehouse() -> None:
    added = {"delivery_id", "line", "is_correction"}
    core = {each for sources in lineage.of_steps().values() for each in sources if each[0].startswith("core_")}
    known = {key for code in ("pp", "gz", "fu", "gp", "pr") for key in names_of(code)}
    own = {(name, column) for name in ("core_sample", "core_correction", "core_number_change")
           for column in tables.find(name).columns}  # fmt: skip
    assert {(table, name) for table, name in core - known - own if name not in added} == set()


def test_what_is_above_a_thing_is_below_nothing_of_it(edition: Edition) -> None:
    """Lineage has no circle, and up and down are each other's reverse."""
    for key in edition.items:
        up = shown.upwards(edition, key)
        assert key not in up
    start: Key = ("variable", "derived_person_year.gp_contacts")
    for above in shown.upwards(edition, start):
        assert start in shown.downwards(edition, above)


def test_the_layers_of_a_picture_hold_each_thing_once(edition: Edition) -> None:
    columns = shown.layers(edition, ("variable", "derived_person_year.gp_contacts"))
    keys = [key for column in columns for key in column]
    assert len(keys) == len(set(keys))
    assert all(key[0] == "indicator" for key in columns[-1])
