"""The small cell analysis of a linked set: its stays as attackers see them, and what is mended carried into all tables.

An attacker sees a stay with its principal diagnosis, and learns of it what its diagnoses tell (HIV, psychiatric codes,
no resuscitation). What the analysis makes coarser, blanks or drops changes in every table of the set.
"""

import hashlib
from collections.abc import Mapping

import polars as pl
from polars import selectors

from mutualis.disclosure.small_cells import Analysis, Task, analyse, content_hash
from mutualis.disclosure.small_cells.suppressing import BLANK
from mutualis.methods import stroke
from mutualis.methods.codes import begins_with, plain_code
from mutualis.model import MutualisError
from mutualis.reference import SmallCellRules, small_cell_rules
from mutualis.reference.authorisations import Authorisation

Tables = Mapping[str, pl.DataFrame]
STAY, PRINCIPAL = "stay_code", "principal_diagnosis"
BEDS = "bed_indexes"
NEIGHBOURS = ("previous_stay_code", "next_stay_code")
IS_PRINCIPAL = (pl.col("diagnosis_type") == "P") & (pl.col("specialism_order").cast(pl.Int32) == 1)


def analysed(tables: Tables, task: Task, groups: Mapping[str, str] | None = None) -> tuple[Analysis, Tables]:
    """The analysis of a linked set, and the set as it may go on; the loss is told in the stroke indicators."""
    rules = small_cell_rules(task.run_on)
    done = analyse(
        examined(tables, rules), task, figures=lambda frame: figures(carried(tables, frame)), groups=groups, rules=rules
    )
    return done, carried(tables, done.frame)


def smallest(authorisation: Authorisation, name: str) -> int:
    """The smallest class that an authorisation allows in one of its files."""
    asked = [each.smallest for each in authorisation.disclosure_checks if name in each.of]
    if not asked:
        raise MutualisError(f"Authorisation {authorisation.id} asks no small cell analysis of '{name}'.")
    return max(asked)


def examined(tables: Tables, rules: SmallCellRules) -> pl.DataFrame:
    """The stays with the principal diagnosis and what their diagnoses tell that does harm. One row a stay."""
    told = tables["diagnoses"].with_columns(code=plain_code("diagnosis"))
    principal = told.filter(IS_PRINCIPAL).group_by(STAY).agg(pl.col("code").sort().first().alias(PRINCIPAL))
    harms = {each.column: each.diagnoses for each in rules.sensitive if each.diagnoses}
    marks = told.group_by(STAY).agg(
        begins_with(pl.col("code"), codes).any().alias(name) for name, codes in harms.items()
    )
    met = tables["stays"].join(principal, on=STAY, how="left").join(marks, on=STAY, how="left")
    hospital = selectors.by_name("hospital_number", require_all=False)
    return met.with_columns(pl.col(*harms).fill_null(False), hospital.cast(pl.String))


def carried(tables: Tables, frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The tables of a set whose stays became `frame`: rows of dropped stays go, and the principal diagnosis is that of
    the frame; a stay that is gone is no neighbour of another.
    """
    kept = frame.select(STAY)
    there = kept[STAY].implode()
    stays = frame.select(tables["stays"].columns).with_columns(
        pl.when(pl.col(name).is_in(there)).then(pl.col(name)).alias(name)
        for name in NEIGHBOURS
        if name in tables["stays"].columns
    )
    made = {name: rows.join(kept, on=STAY, how="semi") for name, rows in tables.items() if name != "stays"}
    return {"stays": stays, **made, "diagnoses": _with_principal(made["diagnoses"], frame)}


def _with_principal(diagnoses: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """A principal diagnosis that was made coarser or blanked is so in its row; all others stay."""
    met = diagnoses.join(frame.select(STAY, PRINCIPAL), on=STAY, how="left")
    told, own = pl.col(PRINCIPAL), plain_code("diagnosis")
    is_coarser = own.str.starts_with(told) & (own != told)
    new = pl.when(told == BLANK).then(pl.lit(BLANK)).when(is_coarser).then(told).otherwise(pl.col("diagnosis"))
    return met.with_columns(diagnosis=pl.when(IS_PRINCIPAL).then(new).otherwise(pl.col("diagnosis"))).drop(PRINCIPAL)


def figures(tables: Tables) -> dict[str, float]:
    """The share of every indicator over all hospitals: what the loss of a remedy is told in.

    None where the set has no bed indexes: it was not made for these indicators.
    """
    if BEDS not in tables:
        return {}
    told = stroke.by(stroke.cases(tables))
    return {name: reached / cases for name, cases, reached, _ in told.rows() if cases}


def dataset_hash(tables: Tables) -> str:
    """The hash of a data set: of the contents of its tables, by name; the order of rows and columns is nothing."""
    told = "\n".join(f"{name} {content_hash(tables[name])}" for name in sorted(tables))
    return hashlib.sha256(told.encode()).hexdigest()
