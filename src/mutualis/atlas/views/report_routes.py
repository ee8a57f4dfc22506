"""The addresses of the report of an area, as a page and as a PDF.

The PDF is the same template with the style in it (`picture/pdf.py`); it is made once and kept.
"""

from collections.abc import Callable
from functools import lru_cache

from fastapi import FastAPI, Request, Response
from markupsafe import Markup

from mutualis.atlas.answers import READ, kept
from mutualis.atlas.page import Shown, frame
from mutualis.atlas.site import HERE, Asked, Site
from mutualis.atlas.views.report import report_values
from mutualis.atlas.wrong import Wrong
from mutualis.model import MutualisError
from mutualis.picture import pdf as pdfs
from mutualis.picture.inked import inked, literal
from mutualis.picture.serving.assets import SHARED

KEPT = 32
SHEETS = (SHARED / "atlas.css", HERE / "static" / "views.css", HERE / "static" / "report.css")


def routes(app: FastAPI, site: Site) -> None:
    """`/area/report` and `/area/report.pdf`."""
    page: Callable[[Asked], bytes] = lru_cache(maxsize=KEPT)(lambda asked: _html(site, asked, "").encode())
    printed: Callable[[Asked], bytes] = lru_cache(maxsize=KEPT)(lambda asked: _pdf(site, asked))

    @app.api_route("/area/report", methods=READ)
    def report(request: Request) -> Response:
        asked = site.asked(request)
        return kept(request, page(asked), "html", {"Content-Language": asked.view.lang, "Vary": "Accept-Language"})

    @app.api_route("/area/report.pdf", methods=READ)
    def report_pdf(request: Request) -> Response:
        asked = site.asked(request)
        name = f"{asked.view.area or 'BE'}-{asked.view.year}-{asked.view.lang}-{asked.folder.name}.pdf"
        said = {"Content-Disposition": f'inline; filename="{name}"', "Vary": "Accept-Language"}
        return kept(request, printed(asked), "pdf", said)


def _html(site: Site, asked: Asked, style: str) -> str:
    release = site.release(asked.folder)
    shown = Shown(release, asked.view, site.geometry, (), site.folder)
    values = frame(release, asked.view, "/area/report", asked.notices) | report_values(shown)
    ink: Callable[[Markup], Markup] = (lambda svg: inked(svg, style)) if style else (lambda svg: svg)
    template = site.templates.get_template("report.html")
    return template.render(values | {"style": style, "ink": ink})


def _pdf(site: Site, asked: Asked) -> bytes:
    sheets = [path.read_text(encoding="utf-8") for path in SHEETS]
    try:
        return pdfs.pdf(_html(site, asked, literal("\n".join(sheets))))
    except MutualisError:
        raise Wrong("views.wrong_pdf", status=503) from None
