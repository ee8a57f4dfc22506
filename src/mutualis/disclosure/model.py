"""Linear programs over the cells of a system, in steps away from the true table.

The unknowns are differences from the true value, so every right-hand side is zero and the numbers stay small; the
feasible tables are the same.
"""

from dataclasses import dataclass

import highspy
import numpy as np

from mutualis.disclosure.hierarchy import Bools, Floats, Ints
from mutualis.disclosure.system import System

DUAL, PRIMAL = 1, 4


@dataclass
class Program:
    """A HiGHS model of columns under rows; counts the programs it solved."""

    solver: highspy.Highs
    columns: int
    solved: int = 0

    @classmethod
    def of(cls, rows: "Rows", low: Floats, high: Floats, cost: Floats, *, primal: bool = False) -> "Program":
        """A program of these rows and column bounds; `primal` where only costs change between answers."""
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(cost), rows.count
        model.col_cost_, model.col_lower_, model.col_upper_ = cost, low, high
        model.row_lower_, model.row_upper_ = rows.low, rows.high
        order = np.argsort(rows.row, kind="stable")
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.searchsorted(rows.row[order], np.arange(rows.count + 1)).astype(np.int32)
        model.a_matrix_.index_ = rows.column[order].astype(np.int32)
        model.a_matrix_.value_ = rows.coefficient[order].astype(float)
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("presolve", "off")
        solver.setOptionValue("simplex_strategy", PRIMAL if primal else DUAL)
        # A program that cycles says nothing; an answer that is missing never makes a cell look safe.
        solver.setOptionValue("simplex_iteration_limit", 20_000 + 20 * len(cost))
        solver.passModel(model)
        return cls(solver, len(cost))

    def costs(self, cost: Floats) -> None:
        """Set the cost of every column."""
        self.solver.changeColsCost(self.columns, np.arange(self.columns, dtype=np.int32), cost)

    def bound(self, column: int, low: float, high: float) -> None:
        """Set the bounds of one column."""
        self.solver.changeColBounds(column, low, high)

    def whole(self, nodes: int) -> None:
        """Ask for whole numbers in every column from now on, after so many branches for any answer found."""
        everyone = np.arange(self.columns, dtype=np.int32)
        kind = np.full(self.columns, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self.solver.changeColsIntegrality(self.columns, everyone, kind)
        self.solver.setOptionValue("presolve", "on")
        self.solver.setOptionValue("mip_max_nodes", nodes)
        self.solver.setOptionValue("mip_rel_gap", 0.05)

    def solve(self) -> Floats | None:
        """The cheapest answer found (least cost), or None when there is none."""
        self.solver.run()
        self.solved += 1
        if self.solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        return np.array(self.solver.getSolution().col_value)

    def prices(self) -> Floats:
        """The shadow price of every row in the last answer."""
        return np.array(self.solver.getSolution().row_dual)


@dataclass(frozen=True)
class Rows:
    """Sparse rows over columns, each between `low` and `high`; `rate`: the standardised figure it is (-1: none)."""

    row: Ints
    column: Ints
    coefficient: Floats
    count: int
    low: Floats
    high: Floats
    rate: Ints

    def take(self, rows: Bools, column: Ints) -> "Rows":
        """Some rows; `column` gives the new number of each column (-1: dropped)."""
        keep = rows[self.row] & (column[self.column] >= 0)
        number = np.cumsum(rows) - 1
        return Rows(
            number[self.row[keep]], column[self.column[keep]], self.coefficient[keep], int(rows.sum()),
            self.low[rows], self.high[rows], self.rate[rows],
        )  # fmt: skip


def among(system: System, hidden: Bools, rates: Bools) -> Rows:
    """The rows restricted to the hidden cells: relations and those standardised figures that are shown (`rates`).

    The unknowns are differences from `system.true`; where that is no possible table, the rows say what is missing.
    """
    relations, number = system.relations, np.cumsum(hidden) - 1
    keep = hidden[relations.cell]
    used, row = np.unique(relations.row[keep], return_inverse=True)
    parts = [(row, number[relations.cell[keep]], relations.coefficient[keep].astype(float))]
    missing = (-relations.residual(system.true)[used]).astype(float)
    some = [at for at in np.flatnonzero(rates).tolist() if hidden[system.rates[at].cell].any()]
    for count, at in enumerate(some, start=len(used)):
        rate = system.rates[at]
        own = hidden[rate.cell]
        parts.append((np.full(int(own.sum()), count), number[rate.cell[own]], rate.coefficient[own]))
    low = np.append(missing, [system.rates[at].low for at in some])
    high = np.append(missing, [system.rates[at].high for at in some])
    row, column, coefficient = (np.concatenate(part) for part in zip(*parts, strict=True))
    of = np.append(np.full(len(used), -1), np.array(some, dtype=np.int64))
    return Rows(row.astype(np.int64), column, coefficient, len(of), low, high, of)


def labels(rows: Rows, columns: int) -> Ints:
    """The connected component of each column: columns in a common row are together. Numbered 0.. by smallest column.

    The smallest number of a row goes to its columns and back until nothing changes; jumps to the label of the label
    make that a few rounds.
    """
    label = np.arange(columns)
    while True:
        least = np.full(rows.count, columns, dtype=np.int64)
        np.minimum.at(least, rows.row, label[rows.column])
        new = label.copy()
        np.minimum.at(new, rows.column, least[rows.row])
        np.minimum.at(new, label[rows.column], least[rows.row])
        new = new[new]
        if np.array_equal(new, label):
            return np.unique(label, return_inverse=True)[1].astype(np.int64)
        label = new


def both_ways(rows: Rows, size: int) -> Rows:
    """The same rows over columns that move up (first half) and down (second half)."""
    return Rows(
        np.tile(rows.row, 2), np.concatenate([rows.column, rows.column + size]),
        np.concatenate([rows.coefficient, -rows.coefficient]), rows.count, rows.low, rows.high, rows.rate,
    )  # fmt: skip
