"""The description of the interface and of the formats of pages: OpenAPI 3.1, with the codes that the release fixes."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi

from mutualis import __version__, reference
from mutualis import release as releases
from mutualis.atlas.answers import kept
from mutualis.atlas.headers import OPEN
from mutualis.atlas.open.api import models
from mutualis.atlas.open.as_json import dumped
from mutualis.atlas.open.formats import FORMATS
from mutualis.atlas.pages import PAGES
from mutualis.atlas.site import Site
from mutualis.atlas.view import CLASSES, ORDERS, SORTS
from mutualis.picture.measure import SHOWS
from mutualis.release import LANGUAGES, LEVELS, Release

TEXTS = ("csv", "csv-metadata.json", "json", "jsonstat", "sdmx.csv")
Json = dict[str, Any]


def description(app: FastAPI, site: Site, errors: Mapping[int | str, Json]) -> None:
    """`/openapi.json`, of the newest release."""

    @app.get("/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> Response:
        release = site.release(releases.latest(site.folder))
        said = described(app, release, releases.listing(site.folder), errors)
        return kept(request, dumped(said), "application/json", OPEN)


def described(app: FastAPI, release: Release, there: tuple[str, ...], errors: Mapping[int | str, Json]) -> Json:
    """The whole description."""
    terms = reference.open_data()
    routes = [each for each in app.routes if getattr(each, "path", "").startswith("/api/v1/")]
    said = get_openapi(
        title="mutualis",
        version=__version__,
        openapi_version="3.1.0",
        summary="Figures of the compulsory health insurance in Belgium, as open data.",
        routes=routes,
        license_info={"name": terms.licence, "identifier": terms.licence_id},
    )
    fixed = codes(release, there)
    for path in said["paths"].values():
        for parameter in path["get"].get("parameters", ()):
            _fix(parameter["schema"], fixed.get(parameter["name"]))
    schemas = said["components"]["schemas"]
    schemas["PageFigures"] = _schema(models.PageFigures, schemas)
    parameters = [_parameter(name, values) for name, values in (_view(release) | fixed_of_page(fixed)).items()]
    for page in (each for each in PAGES.values() if each.figures):
        for suffix in TEXTS:
            said["paths"][f"/{page.name}.{suffix}"] = {"get": _operation(page.name, suffix, parameters, errors)}
    return said


def codes(release: Release, there: tuple[str, ...]) -> dict[str, list[Any]]:
    """The values that parameters can have in a release."""
    return {
        "release": list(there),
        "indicator": list(release.indicators),
        "year": list(release.years),
        "level": [each for each in LEVELS if each in release.levels],
        "split": list(dict.fromkeys(split for _, _, _, split in release.figures_by)),
        "area": sorted({code for found in release.areas_by.values() for code in found}),
    }


def fixed_of_page(fixed: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Those of the address of a page."""
    return {name: fixed[name] for name in ("release", "indicator", "year", "level", "split", "area")}


def _view(release: Release) -> dict[str, list[Any]]:
    plain = [code for each in release.classifications.values() for code in each.categories]
    return {
        "lang": list(LANGUAGES),
        "category": list(dict.fromkeys(plain)),
        "show": list(SHOWS),
        "classes": list(CLASSES),
        "sort": list(SORTS),
        "order": list(ORDERS),
    }


def _fix(schema: Json, values: list[Any] | None) -> None:
    """Name the values that a parameter can have, of a list or alone."""
    if values is None:
        return
    target = schema["items"] if schema.get("type") == "array" else schema
    target.pop("pattern", None)
    for bound in ("minimum", "maximum", "default"):
        target.pop(bound, None)
    target["enum"] = values


def _parameter(name: str, values: list[Any]) -> Json:
    """A part of an address; an empty one, as a form sends it, is one left out."""
    kind: Any = ["integer", "string"] if name == "year" else "string"
    return {"name": name, "in": "query", "required": False, "schema": {"type": kind, "enum": [*values, ""]}}


def _operation(page: str, suffix: str, parameters: list[Json], errors: Mapping[int | str, Json]) -> Json:
    kind = FORMATS[suffix].kind
    schema: Json = {"type": "string"} if "csv" in kind and "json" not in kind else {"type": "object"}
    if suffix == "json":
        schema = {"$ref": "#/components/schemas/PageFigures"}
    wrong = {**errors[404], "description": "The address has a part, or a value, that there is not."}
    told = {str(status): each for status, each in errors.items() if status != 422} | {"400": wrong}
    return {
        "tags": ["pages"],
        "summary": f"The figures of the page {page} as {suffix}",
        "operationId": f"{page}_{suffix}".replace(".", "_").replace("-", "_").replace("/", "_"),
        "parameters": parameters,
        "responses": {"200": {"description": "The figures.", "content": {kind: {"schema": schema}}}, **told},
    }


def _schema(model: Any, schemas: Json) -> Json:
    """The schema of a model; what it is made of goes beside it."""
    made = model.model_json_schema(ref_template="#/components/schemas/{model}")
    for name, each in made.pop("$defs", {}).items():
        schemas.setdefault(name, each)
    return dict(made)
