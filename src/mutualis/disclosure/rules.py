"""The rules of disclosure control, read from `reference/disclosure_rules.toml`."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from mutualis.model import MutualisError

Row = dict[str, Any]


@dataclass(frozen=True)
class Rules:
    """Thresholds of one day.

    `k`: fewer persons than this are a small number; `dominance`: pairs (n largest parts, highest share in percent);
    `p_percent`: how near (percent of the largest part) the second largest may come to the largest;
    `amount_percent`: width of the protection of a hidden amount, to each side, in percent of its value.
    """

    k: int = 5
    dominance: tuple[tuple[int, int], ...] = ((1, 75), (2, 85))
    p_percent: int = 10
    amount_percent: int = 10

    def as_dict(self) -> dict[str, Any]:
        """The rules as plain values, for the description of a release."""
        return {
            "k": self.k,
            "dominance": [{"parts": parts, "share_percent": share} for parts, share in self.dominance],
            "p_percent": self.p_percent,
            "amount_percent": self.amount_percent,
        }


def rules(on: dt.date | None = None, data: str = "exhaustive") -> Rules:
    """The rules valid on a day (today by default) for `exhaustive` data or the `permanent_sample`.

    Raises when a rule has no reason, or when none or two of a kind are valid on that day.
    """
    text = resources.files("mutualis.reference").joinpath("disclosure_rules.toml").read_text(encoding="utf-8")
    return rules_of(tomllib.loads(text), on or dt.date.today(), data)


def rules_of(declared: dict[str, list[Row]], on: dt.date, data: str = "exhaustive") -> Rules:
    """The rules of a declaration: lists of rows by kind (small_number, dominance, p_percent, protection)."""
    day = on.isoformat()
    _must_have_reasons(declared)
    small = [row for row in _valid(declared, "small_number", day) if row["data"] == data]
    return Rules(
        k=int(_only(small, "small_number", day)["k"]),
        dominance=tuple((row["parts"], row["share_percent"]) for row in _valid(declared, "dominance", day)),
        p_percent=int(_only(_valid(declared, "p_percent", day), "p_percent", day)["p"]),
        amount_percent=int(_only(_valid(declared, "protection", day), "protection", day)["amount_percent"]),
    )


def _must_have_reasons(declared: dict[str, list[Row]]) -> None:
    for name, rows in declared.items():
        for number, row in enumerate(rows, start=1):
            if not str(row.get("reason", "")).strip():
                raise MutualisError(
                    f"Row {number} of the disclosure rule '{name}' has no reason.",
                    do="say in a sentence why, as `reason`",
                )


def _valid(declared: dict[str, list[Row]], name: str, day: str) -> list[Row]:
    return [
        row for row in declared[name] if row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])
    ]


def _only(rows: list[Row], name: str, day: str) -> Row:
    if len(rows) != 1:
        raise MutualisError(
            f"Disclosure rule '{name}' has {len(rows)} valid rows on {day}.",
            there_is="exactly one is needed",
            do="correct the dates in reference/disclosure_rules.toml",
        )
    return rows[0]
