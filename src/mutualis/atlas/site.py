"""What the routes share: the releases, the geometry, the templates, and the pages made so far."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fastapi import Request

from mutualis import release as releases
from mutualis.atlas import download, schema_org
from mutualis.atlas.page import Shown, frame, words
from mutualis.atlas.pages import PAGES
from mutualis.atlas.permits import permits_page
from mutualis.atlas.view import View, view
from mutualis.atlas.wrong import Wrong
from mutualis.model import MutualisError
from mutualis.picture.geometry import Geometry
from mutualis.picture.serving.assets import assets
from mutualis.picture.serving.languages import menu, preferred
from mutualis.picture.templating import templates
from mutualis.release import Release

HERE = Path(__file__).parent
KEPT = 128
# The parts of the site, in the order of its first menu; each has a text `atlas.site_<name>`.
PARTS_OF_SITE = ("/", "/population", "/catalogue", "/publications", "/api", "/authorisations")
PAGES_OF_ERRORS = (400, 403, 404, 500, 503)
SEVERAL = ("areas", "group")


@dataclass(frozen=True)
class Asked:
    """A release folder, the view of it that a request asks for, and the parts that could not be shown as asked."""

    folder: Path
    view: View
    notices: tuple[str, ...]


class Site:
    """The Atlas over a folder of releases."""

    TABLES = {"/figures.csv": download.table}  # noqa: RUF012

    def __init__(self, folder: Path, drawings: Geometry) -> None:
        self.folder = folder
        self.geometry = drawings
        self.templates = templates(HERE / "templates").overlay()
        self.templates.globals["site_parts"] = PARTS_OF_SITE
        self.templates.globals["asset"] = assets(HERE / "static")
        self.templates.globals["schema_org_of_site"] = schema_org.site
        self.release = lru_cache(maxsize=8)(releases.read)
        self._kept = lru_cache(maxsize=KEPT)(self._html)
        self.csv = lru_cache(maxsize=KEPT)(self._csv)

    def asked(self, request: Request) -> Asked:
        """What a request asks for; no release in the address is the newest."""
        query = _query(request)
        name = query.get("release", "")
        folder = self.folder_of(name) if name else releases.latest(self.folder)
        return Asked(folder, *view(query, self.release(folder), request.headers.get("accept-language", "")))

    def folder_of(self, name: str) -> Path:
        """The folder of a release by its id."""
        there = releases.listing(self.folder)
        if name not in there:
            raise Wrong("wrong_release", status=404, there=", ".join(there) or "–")
        return self.folder / name

    def filename(self, asked: Asked) -> str:
        """The name under which a table is saved."""
        return download.filename(self.release(asked.folder), asked.view)

    def error(self, status: int, problem: Wrong, language: str) -> str:
        """The page of an error."""
        shown = status if status in PAGES_OF_ERRORS else 404
        detail = problem.values.get("detail", "")
        told = {"status": shown, "words": problem.words(language), "detail": detail}
        said = {**told, "lang": language, "t": words(language)}
        return self.templates.get_template("error.html").render(**said, release=self._newest())

    def permits(self, request: Request) -> tuple[bytes, str]:
        """The page of authorisations, which is of no release, and its language."""
        wanted = request.query_params.get("lang", "")
        language = wanted if wanted in releases.LANGUAGES else preferred(request.headers.get("accept-language", ""))
        said = {"lang": language, "t": words(language), "languages": menu("/authorisations?lang={}".format)}
        page = self.templates.get_template("authorisations.html").render(**said, **permits_page(language))
        return page.encode(), language

    def _newest(self) -> Release | None:
        try:
            return self.release(releases.latest(self.folder))
        except MutualisError:
            return None

    def html(self, path: str, asked: Asked) -> bytes:
        """A page; that of a release names the others too, so it is always made anew."""
        return (self._html if PAGES[path].names_releases else self._kept)(path, asked)

    def _html(self, path: str, asked: Asked) -> bytes:
        release, page = self.release(asked.folder), PAGES[path]
        shown = Shown(release, asked.view, self.geometry, releases.listing(self.folder), self.folder)
        tabs = {"pages": [each for each in PAGES.values() if each.tab], "leaves": page.leaves}
        values = frame(release, asked.view, path, asked.notices) | tabs | page.values(shown)
        return self.templates.get_template(page.template).render(values).encode()

    def _csv(self, path: str, asked: Asked) -> bytes:
        return self.TABLES[path](self.release(asked.folder), asked.view)


def _query(request: Request) -> dict[str, str]:
    """The parts of the address; of areas and of a group, which a form gives one by one, all of them."""
    given = request.query_params
    return {name: ",".join(given.getlist(name)) if name in SEVERAL else given[name] for name in given}
