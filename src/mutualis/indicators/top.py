"""The second largest part of groups, beside the largest: what the dominance rule needs."""

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir


def with_second(groups: ir.Table, members: ir.Table, by: Sequence[str], names: Sequence[str]) -> ir.Table:
    """Groups with `second_x` beside `largest_x`, from the sizes of their members.

    `members` have `size_x`, a largest part each, and may have `next_x`, the part after it. The second largest of a
    group is its largest when two members have that; else the best of what is smaller. A window over every member for
    every amount would cost a sort each; this costs one join.
    """
    top = groups.select(
        **{f"by_{key}": groups[key] for key in by}, **{f"top_{x}": groups[f"largest_{x}"] for x in names}
    )
    both = members.inner_join(top, [members[key] == top[f"by_{key}"] for key in by])
    seconds: dict[str, Any] = {}
    for x in names:
        size, most = both[f"size_{x}"], both[f"top_{x}"]
        rest = ibis.cases((size < most, size), else_=0)
        if f"next_{x}" in members.columns:
            rest = ibis.greatest(rest, ibis.cases((size == most, both[f"next_{x}"]), else_=0))
        seconds[f"below_{x}"] = rest.max()
        seconds[f"tied_{x}"] = both.count(where=size == most)
    found = both.group_by(*by).agg(**seconds).rename({f"of_{key}": key for key in by})
    joined = groups.inner_join(found, [groups[key] == found[f"of_{key}"] for key in by])
    second = {
        f"second_{x}": ibis.cases((found[f"tied_{x}"] >= 2, groups[f"largest_{x}"]), else_=found[f"below_{x}"])
        for x in names
    }
    return joined.select(*(groups[name] for name in groups.columns), **second)
