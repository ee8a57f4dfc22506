"""The public web app, put together of its parts; a mistake in an address is answered in the language of the reader."""

import os
from pathlib import Path

from fastapi import FastAPI

from mutualis.atlas import population, routes
from mutualis.atlas.door import Settings, entrance, settings
from mutualis.atlas.library import routes as library
from mutualis.atlas.open import routes as open_data
from mutualis.atlas.open.api.routes import api
from mutualis.atlas.open.sdmx.routes import sdmx
from mutualis.atlas.problems import problems
from mutualis.atlas.publications import routes as publications
from mutualis.atlas.site import HERE, Site
from mutualis.atlas.views import report_routes
from mutualis.picture.geometry import load
from mutualis.picture.serving.assets import static_files

# What the Atlas is made of: each part adds its routes.
PARTS = (
    routes.pages,
    open_data.formats,
    api,
    sdmx,
    report_routes.routes,
    routes.files,
    publications,
    library.routes,
    *population.ROUTES,
)
GEOMETRY = "MUTUALIS_GEOMETRY"


def create_app(releases_folder: Path, geometry: Path | None = None, asked: Settings | None = None) -> FastAPI:
    """The Atlas over a folder of releases; one published later is shown without a restart.

    `geometry` is a geometry pack (default: the one that MUTUALIS_GEOMETRY names, else the built-in maps). With a pack
    that cannot be read the pages have no map, and say so; `geometry_problem` tells the operator why. `asked` is how the
    door is kept (default: what the environment says).
    """
    site = Site(Path(releases_folder), load(_pack(geometry)))
    app = FastAPI(title="mutualis Atlas", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    entrance(app, site, asked or settings())
    app.mount("/static", static_files(HERE / "static"))
    for add in PARTS:
        add(app, site)
    problems(app, site)
    return app


def geometry_problem(geometry: Path | None = None) -> str:
    """Why there will be no maps; '' when there will."""
    return load(_pack(geometry)).problem


def _pack(geometry: Path | None) -> Path | None:
    named = geometry or os.environ.get(GEOMETRY)
    return Path(named) if named else None
