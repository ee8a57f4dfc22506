"""Identifier domains: which party's number a column holds. Two domains never meet in a join."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class IdentifierDomain:
    """A space of identifiers made by one body under one key, such as `C2`: persons coded by the trusted third party."""

    name: str

    def __str__(self) -> str:
        return self.name


INSZ = IdentifierDomain("INSZ")
C1 = IdentifierDomain("C1")
C2 = IdentifierDomain("C2")
PROVIDER_C1 = IdentifierDomain("C1@provider")
PROVIDER_C2 = IdentifierDomain("C2@provider")
PLACE_C1 = IdentifierDomain("C1@place")
PLACE_C2 = IdentifierDomain("C2@place")
PRACTICE_C1 = IdentifierDomain("C1@practice")
PRACTICE_C2 = IdentifierDomain("C2@practice")
HOSPITAL = IdentifierDomain("hospital")
