"""What nobody foresaw while a request was answered: the reader is told so, with a number that the log has too.

The log gets the kind of error and the places in our code that it passed, one line of JSON: enough to find it. It gets
no words of the error, no address and no query, since a person's number may stand in any of them; the reader gets none
of it but the number.
"""

import datetime as dt
import json
import logging
import secrets
import traceback
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import mutualis
from mutualis import reference
from mutualis.picture.serving.languages import preferred

LOG = logging.getLogger("mutualis.unforeseen")
STATUS = 500
OURS = Path(mutualis.__file__).parent
MOST_PLACES = 12

Answer = Callable[[Request, str], Response]


class Unforeseen:
    """Answers what the application could not: `answer` makes a page, or what a program reads, of the request and the
    number of the occurrence."""

    def __init__(self, app: ASGIApp, answer: Answer) -> None:
        self.app, self.answer = app, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = False

        async def sending(message: Message) -> None:
            nonlocal began
            began = began or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as error:  # whatever it is, the reader must not be left with nothing
            if scope["type"] != "http":
                raise
            number = secrets.token_hex(4).upper()
            LOG.error(line(error, number))
            if not began:  # of an answer that has begun nothing can be taken back: the server breaks it off
                await self._told(Request(scope), number)(scope, receive, send)

    def _told(self, request: Request, number: str) -> Response:
        """The answer; in plain words where even that cannot be made."""
        try:
            return self.answer(request, number)
        except Exception as error:
            LOG.error(line(error, number))
            language = preferred(request.headers.get("accept-language", ""))
            return PlainTextResponse(reference.text("unforeseen.words", language, number=number), STATUS)


def line(error: Exception, number: str) -> str:
    """An occurrence as one line of JSON: when, its number, the kinds of error (the first is what happened, the others
    what led to it), and the places in our code, the innermost first."""
    kinds: list[str] = []
    at: BaseException | None = error
    while at is not None and len(kinds) < MOST_PLACES:
        kinds.append(type(at).__name__)
        at = at.__cause__ or at.__context__
    said = {
        "time": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
        "unforeseen": number,
        "kinds": kinds,
        "at": places(error),
    }
    return json.dumps(said)


def places(error: Exception) -> list[str]:
    """`atlas/site.py:88 html` of each place of ours that an error passed, the innermost first."""
    passed = reversed(traceback.extract_tb(error.__traceback__))
    ours = [each for each in passed if Path(each.filename).is_relative_to(OURS)]
    return [f"{Path(each.filename).relative_to(OURS)}:{each.lineno} {each.name}" for each in ours][:MOST_PLACES]
