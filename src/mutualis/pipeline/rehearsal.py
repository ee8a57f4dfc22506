"""What a rehearsal of a linkage needs of the synthetic country, by what its authorisation links."""

from dataclasses import dataclass
from pathlib import Path

from mutualis import synthetic
from mutualis.model import MutualisError, Years
from mutualis.pipeline.deliveries import synthesise
from mutualis.pipeline.intake import accept, code
from mutualis.pipeline.linkage import Linkage, prepare, prepare_holder, prepare_nodes
from mutualis.pipeline.meter import Progress
from mutualis.pipeline.sampling import sample
from mutualis.pipeline.warehouse import load
from mutualis.pipeline.workspace import Workspace
from mutualis.reference.authorisations import Authorisation, authorisation

OF_STAYS = Years(2017, 2019)
HOLDERS, REGISTRY = "holders", "cancer-registry"


@dataclass(frozen=True)
class Needs:
    """The years that the country is lived in, and whether it has hospitals' files and a permanent sample."""

    years: Years
    hospitals: bool
    sample: bool


def needs_of(given: Authorisation) -> Needs:
    """What an authorisation is about: the days of its anchor or of its care, hospitals' files, the sample."""
    link, asked = given.link, given.population
    first, last = (link.anchor_from, link.anchor_until) if link.by == "person" else (asked.care_from, asked.care_until)
    years = Years(first.year, last.year) if first and last else OF_STAYS
    return Needs(years, link.by == "stay", asked.sample)


def make_country(space: Workspace, given: Authorisation, insured: int, seed: int, progress: Progress) -> None:
    """A synthetic country for an authorisation, loaded; with the file of its holder, where the program can make it."""
    needs = needs_of(given)
    synthesise(space, insured, needs.years, seed, False, progress, hospitals=needs.hospitals)
    for stage in (accept, code, load):
        stage(space, progress)
    if needs.sample:
        sample(space, progress)
    if given.link.layout == REGISTRY:
        synthetic.cancer_registry(space.truth, holder_file(space, given), seed)


def holder_file(space: Workspace, given: Authorisation) -> Path:
    """Where the file of another holder is in a workspace of a rehearsal."""
    return space.path / HOLDERS / f"{given.link.layout}.csv"


def prepare_for(linkage: Linkage, records: Path | None = None) -> None:
    """Make the nodes of a linkage and put the files of hospitals, or of the other holder (`records`), at theirs."""
    given = authorisation(linkage.name)
    if given.link.by == "stay":
        prepare(linkage, linkage.space.hospitals)
    elif given.link.by == "extract":
        prepare_nodes(linkage, {})
    else:
        file = records or holder_file(linkage.space, given)
        if not file.is_file():
            raise MutualisError(
                f"There is no file of the holder that {linkage.name} links with.", do="name it with --records"
            )
        prepare_holder(linkage, file)
