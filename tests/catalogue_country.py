"""A published catalogue beside the small release of the Atlas, made once for all test processes."""

import os
from pathlib import Path
from typing import Any

import filelock
import sqlalchemy as sa

from atlas_country import publish_atlas
from mutualis import catalogue
from mutualis.catalogue import editing

EXPLANATION = {"text": {"nl": "Een toelichting voor analisten.", "fr": "Une explication pour les analystes."}}
QUESTION = {
    "question": {"nl": "Telt dit mee?", "fr": "Est-ce compté ?"},
    "answer": {"nl": "Ja, altijd.", "fr": "Oui, toujours."},
}
SEX = ("variable", "pp.sex")


def catalogued(factory: Any) -> Path:
    """A folder of releases with an edition; in it the variable pp.sex has an explanation and a question, both approved.

    `factory` is pytest's tmp_path_factory.
    """
    shared = factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    folder: Path = shared / "catalogue_releases"
    with filelock.FileLock(shared / "catalogue_releases.lock"):
        if not (folder / "catalogue" / "latest").is_file():
            publish_atlas(folder)
            store = catalogue.open_store(shared / catalogue.FILE)
            catalogue.fill(store, folder)
            approved(store, *SEX, "explanation", EXPLANATION)
            approved(store, *SEX, "question", QUESTION)
            editing.confirm(store, "c.claes", *SEX, "gelezen")
            catalogue.publish(store, folder)
    return folder


def approved(store: sa.Engine, kind: str, name: str, sort: str, words: Any) -> int:
    """A note written by one person and approved by another; its number."""
    note = editing.begin(store, "a.adam", kind, name, sort, words)
    editing.propose(store, "a.adam", note, 1)
    editing.decide(store, "b.baert", note, 1, is_approved=True)
    return note
