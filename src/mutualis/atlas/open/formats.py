"""The formats of a page's figures: the extension of the address, the kind of content, and what makes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mutualis.atlas.open import as_json, as_jsonstat, as_png, as_svg, as_zip, csvw
from mutualis.atlas.open.wanted import Wanted


@dataclass(frozen=True)
class Format:
    """`kind` is the media type; `make` gives the bytes; a format `is_saved` under a name rather than looked at;
    `policy` is the content security policy of an answer that has a style of its own."""

    kind: str
    make: Callable[[Wanted], bytes]
    is_saved: bool = False
    policy: Callable[[bytes], str] | None = None


def _sdmx(wanted: Wanted) -> bytes:
    # the packages of SDMX are heavy: they are loaded at the first question
    from mutualis.atlas.open.sdmx import page

    return page.figures(wanted)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format("text/csv; charset=utf-8", lambda wanted: wanted.csv, is_saved=True),
        "csv-metadata.json": Format("application/csvm+json", csvw.metadata),
        "json": Format("application/json", as_json.figures),
        "jsonstat": Format("application/json", as_jsonstat.figures),
        "sdmx.csv": Format("text/csv; charset=utf-8", _sdmx, is_saved=True),
        "svg": Format("image/svg+xml", as_svg.figures, policy=as_svg.policy),
        "png": Format("image/png", as_png.figures),
        "zip": Format("application/zip", as_zip.figures, is_saved=True),
    }
)
