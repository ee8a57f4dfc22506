"""The facts of a feedback report: one row for each rule and file that has problems, in order of weight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from mutualis.intake.findings import declared
from mutualis.model import Severity

PER = 100_000
EXAMPLES = 5
WEIGHT = {each: place for place, each in enumerate(Severity)}
Spread = Mapping[str, int]


@dataclass(frozen=True)
class Delivered:
    """An earlier delivery of the same insurer: its rows by file and its problems by rule and file."""

    period: str
    rows: Mapping[str, int]
    counts: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class RuleRow:
    """What the report says of one rule in one file. Shares are whole numbers per 100,000 declared lines of the file.

    `fields` gives the problems by field, `examples` the first lines, `trend` period and share of earlier deliveries and
    of this one, `spread` lowest, median and highest of the other insurers (None: no comparison). `share` is None for a
    problem of a whole file.
    """

    rule: str
    severity: Severity
    file: str
    count: int
    share: int | None
    tolerated: int | None
    fields: Mapping[str, int] = field(default_factory=dict)
    examples: tuple[int, ...] = ()
    trend: tuple[tuple[str, int], ...] = ()
    spread: Spread | None = None

    @property
    def is_exceeded(self) -> bool:
        """More lines than the tolerance of the rule table."""
        return self.tolerated is not None and self.share is not None and self.share > self.tolerated


@dataclass(frozen=True)
class Context:
    """What a row is compared with: the rows of this delivery's files, earlier deliveries, the other insurers."""

    rows: Mapping[str, int]
    period: str = ""
    earlier: Sequence[Delivered] = ()
    comparison: Mapping[str, Spread] = field(default_factory=dict)


def rows_of(problems: pa.Table, context: Context) -> tuple[RuleRow, ...]:
    """The rows of a report: most severe first, then most frequent, then by rule."""
    groups = problems.group_by(["rule", "file"]).aggregate([("line", "count")]).to_pylist()
    found = [_row(problems, each["rule"], each["file"], context) for each in groups]
    return tuple(sorted(found, key=lambda row: (WEIGHT[row.severity], -row.count, row.rule, row.file)))


def _row(problems: pa.Table, rule: str, file: str, context: Context) -> RuleRow:
    chosen = problems.filter(pc.and_(pc.equal(problems["rule"], rule), pc.equal(problems["file"], file)))
    lines = chosen["line"].combine_chunks()
    is_whole = not lines or pc.max(lines).as_py() == 0
    share = None if is_whole else _share(len(chosen), context.rows.get(file, 0))
    facts = declared(rule)
    tolerated = round(facts.tolerance_share * PER) if facts.severity is Severity.REFUSE else None
    trend = () if share is None else (*_trend(rule, file, context.earlier), (context.period, share))
    counts = chosen.group_by("field").aggregate([("line", "count")]).sort_by("field").to_pylist()
    return RuleRow(
        rule,
        facts.severity,
        file,
        len(chosen),
        share,
        tolerated,
        {each["field"]: each["line_count"] for each in counts if each["field"] not in ("", "*")},
        () if is_whole else _first_lines(lines),
        trend,
        context.comparison.get(rule),
    )


def _first_lines(lines: pa.Array) -> tuple[int, ...]:
    """A few of the lines, from the top of the file, each once."""
    return tuple(pc.unique(lines.sort()).slice(0, EXAMPLES).to_pylist())


def _trend(rule: str, file: str, earlier: Sequence[Delivered]) -> tuple[tuple[str, int], ...]:
    return tuple((each.period, _share(each.counts.get((rule, file), 0), each.rows.get(file, 0))) for each in earlier)


def _share(count: int, rows: int) -> int:
    """Problems per 100,000 lines, rounded half up; at least 1 where there is a problem."""
    return max((2 * count * PER + rows) // (2 * rows), 1 if count else 0) if rows else 0
