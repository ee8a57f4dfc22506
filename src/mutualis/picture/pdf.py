"""A page as PDF: the same HTML, set by WeasyPrint, tagged for who reads with a screen reader.

WeasyPrint is loaded when the first PDF is asked for: it needs Pango, a library of the machine, and nothing else of the
house does.
"""

import hashlib
import warnings
from typing import Any

from mutualis.model import MutualisError

VARIANT = "pdf/ua-1"
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def pdf(html: str) -> bytes:
    """The page as PDF/UA. The same page gives the same bytes on one machine with the same fonts.

    It may name no other file: nothing is fetched. Raises where Pango is not installed.
    """
    return paged(html)[0]


def paged(html: str) -> tuple[bytes, int]:
    """The page as PDF/UA, and the number of its pages of paper."""
    weasyprint = _weasyprint()
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=(), fail_on_errors=True)
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    try:
        document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(pdf_variant=VARIANT)
        made: bytes = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)
    except weasyprint.urls.FatalURLFetchingError:
        raise MutualisError(
            "A report names a file that it does not hold.", do="put pictures and styles into the page"
        ) from None
    return made, len(document.pages)


def is_there() -> bool:
    """Whether a PDF can be made on this machine."""
    try:
        _weasyprint()
    except MutualisError:
        return False
    return True


def _weasyprint() -> Any:
    try:
        with warnings.catch_warnings():
            # Without HarfBuzz-Subset it warns that later versions will want it, and subsets fonts in Python.
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint
    except (ImportError, OSError):
        raise MutualisError(
            "A PDF cannot be made on this machine.",
            there_is="WeasyPrint or the library Pango is missing; reports in HTML need neither",
            do=f"on Debian: apt-get install {PACKAGES}; the Python packages are in requirements/reports.txt",
        ) from None
    return weasyprint
