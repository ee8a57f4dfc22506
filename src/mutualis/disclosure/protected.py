"""`Protected`: figures that passed disclosure control. Only `protect` can make one."""

from dataclasses import dataclass
from typing import Any, NoReturn, final

import pyarrow as pa

from mutualis.disclosure.rules import Rules
from mutualis.model import MutualisError

Key = tuple[str, int, str, str, str]
_MAKER = object()


@dataclass(frozen=True)
class Verdict:
    """What the attacker achieved.

    `attacked`: sensitive cells; `breached`: keys (indicator, year, level, area code, role) of those he narrows too far,
    never their values; `programs`: linear programs solved; `seconds`: time of the attack.
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

    def __init__(self, verdict: Verdict, *, secondary: bool) -> None:
        self.verdict = verdict
        by_indicator = sorted({f"{key[0]} {key[1]}" for key in verdict.breached})
        super().__init__(
            f"The attacker narrows {len(verdict.breached)} of {verdict.attacked} sensitive cells too far.",
            there_is=f"they belong to {', '.join(by_indicator)}",
            do="leave out the finest level or join years" if secondary else "protect with secondary suppression",
        )


@final
class Protected:
    """Figures in which no reader can recover a sensitive cell.

    `figures`: indicator, year, level, area_code, numerator, denominator, status (shown | suppressed | none), in that
    order of key; hidden values are null. `sensitive`, `primary` and `secondary` count figures; `all_or_nothing` counts
    shown figures of 0 % or 100 %, which a person should look at before publication.
    """

    __slots__ = ("all_or_nothing", "figures", "primary", "rules", "secondary", "verdict")
    figures: pa.Table
    verdict: Verdict
    rules: Rules
    primary: int
    secondary: int
    all_or_nothing: int

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
