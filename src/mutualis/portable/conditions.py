"""A value under a condition."""

from typing import Any

import ibis
import ibis.expr.types as ir


def only_if(condition: ir.BooleanValue, value: Any) -> Any:
    """The value where the condition holds, else null of its type. For an aggregate use its `where` instead."""
    return ibis.cases((condition, value), else_=ibis.null(value.type()))
