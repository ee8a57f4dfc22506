"""Medicines as arrays: CNK, price, refund and DDD a pack, and which products a group of medicines uses."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

import numpy as np

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.synthetic.records import texts
from mutualis.synthetic.streams import pick


@dataclass(frozen=True)
class Products:
    """One row a CNK and period; position 0 is no product. Amounts in cents a pack, DDD in thousandths a pack."""

    rows: tuple[dict[str, str], ...]
    codes: np.ndarray
    category: np.ndarray
    accounting: np.ndarray
    price: np.ndarray
    reimbursed: np.ndarray
    reimbursed_preferential: np.ndarray
    ddd: np.ndarray

    def of(self, atc: str, year: int) -> np.ndarray:
        """Positions of the reimbursed products of an ATC prefix valid all through a year, in order of ATC and CNK."""
        first, last = dt.date(year, 1, 1).isoformat(), dt.date(year, 12, 31).isoformat()
        found = [
            (row["atc_code"], row["code"], place)
            for place, row in enumerate(self.rows, 1)
            if row["atc_code"].startswith(atc)
            and int(row["reimbursed_cents"]) > 0
            and int(row["ddd_thousandths_per_pack"] or 0) > 0
            and row["valid_from"] <= first
            and (not row["valid_to"] or row["valid_to"] >= last)
        ]
        if not found:
            raise MutualisError(f"The product list has no reimbursed product of the group '{atc}' in {year}.")
        return np.array([place for _, _, place in sorted(found)])

    def atc_of(self, positions: np.ndarray) -> np.ndarray:
        """ATC codes of products, as text."""
        return np.array(["", *(row["atc_code"] for row in self.rows)])[positions]

    def weights(self, positions: np.ndarray) -> np.ndarray:
        """How often each is drawn: first substances of a group more than later ones, packs of all sizes alike."""
        _, substance = np.unique(self.atc_of(positions), return_inverse=True)
        return 1.0 / (substance + 1.5) / np.bincount(substance)[substance]

    def draw(self, positions: np.ndarray, size: int, random: np.random.Generator) -> np.ndarray:
        return positions[pick(self.weights(positions), size, random)]

    def amounts(
        self, product: np.ndarray, quantity: np.ndarray, preferential: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Reimbursed and co-payment in cents: together they are the price times the quantity."""
        unit = np.where(preferential, self.reimbursed_preferential[product], self.reimbursed[product])
        return unit * quantity, (self.price[product] - unit) * quantity


@cache
def products() -> Products:
    """The product list with the drug category and accounting code that a pharmacy writes for it."""
    rows = reference.codelist("cnk").rows
    specialities = [row for row in reference.codelist("drug_category").rows if row["kind"] == "speciality"]
    by_letter = {row["category"]: row for row in specialities}
    return Products(
        rows,
        texts(["0", *(row["code"] for row in rows)], 7),
        texts(["0", *(by_letter[row["category"]]["code"] for row in rows)], 7),
        texts(["0", *(by_letter[row["category"]]["accounting_code"] for row in rows)], 6),
        _numbers(rows, "price_cents"),
        _numbers(rows, "reimbursed_cents"),
        _numbers(rows, "reimbursed_preferential_cents"),
        _numbers(rows, "ddd_thousandths_per_pack"),
    )


def _numbers(rows: tuple[dict[str, str], ...], name: str) -> np.ndarray:
    return np.array([0, *(int(row[name] or 0) for row in rows)], np.int64)
