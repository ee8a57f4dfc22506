"""Publishing an edition: the store as files that nobody changes any more, and the pointer to the newest.

An edition is named by its day and the beginning of its root. Publishing the same content again makes nothing new: no
file holds the hour.
"""

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from mutualis import release as published
from mutualis.catalogue import reading
from mutualis.catalogue.about import about
from mutualis.catalogue.store import moment, transaction
from mutualis.model import MutualisError
from mutualis.parcel.durable import sync, write_file
from mutualis.release.catalogue import Edition, backward, files, listing_editions
from mutualis.release.catalogue.reading import described

SHORT = 12


def publish(store: sa.Engine, releases: Path, address: str = "") -> Path:
    """Write an edition of all that is in the store and approved; returns its folder, which may be an older one."""
    edition = edition_of(store, releases, address)
    content = content_of(edition)
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
    said: dict[str, Any] = {"format": files.FORMAT, "release": edition.release, "about": dict(edition.about)}
    root = files.root(digests, said)
    folder = releases / files.FOLDER
    target = _there(releases, root)
    if target is None:
        target = folder / f"{edition.created[:10]}-{root[:SHORT]}"
        whole = {**said, "id": target.name, "root": root, "created": edition.created, "files": digests}
        _write(target, {**content, files.DESCRIPTION: files.as_json(whole)})
    write_file(folder / files.POINTER, f"{target.name}\n".encode())
    return target


def edition_of(store: sa.Engine, releases: Path, address: str = "") -> Edition:
    """The store as an edition that has no name yet; an empty store is an error."""
    with transaction(store) as connection:
        there, codes = reading.items(connection), reading.codes(connection)
    if not there:
        raise MutualisError("The catalogue is empty.", do="fill it first with `mutualis catalogue fill`")
    items = {each.key: each for each in there}
    newest = published.latest(releases).name if published.listing(releases) else ""
    return Edition(
        id="",
        root="",
        created=moment(),
        release=newest,
        about=MappingProxyType(about(releases, address)),
        items=MappingProxyType(items),
        codes=MappingProxyType({name: tuple(rows) for name, rows in codes.items()}),
        backward=MappingProxyType(backward(items)),
    )


def content_of(edition: Edition) -> dict[str, bytes]:
    """The bytes of every file but edition.json."""
    from mutualis.release.catalogue.graph import catalogue_graph, json_ld, turtle  # other verbs need no rdflib

    graph = catalogue_graph(edition)
    return {
        files.ITEMS: files.items_as_json(edition.items.values()),
        files.TURTLE: turtle(graph),
        files.JSONLD: json_ld(graph),
        **{f"{files.LISTS}/{name}.csv": files.codes_as_csv(rows) for name, rows in edition.codes.items()},
    }


def _there(releases: Path, root: str) -> Path | None:
    """The edition with that root, if it was published before."""
    folders = (releases / files.FOLDER / name for name in listing_editions(releases))
    return next((each for each in folders if described(each)["root"] == root), None)


def _write(target: Path, content: Mapping[str, bytes]) -> None:
    """Write everything beside the target, then let it appear by one rename."""
    part = target.parent / f".{target.name}.{os.getpid()}"
    shutil.rmtree(part, ignore_errors=True)
    try:
        (part / files.LISTS).mkdir(parents=True)
        for name, data in content.items():
            write_file(part / name, data)
            (part / name).chmod(0o444)
        sync(part)
        os.rename(part, target)
        sync(target.parent)
    except OSError as problem:
        raise MutualisError(
            "The edition could not be written.",
            there_is=problem.strerror or "",
            do="make room or give write access, then publish again",
        ) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
