"""`issue`: a draft without faults becomes an immutable edition beside the releases."""

import datetime as dt
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mutualis.model import MutualisError
from mutualis.parcel.durable import sync
from mutualis.publish.keeping import held, write_whole
from mutualis.publish.publications.drafts import Desk, described, draft
from mutualis.publish.publications.edition import PDF, Edition
from mutualis.publish.publications.faults import faults
from mutualis.release import publications as issued
from mutualis.release.publications import EDITION, FOLDER, Issued


def check(desk: Desk, name: str, year: int) -> Edition:
    """The draft on disk, made again of its release; an error that names everything that keeps it from being issued."""
    folder = desk.folder(name, year)
    said = described(folder)
    made = draft(desk, name, year, said["release"], with_pdf=any(each.endswith(f".{PDF}") for each in said["files"]))
    wrong = [str(each) for each in faults(made)] + _touched(folder, made)
    if wrong:
        raise MutualisError(f"'{name}' for {year} cannot be issued.", there_is="; ".join(wrong))
    return made


def issue(desk: Desk, name: str, year: int, correction: str = "") -> Issued:
    """Issue the draft of a publication. One that was issued is never changed: with `correction`, the reason why, a
    corrected edition comes beside it. The same content issued again is the edition that there is."""
    made = check(desk, name, year)
    with held(desk.releases):
        there = [each for each in issued.editions(desk.releases) if (each.name, each.year) == (name, year)]
        if same := [each for each in there if _files(each) == made.described()["files"]]:
            return same[0]
        if there and not correction:
            raise MutualisError(
                f"'{name}' for {year} was issued before, with other content.",
                do='keep it, or issue a corrected edition with --correction "what was wrong"',
            )
        number = max((each.correction for each in there), default=-1) + 1
        said = made.described() | {"issued": dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()}
        said |= {"correction": number, "why": correction} if number else {}
        address = f"{year}.{number}" if number else str(year)
        target = desk.releases / FOLDER / name / address
        _write(target, made.files, said)
        os.utime(desk.releases)  # a server that keeps its answers looks at the time of this folder
    return issued.issued_in(target)


def _touched(folder: Path, made: Edition) -> list[str]:
    """Files of the draft that are not what the release and the edits give: changed by hand, or of another day."""
    wanted = {**made.files, EDITION: made.description()}
    stale = [
        name for name, data in wanted.items() if not (folder / name).is_file() or (folder / name).read_bytes() != data
    ]
    return [f"file {stale[0]} of the draft is not what its release gives: renew it"] if stale else []


def _files(each: Issued) -> dict[str, dict[str, Any]]:
    return {name: {"size": file.size, "sha256": file.sha256} for name, file in each.files.items()}


def _write(target: Path, files: Mapping[str, bytes], said: dict[str, Any]) -> None:
    """The edition beside its place, read back, then there by one rename."""
    part = target.parent / f".{target.name}.{os.getpid()}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        for name, data in files.items():
            write_whole(part / name, data)
        whole = said | {"root": issued.root(said)}
        write_whole(part / EDITION, (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode())
        sync(part)
        os.rename(part, target)
        sync(target.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)
