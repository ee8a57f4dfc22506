"""The figures table of a release: what was protected, with its decimal figures, in the order of presentation."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.publish.bounds import bounds
from mutualis.publish.values import Figured, values
from mutualis.release.files import FIGURE_COLUMNS
from mutualis.release.values import CROSS, LEVELS, Classification

ID = "category_id"


def assembled(
    figures: pa.Table,
    indicators: Sequence[Figured],
    cv: Mapping[str, Mapping[int, Decimal]],
    classifications: Sequence[Classification],
) -> pa.Table:
    """The columns of figures.csv in order of indicator (as given), year, level, split, area code and category."""
    whole = figures.drop_columns(["standardised"]).append_column("value", values(figures, indicators))
    made = bounds(figures, indicators, cv)
    for name in made.column_names:
        whole = whole.append_column(name, made[name])
    return _in_order(whole, [each.name for each in indicators], classifications).select(list(FIGURE_COLUMNS))


def _in_order(table: pa.Table, indicators: Sequence[str], classifications: Sequence[Classification]) -> pa.Table:
    ranked = table.append_column(ID, category_ids(table))
    ranks = {
        "indicator": indicators,
        "level": LEVELS,
        "split": reference.SPLITS,
        ID: ordered_ids(table, classifications),
    }
    for name, order in ranks.items():
        ranked = ranked.append_column(f"{name}_rank", _rank(ranked, name, order))
    keys = ("indicator_rank", "year", "level_rank", "split_rank", "area_code", f"{ID}_rank")
    return ranked.sort_by([(key, "ascending") for key in keys])


def category_ids(table: pa.Table) -> pa.ChunkedArray:
    """`split:category` of each row: a category alone is not unique, since `unknown` is one of every split."""
    return pc.binary_join_element_wise(table["split"], table["category"], ":")


def _rank(table: pa.Table, name: str, order: Sequence[str]) -> pa.ChunkedArray:
    found = pc.index_in(table[name], value_set=pa.array(list(order), table[name].type))
    if found.null_count:
        lost = table[name].filter(found.is_null())[0].as_py()
        raise MutualisError(f"A release cannot name the {name} '{lost}'.", there_is=", ".join(order))
    return found


def ordered_ids(table: pa.Table, classifications: Sequence[Classification]) -> list[str]:
    """The ids of the categories present, those of each split in the order of its parts."""
    places = {each.name: {code: n for n, code in enumerate(each.categories)} for each in classifications}
    present = table.select(["split", "category"]).group_by(["split", "category"]).aggregate([]).to_pylist()

    def place(row: Mapping[str, str]) -> tuple[int, ...]:
        parts = list(zip(row["split"].split(CROSS), row["category"].split(CROSS), strict=True))
        unknown = [f"{split} {code}" for split, code in parts if code not in places.get(split, {})]
        if unknown:
            raise MutualisError(
                f"A release cannot name the category '{unknown[0]}'.", there_is=f"the splits are {', '.join(places)}"
            )
        return (reference.SPLITS.index(row["split"]), *(places[split][code] for split, code in parts))

    return [f"{row['split']}:{row['category']}" for row in sorted(present, key=place)]
