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
from mutualis.atlas.own_choice import LONGEST_NAME, MOST_AREAS, MOST_MEMBERS
from mutualis.atlas.pages import PAGES
from mutualis.atlas.site import Site
from mutualis.atlas.view import CLASSES, FIND, NAMES, ORDERS, SORTS
from mutualis.picture.measure import SHOWS
from mutualis.release import LANGUAGES, LEVELS, Release

SAYS = {
    "release": "A release by its id; the newest if not. The answer of a named release never changes.",
    "indicator": "An indicator by name; the first if not.",
    "year": "A year; the newest of the indicator if not.",
    "level": "A level of areas; arrondissements if not.",
    "lang": "The language of names and words; that of the browser if not.",
    "split": "What the figures are divided by; the total if not.",
    "category": "A category of the split; the first if not.",
    "area": "The area whose trend or profile is shown, by NIS code (`/api/v1/areas` has them); the country if not.",
    "show": "Which figure pictures and tables show; files of figures hold both.",
    "classes": "How the classes of the map are made.",
    "sort": "The order of the table of a page.",
    "order": "The direction of that order.",
    "areas": "Areas to compare, of any level, by NIS code.",
    "group": "Municipalities that are taken together, by NIS code. A group that would tell a hidden figure is refused.",
    "group_name": "The name of the group.",
    "division": "The year on whose areas a series is re-based; as published if not.",
    FIND: "An area by name or NIS code, in place of `level` and `area`.",
}
AREA = "^(BE|[0-9]{5})$"
PAGE_PARTS = "#/components/parameters/page_"
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
    said["components"]["parameters"] = {f"page_{name}": each for name, each in page_parts(release, fixed).items()}
    for page in (each for each in PAGES.values() if each.figures):
        for suffix in FORMATS:
            said["paths"][f"/{page.name}.{suffix}"] = {"get": _operation(page.name, suffix, errors)}
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


def page_parts(release: Release, fixed: Mapping[str, list[Any]]) -> dict[str, Json]:
    """{part: parameter} of all that the address of a page may say, in the order of the code that reads it."""
    codes_of = {**fixed, **_of_view(release), "division": [str(each) for each in fixed["year"]]}
    own = {
        "area": {"schema": {"type": "string", "pattern": f"^$|{AREA}"}},
        "areas": _several(MOST_AREAS),
        "group": _several(MOST_MEMBERS),
        "group_name": {"schema": {"type": "string", "maxLength": LONGEST_NAME}},
        FIND: {"schema": {"type": "string"}},
    }
    said = {name: own.get(name) or _one(name, codes_of[name]) for name in (*NAMES, FIND)}
    return {
        name: {"name": name, "in": "query", "required": False, "description": SAYS[name], **each}
        for name, each in said.items()
    }


def _of_view(release: Release) -> dict[str, list[Any]]:
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


def _one(name: str, values: list[Any]) -> Json:
    """A part with one value; an empty one, as a form sends it, is one left out."""
    kind: Any = ["integer", "string"] if name == "year" else "string"
    return {"schema": {"type": kind, "enum": [*values, ""]}}


def _several(most: int) -> Json:
    """A part with codes of areas and commas between them. The codes are not listed: there are more than a thousand, and
    one that there is not is answered as a thing that is not there."""
    items = {"type": "string", "pattern": AREA}
    return {"style": "form", "explode": False, "schema": {"type": "array", "items": items, "maxItems": most}}


def _operation(page: str, suffix: str, errors: Mapping[int | str, Json]) -> Json:
    kind = FORMATS[suffix].kind
    wrong = {**errors[404], "description": "The address has a part, or a value, that there is not."}
    refused = {**errors[404], "description": "The own group would tell a figure that is hidden."}
    told = {str(status): each for status, each in errors.items() if status != 422} | {"400": wrong, "403": refused}
    if suffix == "png":
        told["501"] = {**errors[404], "description": "This server makes no png; the picture is there as svg."}
    return {
        "tags": ["pages"],
        "summary": f"The figures of the page {page} as {suffix}",
        "operationId": f"{page}_{suffix}".replace(".", "_").replace("-", "_").replace("/", "_"),
        "parameters": [{"$ref": f"{PAGE_PARTS}{name}"} for name in (*NAMES, FIND)],
        "responses": {"200": {"description": "The figures.", "content": {kind: _content(suffix, kind)}}, **told},
    }


def _content(suffix: str, kind: str) -> Json:
    """What an answer holds; nothing is said of bytes."""
    if suffix == "json":
        return {"schema": {"$ref": "#/components/schemas/PageFigures"}}
    if suffix in ("png", "zip"):
        return {}
    return {"schema": {"type": "object" if "json" in kind else "string"}}


def _schema(model: Any, schemas: Json) -> Json:
    """The schema of a model; what it is made of goes beside it."""
    made = model.model_json_schema(ref_template="#/components/schemas/{model}")
    for name, each in made.pop("$defs", {}).items():
        schemas.setdefault(name, each)
    return dict(made)
