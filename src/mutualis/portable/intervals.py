"""Gaps and islands: intervals of days that touch become one episode."""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from mutualis.portable.days import days_between
from mutualis.portable.numbers import whole


def episodes(
    table: ir.Table, group: Sequence[str], start: str, end: str, *, allowed_gap: int = 0, name: str = "episode"
) -> ir.Table:
    """The table with a column (int64, from 1 in each group) that numbers its episodes in order of time.

    Two intervals [start, end] of a group belong to one episode when the later one starts at most `allowed_gap` days
    after the latest end so far. The order of rows that start on the same day has no influence. Ends must not lie before
    starts; a null start or end makes an episode that nothing joins.
    """
    order = [table[start], table[end]]
    before = ibis.window(group_by=list(group), order_by=order, rows=(None, -1))
    marked = table.mutate(_latest_end=table[end].max().over(before))
    gap = days_between(marked["_latest_end"], marked[start])
    marked = marked.mutate(_is_new=(marked["_latest_end"].isnull() | (gap > allowed_gap)).cast("int64"))
    running = ibis.window(group_by=list(group), order_by=[marked[start], marked[end]], rows=(None, 0))
    return marked.select(*table.columns, whole(marked["_is_new"].sum().over(running)).name(name))
