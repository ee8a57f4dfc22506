"""The feedback report as one HTML page that needs nothing else: no script, no font, no picture from elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template

from mutualis import reference
from mutualis.intake import charts
from mutualis.intake.findings import declared
from mutualis.intake.outcome import Outcome
from mutualis.intake.report_rows import RuleRow
from mutualis.model import Severity
from mutualis.parcel import Declared

TEMPLATE = Path(__file__).with_name("report.html")
SEPARATORS = {"nl": (".", ","), "fr": ("\u202f", ","), "de": (".", ","), "en": (",", ".")}
MARKS = {Severity.BLOCK: "■", Severity.REFUSE: "▲", Severity.WARN: "●", Severity.INFO: "○"}
MONEY = "SS00060"


def page(
    outcome: Outcome, rows: Sequence[RuleRow], language: str, insurer: str = "", reasons: Iterable[str] = ()
) -> str:
    """The report of a delivery in a language."""
    shown = "refused" if outcome.status == "refused" else "accepted"
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        language=language,
        title=_say("title", language),
        facts=_facts(outcome, insurer, language),
        status=shown,
        status_word=_say(f"status_{shown}", language),
        lead=_say(f"lead_{shown}", language),
        reasons=_reasons(reasons, language),
        summary=_summary(outcome, language) if outcome.declared else "",
        legend=_legend(language),
        problems=_problems(rows, language) if rows else f'<p class="clean">{_say("clean", language)}</p>',
        note=_say("csv_note", language),
    )


def number(value: int, language: str) -> str:
    """A whole number with the language's separators."""
    return f"{value:,}".replace(",", SEPARATORS[language][0])


def euros(cents: int, language: str) -> str:
    """An amount in euro with two decimals."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'−' if cents < 0 else ''}{number(whole, language)}{SEPARATORS[language][1]}{rest:02d} €"


def _say(key: str, language: str, **values: object) -> str:
    return escape(reference.text(f"intake.{key}", language, **values))


def _facts(outcome: Outcome, insurer: str, language: str) -> str:
    period = outcome.manifest.period if outcome.manifest else ""
    pairs = (("sender", insurer), ("period", period), ("delivery", outcome.delivery[:12]))
    return "".join(f"<dt>{_say(key, language)}</dt><dd>{escape(value)}</dd>" for key, value in pairs if value)


def _reasons(reasons: Iterable[str], language: str) -> str:
    items = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
    return f'<h2>{_say("reason", language)}</h2><ul class="reasons">{items}</ul>' if items else ""


def _summary(outcome: Outcome, language: str) -> str:
    heads = ["file", "rows_declared", "rows_accepted", "rows_set_aside"]
    heads += ["amount_declared", "amount_accepted", "amount_set_aside"]
    head = "".join(_head(each, language, each != "file") for each in heads)
    body = "".join(_summary_row(outcome, database, language) for database in outcome.declared)
    caption = f"<caption>{_say('summary', language)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _head(key: str, language: str, is_number: bool) -> str:
    return f'<th scope="col"{" class=n" if is_number else ""}>{_say(key, language)}</th>'


def _summary_row(outcome: Outcome, database: str, language: str) -> str:
    found = [outcome.declared[database], outcome.accepted.get(database), outcome.set_aside.get(database)]
    cells = [number(each.rows, language) if each else "–" for each in found]
    cells += [_amount(each, language) for each in found]
    return f'<tr><th scope="row">{database}</th>' + "".join(f'<td class="n">{cell}</td>' for cell in cells) + "</tr>"


def _amount(of: Declared | None, language: str) -> str:
    return euros(of.totals[MONEY], language) if of and MONEY in of.totals else "–"


def _legend(language: str) -> str:
    return "".join(f"<li>{_badge(each, language)} {_say(f'severity_means_{each}', language)}</li>" for each in Severity)


def _badge(severity: Severity, language: str) -> str:
    return f'<span class="badge {severity}">{MARKS[severity]} {_say(f"severity_word_{severity}", language)}</span>'


def _problems(rows: Sequence[RuleRow], language: str) -> str:
    heads = ("severity", "rule", "file", "count", "share", "trend", "others", "examples")
    head = "".join(_head(each, language, each in ("count", "share")) for each in heads)
    body = "".join(_problem_row(row, language) for row in rows)
    caption = f"<caption>{_say('problems', language)}</caption>"
    return f'<table class="problems">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _problem_row(row: RuleRow, language: str) -> str:
    cells = (
        f"<td>{_badge(row.severity, language)}</td>",
        f'<th scope="row">{_rule(row, language)}</th>',
        f"<td>{escape(row.file)}</td>",
        f'<td class="n">{number(row.count, language)}</td>',
        f'<td class="n">{_share(row, language)}</td>',
        f"<td>{_bars(row, language)}</td>",
        f"<td>{_others(row, language)}</td>",
        f'<td class="lines">{_examples(row, language)}</td>',
    )
    return f'<tr class="{row.severity}">' + "".join(cells) + "</tr>"


def _rule(row: RuleRow, language: str) -> str:
    words = getattr(declared(row.rule), language if language in ("nl", "fr", "en") else "en")
    advice = _advice(row.rule, language)
    fields = ", ".join(f"{escape(name)} ({number(count, language)})" for name, count in row.fields.items())
    return f"{escape(words)}<small><code>{escape(row.rule)}</code>{' · ' + fields if fields else ''}</small>{advice}"


def _advice(rule: str, language: str) -> str:
    """What to do about a rule: words for its field and kind, else for its kind, else none."""
    words: Mapping[str, str] = reference.texts(language)
    _, field, kind = f"..{rule}".rsplit(".", 2)
    found = next((words[key] for key in (f"intake.do_{field}_{kind}", f"intake.do_{kind}") if key in words), "")
    return f'<small class="do">{escape(found)}</small>' if found else ""


def _share(row: RuleRow, language: str) -> str:
    if row.share is None:
        return "–"
    if row.tolerated is None:
        return number(row.share, language)
    word = "exceeded" if row.is_exceeded else "tolerated"
    said = _say(word, language, share=number(row.tolerated, language))
    return f'{number(row.share, language)}<small class="{word}">{said}</small>'


def _bars(row: RuleRow, language: str) -> str:
    if not row.trend:
        return "–"
    values = ", ".join(f"{period} {number(share, language)}" for period, share in row.trend)
    return charts.bars([share for _, share in row.trend], _say("trend_title", language, values=values))


def _others(row: RuleRow, language: str) -> str:
    if row.spread is None or row.share is None:
        return f"<small>{_say('no_others', language)}</small>"
    values = {name: row.spread[name] for name in ("lowest", "median", "highest")}
    words = {name: number(value, language) for name, value in (values | {"own": row.share}).items()}
    return charts.spread(**values, own=row.share, title=_say("others_title", language, **words))


def _examples(row: RuleRow, language: str) -> str:
    if not row.examples:
        return _say("whole_file", language)
    return ", ".join(number(line, language) for line in row.examples) + (" …" if row.count > len(row.examples) else "")
