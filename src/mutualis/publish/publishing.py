"""`publish`: a Protected becomes an immutable release folder, with a line in the ledger of releases."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mutualis import reference, release
from mutualis.disclosure import Protected
from mutualis.model import MutualisError
from mutualis.publish import keeping
from mutualis.publish.content import Asked, release_of
from mutualis.publish.description import Made, description
from mutualis.publish.sheets import Texts
from mutualis.publish.values import Figured
from mutualis.release import files
from mutualis.release.values import Gap


class Overtaken(MutualisError):
    """Something else went out after the figures were protected: they are not known to be safe beside it."""


def publish(
    protected: Protected,
    *,
    indicators: Sequence[Figured],
    sources: Mapping[str, int | str],
    folder: Path,
    versions: Mapping[str, int | str] | None = None,
    geography: Mapping[int, reference.Geography] | None = None,
    texts: Texts | None = None,
    logic: Mapping[str, str] | None = None,
    plan: reference.Plan | None = None,
    incomplete: Sequence[Gap] = (),
    after: str | None = None,
    say: Callable[[str], object] | None = None,
) -> Path:
    """Write a release under `folder`, enter it in the ledger and point `latest` at it; returns the release's folder.

    `sources` names the data behind the figures so that another making of it gives the same name, {table: hash of its
    content}; `versions` are for people and not under the root. `geography`: {year: geography} and `texts`: {indicator:
    {language: {part: text}}} (default: the reference's own); `logic`: {indicator: its definition as run}, part of
    the definition's version; `plan`: what was to be published (default: the house's); `incomplete`: deliveries that
    were missing. `after`: `release.head(folder)` of when the figures were protected; what went out since refuses them.

    The same content published twice is one release: the second time the first one is returned, and `say` is told.
    """
    _only_a_protected(protected)
    named = {table: str(name) for table, name in sources.items()}
    planned = (plan or reference.publication_plan()).as_dict()
    made = release_of(protected, Asked(indicators, named, geography, texts, logic or {}, planned, incomplete))
    with keeping.held(folder):
        if target := keeping.published(folder, made.root):
            words = f"This content was published before, as release {target.name}: nothing was written."
        else:
            _nothing_since(folder, after)
            target = _write(folder, made, versions or {}, protected)
            words = f"Published release {target.name}, root {made.root[:12]}."
        keeping.point(folder, target.name)
    if say:
        say(words)
    return target


def _only_a_protected(given: object) -> None:
    if not isinstance(given, Protected):
        raise MutualisError(
            f"Only a Protected can be published, and this is a {type(given).__name__}.",
            do="pass the cells through disclosure.protect first",
        )


def _write(folder: Path, made: Made, versions: Mapping[str, int | str], protected: Protected) -> Path:
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    target = folder / made.name(f"{now:%Y-%m-%d}")
    said = description(made, target.name, now.isoformat(), versions, protected)
    keeping.write(target, {**made.content, files.DESCRIPTION: said})
    return target


def _nothing_since(folder: Path, after: str | None) -> None:
    if after is not None and after != release.head(folder):
        raise Overtaken(
            "Another release went out after these figures were protected.",
            there_is=f"the ledger has {len(release.entries(folder))} releases",
            do="protect again: what is safe depends on everything published before",
        )
