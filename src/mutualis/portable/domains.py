"""Identifier domains in expressions: two domains never meet, and every identifier can be traced to a declared column.

The declarations are passed in (`{table: {column: domain or None}}`), so that this module knows no table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir

from mutualis.model import IdentifierDomain, MutualisError

Declared = Mapping[str, Mapping[str, IdentifierDomain | None]]

# Operations that hand one of their arguments on unchanged.
_CHOOSING = (
    *(ops.Alias, ops.Cast, ops.Coalesce, ops.NullIf, ops.IfElse, ops.SimpleCase, ops.SearchedCase, ops.WindowFunction),
    *(ops.First, ops.Last, ops.Min, ops.Max, ops.Arbitrary, ops.ArgMin, ops.ArgMax, ops.Lag, ops.Lead),
)
# Operations that say something about identifiers without making one.
_TELLING = (ops.Count, ops.CountStar, ops.CountDistinct, ops.CountDistinctStar, ops.IsNull, ops.NotNull, ops.RankBase)
_CONDITIONS = (ops.Comparison, ops.InValues, ops.InSubquery, ops.And, ops.Or, ops.Not, ops.Xor, ops.Between, *_TELLING)


@dataclass(frozen=True)
class Origin:
    """Where a value comes from: the declared columns behind it, their domain, and whether it is computed."""

    columns: tuple[str, ...] = ()
    domains: frozenset[IdentifierDomain] = frozenset()
    is_computed: bool = False

    @property
    def is_identifier(self) -> bool:
        return bool(self.domains)

    def __str__(self) -> str:
        names = " and ".join(self.columns) or "a constant"
        what = " and ".join(sorted(map(str, self.domains))) or "no identifier domain"
        return f"{'a computation on ' if self.is_computed else ''}{names} ({what})"


def check(expression: ir.Expr, declared: Declared, where: str) -> None:
    """Raises when the expression brings two identifier domains together or compares an identifier it cannot trace.

    Looks at every equality and comparison, join predicate, semi-join, membership, set operation and computed value.
    `where` opens the error: `Indicator 'x'` or `Step 'y'`.
    """
    tracer = _Tracer(declared, where)
    for node in expression.op().find(ops.Node):
        for left, right in _meetings(node):
            tracer.meet(tracer.trace(left), tracer.trace(right))
        if isinstance(node, ops.PhysicalTable):
            tracer.known(node)
        elif isinstance(node, ops.Value):
            tracer.trace(node)


def check_output(
    table: ir.Table, declared: Declared, columns: Mapping[str, IdentifierDomain | None], where: str
) -> None:
    """Raises when a column of the table does not come from a column of the domain that is declared for it."""
    tracer = _Tracer(declared, where)
    for name, domain in columns.items():
        found = tracer.trace(ops.Field(table.op(), name))
        if found.domains != (frozenset([domain]) if domain else frozenset()) or (domain and found.is_computed):
            raise MutualisError(
                f"{where}: the column '{name}' is declared as {domain or 'no identifier'}.",
                there_is=f"it comes from {found}",
                do="take it unchanged from a column of that domain, or correct its declaration",
            )


def origin(table: ir.Table, column: str, declared: Declared, where: str = "Expression") -> Origin:
    """The declared columns and the domain behind a column of a table expression."""
    return _Tracer(declared, where).trace(ops.Field(table.op(), column))


def _meetings(node: ops.Node) -> Iterator[tuple[ops.Node, ops.Node]]:
    """The pairs of values that an operation brings together."""
    if isinstance(node, ops.Comparison):
        yield node.left, node.right
    elif isinstance(node, ops.InValues):
        yield from ((node.value, option) for option in node.options)
    elif isinstance(node, ops.InSubquery):
        yield from ((node.needle, ops.Field(node.rel, name)) for name in node.rel.schema)
    elif isinstance(node, ops.Set):
        yield from ((ops.Field(node.left, name), ops.Field(node.right, name)) for name in node.schema)


class _Tracer:
    """Follows values back to declared columns; remembers what it has seen, as expressions share their parts."""

    def __init__(self, declared: Declared, where: str) -> None:
        self._declared, self._where = declared, where
        self._seen: dict[ops.Node, Origin] = {}

    def known(self, node: Any) -> None:
        """Raises for a table that is not declared: nobody can say which identifiers it holds."""
        if isinstance(node, ops.PhysicalTable) and node.name not in self._declared:
            raise MutualisError(
                f"{self._where}: the table '{node.name}' is not declared, so its identifiers cannot be traced.",
                there_is=f"{len(self._declared)} tables are declared",
                do="declare it with its columns and their identifier domains",
            )

    def trace(self, node: ops.Node) -> Origin:
        if node not in self._seen:
            self._seen[node] = self._trace(node)
        return self._seen[node]

    def meet(self, left: Origin, right: Origin) -> None:
        """Raises unless both are plain, both have the same domain, or one is a constant."""
        if not (left.is_identifier or right.is_identifier) or not left.columns or not right.columns:
            return
        if left.is_computed or right.is_computed:
            raise self._error("an identifier cannot be traced through a computation", left, right)
        if left.domains != right.domains or len(left.domains) > 1:
            is_plain = not (left.is_identifier and right.is_identifier)
            what = "an identifier meets a column without a domain" if is_plain else "two identifier domains meet"
            raise self._error(what, left, right)

    def _error(self, what: str, left: Origin, right: Origin) -> MutualisError:
        return MutualisError(
            f"{self._where}: {what}.",
            there_is=f"here {left} meets {right}",
            do="compare identifiers of one domain, as declared; only a linkage step changes a domain",
        )

    def _trace(self, node: ops.Node) -> Origin:
        if isinstance(node, ops.Field):
            return self._column(node.rel, node.name)
        if isinstance(node, (ops.Literal, ops.ScalarParameter, *_CONDITIONS)):
            return Origin()
        if isinstance(node, ops.ScalarSubquery):
            return self._merged([ops.Field(node.rel, name) for name in node.rel.schema], is_computed=False)
        return self._merged(_arguments(node), is_computed=not isinstance(node, _CHOOSING))

    def _column(self, relation: Any, name: str) -> Origin:
        self.known(relation)
        if isinstance(relation, ops.PhysicalTable):
            domain = self._declared[relation.name].get(name)
            return Origin((f"{relation.name}.{name}",), frozenset([domain]) if domain else frozenset())
        if isinstance(relation, ops.Reference):
            return self._column(relation.parent, name)
        if isinstance(relation, ops.Set):
            return self._merged([ops.Field(relation.left, name), ops.Field(relation.right, name)], is_computed=False)
        if name in relation.values:
            return self.trace(relation.values[name])
        return Origin((f"a made-up column '{name}'",))

    def _merged(self, nodes: list[ops.Node], is_computed: bool) -> Origin:
        origins = [self.trace(node) for node in nodes]
        columns = tuple(sorted({column for origin in origins for column in origin.columns}))
        domains = frozenset(domain for origin in origins for domain in origin.domains)
        if len(domains) > 1:
            raise self._error("two identifier domains meet in one value", *_two(origins))
        is_mixed = bool(domains) and any(origin.columns and not origin.domains for origin in origins)
        is_computed = bool(domains) and (is_computed or is_mixed or any(origin.is_computed for origin in origins))
        return Origin(columns, domains, is_computed)


def _arguments(node: ops.Node) -> list[ops.Node]:
    """The values an operation makes its result of; the conditions and orders of a choice do not count."""
    if isinstance(node, ops.WindowFunction):
        return [node.func]
    if isinstance(node, ops.IfElse):
        return [node.true_expr, node.false_null_expr]
    if isinstance(node, ops.SimpleCase | ops.SearchedCase):
        return [*node.results, node.default]
    if isinstance(node, ops.First | ops.Last | ops.Min | ops.Max | ops.Arbitrary | ops.ArgMin | ops.ArgMax):
        return [node.arg]
    if isinstance(node, ops.Lag | ops.Lead):
        return [each for each in (node.arg, node.default) if each is not None]
    return [each for each in node.__children__ if isinstance(each, ops.Value)]


def _two(origins: list[Origin]) -> tuple[Origin, Origin]:
    first = next(each for each in origins if each.domains)
    return first, next(each for each in origins if each.domains and each.domains != first.domains)
