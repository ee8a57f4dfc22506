"""A study as a folder: protocol.md, study.toml, authorisation.toml, study.py and expected/.

What a study may read, which outputs it promises and in which words they are told stands in its files; reading them
checks them, so that a mistake is told before anything runs.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mutualis import reference
from mutualis.model import MutualisError, Years
from mutualis.study.permission import Permission, read_permission
from mutualis.study.requests import Request, read_requests

STUDY, PROTOCOL, CODE, LAW, EXPECTED = "study.toml", "protocol.md", "study.py", "authorisation.toml", "expected"
KINDS = ("table", "estimates", "picture", "flags")
UNITS = ("", "cents")
LANGUAGES = ("nl", "fr", "de", "en")
WHERE = "MUTUALIS_STUDIES"
SHARED = "study_word"
SECTIONS = ("question", "population", "design", "outcomes", "sensitivity", "authorisation")


@dataclass(frozen=True)
class Output:
    """What a study promises to make: a protected table, estimates of a model, a picture of these, or sealed flags.

    `unit`: `cents` where the sums of a table are amounts of money, which a report tells in euros.
    """

    name: str
    kind: str
    title: Mapping[str, str]
    note: Mapping[str, str]
    unit: str = ""


@dataclass(frozen=True)
class Study:
    """A study as its folder declares it. `seed` starts every random draw; `years` are those of its protocol;
    `words` tell its columns and codes in four languages; each of its `requests` is a promised table."""

    name: str
    folder: Path
    version: str
    seed: int
    years: Years
    title: Mapping[str, str]
    question: Mapping[str, str]
    permission: Permission
    outputs: tuple[Output, ...]
    parameters: Mapping[str, Any]
    words: Mapping[str, Mapping[str, str]]
    requests: tuple[Request, ...] = ()

    def output(self, name: str, *kinds: str) -> Output:
        """The promised output of that name. Raises where the study promises none, or one of another kind."""
        found = next((each for each in self.outputs if each.name == name), None)
        if found is None or found.kind not in kinds:
            there = ", ".join(f"{each.name} ({each.kind})" for each in self.outputs) or "none"
            raise MutualisError(
                f"Study '{self.name}' promises no {' or '.join(kinds)} '{name}'.",
                there_is=f"it promises {there}",
                do=f"declare it under [[outputs]] in {STUDY}",
            )
        return found

    def word(self, name: str, language: str) -> str:
        """A column or code in words: those of the study, else those that every study shares. Raises where none has."""
        if found := self._told(name, language):
            return found
        raise MutualisError(
            f"Study '{self.name}' has no word for '{name}'.", do=f"write it under [words] in {STUDY}, in four languages"
        )

    def value(self, name: str, language: str, column: str = "") -> str:
        """What stands in a cell, in words where there are any: of its column first (`variant.all`); else the code."""
        return self._told(f"{column}.{name}", language) or self._told(name, language) or name

    def _told(self, name: str, language: str) -> str | None:
        own = self.words.get(name)
        return own[language] if own else reference.texts(language).get(f"{SHARED}.{name}")

    @cached_property
    def protocol(self) -> str:
        return (self.folder / PROTOCOL).read_text(encoding="utf-8")


def root() -> Path:
    """The folder of the studies: from the environment, else `studies` here, else the one beside the program."""
    if given := os.environ.get(WHERE):
        return Path(given)
    beside = Path(__file__).resolve().parents[3] / "studies"
    return Path("studies") if Path("studies").is_dir() else beside


def study_names(folder: Path) -> list[str]:
    """The names of the studies in a folder. Raises where there is no such folder."""
    if not folder.is_dir():
        raise MutualisError(f"There is no folder of studies {folder}.", do=f"name it with --studies or {WHERE}")
    return sorted(each.parent.name for each in folder.glob(f"*/{STUDY}"))


def read_study(folder: Path, name: str) -> Study:
    """The study of that name in a folder of studies. Raises where it is not there or not whole."""
    place = folder / name
    if not (place / STUDY).is_file():
        there = ", ".join(study_names(folder)) or "none"
        raise MutualisError(f"There is no study '{name}' in {folder}.", there_is=f"the studies are {there}")
    missing = [each for each in (PROTOCOL, CODE, LAW, EXPECTED) if not (place / each).exists()]
    if missing:
        raise MutualisError(f"Study '{name}' has no {missing[0]}.", do="a study has all its files before it runs")
    _must_have_sections(name, (place / PROTOCOL).read_text(encoding="utf-8"))
    return _of(name, place, tomllib.loads((place / STUDY).read_text(encoding="utf-8")))


def _must_have_sections(name: str, protocol: str) -> None:
    heads = {line.lstrip("# ").strip().lower() for line in protocol.splitlines() if line.startswith("## ")}
    if missing := [each for each in SECTIONS if each not in heads]:
        raise MutualisError(
            f"The protocol of '{name}' does not say its {missing[0]}.", do=f"write a section '## {missing[0].title()}'"
        )


def _of(name: str, place: Path, told: Mapping[str, Any]) -> Study:
    try:
        requests = read_requests(place)
        outputs = (*(_output(name, each) for each in told["outputs"]), *(_requested(each) for each in requests))
        return Study(
            name,
            place,
            str(told["version"]),
            int(told["seed"]),
            Years.parse(str(told["years"])),
            _words(name, told["title"]),
            _words(name, told["question"]),
            read_permission(name, place / LAW),
            outputs,
            dict(told.get("parameters", {})),
            {each: _words(name, words) for each, words in told.get("words", {}).items()},
            requests,
        )
    except KeyError as error:
        raise MutualisError(f"{STUDY} of study '{name}' does not say its {error.args[0]}.", do="write it") from None


def _output(study: str, told: Mapping[str, Any]) -> Output:
    if told["kind"] not in KINDS:
        raise MutualisError(
            f"Output '{told['name']}' of study '{study}' is of the unknown kind '{told['kind']}'.",
            there_is=f"the kinds are {', '.join(KINDS)}",
        )
    note, unit = _words(study, told["note"]) if "note" in told else {}, str(told.get("unit", ""))
    if unit not in UNITS:
        raise MutualisError(
            f"Output '{told['name']}' of study '{study}' has the unknown unit '{unit}'.", do="cents, or none"
        )
    return Output(told["name"], told["kind"], _words(study, told["title"]), note, unit)


def _requested(request: Request) -> Output:
    """A request is a promised table, with who asks for it as its note."""
    return Output(request.name, "table", request.title, dict.fromkeys(LANGUAGES, request.asked_by))


def _words(study: str, told: Mapping[str, str]) -> Mapping[str, str]:
    if missing := [each for each in LANGUAGES if not told.get(each)]:
        raise MutualisError(f"A text of study '{study}' is not there in {missing[0]}.", do=f"write it in {STUDY}")
    return dict(told)
