"""A declared column: its type, its meaning and what a reader may do with it."""

from dataclasses import dataclass

from mutualis.model.domains import IdentifierDomain
from mutualis.model.errors import MutualisError

TYPES = ("string", "int32", "int64", "date", "bool")


@dataclass(frozen=True)
class Column:
    """One column of a declared table.

    `type` is one of TYPES (no float: derived tables hold integers only); `official` is the variable code of the
    agency (SS00015, PP0020); `codelist` names a list of `reference/codelists`; `domain` is set on identifiers.
    """

    type: str
    description: str
    domain: IdentifierDomain | None = None
    codelist: str | None = None
    official: str | None = None
    unit: str | None = None
    nullable: bool = False

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise MutualisError(
                f"Column type '{self.type}' is not known.", there_is=f"the types are {', '.join(TYPES)}"
            )
