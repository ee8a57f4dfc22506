"""The nomenclature as arrays: which codes a kind of care uses in a year, what they cost, and who may perform them."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

import numpy as np

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.synthetic.parameters import section
from mutualis.synthetic.providers import Providers, providers, qualifications
from mutualis.synthetic.records import texts
from mutualis.synthetic.streams import pick

AMBULATORY, HOSPITAL = "1", "2"
DEFAULT_PROFESSION = "doctor/is_specialist"
MEDIUM_FEE = 2_500


@dataclass(frozen=True)
class Choice:
    """Tariffs to draw from, by position, and how often each is drawn."""

    positions: np.ndarray
    weights: np.ndarray

    def draw(self, size: int, random: np.random.Generator) -> np.ndarray:
        return self.positions[pick(self.weights, size, random)]


@dataclass(frozen=True)
class Tariffs:
    """One row a code and period of the nomenclature; position 0 is no code. Amounts in cents."""

    rows: tuple[dict[str, str], ...]
    codes: np.ndarray
    accounting: np.ndarray
    fee: np.ndarray
    reimbursed: np.ndarray
    reimbursed_preferential: np.ndarray

    def choice(self, year: int, kind: str, setting: str) -> Choice:
        """The codes of a kind valid all year; cheap and early ones are drawn more often."""
        found = [place for place, row in enumerate(self.rows, 1) if _fits(row, year, kind, setting)]
        if not found:
            raise MutualisError(f"The nomenclature has no code of the kind '{kind}' that is valid all through {year}.")
        positions = np.array(found)
        early = 1.0 / (np.arange(len(found)) + 3.0)
        return Choice(positions, early * MEDIUM_FEE / (self.fee[positions] + MEDIUM_FEE))

    def is_of(self, *kinds: str) -> np.ndarray:
        """Whether each position is a code of one of these kinds."""
        return np.array([False, *(row["kind"] in kinds for row in self.rows)])

    def position(self, code: str, year: int) -> int:
        """The row of one code that is valid all through a year."""
        for place, row in enumerate(self.rows, 1):
            if row["code"] == code and _valid(row, year):
                return place
        raise MutualisError(f"The nomenclature code '{code}' is not valid all through {year}.")

    def amounts(
        self, tariff: np.ndarray, quantity: np.ndarray, preferential: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Reimbursed and co-payment in cents: together they are the fee times the quantity."""
        unit = np.where(preferential, self.reimbursed_preferential[tariff], self.reimbursed[tariff])
        return unit * quantity, (self.fee[tariff] - unit) * quantity


@dataclass(frozen=True)
class Performers:
    """Who may perform each tariff: a slice of `members` by group; `group` by tariff position."""

    group: np.ndarray
    first: np.ndarray
    count: np.ndarray
    members: np.ndarray

    def near(self, tariff: np.ndarray, spot: np.ndarray) -> np.ndarray:
        """The provider at a spot (0 to 1, a place in the country) for each tariff."""
        group = self.group[tariff]
        count = self.count[group]
        return self.members[self.first[group] + np.minimum((spot * count).astype(np.int64), count - 1)]


@cache
def tariffs() -> Tariffs:
    """The nomenclature."""
    rows = reference.codelist("nomenclature").rows
    return Tariffs(
        rows,
        texts(["0", *(row["code"] for row in rows)], 7),
        texts(["0", *(row["accounting_code"] for row in rows)], 6),
        _cents(rows, "fee_cents"),
        _cents(rows, "reimbursed_cents"),
        _cents(rows, "reimbursed_preferential_cents"),
    )


@cache
def performers(insured: int) -> Performers:
    """Who performs what, for the providers of a country of so many insured."""
    pool = providers(insured)
    keys = ["", *(row["qualifications"] or f"?{row['kind']}" for row in tariffs().rows)]
    distinct = sorted(set(keys))
    members = [pool.members(_allowed(key)) for key in distinct]
    count = np.array([len(each) for each in members])
    place = {key: position for position, key in enumerate(distinct)}
    return Performers(np.array([place[key] for key in keys]), np.cumsum(count) - count, count, np.concatenate(members))


def members_of(pool: Providers, sort: str) -> np.ndarray:
    """Positions of the providers of a sort like `doctor/is_gp` or `nurse`."""
    profession, _, flag = sort.partition("/")
    return pool.members(qualifications(profession, flag))


def _allowed(key: str) -> tuple[str, ...]:
    if key and not key.startswith("?"):
        return tuple(key.split())
    sort = section("codes")["professions"].get(key[1:], DEFAULT_PROFESSION)
    profession, _, flag = sort.partition("/")
    return qualifications(profession, flag)


def _fits(row: dict[str, str], year: int, kind: str, setting: str) -> bool:
    if row["kind"] != kind or row["ambulatory_hospital"] != setting or not _valid(row, year):
        return False
    return kind != "other" or int(row["fee_cents"]) > 0


def _valid(row: dict[str, str], year: int) -> bool:
    first, last = dt.date(year, 1, 1).isoformat(), dt.date(year, 12, 31).isoformat()
    return row["valid_from"] <= first and (not row["valid_to"] or row["valid_to"] >= last)


def _cents(rows: tuple[dict[str, str], ...], name: str) -> np.ndarray:
    return np.array([0, *(int(row[name] or 0) for row in rows)], np.int64)
