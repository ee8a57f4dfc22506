"""The door, put together: measure, headers, what nobody foresaw, limit, shelf, compression, from the outside in."""

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from mutualis.atlas.door.health import health
from mutualis.atlas.door.kept import Kept, Shelf
from mutualis.atlas.door.metrics import Metrics
from mutualis.atlas.door.rate import Limited
from mutualis.atlas.door.settings import Settings
from mutualis.atlas.door.watch import Watched
from mutualis.atlas.headers import FRAMED, POLICY
from mutualis.atlas.problems import unforeseen
from mutualis.atlas.site import Site
from mutualis.picture.serving.headers import Headers
from mutualis.picture.serving.unforeseen import Unforeseen


def entrance(app: FastAPI, site: Site, asked: Settings) -> None:
    """Add what stands before the routes; the one added last is met first."""
    shelf = Shelf()
    metrics = Metrics(shelf)
    health(app, site, metrics)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Kept, folder=site.folder, shelf=shelf)
    if asked.rate:
        app.add_middleware(Limited, rate=asked.rate, proxies=asked.proxies)
    app.add_middleware(Unforeseen, answer=unforeseen(site))
    app.add_middleware(Headers, policy=POLICY, framed=FRAMED)
    app.add_middleware(Watched, metrics=metrics, log=asked.log)
