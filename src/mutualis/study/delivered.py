"""Figures that came with a request, in the folder of its study: what others tell of themselves."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from mutualis.model import MutualisError
from mutualis.study.folder import Study

FIGURES = Path("figures")


def delivered(study: Study, name: str, columns: Mapping[str, Any]) -> pl.DataFrame:
    """The file `figures/NAME.csv` of a study, with these columns and their polars types.

    Raises where it is not there, has other columns, or holds what is not of their types.
    """
    file = FIGURES / f"{name}.csv"
    path = study.folder / file
    if not path.is_file():
        raise MutualisError(f"The figures {file} of study '{study.name}' are not there.", do="put them there")
    told = pl.read_csv(path, infer_schema=False)
    if told.columns != [*columns]:
        raise MutualisError(
            f"The figures {file} of study '{study.name}' have other columns.",
            there_is=", ".join(told.columns),
            do=f"name them {', '.join(columns)}",
        )
    try:
        return told.cast(pl.Schema(columns))
    except pl.exceptions.InvalidOperationError:
        raise MutualisError(
            f"The figures {file} of study '{study.name}' hold words where numbers are asked.", do="mend the file"
        ) from None
