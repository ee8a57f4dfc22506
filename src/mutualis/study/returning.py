"""Flags of a run on their way back to the insurers, each party at its own node in turn.

In production each of the parties acts on its own machine; here they do so one after another, as in a rehearsal.
"""

from pathlib import Path

import polars as pl

from mutualis import coding, intake
from mutualis.model import MutualisError
from mutualis.node import Node, transport
from mutualis.pipeline import Workspace
from mutualis.study.folder import Study
from mutualis.study.results import Run
from mutualis.study.sealed import read_sealed


def return_flags(space: Workspace, study: Study, run: Run) -> dict[str, pl.DataFrame]:
    """Give the flags of a run back: by insurer the numbers of its flagged providers with the flag of each.

    Raises where the study has no authorisation to do so, or sealed no flags.
    """
    names = [each.name for each in study.outputs if each.kind == "flags"]
    if not names or study.permission.returns is None:
        raise MutualisError(
            f"Study '{study.name}' may not give flags of providers back.",
            there_is="it has no flags" if not names else f"{study.permission.id} has no section [returns]",
            do="ask for an authorisation to return them",
        )
    told = study.permission.returns
    grant = coding.Grant(told.number, told.decided_on, told.valid_until)
    flags = pl.concat([read_sealed(run, name, space.centre) for name in names])
    period = f"{run.known['years'].rpartition('-')[2]}H2"
    coding.send_flags(space.centre, flags, grant, period)
    for node in space.insurers():
        coding.ask_for_flags(node, _providers(node), period)
    transport.deliver_all(space.path)
    for path in space.ttp.receive("flags"):
        coding.pass_on_flags(space.ttp, path, space.ttp.receive("flags_asked"))
    transport.deliver_all(space.path)
    return {node.name: _taken(node) for node in space.insurers()}


def _taken(node: Node) -> pl.DataFrame:
    numbers = _providers(node)
    found = [coding.take_flags(node, path, numbers) for path in node.receive("flags_returned")]
    return pl.concat(found) if found else pl.DataFrame(schema={"number": pl.String, "flag": pl.String})


def _providers(node: Node) -> pl.Series:
    return coding.own_providers([each.staged for each in intake.kept(node)])


def write_flags(returned: dict[str, pl.DataFrame], folder: Path) -> list[Path]:
    """A file a provider for each insurer, `<insurer>/<number>.json`, that only its owner may read."""
    written = []
    for insurer, flags in returned.items():
        (folder / insurer).mkdir(mode=0o700, parents=True, exist_ok=True)
        for number, flag in flags.rows():
            path = folder / insurer / f"{number}.json"
            path.touch(mode=0o600)
            path.write_text(flag + "\n", encoding="utf-8")
            written.append(path)
    return written
