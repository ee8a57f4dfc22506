"""Verbs about indicators: list, show, providers."""

from pathlib import Path
from typing import Annotated

import typer

from mutualis import pipeline, reference
from mutualis.cli.options import WorkspacePath, workspace
from mutualis.cli.table import say, say_columns
from mutualis.indicators import Indicator, describe
from mutualis.indicators.providers import PROVIDERS, makes_sense
from mutualis.pipeline import ByProvider, Entry

NOWHERE = Path("workspace")
NOTHING, NEEDS = "tells nothing", "needs"
Language = Annotated[str, typer.Option(help="nl, fr, de or en.")]

app = typer.Typer(no_args_is_help=True, help="Look at the library of indicators.")


@app.command("list")
def list_(
    path: WorkspacePath = NOWHERE,
    theme: Annotated[str, typer.Option(help="Only those of a theme, as drugs or end_of_life.")] = "",
    of_set: Annotated[
        str, typer.Option("--set", help=f"Only those of a set: {', '.join(reference.INDICATOR_SETS)}.")
    ] = "",
    language: Language = "en",
    tests: Annotated[bool, typer.Option("--tests", help="Also the test that names the rule of each.")] = False,
) -> None:
    """Every indicator: theme, sets with their codes, name, title, and the figure of the country that was counted last.

    A figure of nobody, or of a share of everybody, is marked as telling nothing; one that looks back on more years than
    were counted, with the years that it needs. Without a workspace the figures are left out.

    Examples:
        mutualis indicators list
        mutualis indicators list --theme drugs --language nl -w workspace
        mutualis indicators list --set triple_aim --tests
    """
    _known(theme, of_set, language)
    entries = pipeline.library(workspace(path) if _is_there(path) else None, theme, of_set)
    rows = [("theme", "sets", "name", "title", "year", "figure", "", *(("test",) if tests else ()))]
    for each in entries:
        rows.append((*_line(each, language), *((each.test,) if tests else ())))
    say_columns(rows, (5,))
    marks = [_mark(each) for each in entries]
    counted = sum(each.counted is not None for each in entries)
    say(f"\n{len(entries)} indicators, {counted} counted, {marks.count(NOTHING)} of them tell nothing")
    if young := sum(each.startswith(NEEDS) for each in marks):
        say(f"{young} look back on more years than were counted")


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="The name of an indicator.")],
    path: WorkspacePath = NOWHERE,
    language: Language = "en",
) -> None:
    """The sheet of an indicator: definition, population, reason, code lists, splits, method, breaks, test and figure.

    Examples:
        mutualis indicators show gp_continuity
        mutualis indicators show antibiotics_ddd --language fr -w workspace
    """
    _known("", "", language)
    found = [
        each for each in pipeline.library(workspace(path) if _is_there(path) else None) if each.indicator.name == name
    ]
    if not found:
        raise typer.BadParameter(f"There is no indicator '{name}': mutualis indicators list")
    say_columns([("", name), *_sheet(found[0], language)])


@app.command()
def providers(
    name: Annotated[str, typer.Argument(help="The name of an indicator.")],
    path: WorkspacePath,
    by: Annotated[str, typer.Option(help=f"{' or '.join(PROVIDERS)}.")] = "practice",
    year: Annotated[int | None, typer.Option(help="Calendar year; by default the last one derived.")] = None,
    least: Annotated[int, typer.Option(help="Persons that a provider needs to be part of the summary.")] = 30,
    out: Annotated[Path | None, typer.Option(help="Write a row a provider to this CSV file.")] = None,
) -> None:
    """An indicator by GP practice or hospital: observed over expected for the ages and sexes of its persons.

    Expected is what the provider would have at the rates of all providers together, by sex and age class. The summary
    names no provider. The file holds coded practices or numbers of hospitals and sensitive figures: it stays at the
    centre.

    Examples:
        mutualis indicators providers gmd -w workspace
        mutualis indicators providers unplanned_readmission --by hospital --year 2023 -w workspace --out hospitals.csv
    """
    found = pipeline.indicator_by_provider(workspace(path), name, by, year)
    if out is not None:
        pipeline.write_providers(found, out)
    say_columns([("", f"{name} by {by}, {found.year}"), *_spread(found, least)])
    if out is not None:
        say(f"\n{found.rows.height:,} rows in {out.name}")


def _spread(found: ByProvider, least: int) -> list[tuple[str, str]]:
    """How many providers there are, and how their ratios lie."""
    rows = found.rows.filter(found.rows["persons"] >= least, found.rows["ratio"].is_not_null())
    told = [("providers", f"{found.rows.height:,}"), (f"with {least} persons or more", f"{rows.height:,}")]
    for label, share in (("lowest", 0.0), ("quarter below", 0.25), ("half below", 0.5), ("quarter above", 0.75),
                         ("highest", 1.0)):  # fmt: skip
        value = rows["ratio"].quantile(share, "nearest")
        told.append((label, "" if value is None else f"{value:.2f} times what is expected"))
    if found.indicator.kind == "count":
        told.append(("surely lower", f"{(rows['high'] < 1).sum():,} (95 percent, Byar)"))
        told.append(("surely higher", f"{(rows['low'] > 1).sum():,} (one in forty by chance alone)"))
    return told


def _line(entry: Entry, language: str) -> tuple[str, ...]:
    counted = entry.counted
    year, value = (str(counted.year), f"{counted.value}") if counted else ("", "")
    title = entry.indicator.title(language)
    return (entry.facts.theme, _sets(entry), entry.indicator.name, title, year, value, _mark(entry))


def _mark(entry: Entry) -> str:
    """What to know about the figure: that it tells nothing, or that there are too few years for it."""
    if entry.counted and not entry.counted.is_degenerate:
        return ""
    if entry.lacks_years:
        return f"{NEEDS} {entry.facts.years} years"
    return NOTHING if entry.counted else ""


def _sets(entry: Entry) -> str:
    return " ".join(f"{name}:{code}" if code else name for name, code in entry.facts.sets.items())


def _sheet(entry: Entry, language: str) -> list[tuple[str, str]]:
    indicator, facts, said = entry.indicator, entry.facts, describe(entry.indicator, language)
    rows = [
        ("title", said.title), ("theme", _text("themes", facts.theme, language)), ("sets", _sets(entry)),
        ("definition", said.definition), ("population", said.population), ("numerator", said.numerator),
        ("denominator", said.denominator), ("unit", said.unit), ("rationale", _text("reasons", facts.reason, language)),
        ("to mind", said.interpretation), ("exclusions", _text("words", "exclusions", language)),
        ("polarity", _text("polarity", facts.polarity, language)), ("code lists", ", ".join(said.codelists) or "none"),
        ("made of", ", ".join(said.sources)), *_methods(indicator),
        *((f"break {each.day}", each.texts[language]) for each in reference.series_breaks(indicator.name)),
        ("facts", f"{facts.source} ({facts.mark})"), ("test", entry.test),
    ]  # fmt: skip
    if entry.counted:
        counted = entry.counted
        told = f"{counted.value} in {counted.year} ({counted.numerator:,} of {counted.denominator:,})"
        rows.append(("country", told + (f": {mark}" if (mark := _mark(entry)) else "")))
    return rows


def _methods(indicator: Indicator) -> list[tuple[str, str]]:
    plan = reference.publication_plan()
    splits = [f"{level}: {', '.join(plan.published(indicator.name, level))}" for level in indicator.by]
    direct = [level for level in indicator.by if plan.standardised(indicator.name, level)]
    shares = indicator.kind == "count"
    fitting = [by for by in PROVIDERS if makes_sense(indicator, by)]
    return [
        *(("splits" if place == 0 else "", each) for place, each in enumerate(splits)),
        ("providers", f"by {' and '.join(fitting)} (mutualis indicators providers)" if fitting else "none"),
        ("standardised", f"directly for sex and age: {', '.join(direct) or 'no level'}; indirectly (O/E) by methods"),
        ("interval", "Wilson, Keyfitz (standardised), Byar (O/E)" if shares else "of a mean, by the country's spread"),
    ]  # fmt: skip


def _text(group: str, key: str, language: str) -> str:
    return reference.text(f"indicator_{group}.{key}", language)


def _known(theme: str, of_set: str, language: str) -> None:
    themes = sorted({each.theme for each in reference.all_indicator_facts().values()})
    for what, given, known in (
        ("theme", theme, themes),
        ("set", of_set, reference.INDICATOR_SETS),
        ("language", language, reference.TEXT_LANGUAGES),
    ):  # fmt: skip
        if given and given not in known:
            raise typer.BadParameter(f"There is no {what} '{given}'. There is {', '.join(known)}.")


def _is_there(path: Path) -> bool:
    return (path / "nodes").is_dir()
