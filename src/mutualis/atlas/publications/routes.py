"""The addresses of publications: the list, an edition in four languages, and its files."""

from functools import lru_cache
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from mutualis.atlas.answers import READ, kept
from mutualis.atlas.headers import STATIC
from mutualis.atlas.problems import spoken
from mutualis.atlas.publications import shown
from mutualis.atlas.site import Site
from mutualis.atlas.wrong import Wrong
from mutualis.release import publications
from mutualis.release.publications import EDITION, Issued

KEPT, MOST_NAMED = 64, 8
TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "eml": "message/rfc822",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}


def routes(app: FastAPI, site: Site) -> None:
    """Add the pages of publications."""
    shelf = Shelf(site)

    @app.api_route("/publications", methods=READ, include_in_schema=False)
    def everything(request: Request) -> Response:
        language = spoken(request)
        return _page(request, shelf.list_page(shelf.there(), language), language)

    @app.api_route("/publications/{name}", methods=READ, include_in_schema=False)
    def newest(name: str) -> Response:
        there = [each for each in shelf.there() if each.name == name]
        if not there:
            raise shelf.wrong()
        last = max(there, key=lambda each: (each.year, each.correction))
        return RedirectResponse(f"/publications/{last.name}/{last.address}", 307)

    @app.api_route("/publications/{name}/{address}", methods=READ, include_in_schema=False)
    def one(request: Request, name: str, address: str) -> Response:
        language = spoken(request)
        return _page(request, shelf.edition_page(shelf.edition(name, address), shelf.there(), language), language)

    @app.api_route("/publications/{name}/{address}/{file}", methods=READ, include_in_schema=False)
    def file(name: str, address: str, file: str) -> Response:
        return shelf.file(shelf.edition(name, address), file)


class Shelf:
    """The editions of a site, and the pages made of them so far."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.list_page = lru_cache(maxsize=KEPT)(self._list)
        self.edition_page = lru_cache(maxsize=KEPT)(self._edition)
        self._read = lru_cache(maxsize=KEPT)(_editions)

    def there(self) -> tuple[Issued, ...]:
        """All editions, newest first; read again when a folder changed."""
        folder = self.site.folder / publications.FOLDER
        seen = tuple(
            sorted((str(path), path.stat().st_mtime_ns) for path in (folder, *folder.glob("*")) if path.is_dir())
        )
        return self._read(self.site.folder, seen)

    def edition(self, name: str, address: str) -> Issued:
        """An edition by its address; an unknown one is told with what there is."""
        found = next((each for each in self.there() if (each.name, each.address) == (name, address)), None)
        if found is None:
            raise self.wrong()
        return found

    def wrong(self) -> Wrong:
        there = ", ".join(f"{each.name}/{each.address}" for each in self.there()[:MOST_NAMED])
        return Wrong("publication.wrong_publication", status=404, there=there or "–")

    def file(self, edition: Issued, name: str) -> Response:
        """A file of an edition, to be saved; edition.json tells where each number comes from."""
        if name != EDITION and name not in edition.files:
            raise Wrong("wrong_file", status=404, there=", ".join(sorted(edition.files)))
        body = (edition.folder / EDITION).read_bytes() if name == EDITION else publications.content(edition, name)
        saved = f"{edition.name}-{edition.address}-{name}"
        said = {"Cache-Control": STATIC, "Content-Disposition": f'attachment; filename="{saved}"'}
        return Response(body, media_type=TYPES[name.rpartition(".")[2]], headers=said)

    def _list(self, there: tuple[Issued, ...], language: str) -> bytes:
        return self._made("publications.html", shown.list_page(there, language))

    def _edition(self, edition: Issued, there: tuple[Issued, ...], language: str) -> bytes:
        return self._made("publication.html", shown.edition_page(edition, there, language))

    def _made(self, template: str, values: shown.Values) -> bytes:
        return self.site.templates.get_template(template).render(values).encode()


def _page(request: Request, body: bytes, language: str) -> Response:
    return kept(request, body, "html", {"Content-Language": language, "Vary": "Accept-Language"})


def _editions(folder: Path, seen: tuple[tuple[str, int], ...]) -> tuple[Issued, ...]:
    """The editions in a folder of releases; `seen` tells a cache that something was issued since."""
    return publications.editions(folder)
