"""The one seam between expressions and engines: Ibis compiles, our engines run the SQL with their own client."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers import DuckDBCompiler, PySparkCompiler
from ibis.backends.sql.compilers.base import NULL, AggGen
from ibis.config import Config

from mutualis.model import MutualisError

CACHED = 256
FEW = 4  # trees are large
Given = tuple[tuple[Any, type, Any], ...]  # parameter, type of the value, value
SQL_TYPES = {
    "string": "VARCHAR",
    "int32": "INT",
    "int64": "BIGINT",
    "date": "DATE",
    "boolean": "BOOLEAN",
    "float64": "DOUBLE",
}


class _OneByOne(AggGen):  # type: ignore[misc]
    """Aggregates of the rows that meet a condition, as aggregates of what a row brings: a value, or nothing.

    DuckDB cuts all columns of an aggregation anew for each FILTER clause; a hundred of them cost twice the time.
    """

    def aggregate(self, compiler: Any, name: str, *args: Any, where: Any = None, order_by: tuple[Any, ...] = ()) -> Any:
        if where is not None and name in ("count", "sum", "min", "max") and not isinstance(args[0], sge.Distinct):
            (arg,) = args
            brought = sge.convert(1) if isinstance(arg, sge.Star) else arg
            return compiler.f[name](compiler.if_(where, brought, NULL))
        return super().aggregate(compiler, name, *args, where=where, order_by=order_by)


class _DuckDBCompiler(DuckDBCompiler):  # type: ignore[misc]
    agg = _OneByOne(supports_filter=True, supports_order_by=True)


DIALECTS = {"duckdb": _DuckDBCompiler, "spark": PySparkCompiler}


class SparkOptions(Config):  # type: ignore[misc]
    """The option that Ibis reads when it compiles for Spark without its own Spark backend loaded."""

    treat_nan_as_null: bool = False


def sql(expression: Any, dialect: str = "duckdb", parameters: Mapping[Any, Any] | None = None) -> str:
    """The SQL text of an expression in a dialect; a parameter without a value is an error."""
    return _text(plain(expression).op(), dialect, _given(parameters))


def typed_sql(
    expression: Any,
    schema: ibis.Schema,
    order: Sequence[str] = (),
    dialect: str = "duckdb",
    parameters: Mapping[Any, Any] | None = None,
) -> str:
    """The SQL that gives the columns of `schema` with exactly its types, ordered by the columns of `order`.

    Ibis drops casts to a type that it believes is there already, so the casts are written around its SQL.
    """
    return _typed_text(plain(expression).op(), tuple(schema.items()), tuple(order), dialect, _given(parameters))


def plain(expression: Any) -> Any:
    """The Ibis table of an expression or of a declared table."""
    found = getattr(expression, "expr", expression)
    return (expression if isinstance(expression, ibis.Expr) else found).as_table()


def _given(parameters: Mapping[Any, Any] | None) -> Given:
    return tuple((name.op(), type(value), value) for name, value in (parameters or {}).items())


@lru_cache(maxsize=CACHED)
def _text(node: Any, dialect: str, given: Given) -> str:
    """Texts take seconds to make, and seven insurers, or the next country in a process, ask for the same."""
    return str(_tree(node, dialect, given).sql(dialect=dialect))


@lru_cache(maxsize=CACHED)
def _typed_text(
    node: Any, schema: tuple[tuple[str, dt.DataType], ...], order: tuple[str, ...], dialect: str, given: Given
) -> str:
    _refuse_other_columns(node.to_expr(), ibis.schema(dict(schema)))
    inner = _tree(node, dialect, given).subquery("result")  # the one copy: the tree is kept as it is
    casts = [_cast(name, kind) for name, kind in schema]
    # Nulls sort first on one engine and last on the other unless it is said.
    ordering = [sge.Ordered(this=sg.column(name, quoted=True), nulls_first=False) for name in order]
    selected = sg.select(*casts, copy=False).from_(inner, copy=False)
    ordered = selected.order_by(*ordering, copy=False) if ordering else selected
    return str(ordered.sql(dialect=dialect, copy=False))


@lru_cache(maxsize=FEW)
def _tree(node: Any, dialect: str, given: Given) -> Any:
    """The syntax tree, not to be changed. A step is asked for its text as a name and again to be saved: made once."""
    table, parameters = node.to_expr(), {name.to_expr(): value for name, _, value in given}
    return _compiler(dialect).to_sqlglot(table, params=_bound(table, parameters))


def forget() -> None:
    """Make the next SQL anew: for who measures what it costs."""
    for made in (_text, _typed_text, _tree):
        made.cache_clear()


@cache
def _compiler(dialect: str) -> Any:
    if dialect not in DIALECTS:
        raise MutualisError(f"There is no SQL dialect '{dialect}'.", there_is="the dialects are " + ", ".join(DIALECTS))
    if dialect == "spark" and not hasattr(ibis.options, "pyspark"):
        ibis.options.pyspark = SparkOptions()
    return DIALECTS[dialect]()


def _bound(table: Any, parameters: Mapping[Any, Any]) -> dict[Any, Any]:
    """The given parameters that the expression uses; one that it uses and nobody gave is an error."""
    used = table.op().find(ops.ScalarParameter)
    given = {parameter.op().replace(_unnamed): (parameter, value) for parameter, value in parameters.items()}
    missing = [node for node in used if node not in given]
    if missing:
        kinds = ", ".join(sorted(str(node.dtype) for node in missing))
        raise MutualisError(
            f"{len(missing)} of {len(used)} parameters of the expression have no value ({kinds}).",
            there_is=f"{len(parameters)} were given",
            do="give every parameter of the expression a value when it is run",
        )
    return {node.to_expr(): given[node][1] for node in used}


def _unnamed(node: Any, kwargs: Any) -> Any:
    """A parameter that was given a name is an alias over the parameter itself."""
    return node.arg if isinstance(node, ops.Alias) else (node.__recreate__(kwargs) if kwargs else node)


def _cast(name: str, kind: dt.DataType) -> Any:
    base = str(kind.copy(nullable=True))
    if base not in SQL_TYPES:
        raise MutualisError(
            f"The column '{name}' has the type {base}, which no file of ours holds.", there_is=", ".join(SQL_TYPES)
        )
    return sge.cast(sg.column(name, quoted=True), SQL_TYPES[base]).as_(name, quoted=True)


def _refuse_other_columns(table: Any, schema: ibis.Schema) -> None:
    """The result must have exactly the columns of the schema, of types that become the declared ones without loss."""
    made = table.schema()
    lacking = [name for name in schema.names if name not in made.names]
    extra = [name for name in made.names if name not in schema.names]
    if lacking or extra:
        raise MutualisError(
            "The result does not have the declared columns.",
            there_is="; ".join(
                f"{what}: {', '.join(names)}"
                for what, names in (("lacking", lacking), ("not declared", extra))
                if names
            ),
            do="select exactly the declared columns",
        )
    wrong = [
        f"column {name} is {made[name]}, declared {kind}"
        for name, kind in schema.items()
        if not _fits(made[name], kind)
    ]
    if wrong:
        raise MutualisError(
            "The result has other types than declared.", there_is="; ".join(wrong), do="convert them first"
        )


def _fits(made: dt.DataType, declared: dt.DataType) -> bool:
    if isinstance(declared, dt.Integer):
        return isinstance(made, dt.Integer | dt.Null)
    if isinstance(declared, dt.Date):
        return isinstance(made, dt.Date | dt.Timestamp | dt.Null)
    return isinstance(made, type(declared) | dt.Null)
