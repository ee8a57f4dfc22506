"""Transfers: classic stays of a person in different hospitals that follow each other directly are one episode."""

import ibis
import ibis.expr.types as ir

from mutualis.portable import days_between, whole

CLASSIC = "classic"
# Same or next day: methods 6.1 (transfer to another hospital, `inferred` from CMS and OECD practice).
LONGEST_GAP_DAYS = 1
ORDER = ("admission_day", "discharge_day", "hospital_number")


def with_chain(stays: ir.Table) -> ir.Table:
    """The stays with `is_transfer_in`, `is_transfer_out` and the first and last day of their episode.

    The classic stays of a person are put in the order of first day, last day and hospital; one is a transfer when it
    begins in another hospital on the day on which the one before it ended, or the day after. A stay that lies within an
    earlier one (it begins before that one ends and ends no later) does not break that one's chain: stays within others
    are put in an order of their own. Day stays are episodes of their own.
    """
    ranked = stays.mutate(is_within=_is_within(stays))
    by_person = ibis.window(group_by=["person_id", "stay_kind", "is_within"], order_by=[ranked[name] for name in ORDER])
    near = ranked.mutate(
        _end=ranked.discharge_day.lag().over(by_person),
        _from=ranked.hospital_number.lag().over(by_person),
        _start=ranked.admission_day.lead().over(by_person),
        _to=ranked.hospital_number.lead().over(by_person),
    )
    marked = near.mutate(
        is_transfer_in=_follows(near, near["_end"], near.admission_day, near["_from"]),
        is_transfer_out=_follows(near, near.discharge_day, near["_start"], near["_to"]),
    )
    return _with_episode(marked).select(
        *stays.columns, "is_transfer_in", "is_transfer_out", "episode_admission_day", "episode_discharge_day"
    )


def _is_within(stays: ir.Table) -> ir.BooleanValue:
    before = ibis.window(group_by=["person_id", "stay_kind"], order_by=[stays[name] for name in ORDER], rows=(None, -1))
    latest_end = stays.discharge_day.max().over(before)
    return ((latest_end > stays.admission_day) & (latest_end >= stays.discharge_day)).fill_null(False)


def _follows(stays: ir.Table, end: ir.DateValue, start: ir.DateValue, other: ir.StringValue) -> ir.BooleanValue:
    gap = days_between(end, start)
    is_near = gap.between(0, LONGEST_GAP_DAYS) & (stays.stay_kind == CLASSIC)
    return (is_near & (stays.hospital_number != other)).fill_null(False)


def _with_episode(marked: ir.Table) -> ir.Table:
    group = ["person_id", "stay_kind", "is_within"]
    running = ibis.window(group_by=group, order_by=[marked[name] for name in ORDER], rows=(None, 0))
    is_new = ibis.cases((marked.is_transfer_in, 0), else_=1)
    numbered = marked.mutate(_episode=whole(is_new.sum().over(running)))
    episode = ibis.window(group_by=[*group, "_episode"])
    return numbered.mutate(
        episode_admission_day=numbered.admission_day.min().over(episode),
        episode_discharge_day=numbered.discharge_day.max().over(episode),
    )
