"""schema.org in every page: what the page shows, as JSON-LD with its vocabulary in it (no context to fetch).

A page puts `schema_org` among its values; `base.html` shows it as a block of data, which no browser runs.
"""

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from mutualis import reference
from mutualis.atlas.view import View
from mutualis.release import Release

Said = dict[str, Any]
VOCABULARY = {"@vocab": "https://schema.org/"}
# What would end the block, or begin another, in HTML.
ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def block(said: Mapping[str, Any]) -> Markup:
    """A description as the content of a script element of type application/ld+json."""
    told = json.dumps({"@context": VOCABULARY, **said}, ensure_ascii=False, sort_keys=True)
    return Markup(told.replace("\u00ad", "").translate(ESCAPED))  # noqa: S704 - nothing in it can leave the element


def site(language: str) -> Markup:
    """The Atlas itself: for pages that show no data of their own."""
    name, about = (reference.text(f"atlas.{key}", language) for key in ("name", "tagline"))
    return block({"@type": "WebSite", "name": name, "description": about, "inLanguage": language, "url": "/"})


def data_catalogue(language: str) -> Said:
    """The catalogue as what holds a data set."""
    return {"@type": "DataCatalog", "name": reference.text("catalogue.about_title", language), "url": "/catalogue"}


def publisher(language: str) -> Said:
    """The agency."""
    of = reference.catalogue_facts().publisher
    return {"@type": "Organization", "name": of["names"][language], "url": of["homepage"]}


def figures(release: Release, view: View, files: Mapping[str, str]) -> Markup:
    """The figures of a view as a data set, with the files that hold them."""
    sheet, language = release.sheet(view.indicator), view.lang
    years = release.years_of(view.indicator)
    facts = reference.catalogue_facts().catalogue
    return block(
        {
            "@type": "Dataset",
            "name": sheet.text("title", language),
            "description": sheet.text("definition", language),
            "identifier": f"{facts['address']}id/indicator/{view.indicator}",
            "url": f"{facts['address']}?indicator={view.indicator}",
            "inLanguage": language,
            "version": release.id,
            "datePublished": release.created[:10],
            "license": facts["licence"],
            "isAccessibleForFree": True,
            "creator": publisher(language),
            "publisher": publisher(language),
            "keywords": [sheet.text("title", language), reference.text("catalogue.about_keyword", language)],
            "temporalCoverage": f"{years[0]}/{years[-1]}",
            "spatialCoverage": {"@type": "Place", "name": reference.text("atlas.country", language)},
            "variableMeasured": {"@type": "PropertyValue", "name": sheet.text("title", language),
                                 "unitText": sheet.text("unit", language)},
            "includedInDataCatalog": data_catalogue(language),
            "distribution": [_download(release, name) for name in files.values()],
        }
    )  # fmt: skip


ENCODINGS = {
    "csv": "text/csv", "json": "application/json", "parquet": "application/vnd.apache.parquet", "html": "text/html",
}  # fmt: skip


def _download(release: Release, name: str) -> Said:
    address = reference.catalogue_facts().catalogue["address"]
    return {
        "@type": "DataDownload",
        "name": name,
        "contentUrl": f"{address}files/{release.id}/{name}",
        "encodingFormat": ENCODINGS.get(name.rpartition(".")[2], "application/octet-stream"),
        "contentSize": f"{release.files[name].size} B",
        "sha256": release.files[name].sha256,
    }
