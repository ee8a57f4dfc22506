"""The addresses of the catalogue: search, things, their forms for machines, and persistent identifiers."""

from collections.abc import Callable
from functools import lru_cache

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from mutualis.atlas.answers import READ, kept
from mutualis.atlas.library import pages
from mutualis.atlas.library.negotiation import FORMS, form
from mutualis.atlas.library.pages import Asked
from mutualis.atlas.library.shelf import Shelf, found
from mutualis.atlas.problems import spoken
from mutualis.atlas.site import Site
from mutualis.atlas.wrong import Wrong
from mutualis.model import MutualisError
from mutualis.release import Release
from mutualis.release import latest as latest_release
from mutualis.release.catalogue import KINDS as THINGS
from mutualis.release.catalogue import Edition, Item
from mutualis.release.catalogue.dictionary import dictionary
from mutualis.release.catalogue.files import FOLDER, JSONLD, LISTS, TURTLE

KEPT = 256
VARY = {"Vary": "Accept, Accept-Language"}
SUFFIXES = ("ttl", "jsonld", "csv")
WHOLE = {"ttl": TURTLE, "jsonld": JSONLD}
AGENCY = "agency"


class Library:
    """Answers about the editions of a site."""

    def __init__(self, site: Site) -> None:
        self.site, self.shelf = site, Shelf(site.folder)
        self.graph = lru_cache(maxsize=KEPT)(self._graph)
        self.html = lru_cache(maxsize=KEPT)(self._html)

    def search(self, request: Request) -> Response:
        """The search page; or the whole catalogue, where Accept asks for a graph."""
        asked = _asked(request)
        if (wanted := form(request.headers.get("accept", ""))) != "html":
            return self.whole(request, wanted)
        edition = self.shelf.edition(asked.edition)
        values = pages.search_page(edition, self.shelf.index(asked.edition), asked)
        return self._page(request, edition, asked, "library/search.html", values)

    def whole(self, request: Request, suffix: str) -> Response:
        """The catalogue as Turtle or JSON-LD, as it was published."""
        edition = self.shelf.edition(request.query_params.get("edition", ""))
        body = (self.site.folder / FOLDER / edition.id / WHOLE[suffix]).read_bytes()
        return kept(request, body, FORMS[suffix], VARY)

    def thing(self, request: Request, kind: str, name: str) -> Response:
        """A thing in the form that its address or Accept asks for."""
        asked = _asked(request)
        edition = self.shelf.edition(asked.edition)
        item, suffix = _item(edition, kind, name)
        wanted = suffix or form(request.headers.get("accept", ""))
        if wanted == "csv":
            return self._csv(request, edition, item)
        if wanted != "html":
            return kept(request, self.graph(edition.id, item.key, wanted), FORMS[wanted], VARY)
        release = self._release()
        body = self.html(edition.id, item.key, asked.language, asked.edition, release.id if release else "")
        said = {"Content-Language": asked.language, "Link": _others(item), **VARY}
        return kept(request, body, "html", said)

    def identified(self, request: Request, kind: str, name: str) -> Response:
        """Where an identifier leads: to the page, or to the graph that Accept asks for (303)."""
        if kind == AGENCY:
            return RedirectResponse("/catalogue", 303)
        edition = self.shelf.edition()
        thing, _, version = name.rpartition("/")
        is_edition = bool(thing) and (kind, name) not in edition.items and version in self.shelf.there()
        item = found(self.shelf.edition(version) if is_edition else edition, kind, thing if is_edition else name)
        wanted = form(request.headers.get("accept", ""))
        suffix = "" if wanted == "html" else f".{wanted}"
        query = {name: value for name, value in (("edition", version if is_edition else ""),) if value}
        return RedirectResponse(_address(f"/catalogue/{kind}/{item.name}{suffix}", query), 303, VARY)

    def _page(self, request: Request, edition: Edition, asked: Asked, template: str, values: pages.Values) -> Response:
        frame = pages.frame(edition, asked, request.url.path)
        body = self.site.templates.get_template(template).render({**frame, **values}).encode()
        return kept(request, body, "html", {"Content-Language": asked.language, **VARY})

    def _html(self, edition_id: str, key: tuple[str, str], language: str, pinned: str, release_id: str) -> bytes:
        """The page of a thing; made once for each language, edition and newest release."""
        edition, asked = self.shelf.edition(edition_id), Asked(language, pinned, {"edition": pinned})
        release = self._release() if release_id else None
        item = edition.items[key]
        values = pages.item_page(edition, item, asked, release)
        frame = pages.frame(edition, asked, f"/catalogue/{item.kind}/{item.name}")
        return self.site.templates.get_template("library/thing.html").render({**frame, **values}).encode()

    def _graph(self, edition_id: str, key: tuple[str, str], suffix: str) -> bytes:
        from mutualis.release.catalogue.graph import item_graph, json_ld, turtle  # rdflib takes half a second to load

        graph = item_graph(self.shelf.edition(edition_id), key)
        return turtle(graph) if suffix == "ttl" else json_ld(graph)

    def _csv(self, request: Request, edition: Edition, item: Item) -> Response:
        """The rows of a code list, or the list of variables of a database or table."""
        if item.kind == "codelist":
            body = (self.site.folder / FOLDER / edition.id / LISTS / f"{item.name}.csv").read_bytes()
        elif item.kind in ("database", "table"):
            body = dictionary(edition, item.kind, item.name)
        else:
            raise Wrong("catalogue.wrong_csv", status=404)
        return kept(request, body, "csv", {"Content-Disposition": f'attachment; filename="{item.name}.csv"'})

    def _release(self) -> Release | None:
        """The newest release, whose figures show how something is distributed."""
        try:
            return self.site.release(latest_release(self.site.folder))
        except MutualisError:
            return None


def routes(app: FastAPI, site: Site) -> None:
    """`/catalogue`, `/catalogue.ttl`, `/catalogue/<kind>/<name>`, `/id/<kind>/<name>[/<version>]`."""
    library = Library(site)
    site.templates.globals["has_catalogue"] = lambda: bool(library.shelf.there())
    app.add_api_route("/catalogue", library.search, methods=READ, include_in_schema=False)
    for suffix in WHOLE:
        app.add_api_route(f"/catalogue.{suffix}", _whole(library, suffix), methods=READ, include_in_schema=False)
    app.add_api_route("/catalogue/{kind}/{name:path}", library.thing, methods=READ, include_in_schema=False)
    app.add_api_route("/id/{kind}/{name:path}", library.identified, methods=READ, include_in_schema=False)


def _whole(library: Library, suffix: str) -> Callable[[Request], Response]:
    def whole(request: Request) -> Response:
        return library.whole(request, suffix)

    return whole


def _asked(request: Request) -> Asked:
    query = dict(request.query_params)
    return Asked(spoken(request), query.get("edition", ""), query)


def _item(edition: Edition, kind: str, name: str) -> tuple[Item, str]:
    """The thing that an address names, and the form that its end asks for."""
    if kind not in THINGS:
        raise Wrong("catalogue.wrong_thing", status=404)
    stem, _, suffix = name.rpartition(".")
    if suffix in SUFFIXES and (kind, name) not in edition.items:
        return found(edition, kind, stem), suffix
    return found(edition, kind, name), ""


def _others(item: Item) -> str:
    """The forms of a thing for machines (RFC 8288), and its identifier."""
    where = f"/catalogue/{item.kind}/{item.name}"
    linked = [f'<{where}.{suffix}>; rel="alternate"; type="{FORMS[suffix]}"' for suffix in WHOLE]
    return ", ".join([*linked, f'</id/{item.kind}/{item.name}>; rel="cite-as"'])


def _address(path: str, query: dict[str, str]) -> str:
    return path + (f"?edition={query['edition']}" if query else "")
