"""What GPs recorded of each person in a year, and what persons answered to surveys (PROM and PREM)."""

import ibis
import ibis.expr.types as ir

from mutualis.derived.steps import step
from mutualis.derived.window import in_years
from mutualis.portable import total

DIAGNOSIS = "diagnosis"


def _of_years(rows: ir.Table, day: str) -> ir.Table:
    dated = rows.mutate(year=rows[day].year())
    return dated.filter(in_years(dated.year))


def _last_first(rows: ir.Table, by: tuple[str, ...], day: str, value: str) -> ir.Table:
    """The rows with their place from the last of the group (0) and from the first (0); ties by value, then line."""
    ties = [rows[value], rows.delivery_id, rows.line]
    first = ibis.window(group_by=by, order_by=[rows[day], *ties])
    last = ibis.window(group_by=by, order_by=[rows[day].desc(), *(each.desc() for each in ties)])
    return rows.mutate(from_first=ibis.row_number().over(first), from_last=ibis.row_number().over(last))


@step
def derived_person_year_record(core_gp_record: ir.Table, reference_gp_item: ir.Table) -> ir.Table:
    """One row per person, year and item that a GP recorded: how often, and day and value of the last record.

    Two records of one day: the larger value is the last. A diagnosis has no value. Source: S001 (HbA1c, blood pressure,
    smoking, vaccination, ICPC-2); the extract holds participating practices only, so absence says nothing.
    """
    by = ("person_id", "year", "item")
    placed = _last_first(_of_years(core_gp_record, "record_day"), by, "record_day", "value_thousandths")
    kinds = reference_gp_item.select(item_code="code", kind="kind").distinct()
    met = placed.left_join(kinds, placed["item"] == kinds.item_code)
    value = ibis.cases((met.kind == DIAGNOSIS, ibis.null("int64")), else_=met.value_thousandths)
    ready = met.select(*by, "record_day", "from_last", value=value)
    return ready.group_by(*by).agg(
        records=ready.count(),
        last_day=ready.record_day.max(),
        last_value_thousandths=ready["value"].max(where=ready.from_last == 0),
    )


@step
def derived_person_year_answer(core_survey_answer: ir.Table) -> ir.Table:
    """One row per person, year and instrument answered: how often, with the first and the last score of the year.

    Two answers of one day: the larger score is the later one. Source: methods 8.2 (instrument, score, date).
    """
    by = ("person_id", "year", "instrument")
    placed = _last_first(_of_years(core_survey_answer, "answer_day"), by, "answer_day", "score_thousandths")
    return placed.group_by(*by).agg(
        answers=placed.count(),
        first_score_thousandths=total(placed.score_thousandths, where=placed.from_first == 0),
        last_score_thousandths=total(placed.score_thousandths, where=placed.from_last == 0),
    )


STEPS = (derived_person_year_record, derived_person_year_answer)
