"""The report of a run: question, authorisation, tables, pictures, deviations and how it was made, in HTML and PDF."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from markupsafe import Markup

from mutualis import reference
from mutualis.picture.pdf import pdf
from mutualis.picture.templating import templates
from mutualis.study.desk import UNITS, VALUES
from mutualis.study.folder import LANGUAGES, Output, Study
from mutualis.study.leaving import SUPPRESSED, Left
from mutualis.study.protocol import paragraphs

TEMPLATES = Path(__file__).parent / "templates"
PAPER = ("nl", "fr")
MOST_ROWS = 60
DASH = "–"
CENTS = "_cents"


def write(folder: Path, study: Study, left: Left, known: Mapping[str, Any], *, with_pdf: bool) -> None:
    """Write report.<language>.html of every language, and report.<language>.pdf of those that are printed."""
    for language in LANGUAGES:
        html = page(study, left, known, language)
        (folder / f"report.{language}.html").write_text(html, encoding="utf-8")
        if with_pdf and language in PAPER:
            (folder / f"report.{language}.pdf").write_bytes(pdf(html))


def page(study: Study, left: Left, known: Mapping[str, Any], language: str) -> str:
    """The report in one language."""
    template = templates(TEMPLATES).get_template("report.html")
    return template.render(
        lang=language,
        t=lambda key, **values: reference.text(f"study.{key}", language, **values),
        study=study,
        title=study.title[language],
        question=study.question[language],
        parts=[_part(study, each, left, language) for each in pictures_first(study.outputs)],
        protocol=paragraphs(study.protocol),
        known=known,
        day=reference.written_day(dt.date.fromisoformat(known["made"][:10]), language),
        whole=lambda number: reference.written(Decimal(number), language),
        law=study.permission,
    )


def pictures_first(outputs: Sequence[Output]) -> list[Output]:
    """What people would rather look at comes before what they look up; otherwise the order of the study."""
    return sorted(outputs, key=lambda each: each.kind != "picture")


def _part(study: Study, output: Output, left: Left, language: str) -> dict[str, Any]:
    """An output as the template shows it; `rows` is empty for a picture and for what a run left out."""
    frame = left.tables.get(output.name, left.estimates.get(output.name))
    drawn = left.pictures.get(output.name, {}).get(language, Markup(""))
    told = frame.head(MOST_ROWS) if frame is not None else pl.DataFrame()
    of = left.sums.get(output.name, "")
    return {
        "name": output.name,
        "kind": output.kind,
        "title": output.title[language],
        "note": output.note.get(language, ""),
        "picture": drawn,
        "heads": [_head(study, output, each, language, of) for each in told.columns if each != "status"],
        "rows": [_cells(study, output, row, language) for row in told.rows(named=True)],
        "more": max(frame.height - MOST_ROWS, 0) if frame is not None else 0,
        "hidden": frame.filter(pl.col("status") == SUPPRESSED).height if frame is not None else 0,
    }


def _head(study: Study, output: Output, name: str, language: str, of: str) -> str:
    """A column in words. What a table sums (`of`) is money, units of persons, or something else; without a sum its
    numerator counts those that have something.
    """
    if name == "numerator" and output.kind == "table":
        return reference.text(f"study.{output.unit or ('sum' if of else 'with')}", language)
    return study.word("persons" if name == "denominator" and of == UNITS else name, language)


def _cells(study: Study, output: Output, row: Mapping[str, Any], language: str) -> list[str]:
    hidden = reference.text("study.hidden", language) if row["status"] == SUPPRESSED else DASH
    money = {"numerator"} if output.unit else set(VALUES) if str(row.get("measure", "")).endswith(CENTS) else set()
    return [
        hidden if value is None else _written(study, name, value, language, is_money=name in money)
        for name, value in row.items()
        if name != "status"
    ]


def _written(study: Study, name: str, value: Any, language: str, *, is_money: bool) -> str:
    """A value for a reader: cents as euros, numbers as the language writes them, codes by their words."""
    if isinstance(value, bool | str) or name.endswith("year"):
        return study.value(str(value), language, name)
    if is_money or name.endswith(CENTS):
        return reference.written((Decimal(value) / 100).quantize(Decimal("0.01")), language)
    if isinstance(value, float):
        return reference.written(Decimal(f"{value:.4g}"), language)
    return reference.written(Decimal(value), language)
