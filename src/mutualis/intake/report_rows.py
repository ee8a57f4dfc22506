"""The facts of a feedback report: one row for each rule and file that has problems, in order of weight."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from mutualis.intake.findings import Lines, declared
from mutualis.model import Severity
from mutualis.parcel.problem_table import lines_of

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
    """The rows of a report: most severe first, then most frequent, then by rule. Of each rule only lines are copied."""
    counts = problems.group_by(["rule", "file", "field"]).aggregate([("line", "count")]).to_pylist()
    fields: dict[tuple[str, str], Counter[str]] = {}
    for each in sorted(counts, key=lambda each: str(each["field"])):
        fields.setdefault((each["rule"], each["file"]), Counter())[each["field"]] += each["line_count"]
    found = [
        _row(lines_of(problems, rule=place[0], file=place[1]), *place, counted, context)
        for place, counted in fields.items()
    ]
    return tuple(sorted(found, key=lambda row: (WEIGHT[row.severity], -row.count, row.rule, row.file)))


def _row(lines: Lines, rule: str, file: str, fields: Mapping[str, int], context: Context) -> RuleRow:
    is_whole = lines.max() == 0
    share = None if is_whole else _share(len(lines), context.rows.get(file, 0))
    facts = declared(rule)
    tolerated = round(facts.tolerance_share * PER) if facts.severity is Severity.REFUSE else None
    trend = () if share is None else (*_trend(rule, file, context.earlier), (context.period, share))
    return RuleRow(
        rule,
        facts.severity,
        file,
        len(lines),
        share,
        tolerated,
        {name: count for name, count in fields.items() if name not in ("", "*")},
        () if is_whole else _first_lines(lines),
        trend,
        context.comparison.get(rule),
    )


def _first_lines(lines: Lines) -> tuple[int, ...]:
    """A few of the lines, from the top of the file, each once."""
    found: list[int] = []
    while len(lines) and len(found) < EXAMPLES:
        found.append(int(lines.min()))
        lines = lines[lines > found[-1]]
    return tuple(found)


def _trend(rule: str, file: str, earlier: Sequence[Delivered]) -> tuple[tuple[str, int], ...]:
    return tuple((each.period, _share(each.counts.get((rule, file), 0), each.rows.get(file, 0))) for each in earlier)


def _share(count: int, rows: int) -> int:
    """Problems per 100,000 lines, rounded half up; at least 1 where there is a problem."""
    return max((2 * count * PER + rows) // (2 * rows), 1 if count else 0) if rows else 0
