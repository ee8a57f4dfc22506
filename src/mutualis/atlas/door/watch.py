"""Every request is timed and counted, and told in the access log if the operator wants one.

The log has no address of a reader, no query, and no path that is not one of ours: somebody may type a number of a
person behind any of them.
"""

import datetime as dt
import json
import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mutualis.atlas.door.metrics import Metrics, kind_of

LOG = logging.getLogger("mutualis.access")


class Watched:
    """Counts what passes."""

    def __init__(self, app: ASGIApp, metrics: Metrics, log: bool) -> None:
        self.app, self.metrics, self.log = app, metrics, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, size = time.perf_counter(), 500, 0

        async def sending(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            seconds = time.perf_counter() - began
            self.metrics.count(scope["method"], scope["path"], status, seconds)
            if self.log:
                LOG.info(line(scope, status, size, seconds))


def line(scope: Scope, status: int, size: int, seconds: float) -> str:
    """A request as one line of JSON."""
    said = {
        "time": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
        "method": scope["method"] if scope["method"] in ("GET", "HEAD") else "other",
        "kind": kind_of(scope["path"]),
        "path": scope["path"] if status < 400 else "",
        "status": status,
        "bytes": size,
        "seconds": round(seconds, 6),
        "kept": bool(scope.get("kept")),
    }
    return json.dumps(said)
