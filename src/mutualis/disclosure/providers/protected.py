"""`ProtectedProviders`: figures by practice or hospital that passed protection. Only this room can make one."""

from dataclasses import dataclass
from typing import Any, NoReturn, final

import pyarrow as pa

from mutualis.disclosure.rules import Rules
from mutualis.model import MutualisError

SHOWN, SUPPRESSED, NONE = "shown", "suppressed", "none"
TOTAL, ALL = "total", "all"
_MAKER = object()


@dataclass(frozen=True)
class ProviderVerdict:
    """What the attacker achieved: hidden counts that he tried, and how many of them he narrowed too far."""

    attacked: int
    breached: int

    @property
    def is_safe(self) -> bool:
        return not self.breached


class ProviderBreach(MutualisError):
    """The attacker succeeded: nothing may be published."""

    def __init__(self, indicator: str, by: str, verdict: ProviderVerdict) -> None:
        self.verdict = verdict
        super().__init__(
            f"The attacker narrows {verdict.breached} of {verdict.attacked} hidden counts of '{indicator}' by {by}.",
            do="leave the indicator out of reference/provider_sets.toml",
        )


@final
class ProtectedProviders:
    """One indicator by practice or hospital in one period, in which no reader can recover a small count.

    `period` is a year, or a quarter as 2023Q1. `rows`: provider, split (`total`, `increased_reimbursement`, or
    `sex*age_class` of a pyramid), category, persons, numerator, denominator, expected, status (shown | suppressed |
    none); hidden values are null. `mean`: numerator over denominator of all providers together. `reasons`: {reason:
    providers}, for the centre alone, as it tells which counts are small; `providers`: how many there are.
    """

    __slots__ = ("by", "indicator", "mean", "period", "providers", "reasons", "rows", "rules", "verdict")
    indicator: str
    by: str
    period: str
    rows: pa.Table
    mean: float
    providers: int
    reasons: dict[str, int]
    rules: Rules
    verdict: ProviderVerdict

    def __init__(self, maker: object, **values: Any) -> None:
        if maker is not _MAKER:
            raise MutualisError(
                "A ProtectedProviders cannot be made by hand.",
                do="call disclosure.providers.protect_providers, which makes one after its attack failed",
            )
        for name in self.__slots__:
            object.__setattr__(self, name, values[name])

    def __init_subclass__(cls) -> NoReturn:
        raise MutualisError("ProtectedProviders cannot be extended.", do="keep what you need beside it")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise MutualisError(f"ProtectedProviders.{name} cannot be changed.", do="protect the changed counts anew")

    def __reduce__(self) -> NoReturn:
        raise MutualisError("A ProtectedProviders cannot be copied through files.", do="publish it, and read the set")


def make(**values: Any) -> ProtectedProviders:
    """Make a ProtectedProviders; used in this room alone, after the attack."""
    verdict: ProviderVerdict = values["verdict"]
    if not verdict.is_safe:
        raise ProviderBreach(values["indicator"], values["by"], verdict)
    return ProtectedProviders(_MAKER, **values)
