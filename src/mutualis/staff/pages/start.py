"""The first page: who is signed in, and where that person may go."""

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from mutualis.picture.serving.assets import SHARED, asset
from mutualis.staff.desk import Desk
from mutualis.staff.session import Signed


def routes(app: FastAPI, desk: Desk) -> None:
    @app.get("/")
    def start(request: Request, person: Signed) -> Response:
        return desk.page(request, "start.html")

    @app.get("/favicon.ico")
    def icon() -> Response:
        return RedirectResponse(asset(SHARED / "icon.svg"), 308)

    @app.get("/health")
    def health() -> Response:
        return PlainTextResponse("ok\n")
