"""All stages on the parcels that wait in the insurers' inboxes."""

from collections.abc import Sequence

from mutualis.pipeline.derive import derive
from mutualis.pipeline.figures import count
from mutualis.pipeline.intake import accept, code
from mutualis.pipeline.meter import Progress, StageRow
from mutualis.pipeline.releasing import publish
from mutualis.pipeline.warehouse import load
from mutualis.pipeline.workspace import Workspace


def run(space: Workspace, progress: Progress, names: Sequence[str] = ()) -> list[StageRow]:
    """From the insurers' inboxes to a release; each stage is idempotent, so a run that was stopped can be repeated.

    `names` are the indicators that the release holds; by default those of the publication plan.
    """
    rows = [stage(space, progress) for stage in (accept, code, load, derive, count)]
    return [*rows, *publish(space, progress, names)]
