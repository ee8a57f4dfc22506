"""release.json: what a release is, with its root. Under the root is what another making of it repeats."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mutualis import __version__
from mutualis.disclosure import Protected
from mutualis.release import files
from mutualis.release.values import LEVELS, Gap

Json = dict[str, Any]
SHOWN_ALL = "all or nothing"  # a reason to look at a figure, not to suppress it


@dataclass(frozen=True)
class Made:
    """A release before it is written: the bytes of its files, its facts under the root, and the root."""

    content: Mapping[str, bytes]
    facts: Json
    root: str

    def name(self, day: str) -> str:
        """The id of the release on a day (2026-11-22)."""
        return f"{day}-{self.root[:12]}"


def made(content: Mapping[str, bytes], facts: Json) -> Made:
    """A release of these files and facts, with its root."""
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
    return Made(content, facts, files.root(digests, facts))


def facts_of(
    protected: Protected, sources: Mapping[str, str], plan: Any, contents: Json, incomplete: Sequence[Gap] = ()
) -> Json:
    """What goes under the root beside the files: see `files.FACTS`; deliveries that are missing where there are any."""
    verdict = protected.verdict
    gaps = {files.INCOMPLETE: [each.as_dict() for each in incomplete]} if incomplete else {}
    return gaps | {
        "format": files.FORMAT,
        "program": __version__,
        "sources": dict(sorted(sources.items())),
        "rules": protected.rules.as_dict(),
        "plan": plan,
        "contents": contents,
        "attack": {"attacked": verdict.attacked, "breached": len(verdict.breached)},
        "reasons": {reason: count for reason, count in sorted(protected.reasons.items()) if reason != SHOWN_ALL},
    }


def contents_of(figures: Any) -> Json:
    """Which indicators, years, levels and splits a figures table has, in order."""
    found = {name: figures[name].unique().to_pylist() for name in ("indicator", "year", "level", "split")}
    return {
        "indicators": found["indicator"],
        "years": sorted(found["year"]),
        "levels": [level for level in LEVELS if level in found["level"]],
        "splits": found["split"],
    }


def description(it: Made, name: str, created: str, versions: Mapping[str, int | str], protected: Protected) -> bytes:
    """The bytes of release.json: facts and root; beside the root the hour, versions of tables, the attack's effort."""
    verdict = protected.verdict
    said = {
        "id": name,
        "root": it.root,
        "created": created,
        **it.facts,
        "versions": {table: str(version) for table, version in sorted(versions.items())},
        "effort": {"programs": verdict.programs, "seconds": verdict.seconds},
        "files": {
            each: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            for each, data in sorted(it.content.items())
        },
    }
    return as_json(said)


def as_json(value: Any) -> bytes:
    """Readable JSON in UTF-8, the same bytes for the same value."""
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
