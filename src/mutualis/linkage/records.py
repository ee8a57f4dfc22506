"""Records of persons that another holder has: which of them an authorisation asks, and what becomes of their days.

Filters of rows of one column are alternatives, filters of several columns all hold.
"""

import polars as pl

from mutualis.linkage.random_codes import random_codes
from mutualis.linkage.selection import beginnings
from mutualis.methods.codes import begins_with, plain_code
from mutualis.model import MutualisError
from mutualis.reference.authorisations import Authorisation, HolderLayout, holder_layout

TABLE, FILE = "records", "holder-set"


def layout_of(authorisation: Authorisation) -> HolderLayout:
    """The layout of the holder's file; an error where it is not the one that the authorisation was read with."""
    found = holder_layout(authorisation.link.layout)
    if found.hash != authorisation.link.layout_hash:
        raise MutualisError(
            f"The layout '{found.name}' has changed since authorisation {authorisation.id} was read.", do="begin again"
        )
    return found


def asked(authorisation: Authorisation, layout: HolderLayout, records: pl.DataFrame) -> pl.DataFrame:
    """The records that the authorisation is about: of its anchor days, of its row filters, of who is old enough."""
    link, anchor = authorisation.link, pl.col(layout.one("anchor").name)
    kept = records.filter(anchor.is_not_null())
    if link.anchor_from is not None:
        kept = kept.filter(anchor >= link.anchor_from)
    if link.anchor_until is not None:
        kept = kept.filter(anchor <= link.anchor_until)
    for name, codes in _filters(authorisation).items():
        kept = kept.filter(begins_with(plain_code(name), codes))
    if authorisation.population.older_than is not None:
        kept = kept.filter(anchor.dt.year() - pl.col("birth_year") > authorisation.population.older_than)
    return kept


def _filters(authorisation: Authorisation) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for rule in authorisation.rows:
        if (rule.file, rule.table) == (FILE, TABLE):
            found[rule.column] = (*found.get(rule.column, ()), *beginnings(rule))
    return found


def relative(layout: HolderLayout, records: pl.DataFrame) -> pl.DataFrame:
    """The records with `record_code`, `anchor_day`, `anchor_year`, `age_at_anchor` (where the year of birth is there),
    and every other day as days from the anchor.
    """
    anchor = pl.col(layout.one("anchor").name)
    there = set(records.columns)
    days = {
        each.linked_name: (pl.col(each.name) - anchor).dt.total_days().cast(pl.Int32)
        for each in layout.told
        if each.type == "date" and each.name in there
    }
    age = {"age_at_anchor": anchor.dt.year() - pl.col("birth_year")} if "birth_year" in there else {}
    return records.with_columns(
        record_code=random_codes(records.height), anchor_day=anchor, anchor_year=anchor.dt.year(), **age, **days
    )
