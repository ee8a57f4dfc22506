"""What the pages say is there: links, paths, commands with their options, tables that are made, dependencies."""

import ast
import re
import shlex
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from docs.pages import NAMES, PAGES, ROOT, links, named_commands, paths, whole_commands
from mutualis.cli.app import build
from mutualis.node.knowledge_page import with_blocks

IMPORT_NAMES = {
    "scikit-learn": "sklearn",
    "argon2-cffi": "argon2",
    "ibis-framework": "ibis",
    "shamir-mnemonic": "shamir_mnemonic",
    "polars-hash": "polars_hash",
    "resvg-py": "resvg_py",
}
NOT_IMPORTED = {"hatchling", "editables", "python-multipart"}  # they build the package; Starlette reads forms with it

pages = pytest.mark.parametrize("page", PAGES, ids=NAMES)


@cache
def application() -> Any:
    return typer.main.get_command(build())


def command(words: list[str]) -> tuple[Any, list[str]]:
    """The command that the words name, and the words that are left for it."""
    found = application()
    left = list(words)
    while left and hasattr(found, "commands"):
        if found.invoke_without_command and left[0].startswith("-"):
            break
        assert left[0] in found.commands, f"there is no verb '{left[0]}'"
        found = found.commands[left.pop(0)]
    return found, left


def verbs(group: Any, before: str = "") -> set[str]:
    named = {f"{before}{name}": each for name, each in group.commands.items()}
    groups = {name: each for name, each in named.items() if hasattr(each, "commands")}
    alone = {name for name, each in named.items() if name not in groups or each.invoke_without_command}
    return alone.union(*(verbs(each, f"{name} ") for name, each in groups.items()))


@pages
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert [target for target in links(page) if not (page.parent / target.split("#")[0]).exists()] == []


@pages
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    assert [name for name in paths(page) if not (ROOT / name).exists()] == []


@pages
def test_every_command_line_of_a_page_is_taken_by_the_command_line(page: Path) -> None:
    for words in whole_commands(page):
        verb, left = command(words)
        verb.make_context(" ".join(words), left)
    for words in named_commands(page):
        verb, left = command(words)
        known = {option for parameter in getattr(verb, "params", []) for option in (*parameter.opts, "--help")}
        assert {word for word in left if word.startswith("-")} <= known


def test_a_wrong_option_and_a_wrong_verb_would_be_found() -> None:
    with pytest.raises(Exception, match="No such option"):
        command(["run", "--wrong"])[0].make_context("run", ["--wrong"])
    with pytest.raises(AssertionError, match="no verb"):
        command(["swim"])


def test_every_verb_stands_on_a_page_and_has_an_example() -> None:
    told = {" ".join(words) for page in PAGES for words in named_commands(page)}
    every = verbs(application())
    assert every - told == set()
    for name in every:
        assert f"mutualis {name}" in (command(name.split())[0].help or ""), f"{name} has no example"


def test_every_example_in_the_help_is_taken_by_the_command_line() -> None:
    for name in verbs(application()):
        verb, _ = command(name.split())
        for line in re.findall(r"mutualis (.+)", verb.help):
            words = shlex.split(line.strip())
            found, left = command(words)
            assert found.make_context(line, left).command is found, f"{name}: {line}"


@pages
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    there = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    told = re.findall(r"(?:`|^    )make ([a-z]+(?: [a-z]+)*)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for line in told for name in line.split()} <= there


def test_the_tables_about_parties_are_up_to_date() -> None:
    page = (ROOT / "docs" / "parties.md").read_text(encoding="utf-8")
    assert page == with_blocks(page), "run tools/make_parties.py"
    assert page.count("<!-- made by tools/make_parties.py") == 3


def test_every_room_of_the_design_is_there_or_marked_as_to_come() -> None:
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^      ([a-z]+)/ +(.*)$", design, re.MULTILINE))
    there = {path.parent.name for path in (ROOT / "src" / "mutualis").glob("*/__init__.py")}
    assert {name for name, words in told.items() if not words.startswith("(to come)")} == there
    assert not {name for name, words in told.items() if words.startswith("(to come)")} & there


def test_the_layers_of_the_design_are_those_that_are_checked() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    wanted = [layer.replace("mutualis.", "") for layer in contracts["contracts"][0]["layers"]]
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    drawn = re.search(r"^    (cli > .*\n +> .*)$", design, re.MULTILINE)
    assert drawn is not None
    assert re.split(r"\s+>\s+", drawn[1].strip()) == wanted


def required(*names: str) -> set[str]:
    lines = [line for name in names for line in (ROOT / "requirements" / f"{name}.in").read_text().splitlines()]
    return {re.split(r"[=<>~[]", line)[0].strip() for line in lines if line.strip() and line[0] not in "#-"}


def test_every_dependency_is_explained_and_nothing_else() -> None:
    text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    rows = text[text.index("## What we depend on") :].splitlines()
    told = {name.strip() for row in rows if row.startswith("| ") for name in row.split("|")[1].split(",")}
    assert told - {"package"} == required(
        "core", "atlas", "reports", "staff", "geometry", "dev", "clients", "spark", "studies"
    )


def imported() -> set[str]:
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            found |= {name.split(".")[0] for name in names}
    return found - sys.stdlib_module_names - {"mutualis"}


def test_the_product_imports_what_it_requires_and_requires_what_it_imports() -> None:
    needed = required("core", "atlas", "reports", "staff", "spark", "studies") - NOT_IMPORTED
    wanted = {IMPORT_NAMES.get(name, name) for name in needed}
    brought_along = {
        "starlette",
        "markupsafe",
        "scipy",
        "threadpoolctl",
    }  # fastapi, jinja2 and statsmodels are made of them
    assert imported() - brought_along == wanted
