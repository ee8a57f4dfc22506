"""`Protected`: figures that passed disclosure control. Only `protect` can make one."""

from dataclasses import dataclass
from typing import Any, NoReturn, final

import pyarrow as pa

from mutualis.disclosure.rules import Rules
from mutualis.model import MutualisError

Key = tuple[str, int, str, str, str, str, str]
_MAKER = object()


@dataclass(frozen=True)
class Verdict:
    """What the attacker achieved.

    `attacked`: sensitive cells; `breached`: keys (indicator, year, level, area code, split, category, role) of those he
    narrows too far, never their values; `programs`: linear programs solved; `seconds`: time of the attack.
    """

    attacked: int
    breached: tuple[Key, ...]
    programs: int
    seconds: float

    @property
    def is_safe(self) -> bool:
        return not self.breached


class Breach(MutualisError):
    """The attacker succeeded: nothing may be published. `verdict` names the cells (without values)."""

    def __init__(self, verdict: Verdict, *, do: str = "leave out the finest level or join years") -> None:
        self.verdict = verdict
        by_indicator = sorted({f"{key[0]} {key[1]}" for key in verdict.breached})
        super().__init__(
            f"The attacker narrows {len(verdict.breached)} of {verdict.attacked} sensitive cells too far.",
            there_is=f"they belong to {', '.join(by_indicator)}",
            do=do,
        )


class TooLarge(MutualisError):
    """Protection did not end in the time allowed: nothing may be published."""

    def __init__(self, indicator: str, year: int, cells: int, seconds: float) -> None:
        super().__init__(
            f"The tables of '{indicator}' in {year} could not be protected within {seconds:g} seconds.",
            there_is=f"they hold {cells:,} cells",
            do="allow more seconds, or publish fewer splits or levels of it in the publication plan",
        )


@final
class Protected:
    """Figures in which no reader can recover a sensitive cell.

    `figures`: indicator, year, level, area_code, split, category, numerator, denominator, status (shown | suppressed |
    none), standardised (rounded as published, in numerator per person); ordered by indicator, year, level, split, area
    and category; hidden values are null. `cv`: {(indicator, year): coefficient of variation of an amount in the whole
    country}. `verdicts`: for every figure verdict (pass | review | suppress), reason and sentence; internal, since it
    tells which cells are sensitive by themselves. `standing`: figures that stand as an earlier release has them.
    `reasons`: {reason: figures}, which may be published. `primary`,
    `secondary`, `all_or_nothing`: figures that are sensitive by themselves (with the denominators that they need), that
    protect others, that a person should look at.
    """

    __slots__ = (
        "all_or_nothing",
        "cv",
        "figures",
        "primary",
        "reasons",
        "rules",
        "secondary",
        "standing",
        "verdict",
        "verdicts",
    )
    figures: pa.Table
    cv: dict[tuple[str, int], float]
    verdict: Verdict
    verdicts: pa.Table
    reasons: dict[str, int]
    rules: Rules
    primary: int
    secondary: int
    all_or_nothing: int
    standing: int

    def __init__(self, maker: object, **values: Any) -> None:
        if maker is not _MAKER:
            raise MutualisError(
                "A Protected cannot be made by hand.",
                do="call disclosure.protect, which makes one after its attack failed",
            )
        for name in self.__slots__:
            object.__setattr__(self, name, values[name])

    def __init_subclass__(cls) -> NoReturn:
        raise MutualisError("Protected cannot be extended.", do="keep what you need beside it")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise MutualisError(f"Protected.{name} cannot be changed.", do="protect the changed cells anew")

    def __reduce__(self) -> NoReturn:
        raise MutualisError("A Protected cannot be copied through files.", do="publish it, and read the release")


def make(**values: Any) -> Protected:
    """Make a Protected; used by `protect` alone, after the attack."""
    return Protected(_MAKER, **values)
