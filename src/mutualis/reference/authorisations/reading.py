"""Authorisations read from their files: one file each, and one for each amendment, worked in.

Files of one's own (the folder that MUTUALIS_AUTHORISATIONS names) stand beside those that come with the program.
"""

import tomllib
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mutualis.model import MutualisError
from mutualis.reference.authorisations.amending import Amendment, amended
from mutualis.reference.authorisations.describing import described
from mutualis.reference.authorisations.expanding import expanded
from mutualis.reference.authorisations.faults import faults
from mutualis.reference.authorisations.folders import paths
from mutualis.reference.authorisations.holder_layouts import holder_layout
from mutualis.reference.authorisations.model import Authorisation

TOML = ".toml"
SHOWN = 5
Facts = Mapping[str, Any]


def authorisation_names() -> tuple[str, ...]:
    """The ids of all authorisations, amendments among them, in alphabetical order."""
    return tuple(sorted(paths(TOML)))


@cache
def authorisation(name: str) -> Authorisation:
    """The authorisation of that id; that of an amendment is what it amends, with it worked in.

    Raises where there is none, where its file cannot be read, and where it could not be carried out.
    """
    return read_authorisation(_path(name))


def as_amended(name: str) -> Authorisation:
    """The authorisation with the last amendment of it that holds."""
    found = authorisation(name)
    later = [each for each in map(authorisation, authorisation_names()) if each.amends == name]
    in_force = [each for each in later if each.status == "authorised"]
    return as_amended(max(in_force, key=lambda each: each.decided).id) if in_force else found


def read_authorisation(path: Path) -> Authorisation:
    """The authorisation in a file. Raises with the first few things that are wrong."""
    made = _made(path)
    if wrong := faults(made):
        raise _refused(made.id, wrong)
    return made


def authorisation_faults(path: Path) -> tuple[str, ...]:
    """Everything that is wrong with a file, a sentence each."""
    try:
        return faults(_made(path))
    except ValidationError as error:
        return _said(error)
    except MutualisError as error:
        return (str(error),)


def _made(path: Path) -> Authorisation:
    facts = _facts(path)
    try:
        return Authorisation.model_validate(_whole(facts))
    except ValidationError as error:
        raise _refused(str(facts.get("id", path.stem)), _said(error)) from None


def _whole(facts: Facts) -> Facts:
    """The facts of an authorisation; those of an amendment are worked into what it amends, which may be one too."""
    if not {"amends", "has_flow_of"} & set(facts):
        return expanded(facts)
    amendment = Amendment.model_validate(facts)
    return amended(_whole(_facts(_path(amendment.amends or amendment.has_flow_of))), amendment)


def _facts(path: Path) -> Facts:
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MutualisError(f"The file '{path.name}' is no TOML.", there_is=str(error)) from None
    except OSError:
        raise MutualisError(f"The file '{path.name}' cannot be read.") from None
    return described(read, partial(holder_layout, beside=path.parent))


def _refused(name: str, wrong: tuple[str, ...]) -> MutualisError:
    more = f" And {len(wrong) - SHOWN} more." if len(wrong) > SHOWN else ""
    return MutualisError(
        f"Authorisation '{name}' cannot be carried out. {' '.join(wrong[:SHOWN])}{more}",
        do="correct its file; `mutualis authorisation check` tells all of it",
    )


def _said(error: ValidationError) -> tuple[str, ...]:
    return tuple(f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}." for each in error.errors())


def _path(name: str) -> Path:
    found = paths(TOML)
    if name not in found:
        raise MutualisError(
            f"There is no authorisation '{name}'.", there_is=f"the authorisations are {', '.join(sorted(found))}"
        )
    return found[name]
