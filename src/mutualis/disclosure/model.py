"""Linear programs over the cells of a system, in steps away from the true table.

The unknowns are differences from the true value, so every right-hand side is zero and the numbers stay small; the
feasible tables are the same. An answer counts only as a *witness* when its integer rounding obeys every relation and
bound exactly.
"""

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from mutualis.disclosure.hierarchy import Ints
from mutualis.disclosure.system import Bools, System

Floats = npt.NDArray[np.float64]


@dataclass
class Program:
    """A HiGHS model of columns under `relations`; counts the programs it solved."""

    solver: highspy.Highs
    columns: int
    solved: int = 0

    @classmethod
    def of(cls, relations: tuple[Ints, Ints, Ints], rows: int, low: Floats, high: Floats, cost: Floats) -> "Program":
        """A program whose rows are zero; `relations` are (row, column, coefficient) triplets in any order."""
        row, column, coefficient = relations
        order = np.argsort(row, kind="stable")
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(cost), rows
        model.col_cost_, model.col_lower_, model.col_upper_ = cost, low, high
        model.row_lower_ = model.row_upper_ = np.zeros(rows)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.searchsorted(row[order], np.arange(rows + 1)).astype(np.int32)
        model.a_matrix_.index_ = column[order].astype(np.int32)
        model.a_matrix_.value_ = coefficient[order].astype(float)
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.passModel(model)
        return cls(solver, len(cost))

    def costs(self, cost: Floats) -> None:
        """Set the cost of every column."""
        self.solver.changeColsCost(self.columns, np.arange(self.columns, dtype=np.int32), cost)

    def bound(self, column: int, low: float, high: float) -> None:
        """Set the bounds of one column."""
        self.solver.changeColBounds(column, low, high)

    def whole(self, yes: bool) -> None:
        """Ask for whole numbers in every column, or not."""
        kind = highspy.HighsVarType.kInteger if yes else highspy.HighsVarType.kContinuous
        everyone = np.arange(self.columns, dtype=np.int32)
        self.solver.changeColsIntegrality(self.columns, everyone, np.full(self.columns, int(kind), dtype=np.uint8))

    def solve(self) -> Floats | None:
        """The cheapest answer (least cost), or None when there is none."""
        self.solver.run()
        self.solved += 1
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self.solver.getSolution().col_value)


def reach(system: System) -> Ints:
    """How far above its true value a cell may lie, per cell: well over the largest value of its table.

    A finite reach keeps the programs bounded where even the country is hidden; a smaller feasible set is never less
    strict.
    """
    largest = [int(np.abs(system.true[table.cells]).max()) for table in system.tables]
    sizes = [table.size for table in system.tables]
    return np.repeat(2 * np.array(largest, dtype=np.int64) + 100, sizes)


def among(system: System, hidden: Bools) -> tuple[tuple[Ints, Ints, Ints], int]:
    """The relations restricted to the hidden cells: triplets over used rows and hidden columns; the rows."""
    relations, number = system.relations, np.cumsum(hidden) - 1
    keep = hidden[relations.cell]
    used, row = np.unique(relations.row[keep], return_inverse=True)
    return (row.astype(np.int64), number[relations.cell[keep]], relations.coefficient[keep]), len(used)
