"""A published release and an Atlas over it, for tests."""

import asyncio
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from mutualis import atlas, disclosure, publish
from mutualis.reference import geography
from small_country import INDICATORS, belgium

YEARS = (2023, 2025)


def publish_country(folder: Path, scale: float = 90.0, version: int = 1) -> Path:
    """A release of four indicators for a year before and a year after the mergers of 2025."""
    protected = protected_country(scale)
    return publish.publish(protected, indicators=INDICATORS, sources={"derived_person_year": version}, folder=folder)


@cache
def protected_country(scale: float) -> disclosure.Protected:
    country = {year: geography(year).parents for year in YEARS}
    return disclosure.protect(belgium(country, scale), INDICATORS, country)


class Reader:
    """Asks an Atlas without a network."""

    def __init__(self, folder: Path, geometry: Path | None = None) -> None:
        self.app = atlas.create_app(folder, geometry)

    def ask(self, address: str, method: str = "GET", **headers: str) -> Any:
        async def asking() -> Any:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://atlas") as client:
                named = {name.replace("_", "-"): value for name, value in headers.items()}
                return await client.request(method, address, headers=named)

        return asyncio.run(asking())
