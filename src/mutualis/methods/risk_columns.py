"""The covariates of the risk model of deaths after a stroke, as columns of numbers: built from cases, and looked over.

A covariate that cannot be estimated is left out and told with its reason, so that nobody reads a figure into it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from mutualis import reference
from mutualis.methods.logistic import Floats
from mutualis.methods.splines import LEAST_KNOTS, knots_at, restricted_cubic
from mutualis.methods.stroke import parameters
from mutualis.methods.stroke_shares import age, benchmark

CONSTANT, RARE, ONE_OUTCOME, REPEATED = "constant", "rare", "one_outcome", "repeated"
STRAIGHT = "straight_line"
AGE = "age_at_admission"
CATEGORIES = ("sex", "stroke_type", "discharge_year")
DEPENDENT = 1e-8


@dataclass(frozen=True)
class Columns:
    """Rows x columns of numbers with their names, the knots of age, and what was left out, with the reason."""

    matrix: Floats
    names: tuple[str, ...]
    knots: tuple[float, ...]
    left_out: Mapping[str, str]


def risk_columns(cases: pl.DataFrame, outcome: Floats, left_out: Sequence[str] | None = None) -> Columns:
    """The covariates of cases: age spline, sex, type, year, fibrillation, transfer in, and the groups `is_<group>`.

    `left_out` are Charlson groups that the model leaves out besides those that it never has; by default hemiplegia.
    The most frequent value of a category is the reference. Every case has an age.
    """
    rule = benchmark()["risk_model"]
    never = {*rule["never"], *(rule["left_out"] if left_out is None else left_out)}
    ages = cases.select(age().cast(pl.Float64)).to_series().to_numpy()
    knots = knots_at(ages, rule["knots"])
    made = dict(_age(ages, knots))
    for name in CATEGORIES:
        made |= dict(_category(cases, name))
    made["has_fibrillation"] = _number(cases, pl.col("has_fibrillation"))
    made["comes_by_transfer"] = _number(cases, pl.col("place_before").is_in(parameters()["transfer_places"]))
    groups = sorted(each for each in cases.columns if each.startswith("is_") and _is_group(each))
    made |= {each: _number(cases, pl.col(each)) for each in groups if each.removeprefix("is_") not in never}
    return _usable(made, outcome, knots, {} if len(knots) >= LEAST_KNOTS else {f"{AGE}_spline": STRAIGHT})


def _is_group(column: str) -> bool:
    return column.removeprefix("is_") in {row["code"] for row in reference.codelist("charlson_group").rows}


def _age(ages: Floats, knots: Sequence[float]) -> Iterator[tuple[str, Floats]]:
    """Age and its curved terms; age alone where too few ages differ."""
    terms = restricted_cubic(ages, knots) if len(knots) >= LEAST_KNOTS else ages[:, None]
    for place, term in enumerate(terms.T):
        yield AGE + "'" * place, term


def _category(cases: pl.DataFrame, name: str) -> Iterator[tuple[str, Floats]]:
    told = cases[name].cast(pl.String).fill_null("unknown")
    counted = told.value_counts().sort("count", name, descending=[True, False])
    for value in sorted(counted[name].to_list()[1:]):
        yield f"{name}={value}", (told == value).cast(pl.Float64).to_numpy()


def _number(cases: pl.DataFrame, is_so: pl.Expr) -> Floats:
    return cases.select(is_so.fill_null(False).cast(pl.Float64)).to_series().to_numpy()


def _usable(
    made: Mapping[str, Floats], outcome: Floats, knots: tuple[float, ...], left_out: Mapping[str, str]
) -> Columns:
    """The columns that can be estimated, and the reason for each of the others."""
    told = {name: reason for name, column in made.items() if (reason := _reason(column, outcome))}
    kept = {name: column for name, column in made.items() if name not in told}
    repeated = _dependent(kept)
    names = tuple(name for name in kept if name not in repeated)
    matrix = np.column_stack([kept[name] for name in names]) if names else np.empty((len(outcome), 0))
    return Columns(matrix, names, knots, {**left_out, **told, **dict.fromkeys(repeated, REPEATED)})


def _reason(column: Floats, outcome: Floats) -> str:
    """Why a column cannot be estimated; '' where it can. Rarity and one outcome are asked of yes-or-no columns only."""
    if column.min() == column.max():
        return CONSTANT
    if set(np.unique(column)) != {0.0, 1.0}:
        return ""
    has = int(column.sum())
    if min(has, len(column) - has) < benchmark()["risk_model"]["least_cases"]:
        return RARE
    deaths = [float(outcome[column == each].mean()) for each in (0, 1)]
    return ONE_OUTCOME if any(each in (0, 1) for each in deaths) else ""


def _dependent(columns: Mapping[str, Floats]) -> tuple[str, ...]:
    """Columns that those before them, and the intercept, already say."""
    if not columns:
        return ()
    length = len(next(iter(columns.values())))
    rows = np.column_stack([np.ones(length), *columns.values()])
    size = np.linalg.norm(rows, axis=0)
    left = np.abs(np.diag(np.linalg.qr(rows / size, mode="r")))
    if len(left) < rows.shape[1]:
        left = np.concatenate([left, np.zeros(rows.shape[1] - len(left))])
    return tuple(name for name, rest in zip(columns, left[1:], strict=True) if rest < DEPENDENT)
