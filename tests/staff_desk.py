"""A staff application to try: a cheap password hash, a clock that is set, and a browser that keeps its cookies."""

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from mutualis.staff.app import create_app
from mutualis.staff.passwords import Passwords
from mutualis.staff.settings import Hashing, Settings, checked
from mutualis.staff.store import Store

CHEAP = {"time_cost": 1, "memory_kib": 8, "parallelism": 1}
PASSWORD = "een zin die niemand raadt"
START = 1_790_000_000


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.seconds = float(START)

    def __call__(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        self.seconds += seconds


def settings_of(folder: Path, **more: Any) -> Settings:
    return checked({"folder": folder, "hashing": CHEAP, "address": "http://localhost", **more})


class House:
    """An application over a folder, its clock and its store, with accounts as asked."""

    def __init__(self, folder: Path, outside: httpx.BaseTransport | None = None, **more: Any) -> None:
        self.settings, self.clock = settings_of(folder, **more), Clock()
        self.app: FastAPI = create_app(self.settings, self.clock, outside)
        self.store = Store(self.settings.store, self.clock)

    def account(self, name: str, *roles: str, **more: str) -> None:
        """An account with the password that all tests use."""
        self.store.add_account(name, roles, **more)
        self.store.set_password(name, Passwords(Hashing(**CHEAP)).hash(PASSWORD))

    def browser(self, language: str = "en") -> "Browser":
        return Browser(self.app, self.settings.address, language)

    def signed_in(self, name: str, language: str = "en") -> "Browser":
        """A browser in which the owner of an account is signed in."""
        browser = self.browser(language)
        browser.get("/sign-in")
        assert browser.post("/sign-in", name=name, password=PASSWORD).status_code == 303
        return browser


class Browser:
    """Asks an application without a network; keeps cookies, follows nothing, takes the token from the last page."""

    def __init__(self, app: Any, address: str, language: str) -> None:
        self.app, self.address, self.language = app, address, language
        self.cookies, self.token = httpx.Cookies(), ""

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self._ask("GET", path, headers=headers)

    def post(self, path: str, *, told: Mapping[str, Any] | None = None, **fields: Any) -> httpx.Response:
        """Post a form with the token of the last page that had one."""
        return self._ask("POST", path, data={"csrf": self.token, **(told or {}), **fields})

    def post_json(self, path: str, told: Any, **headers: str) -> httpx.Response:
        said = {"X-CSRF": self.token, "Accept": "application/json", **headers}
        return self._ask("POST", path, json=told, headers=said)

    def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def asking() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(
                transport=transport, base_url=self.address, cookies=self.cookies, timeout=None
            ) as client:
                headers = {"Accept-Language": self.language, **more.pop("headers", {})}
                answer = await client.request(method, path, headers=headers, **more)
                self.cookies = client.cookies
                return answer

        answer = asyncio.run(asking())
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', answer.text)
        self.token = found[1] if found else self.token
        return answer
