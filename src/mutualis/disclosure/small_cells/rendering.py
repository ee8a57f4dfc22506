"""The report of a small cell analysis as people read it: one page for the committee, and an annex, in HTML."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from mutualis import reference
from mutualis.disclosure.small_cells.diversity import Attacker
from mutualis.disclosure.small_cells.measures import SetMeasure
from mutualis.disclosure.small_cells.remedies import Action
from mutualis.disclosure.small_cells.report import Report
from mutualis.picture.templating import templates

ARROW, NONE = " → ", "–"
Names = Mapping[str, str]
Table = dict[str, Any]


def page(report: Report, language: str, names: Names | None = None) -> bytes:
    """The report as a page that needs no other file. `names` gives columns and figures names in that language."""
    writer = _Writer(report, language, names or {})
    template = templates(Path(__file__).parent).get_template("report.html")
    return template.render(lang=language, dataset=report.dataset, t=writer.t, parts=writer.parts()).encode()


class _Writer:
    """A report in one language."""

    def __init__(self, report: Report, language: str, names: Names) -> None:
        self.report, self.language, self.names = report, language, names

    def t(self, key: str, **values: object) -> str:
        """A text of the report."""
        return reference.text(f"small_cells.{key}", self.language, **values)

    def parts(self) -> list[Table]:
        """The page and the annex."""
        verdict = [self._verdict(), self._residual()]
        first = [self._head(), self._attackers(), self._actions(), self._figures()]
        annex = [self._parameters(), self._knowledge(), self._details(), self._diversity(), self._worst()]
        return [
            {"id": "page", "title": self.t("title"), "verdict": verdict, "tables": first},
            {"id": "annex", "title": self.t("annex"), "verdict": [], "tables": annex},
        ]

    def _verdict(self) -> str:
        if self.report.holds:
            return self.t("holds", k=self.report.parameters["k"])
        return self.t("fails", rows=self._whole(max(self.report.failing.values(), default=self.report.after.rows)))

    def _residual(self) -> str:
        after, dropped = self.report.after, sum(each.rows_dropped for each in self.report.actions)
        return self.t(
            "residual", rows=self._whole(after.special_rows), all=self._whole(after.rows),
            size=self.report.parameters["largest_set"], share=self._number(100 * self.report.share_changed, 1),
            dropped=self._whole(dropped),
        )  # fmt: skip

    def _head(self) -> Table:
        report = self.report
        approved = f"{report.approved_by} ({report.approved_on})" if report.approved_by else self.t("not_approved")
        told = {
            "authorisation": report.authorisation,
            "hash": report.hash,
            "rows": ARROW.join(self._whole(each.rows) for each in (report.before, report.after)),
            "persons": ARROW.join(self._whole(each.persons) for each in (report.before, report.after)),
            "run_by": f"{report.run_by} ({report.run_on})",
            "approved_by": approved,
        }
        rows = [(self.t(key), value) for key, value in told.items()]
        return {"title": report.dataset, "text": "", "head": (), "rows": rows}

    def _attackers(self) -> Table:
        pairs = zip(self.report.before.attackers, self.report.after.attackers, strict=True)
        k = self.report.parameters["k"]
        head = [self.t(key) for key in ("attacker", "smallest", "alone")]
        head += [self.t("fewer", k=k), *(self.t(key) for key in ("risk", "failing"))]
        rows = [(self.t(one.id), *map(ARROW.join, self._both(one, other))) for one, other in pairs]
        return {"title": self.t("attackers"), "text": "", "head": head, "rows": rows}

    def _both(self, before: Attacker, after: Attacker) -> Iterable[tuple[str, str]]:
        both, k = (before, after), self.report.parameters["k"]
        yield self._whole(before.k), self._whole(after.k)
        yield self._whole(before.uniques), self._whole(after.uniques)
        shares = [self._share(each.smaller.get(k)) for each in both]
        yield shares[0], shares[1]
        yield f"{self.t(f'risk_{before.risk_kind}')} {self._number(before.risk, 3)}", self._number(after.risk, 3)
        yield self._whole(before.failing), self._whole(after.failing)

    def _actions(self) -> Table:
        head = [self.t(key) for key in ("remedy", "changed", "failing", "dropped")]
        rows = [self._action(each) for each in self.report.actions]
        return {"title": self.t("actions"), "text": "", "head": head, "rows": rows}

    def _action(self, action: Action) -> tuple[str, ...]:
        """A remedy with what it changed; stays that fail are those of the attacker for whom most do."""
        if action.skipped:
            return self.t(action.remedy), self.t("not_used", why=self.t(action.skipped)), NONE, NONE
        fails = (max(each.values(), default=0) for each in (action.failing_before, action.failing_after))
        return (
            self.t(action.remedy), self._share(action.share), ARROW.join(map(self._whole, fails)),
            self._whole(action.rows_dropped),
        )  # fmt: skip

    def _details(self) -> Table:
        """For each remedy and column the cells that it changed and how many values there were and are."""
        rows = [
            (self.t(each.remedy), self._name(name), self._whole(cells), ARROW.join(map(self._whole, each.values[name])))
            for each in self.report.actions
            for name, cells in each.changed.items()
        ]
        head = [self.t(key) for key in ("remedy", "columns", "changed", "values")]
        return {"title": self.t("actions"), "text": "", "head": head, "rows": rows}

    def _figures(self) -> Table:
        rows = [
            (self._name(name), *(self._number(each, 4) for each in (*both, _difference(*both))))
            for name, both in self.report.figures.items()
        ]
        head = [self.t(key) for key in ("figure", "before", "after", "difference")]
        return {"title": self.t("figures"), "text": "", "head": head, "rows": rows}

    def _parameters(self) -> Table:
        report, seed = self.report, self.t("no_seed") if self.report.seed is None else str(self.report.seed)
        own = [(self.t(key), value) for key, value in (("version", report.version), ("seed", seed))]
        own.append((self.t("examined"), report.examined))
        rows = [(name, _shown(value)) for name, value in report.parameters.items()]
        return {"title": self.t("parameters"), "text": "", "head": (), "rows": [*own, *rows]}

    def _knowledge(self) -> Table:
        pairs = zip(self.report.before.attackers, self.report.after.attackers, strict=True)
        rows = [
            (self.t(one.id), ", ".join(map(self._name, one.columns)),
             ARROW.join(self._number(each.expected, 0) for each in (one, other)))
            for one, other in pairs
        ]  # fmt: skip
        head = [self.t(key) for key in ("attacker", "knows", "expected")]
        return {"title": self.t("attackers"), "text": "", "head": head, "rows": rows}

    def _diversity(self) -> Table:
        rows = [
            (self.t(each.id), self._name(name), self._whole(one.distinct), self._number(one.entropy, 2),
             self._number(one.closeness, 2))
            for each in self.report.after.attackers for name, one in each.diversity.items()
        ]  # fmt: skip
        head = [self.t(key) for key in ("attacker", "sensitive", "distinct", "entropy", "closeness")]
        return {"title": self.t("diversity"), "text": "", "head": head, "rows": rows}

    def _worst(self) -> Table:
        before, after = self.report.before, self.report.after
        told = [self._whole(each) for each in (len(after.sets), before.special_rows, after.special_rows)]
        words = self.t("sets_told", count=told[0], before=told[1], after=told[2])
        head = [self.t(key) for key in ("set", "classes", "uniques", "special")]
        size = self.report.parameters["largest_set"]
        title = f"{self.t('sets', size=size)}. {self.t('worst')}"
        return {"title": title, "text": words, "head": head, "rows": list(map(self._set, self.report.worst))}

    def _set(self, one: SetMeasure) -> tuple[str, ...]:
        return (" × ".join(map(self._name, one.columns)), *map(self._whole, (one.classes, one.uniques, one.special)))

    def _name(self, name: str) -> str:
        return self.names.get(name, name)

    def _whole(self, number: int) -> str:
        return reference.written(number, self.language)

    def _number(self, number: float | None, places: int) -> str:
        if number is None:
            return NONE
        return reference.written(Decimal(f"{number:.{places}f}"), self.language)

    def _share(self, share: float | None) -> str:
        return NONE if share is None else f"{self._number(100 * share, 2)}\u00a0%"


def _difference(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {each}" for name, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
