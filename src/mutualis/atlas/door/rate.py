"""No address may keep the others waiting: a bucket of tokens for each, filled again as time passes.

A bucket holds a minute's worth, so a page with its pictures, or a script that begins, is never slowed; who goes on
faster than the rate gets 429 with the seconds to wait. Addresses are kept in memory only, the last 10,000 of them;
those of IPv6 count by their network of 64 bits, which one household has to itself.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mutualis.atlas.problems import PROBLEM, detailed, is_of_program
from mutualis.atlas.wrong import Wrong
from mutualis.picture.serving.languages import preferred

MOST = 10_000
FREE = ("/health", "/metrics")


@dataclass
class Buckets:
    """{sender: (tokens, when they were counted)} for a rate a minute."""

    rate: int
    clock: Callable[[], float] = time.monotonic
    _held: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, sender: str) -> int:
        """Take a token of a sender's: 0 when there was one, else the seconds until there is."""
        now = self.clock()
        tokens, then = self._held.pop(sender, (float(self.rate), now))
        tokens = min(float(self.rate), tokens + (now - then) * self.rate / 60)
        taken = tokens >= 1
        self._held[sender] = (tokens - taken, now)
        if len(self._held) > MOST:
            self._held.popitem(last=False)
        return 0 if taken else math.ceil((1 - tokens) * 60 / self.rate)


class Limited:
    """Answers 429 to an address that asks too much; health and metrics are always answered."""

    def __init__(self, app: ASGIApp, rate: int, proxies: frozenset[str]) -> None:
        self.app, self.proxies, self.buckets = app, proxies, Buckets(rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(FREE):
            await self.app(scope, receive, send)
            return
        if seconds := self.buckets.wait(sender(scope, self.proxies)):
            await refusal(scope, seconds)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def sender(scope: Mapping[str, object], proxies: frozenset[str]) -> str:
    """Who asks: the nearest address on the way that is no proxy of ours; X-Forwarded-For is read only from those."""
    client = scope.get("client")
    nearest = str(client[0]) if isinstance(client, tuple | list) else ""
    if nearest in proxies:
        named = Headers(scope=dict(scope)).get("x-forwarded-for", "")
        way = [each.strip() for each in named.split(",") if each.strip()]
        nearest = next((each for each in reversed(way) if each not in proxies), nearest)
    return _network(nearest)


def _network(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(known) if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))


def refusal(scope: Scope, seconds: int) -> Response:
    """Too many requests, in the language of the browser."""
    problem = Wrong("open.wrong_busy", status=429, seconds=str(seconds))
    words = problem.words(preferred(Headers(scope=scope).get("accept-language", "")))
    said = {"Retry-After": str(seconds)}
    if is_of_program(scope["path"]):
        return Response(detailed(words, 429, problem.key), 429, said, PROBLEM)
    return Response(words, 429, said, "text/plain; charset=utf-8")
