"""Correction lines find the line that they take back.

The insurers give no reference to the original, so lines meet on a key (our choice, after Q-AMT-6: person, day, code,
provider, institution, product, relative code). An original with opposite quantity and amounts goes first and makes a
full correction; what is left meets in order of booking. An original is taken back once.
"""

from collections.abc import Sequence
from typing import Any

import ibis
from ibis import _

from mutualis.tables import Table, core_correction, find
from mutualis.tables.core import TABLE_OF

KEYS = {
    "gz": (
        "person_id",
        "service_day",
        "nomenclature_code",
        "provider_id",
        "institution_number",
        "cnk",
        "relative_code",
    ),
    "fu": ("person_id", "service_day", "drug_category_code", "provider_id", "cnk"),
}
MEASURES = ("quantity", "reimbursed_cents", "copayment_cents", "supplement_cents")
WHERE = ("delivery_id", "line")
ALWAYS = frozenset({"person_id", "service_day"})


def lines_table(database: str, name: str) -> Any:
    """Lines of a database under a name of their own, with the columns of the core table."""
    return ibis.table(find(TABLE_OF[database]).schema, name=name)


def narrow_schema(database: str) -> ibis.Schema:
    """The columns that matching needs: key, measures, booking month and the line's place."""
    whole = find(TABLE_OF[database]).schema
    return ibis.schema({name: whole[name] for name in (*KEYS[database], *MEASURES, "booking_month", *WHERE)})


def narrow(lines: Any, database: str) -> Any:
    """Those columns, with empty keys as empty text so that they meet, and empty measures as 0."""
    texts = {name: lines[name].fill_null("") for name in KEYS[database] if name not in ALWAYS}
    numbers = {name: lines[name].fill_null(0) for name in MEASURES}
    return lines.mutate(**texts, **numbers).select(*narrow_schema(database).names)


def corrections_of(lines: Any, database: str) -> Any:
    """The correction lines."""
    return narrow(lines.filter(_.is_correction), database)


def to_match_again(lines: Any, links: Any, database: str, lost: str) -> Any:
    """Correction lines of other deliveries whose original was in a delivery that is replaced."""
    astray = links.filter(_.original_delivery_id == lost, _.delivery_id != lost, _.database == database)
    return corrections_of(lines.semi_join(astray, list(WHERE)), database)


def candidates(lines: Any, corrections: Any, links: Any, database: str) -> Any:
    """The lines that could be the original of one of the corrections and were not taken back before."""
    used = links.filter(_.database == database).select(
        used_delivery_id=_.original_delivery_id, used_line=_.original_line
    )
    days = corrections.aggregate(first=_.service_day.min(), last=_.service_day.max())
    near = lines.filter(~lines.is_correction, lines.service_day.between(*_bounds(days)))
    met = narrow(near, database).semi_join(corrections, list(KEYS[database]))
    return met.anti_join(used, [met.delivery_id == used.used_delivery_id, met.line == used.used_line])


def _bounds(days: Any) -> tuple[Any, Any]:
    return days.select("first").as_scalar(), days.select("last").as_scalar()


def pairs(corrections: Any, originals: Any, database: str) -> Any:
    """One row a correction whose original was found, with the columns of `core_correction`."""
    key = KEYS[database]
    opposite = {name: -originals[name] for name in MEASURES}
    full = _paired(corrections, originals.mutate(**opposite), (*key, *MEASURES)).mutate(is_full=True)
    rest = corrections.anti_join(full, list(WHERE))
    free = originals.anti_join(
        full, [originals.delivery_id == full.original_delivery_id, originals.line == full.original_line]
    )
    partial = _paired(rest, free, key).mutate(is_full=False)
    return full.union(partial).mutate(database=ibis.literal(database)).select(*core_correction.columns)


def _paired(corrections: Any, originals: Any, key: Sequence[str]) -> Any:
    """The n-th correction with the n-th original of the same key, both in order of booking."""
    ours = _numbered(corrections, key).select(*key, "turn", *WHERE)
    theirs = _numbered(originals, key).select(*key, "turn", original_delivery_id=_.delivery_id, original_line=_.line)
    met = ours.inner_join(theirs, [*key, "turn"])
    return met.select(*WHERE, "original_delivery_id", "original_line")


def _numbered(lines: Any, key: Sequence[str]) -> Any:
    in_turn = ibis.window(group_by=list(key), order_by=["booking_month", *WHERE])
    return lines.mutate(turn=ibis.row_number().over(in_turn))


def unmatched(corrections: Any, found: Any, database: str, delivery: str | None = None) -> Any:
    """The correction lines of a delivery without an original, as problems (rule, severity, file, line, field).

    Without `delivery` all the corrections are of one.
    """
    own = corrections if delivery is None else corrections.filter(_.delivery_id == delivery)
    alone = own.anti_join(found, list(WHERE))
    return alone.select(
        rule=ibis.literal("centre.correction.unmatched"),
        severity=ibis.literal("warning"),
        file=ibis.literal(database),
        line=_.line,
        field=ibis.literal("quantity"),
    )


def net(lines: Any, correction: Any, database: str = "gz") -> Any:
    """The net state: lines without the pairs that take each other back in full; other corrections stay as lines.

    Sums over the net state and over the history are the same; counts of lines are not.
    """
    full = _plain(correction).filter(_.database == database, _.is_full)
    gone = full.select(*WHERE).union(full.select(delivery_id=_.original_delivery_id, line=_.original_line))
    return _plain(lines).anti_join(gone, list(WHERE))


def _plain(table: Any) -> Any:
    return table.expr if isinstance(table, Table) else table
