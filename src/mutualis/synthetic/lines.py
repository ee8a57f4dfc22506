"""Claim lines as columns: what care produces before it becomes records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

# name: type and default. Positions point into tables of the country (tariffs, products, providers, places ...);
# `base_day` is the day after which a line can be booked, `stay` the number of a stay of the block and year, from 1.
CARE_COLUMNS = {
    "person": (np.int32, 0),
    "service_day": (np.int32, 0),
    "last_service_day": (np.int32, 0),
    "tariff": (np.int32, 0),
    "relative": (np.int32, 0),
    "product": (np.int32, 0),
    "quantity": (np.int32, 1),
    "days": (np.int32, 0),
    "reimbursed_cents": (np.int64, 0),
    "copayment_cents": (np.int64, 0),
    "supplement_cents": (np.int64, 0),
    "provider": (np.int32, 0),
    "prescriber": (np.int32, 0),
    "practice": (np.int32, 0),
    "institution": (np.int32, 0),
    "place": (np.int32, 0),
    "third_payer": (np.int32, 0),
    "admission_day": (np.int32, 0),
    "discharge_day": (np.int32, 0),
    "service": (np.int16, 0),
    "invoice_type": (np.int8, 3),
    "billing_type": (np.int8, 0),
    "percent_norm": (np.int8, 0),
    "provider_norm": (np.int8, 1),
    "moment": (np.int8, 0),
    "invoice": (np.int64, -1),
    "base_day": (np.int32, 0),
    "stay": (np.int32, 0),
}
DISPENSING_COLUMNS = {
    "person": (np.int32, 0),
    "service_day": (np.int32, 0),
    "product": (np.int32, 0),
    "quantity": (np.int32, 1),
    "reimbursed_cents": (np.int64, 0),
    "copayment_cents": (np.int64, 0),
    "supplement_cents": (np.int64, 0),
    "provider": (np.int32, 0),
    "prescriber": (np.int32, 0),
    "place": (np.int32, 0),
    "third_payer": (np.int32, 0),
    "unit_derogation": (np.int8, 0),
    "is_deferred": (np.int8, 0),
    "is_reduced": (np.int8, 0),
    "billing_type": (np.int8, 0),
    "invoice": (np.int64, -1),
    "base_day": (np.int32, 0),
}
SIGNED = ("quantity", "days", "reimbursed_cents", "copayment_cents", "supplement_cents")


@dataclass(frozen=True)
class Lines:
    """Claim lines of one database (`gz` or `fu`), a column a name; `size` lines."""

    database: str
    columns: Mapping[str, np.ndarray]

    @property
    def size(self) -> int:
        return len(self.columns["person"])

    def __getitem__(self, name: str) -> np.ndarray:
        return self.columns[name]

    def take(self, chosen: np.ndarray) -> "Lines":
        """Some of the lines: by position or by a mask."""
        return Lines(self.database, {name: values[chosen] for name, values in self.columns.items()})

    def having(self, **columns: np.ndarray) -> "Lines":
        """The same lines with columns added or replaced."""
        return Lines(self.database, {**self.columns, **columns})


def care_lines(**given: np.ndarray | int) -> Lines:
    """Lines of Gezondheidszorgen; columns that are not given hold their default."""
    return _lines("gz", CARE_COLUMNS, given)


def dispensing_lines(**given: np.ndarray | int) -> Lines:
    """Lines of Farmanet; columns that are not given hold their default."""
    return _lines("fu", DISPENSING_COLUMNS, given)


def together(parts: Iterable[Lines]) -> Lines:
    """Lines one after the other."""
    kept = list(parts)
    first = kept[0]
    return Lines(first.database, {name: np.concatenate([part[name] for part in kept]) for name in first.columns})


def _lines(database: str, declared: Mapping[str, tuple[type, int]], given: Mapping[str, np.ndarray | int]) -> Lines:
    count = len(np.asarray(given["person"]))
    columns: dict[str, np.ndarray] = {}
    for name, (kind, default) in declared.items():
        value = np.asarray(given.get(name, default))
        columns[name] = value.astype(kind) if value.ndim else np.full(count, value, kind)
    if "base_day" not in given:
        columns["base_day"] = columns.get("last_service_day", columns["service_day"])
    return Lines(database, columns)
