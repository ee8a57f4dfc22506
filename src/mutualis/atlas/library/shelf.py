"""The editions of the catalogue that there are, each read once, and what is worked out of them."""

from functools import lru_cache
from pathlib import Path

from mutualis.atlas.library.search import Index, index
from mutualis.atlas.wrong import Wrong
from mutualis.model import MutualisError
from mutualis.release.catalogue import Edition, Item, latest_edition, listing_editions, read_edition
from mutualis.release.catalogue.files import FOLDER

KEPT = 4


class Shelf:
    """Reads editions in a folder of releases; one published later is found without a restart."""

    def __init__(self, releases: Path) -> None:
        self.releases = releases
        self.read = lru_cache(maxsize=KEPT)(read_edition)
        self._index = lru_cache(maxsize=KEPT)(lambda folder: index(self.read(folder)))

    def edition(self, name: str = "") -> Edition:
        """An edition by its id, else the newest."""
        return self.read(self._folder(name))

    def index(self, name: str = "") -> Index:
        """What can be searched of an edition."""
        return self._index(self._folder(name))

    def there(self) -> tuple[str, ...]:
        """The ids of the editions."""
        return listing_editions(self.releases)

    def _folder(self, name: str) -> Path:
        if name and name not in self.there():
            raise Wrong("catalogue.wrong_edition", status=404, there=", ".join(self.there()) or "–")
        try:
            return self.releases / FOLDER / name if name else latest_edition(self.releases)
        except MutualisError:
            raise Wrong("catalogue.wrong_none", status=503) from None


def found(edition: Edition, kind: str, name: str) -> Item:
    """A thing of an edition; a data set without a version is its newest one."""
    if (kind, name) in edition.items:
        return edition.items[kind, name]
    if kind == "dataset":
        for each in edition.of(kind):
            if each.name.startswith(f"{name}/") and each.facts.get("is_latest") == "yes":
                return each
    raise Wrong("catalogue.wrong_thing", status=404)
