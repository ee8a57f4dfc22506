"""Steps are checked when they are declared; order of work and lineage follow from the names of their parameters."""

import ibis
import pytest

from mutualis import derived, tables
from mutualis.derived import STEPS, Step, order, parameters, sources, step
from mutualis.model import MutualisError, Years
from mutualis.tables import find


def test_every_derived_table_has_one_step_and_every_step_its_table():
    assert {each.name for each in STEPS} == {table.name for table in tables.TABLES if table.stage == "derived"}
    for each in STEPS:
        assert each.output is find(each.name)
        assert each.expression().columns == tuple(each.output.columns)


def test_a_step_comes_after_those_it_reads():
    names = [each.name for each in order(STEPS)]
    for each in STEPS:
        for read in each.inputs:
            if read in names:
                assert names.index(read) < names.index(each.name)
    assert names == [each.name for each in order(tuple(reversed(STEPS)))]


def test_the_sources_of_a_table_are_the_core_tables_and_code_lists_behind_it():
    assert sources(STEPS, "derived_person_year_drug") == ("core_dispensing_net", "reference_cnk")
    assert "core_member_state" in sources(STEPS, "derived_person_year")


def test_steps_that_read_each_other_in_a_circle_are_refused():
    circle = [
        Step(name, (read,), "doc", find("derived_stay"), lambda **_: None)
        for name, read in (("a", "b"), ("b", "c"), ("c", "a"))
    ]
    with pytest.raises(MutualisError, match=r"circle: a <- c <- b <- a|circle"):
        order(circle)


def test_two_steps_of_one_table_are_refused():
    with pytest.raises(MutualisError, match="same table"):
        order((STEPS[0], STEPS[0]))


def test_a_step_that_forgets_a_column_is_refused_when_it_is_declared():
    def derived_person_year_drug(core_dispensing_net):
        """One row."""
        return core_dispensing_net.select("person_id", year=core_dispensing_net.service_day.year())

    with pytest.raises(MutualisError, match="does not make the column atc_code, ddd_thousandths, packages"):
        step(derived_person_year_drug)


def test_a_step_whose_person_is_another_identifier_is_refused_when_it_is_declared():
    def derived_person_year_cost(core_care_line_net):
        """One row."""
        lines = core_care_line_net.mutate(person_id=core_care_line_net.provider_id, cost_group=ibis.literal("01"))
        return lines.mutate(year=lines.service_day.year())

    with pytest.raises(MutualisError, match=r"'person_id' is declared as C2.*C2@provider"):
        step(derived_person_year_cost)


def test_a_step_that_joins_two_domains_is_refused_when_it_is_declared():
    def derived_person_year_cost(core_care_line_net, core_dispensing_net):
        """One row."""
        joined = core_care_line_net.semi_join(
            core_dispensing_net, core_care_line_net.person_id == core_dispensing_net.provider_id
        )
        return joined.mutate(cost_group=ibis.literal("01"), year=joined.service_day.year())

    with pytest.raises(MutualisError, match="Step 'derived_person_year_cost': two identifier domains meet"):
        step(derived_person_year_cost)


def test_a_step_of_a_table_that_is_not_declared_or_without_a_word_is_refused():
    def derived_nothing(core_care_line_net):
        """One row."""

    def derived_stay(core_care_line_net):
        return core_care_line_net

    with pytest.raises(MutualisError, match="no declared table 'derived_nothing'"):
        step(derived_nothing)
    with pytest.raises(MutualisError, match="has no docstring"):
        step(derived_stay)


def test_inputs_may_be_replaced_by_expressions_and_are_checked_again():
    lines = tables.core_dispensing
    medicines = next(each for each in STEPS if each.name == "derived_person_year_drug")
    replaced = medicines.expression({"core_dispensing_net": lines.filter(lines.quantity > 0)})
    assert replaced.columns == tuple(medicines.output.columns)
    with pytest.raises(MutualisError, match="declared as C2"):
        medicines.expression({"core_dispensing_net": lines.mutate(person_id=lines.prescriber_id)})


def test_a_net_table_has_the_columns_and_domains_of_its_history():
    domains = derived.declared_domains()
    assert derived.input_table("core_care_line_net").schema() == tables.core_care_line.schema
    assert domains["core_care_line_net"] == domains["core_care_line"]


def test_what_steps_read_of_a_code_list_is_there_with_the_type_they_expect():
    for name in sorted({name for each in STEPS for name in each.inputs if name.startswith(tables.PREFIX)}):
        real = tables.reference_table(name.removeprefix(tables.PREFIX)).schema
        for column, kind in derived.input_table(name).schema().items():
            assert real[column] == kind


def test_the_groups_that_costs_name_are_in_the_list_of_cost_groups():
    from mutualis import reference
    from mutualis.derived.costs import PHARMACY_GROUP, UNSPLIT_GROUP

    assert {PHARMACY_GROUP, UNSPLIT_GROUP} <= reference.codelist("cost_group").codes()


def test_a_booking_window_is_at_least_the_year_of_service():
    ends = {12: 12, 18: 106, 21: 109, 24: 112}  # beyond 202200: December; next June, September, December
    for months, window in ends.items():
        assert list(parameters(Years(2022, 2023), months).values()) == [2022, 2023, window]
    with pytest.raises(MutualisError, match="shorter than the year of service"):
        parameters(Years(2022, 2022), 11)


def test_a_list_that_no_step_reads_is_refused_with_what_there_is():
    with pytest.raises(MutualisError, match=r"No step may read 'reference_sex' yet\. Steps read"):
        derived.input_table("reference_sex")
