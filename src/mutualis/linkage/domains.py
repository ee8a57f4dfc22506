"""Identifiers of a linkage as types of columns: what is of two domains cannot meet.

A column of codes has the type of its domain, so a join, a union or a comparison of two domains is refused by polars
itself (`SchemaError`), and by `join` here with a message that says which two. PatID is a domain of its hospital, RN and
Cproject of their authorisation. Only `recoded` goes from one domain to another. Codes of hospitals are
no identifiers of persons and stay text. What is delivered under Cproject alone
is plain text: there is no other domain that it could meet.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import polars as pl

from mutualis.linkage.permit import Permit, Refused
from mutualis.reference.authorisations import FlowFile

NAME = "mutualis.{}"
OF_A_HOSPITAL, OF_A_PROJECT = frozenset({"PatID"}), frozenset({"RN", "Cproject"})
DOMAINS = ("INSZ", "PatID", "RN", "C1", "C2", "Cproject")
ALONE = frozenset({"Cproject"})


class Identifier(pl.BaseExtension):
    """The type of a column of identifiers of one domain; `ext_metadata()` says of which hospital or project."""

    @classmethod
    def ext_from_params(cls, name: str, storage: Any, metadata: str | None) -> "Identifier":
        return cls(name, storage, metadata)

    @property
    def domain(self) -> str:
        """The domain as it is written: `RN@ivc-20-284-a`."""
        name, of = self.ext_name().removeprefix(NAME.format("")), self.ext_metadata()
        return f"{name}@{of}" if of else name


for _each in DOMAINS:
    pl.register_extension_type(NAME.format(_each), Identifier)


def identifier(permit: Permit, domain: str, hospital: str = "") -> Identifier:
    """The type of a domain under an authorisation, of PatID at a hospital."""
    of = hospital if domain in OF_A_HOSPITAL else permit.authorisation.id if domain in OF_A_PROJECT else None
    return Identifier(NAME.format(domain), pl.String(), of)


def typed(permit: Permit, frame: pl.DataFrame, hospital: str = "") -> pl.DataFrame:
    """The frame with the columns that the authorisation gives a domain (by their name) as that domain's."""
    types = _types(permit, frame.columns, hospital)
    return frame.with_columns(pl.col(name).ext.to(each) for name, each in types.items() if not _is(frame, name))


def of_file(permit: Permit, file: FlowFile, frame: pl.DataFrame, hospital: str = "") -> pl.DataFrame:
    """A table of a file as it is received: typed, but for what is under Cproject alone."""
    there = {permit.authorisation.columns[name].domain for name in file.columns}
    return frame if there & {*DOMAINS} <= ALONE else typed(permit, frame, hospital)


def plain(permit: Permit, frame: pl.DataFrame, hospital: str = "") -> pl.DataFrame:
    """The frame as it is sent: text. A column with identifiers of another domain than its name says is refused."""
    types = _types(permit, frame.columns, hospital)
    for name, each in frame.schema.items():
        if isinstance(each, Identifier) and types.get(name) != each:
            there = types[name].domain if name in types else "no identifier"
            raise Refused(f"Column '{name}' holds {each.domain}.", there_is=f"the authorisation has {there} there")
    return frame.with_columns(pl.col(name).ext.storage() for name in frame.columns if _is(frame, name))


def recoded(values: pl.Series, to: Identifier, code: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """The identifiers of a column in another domain: the coding of a step, and the only way between two domains."""
    return code(text(values)).ext.to(to)


def text(values: pl.Series) -> pl.Series:
    """The identifiers of a column as text, for who codes or counts them."""
    return values.ext.storage() if isinstance(values.dtype, Identifier) else values


def join(
    left: pl.DataFrame,
    right: pl.DataFrame,
    on: str | Sequence[str] = (),
    how: Literal["inner", "left", "semi", "anti"] = "inner",
    *,
    left_on: Sequence[str] = (),
    right_on: Sequence[str] = (),
) -> pl.DataFrame:
    """A join of two frames; refused where identifiers of two domains, or of one and none, would meet."""
    shared = [on] if isinstance(on, str) else list(on)
    for mine, theirs in zip([*shared, *left_on], [*shared, *right_on], strict=True):
        one, other = left.schema[mine], right.schema[theirs]
        if one != other and (isinstance(one, Identifier) or isinstance(other, Identifier)):
            raise Refused(
                "Two identifier domains meet in a join.",
                there_is=f"here '{mine}' of {_named(one)} meets '{theirs}' of {_named(other)}",
                do="join on identifiers of one domain; only the coding of a step changes a domain",
            )
    return left.join(right, left_on=[*shared, *left_on], right_on=[*shared, *right_on], how=how)


def _named(kind: Any) -> str:
    return kind.domain if isinstance(kind, Identifier) else "no domain"


def _is(frame: pl.DataFrame, name: str) -> bool:
    return isinstance(frame.schema[name], Identifier)


def _types(permit: Permit, columns: Sequence[str], hospital: str) -> Mapping[str, Identifier]:
    known = permit.authorisation.columns
    domains = {name: known[name].domain for name in columns if name in known}
    return {name: identifier(permit, each, hospital) for name, each in domains.items() if each in DOMAINS}
