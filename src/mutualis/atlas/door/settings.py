"""How the operator wants the door kept: settings from the environment, checked once when the Atlas starts."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass

from mutualis.model import MutualisError

RATE, PROXIES, LOG = "MUTUALIS_RATE", "MUTUALIS_PROXIES", "MUTUALIS_ACCESS_LOG"
PER_MINUTE = 3000


@dataclass(frozen=True)
class Settings:
    """`rate` is how many requests an address may make in a minute (0: any number); `proxies` the addresses whose
    X-Forwarded-For is believed (none: nobody's); `log` writes a line for each request."""

    rate: int = PER_MINUTE
    proxies: frozenset[str] = frozenset()
    log: bool = False


def settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. A value that makes no sense is an error."""
    said = os.environ if environment is None else environment
    return Settings(_rate(said.get(RATE, "")), _proxies(said.get(PROXIES, "")), said.get(LOG, "") not in ("", "0"))


def _rate(text: str) -> int:
    if not text:
        return PER_MINUTE
    if not text.isdecimal():
        raise MutualisError(
            f"{RATE} is no number of requests a minute.", do="give a whole number, or 0 for no limit, as 3000"
        )
    return int(text)


def _proxies(text: str) -> frozenset[str]:
    try:
        return frozenset(str(ipaddress.ip_address(each.strip())) for each in text.split(",") if each.strip())
    except ValueError:
        raise MutualisError(f"{PROXIES} holds something that is no address.", do="give addresses by comma") from None
