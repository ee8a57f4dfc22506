"""Whether the Atlas lives (`/health/live`) and can answer (`/health`, `/health/ready`): a release can be read."""

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse

from mutualis import release as releases
from mutualis.atlas.answers import READ
from mutualis.atlas.door.metrics import Metrics
from mutualis.atlas.site import Site
from mutualis.model import MutualisError

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


def health(app: FastAPI, site: Site, metrics: Metrics) -> None:
    @app.api_route("/health/live", methods=READ, include_in_schema=False)
    async def live() -> Response:
        return JSONResponse({"status": "live"})

    @app.api_route("/health", methods=READ, include_in_schema=False)
    @app.api_route("/health/ready", methods=READ, include_in_schema=False)
    def ready() -> Response:
        try:
            release = site.release(releases.latest(site.folder))
        except MutualisError as problem:
            return JSONResponse({"status": "not ready", "why": str(problem)}, 503)
        return JSONResponse({"status": "ready", "release": release.id, "root": release.root})

    @app.api_route("/metrics", methods=READ, include_in_schema=False)
    async def numbers() -> Response:
        return Response(metrics.text(), media_type=PROMETHEUS)
