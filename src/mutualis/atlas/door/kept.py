"""Answers kept whole, compressed, in front of the application: what was made once is sent as fast as a file.

Only what any reader may have is kept (200, `Cache-Control: public`), for as long as a browser would keep it, and until
the folder of releases changes. Several readers who ask at once for what is not there yet wait for the first.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mutualis.picture.serving.languages import preferred
from mutualis.release.files import POINTER

MOST_BYTES, LARGEST = 64 * 2**20, 4 * 2**20
SECONDS = 300
PASSED = ("/files/", "/health", "/metrics")
NAMED_BY_CONTENT = "/static/"  # its query is only a name: it does not tell one answer from another
VARIES = {"accept-language", "accept-encoding", ""}
FILE_ONLY = (b"content-length", b"content-encoding", b"content-type")

Key = tuple[str, str, bytes, str, bool]
Stamp = tuple[int, int]
language_of = lru_cache(maxsize=256)(preferred)


@dataclass(frozen=True)
class Answer:
    """An answer as it was sent, the releases that it was made of, and until when it is good."""

    headers: list[tuple[bytes, bytes]]
    body: bytes
    stamp: Stamp
    until: float

    @property
    def tag(self) -> bytes:
        return next((value for name, value in self.headers if name == b"etag"), b"")


@dataclass
class Shelf:
    """The answers kept, the least recently used first, within a number of bytes; and how often one was found."""

    clock: Callable[[], float] = time.monotonic
    answers: OrderedDict[Key, Answer] = field(default_factory=OrderedDict)
    size: int = 0
    hits: int = 0
    misses: int = 0

    def find(self, key: Key, stamp: Stamp) -> Answer | None:
        found = self.answers.get(key)
        if found is None or found.stamp != stamp or found.until < self.clock():
            return None
        self.answers.move_to_end(key)
        return found

    def put(self, key: Key, answer: Answer) -> None:
        self.remove(key)
        self.answers[key] = answer
        self.size += len(answer.body)
        while self.size > MOST_BYTES:
            self.remove(next(iter(self.answers)))

    def remove(self, key: Key) -> None:
        old = self.answers.pop(key, None)
        self.size -= len(old.body) if old else 0


class Kept:
    """Answers from the shelf, or lets the application answer and keeps what it says."""

    def __init__(self, app: ASGIApp, folder: Path, shelf: Shelf) -> None:
        self.app, self.folder, self.shelf = app, folder, shelf
        self.making: dict[Key, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or scope["path"].startswith(PASSED):
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        if "range" in asked:
            await self.app(scope, receive, send)
            return
        key, stamp = key_of(scope, asked), stamp_of(self.folder)
        found = self.shelf.find(key, stamp)
        if found is None and key in self.making:
            await self.making[key].wait()
            found = self.shelf.find(key, stamp)
        if found is None:
            self.shelf.misses += 1
            await self._make(key, stamp, scope, receive, send)
            return
        self.shelf.hits += 1
        scope["kept"] = True
        await _give(found, scope["method"], asked.get("if-none-match", ""), send)

    async def _make(self, key: Key, stamp: Stamp, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer; what may be kept is put on the shelf as it passes."""
        if scope["method"] != "GET" or key in self.making:
            await self.app(scope, receive, send)
            return
        self.making[key] = asyncio.Event()
        seen: list[Message] = []

        async def sending(message: Message) -> None:
            seen.append(message)
            await send(message)

        try:
            await self.app(scope, receive, sending)
            if kept := self._kept(scope["path"], seen, stamp):
                self.shelf.put(key, kept)
        finally:
            self.making.pop(key).set()

    def _kept(self, path: str, seen: list[Message], stamp: Stamp) -> Answer | None:
        body = b"".join(each.get("body", b"") for each in seen if each["type"] == "http.response.body")
        if not seen or not _may_be_kept(path, seen[0]) or len(body) > LARGEST:
            return None
        return Answer(list(seen[0]["headers"]), body, stamp, self.shelf.clock() + SECONDS)


def key_of(scope: Scope, asked: Headers) -> Key:
    """What an answer depends on: the address with its host, since some answers hold whole links; the language of the
    browser, and whether it takes gzip."""
    language = language_of(asked.get("accept-language", ""))
    query = b"" if scope["path"].startswith(NAMED_BY_CONTENT) else scope["query_string"]
    return asked.get("host", ""), scope["path"], query, language, "gzip" in asked.get("accept-encoding", "")


def stamp_of(folder: Path) -> Stamp:
    """Which releases there are: changes when one is published or taken away."""
    return _changed(folder / POINTER), _changed(folder)


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _may_be_kept(path: str, start: Message) -> bool:
    said = Headers(raw=start["headers"])
    varies = {each.strip().lower() for each in said.get("vary", "").split(",")}
    is_public = path.startswith(NAMED_BY_CONTENT) or "public" in said.get("cache-control", "")
    return bool(start["status"] == 200 and is_public and "set-cookie" not in said and varies <= VARIES)


async def _give(answer: Answer, method: str, known: str, send: Send) -> None:
    headers: list[Any] = answer.headers
    if answer.tag and answer.tag.decode("latin-1") in known:
        headers = [each for each in headers if each[0] not in FILE_ONLY]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else answer.body})
