"""What stands beside a release: figures by provider, an edition of the catalogue, the key figures.

Each is made again from the newest release; one that stands already is not written twice.
"""

from mutualis import release
from mutualis.picture.geometry import load
from mutualis.picture.pdf import is_there
from mutualis.pipeline.cataloguing import fill_catalogue, publish_catalogue
from mutualis.pipeline.meter import Progress, StageRow, measured
from mutualis.pipeline.providing import provide
from mutualis.pipeline.workspace import Workspace
from mutualis.publish import publications
from mutualis.release import publications as issued

KIND = "key-figure"
DRAFTS = "publications"


def beside(space: Workspace, progress: Progress) -> list[StageRow]:
    """Publish what stands beside the newest release; a row for each."""
    return [provide(space, progress), _catalogue(space, progress), _publications(space, progress)]


def _catalogue(space: Workspace, progress: Progress) -> StageRow:
    with measured("catalogue", progress, 1, "editions") as row:
        row.rows_in = row.rows_out = fill_catalogue(space).things
        row.note = f"edition {publish_catalogue(space).name}"
        progress.advance("catalogue", rows=row.rows_out)
    return row


def _publications(space: Workspace, progress: Progress) -> StageRow:
    desk = publications.Desk(space.releases, space.path / DRAFTS, load(None))
    names = _key_figures(space)
    with measured("issue", progress, len(names), "publications") as row:
        if not is_there():
            row.note = "no publication: a PDF cannot be made on this machine (see `mutualis publication renew`)"
            return row
        made = [_issued(desk, name) for name in names]
        row.rows_in = row.rows_out = len(made)
        row.note = ", ".join(made)
        progress.advance("issue", len(made))
    return row


def _key_figures(space: Workspace) -> list[str]:
    """The key figures whose indicators are in the newest release."""
    held = set(release.read(space.releases / release.latest(space.releases).name).sheets)
    every = publications.publications().items()
    return [name for name, each in every if each.kind.name == KIND and set(each.indicators) <= held]


def _issued(desk: publications.Desk, name: str) -> str:
    """Renew a publication of the newest year and issue it, unless it was; its name and year."""
    year = publications.renew(desk, name).edition.bound.year
    if not any((each.name, each.year) == (name, year) for each in issued.editions(desk.releases)):
        publications.issue(desk, name, year)
    return f"{name} {year}"
