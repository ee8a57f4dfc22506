"""Asking other systems: their descriptions, their keys, and the exchange of a code for a signed statement.

Only addresses by https (or of this machine) are asked, redirects are not followed, and an answer is JSON of at most a
megabyte; anything else is `wrong_outside`. Descriptions and keys are kept for an hour.
"""

from collections.abc import Callable, Mapping
from typing import Any

import httpx

from mutualis.staff.settings import safe
from mutualis.staff.wrong import Wrong

SECONDS = 10.0
KEPT_SECONDS = 3600
LARGEST = 1_000_000


class Outside:
    """The way to other systems; `transport` is for tests to set."""

    def __init__(self, clock: Callable[[], float], transport: httpx.BaseTransport | None = None) -> None:
        self.clock = clock
        self.client = httpx.Client(transport=transport, timeout=SECONDS, follow_redirects=False)
        self._kept: dict[str, tuple[float, dict[str, Any]]] = {}

    def described(self, address: str, *, anew: bool = False) -> dict[str, Any]:
        """A description or a set of keys; `anew` when what was kept does not do."""
        until, found = self._kept.get(address, (0.0, {}))
        if anew or self.clock() >= until:
            found = self._asked("GET", address)
            self._kept[address] = (self.clock() + KEPT_SECONDS, found)
        return found

    def exchanged(self, address: str, told: Mapping[str, str], who: tuple[str, str] | None) -> dict[str, Any]:
        """What a token endpoint gives for a code; `who` is a client and its secret."""
        return self._asked("POST", address, data=told, auth=who)

    def _asked(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        try:
            safe(address)
            headers = {"Accept": "application/json"}
            with self.client.stream(method, address, headers=headers, **more) as answer:
                body = b"".join(_limited(answer))
            found = httpx.Response(answer.status_code, content=body).json() if answer.status_code == 200 else None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            found = None
        if not isinstance(found, dict):
            raise Wrong("staff.wrong_outside", status=502)
        return found


def _limited(answer: httpx.Response) -> Any:
    size = 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > LARGEST:
            raise ValueError("an answer that is too large")
        yield part
