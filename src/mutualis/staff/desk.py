"""What the routes share: settings, store, templates, and what it is to sign somebody in or out."""

import datetime as dt
import hmac
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from fastapi import Request
from fastapi.responses import HTMLResponse

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.picture.serving.assets import assets
from mutualis.picture.serving.languages import menu
from mutualis.picture.templating import templates
from mutualis.staff.addresses import neighbourhood
from mutualis.staff.menu import entries
from mutualis.staff.outside import Outside
from mutualis.staff.passwords import Passwords
from mutualis.staff.session import Person, csrf_field
from mutualis.staff.settings import Settings
from mutualis.staff.store import Account, Store
from mutualis.staff.wrong import Wrong

HERE = Path(__file__).parent
LANDING = "/population"
KEY, KEY_BYTES = "session.key", 32
OF_NAME, OF_ADDRESS = (5, 900), (50, 60)  # attempts that are free, and the seconds after which one is forgotten


class Desk:
    """The staff application's one desk. `clock` and `outside` (how other systems are asked) are for tests to set."""

    def __init__(
        self, settings: Settings, clock: Callable[[], float] = time.time, outside: httpx.BaseTransport | None = None
    ) -> None:
        self.settings, self.clock = settings, clock
        self.store = Store(settings.store, clock)
        self.key = session_key(settings.folder)
        self.passwords = Passwords(settings.hashing)
        self.outside = Outside(clock, outside)
        self.cookie = "__Host-mutualis" if settings.is_secure else "mutualis"
        self.templates = templates(HERE / "templates").overlay()
        self.templates.globals["asset"] = assets(HERE / "static")
        self.paths: frozenset[str] = frozenset()

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page in the reader's language; `t` gives texts of the application by their short key."""
        language: str = request.state.language
        person: Person | None = getattr(request.state, "person", None)
        frame = {
            "lang": language,
            "languages": menu(lambda code: _in(request, code)),
            "t": lambda key, **filled: reference.text(f"staff.{key}", language, **filled),
            "day": lambda moment: written_moment(moment, language),
            "person": person,
            "csrf": csrf_field(request),
            "token": getattr(request.state, "csrf", ""),
            "menu": entries(person, self.paths),
            "path": request.url.path,
        }
        html = self.templates.get_template(template).render({**frame, **values})
        return HTMLResponse(html, status, {"Content-Language": language, "Vary": "Accept-Language, Cookie"})

    def admit(self, request: Request, person: Person, account: str | None, by: str = "") -> None:
        """Sign somebody in: a session and a cookie that did not exist before; `by` is who vouches for the person."""
        visit = request.state.visit
        self.store.end(visit.code)
        visit.code = self.store.begin(person, account, self.settings.longest_hours)
        if account:
            self.store.came_in(account)
        self.store.told("signed_in", account or person.name, by, how=person.how, practice=person.practice)

    def admit_account(self, request: Request, account: Account, how: str) -> None:
        """Sign the owner of an account in."""
        self.admit(request, person_of_account(account, how), account.name)

    def counted(self, request: Request, name: str) -> tuple[str, str]:
        """Count an attempt of a name from an address; too many have to wait. Returns the keys of both counts."""
        by_name = self._hidden("name", name.casefold())
        by_address = self.address_key(request)
        wait = self.store.attempt(by_address, *OF_ADDRESS)
        if name and not wait:
            wait = self.store.attempt(by_name, *OF_NAME)
        if wait:
            raise Wrong("staff.wrong_too_many", status=429, seconds=str(wait))
        return by_name, by_address

    def landing(self) -> str:
        """Where somebody comes out who was sent by a record software."""
        return LANDING if LANDING in self.paths else "/"

    def went_well(self, keys: tuple[str, str]) -> None:
        """Forget the failures of a name after it was shown to be the right person."""
        self.store.forgive(keys[0], wholly=True)
        self.store.forgive(keys[1], wholly=False)

    def address_key(self, request: Request) -> str:
        """The key by which attempts from a network address are counted."""
        return self._hidden("address", neighbourhood(request.client.host if request.client else ""))

    def _hidden(self, kind: str, value: str) -> str:
        return hmac.digest(self.key, f"{kind}\0{value}".encode(), "sha256").hex()


def person_of_account(account: Account, how: str) -> Person:
    """The person that the owner of an account is."""
    return Person(account.name, account.roles, account.practice, account.hospital, how)


def session_key(folder: Path) -> bytes:
    """The key of the application, made at the first start; one that others can read is refused."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / KEY
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(os.urandom(KEY_BYTES))
    except FileExistsError:
        pass
    key = path.read_bytes()
    if len(key) != KEY_BYTES or stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise MutualisError(
            f"The key of the staff application ('{path.name}') is damaged or others can read it.",
            do="remove it and start again; everybody has to sign in anew",
        )
    return key


def written_moment(moment: int | None, language: str) -> str:
    """A moment as a day and a time (UTC) that people read; none is a dash."""
    if moment is None:
        return "–"
    told = dt.datetime.fromtimestamp(moment, dt.UTC)
    return f"{reference.written_day(told.date(), language, 'medium')}, {told:%H:%M} UTC"


def _in(request: Request, language: str) -> str:
    query = {name: value for name, value in request.query_params.items() if name != "lang"}
    return f"?{urlencode({**query, 'lang': language})}"
