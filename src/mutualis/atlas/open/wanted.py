"""What a format is made of: a page of the registry, the release and view that are asked for, and its figures as rows.

The rows are read back from the page's own CSV: whatever a page gives as figures is what every other format holds.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from mutualis.atlas.page import Shown, Values
from mutualis.atlas.pages import Page
from mutualis.atlas.site import Asked, Site
from mutualis.atlas.view import View
from mutualis.atlas.wrong import Wrong
from mutualis.release import Release
from mutualis.release.columns import COUNTS
from mutualis.release.figures import DECIMALS

WHOLE = ("year", "division", *COUNTS)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """A page of a site, asked for in a format."""

    site: Site
    page: Page
    asked: Asked

    @property
    def view(self) -> View:
        return self.asked.view

    @cached_property
    def release(self) -> Release:
        return self.site.release(self.asked.folder)

    @cached_property
    def csv(self) -> bytes:
        """The page's figures as it gives them."""
        if self.page.figures is None:
            raise Wrong("open.wrong_format", status=404, there="html")
        return self.page.figures(self.release, self.view)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The same, each number a number and each blank None."""
        read = csv.DictReader(io.StringIO(self.csv.decode()))
        return tuple({name: _typed(name, each) for name, each in row.items()} for row in read)

    @cached_property
    def html(self) -> str:
        """The page itself."""
        return self.site.html(self.page.path, self.asked).decode()

    @cached_property
    def values(self) -> Values:
        """What the page's template is given."""
        return self.page.values(Shown(self.release, self.view, self.site.geometry, (self.release.id,)))

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns of the CSV."""
        return tuple(next(csv.reader(io.StringIO(self.csv.decode()))))

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that the rows name, in order; the one of the view when there are no rows."""
        named = dict.fromkeys(str(row["indicator"]) for row in self.rows if row.get("indicator"))
        return tuple(each for each in named if each in self.release.sheets) or (self.view.indicator,)

    def address(self, suffix: str = "") -> str:
        """The lasting address of what is asked for, in a format ('' for the page)."""
        path = f"/{self.page.name}.{suffix}" if suffix else self.page.path
        return self.view.permalink(path, self.release.id)


def _typed(name: str | None, text: Any) -> Any:
    if not text:
        return None if name in (*WHOLE, *DECIMALS) else ""
    return int(text) if name in WHOLE else Decimal(text) if name in DECIMALS else text
