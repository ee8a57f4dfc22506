"""The folder of a run: tables and estimates as CSV, pictures as SVG, reports, and run.json that says what it is of."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from mutualis.model import MutualisError
from mutualis.study.leaving import Left

RUN, TABLES, ESTIMATES, PICTURES, FIGURES = "run.json", "tables", "estimates", "pictures", "figures"


@dataclass(frozen=True)
class Run:
    """A run that was made: its folder and what it depends on and made (`known`)."""

    folder: Path
    known: Mapping[str, Any]

    def frame(self, name: str) -> pl.DataFrame:
        """A table or estimates of the run. Raises where it made none of that name."""
        for kind in (TABLES, ESTIMATES):
            path = self.folder / kind / f"{name}.csv"
            if path.is_file():
                return pl.read_csv(path, infer_schema_length=None)
        there = sorted(each.stem for kind in (TABLES, ESTIMATES) for each in (self.folder / kind).glob("*.csv"))
        raise MutualisError(f"The run made no table '{name}'.", there_is=f"it made {', '.join(there)}")

    def frames(self) -> dict[str, pl.DataFrame]:
        """All of them by name."""
        return {
            each.stem: self.frame(each.stem)
            for kind in (TABLES, ESTIMATES)
            for each in sorted((self.folder / kind).glob("*.csv"))
        }


def write_left(folder: Path, left: Left, known: Mapping[str, Any]) -> None:
    """Write what left a run into its folder."""
    for kind, frames in ((TABLES, left.tables), (ESTIMATES, left.estimates)):
        (folder / kind).mkdir()
        for name, frame in frames.items():
            frame.write_csv(folder / kind / f"{name}.csv", float_precision=6)
    (folder / PICTURES).mkdir()
    for name, drawn in left.pictures.items():
        for language, svg in drawn.items():
            (folder / PICTURES / f"{name}.{language}.svg").write_text(svg, encoding="utf-8")
    (folder / FIGURES).mkdir()
    for name, figures in left.figures.items():
        pq.write_table(figures, folder / FIGURES / f"{name}.parquet", compression="zstd")
    (folder / RUN).write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def read_run(folder: Path) -> Run:
    """A run in a folder."""
    return Run(folder, json.loads((folder / RUN).read_text(encoding="utf-8")))


def runs(workspace: Path, study: str) -> list[Run]:
    """The runs of a study in a workspace, oldest first."""
    found = [read_run(path.parent) for path in (workspace / "studies" / study).glob(f"*/{RUN}")]
    return sorted((each for each in found if "." not in each.folder.name), key=lambda each: str(each.known["made"]))


def named_run(workspace: Path, study: str, number: str = "") -> Run:
    """A run by the beginning of its number; the newest without one."""
    found = runs(workspace, study)
    chosen = [each for each in found if each.known["id"].startswith(number)]
    if not chosen:
        there = ", ".join(each.known["id"] for each in found) or "none"
        raise MutualisError(
            f"There is no run {number or 'yet'} of '{study}'.", there_is=f"the runs are {there}",
            do=f"make one: mutualis study run {study}",
        )  # fmt: skip
    return chosen[-1]
