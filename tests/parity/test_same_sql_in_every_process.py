"""The text of a definition is compared to tell whether a table is up to date: it is the same in every process.

Two processes tell; the reviewed texts of `test_sql_snapshots_spec`, which others made, are not told again. The groups
and cells of many indicators are made as those of a few.
"""

import os
import subprocess
import sys

PRINT = """
import hashlib
import ibis
from mutualis import derived, indicators, tables, warehouse
from mutualis.engine import sql
from mutualis.indicators.definitions import INDICATORS
from mutualis.indicators.shared import Library
from mutualis.model import Years
net = warehouse.resolved(tables.core_care_line, tables.core_number_change)
given = {"core_care_line_net": warehouse.net(net, tables.core_correction, "gz")}
years = derived.parameters(Years(2022, 2023))
over = [{name: given[name] for name in each.inputs if name in given} for each in derived.STEPS]
made = [each.expression(of) for each, of in zip(derived.STEPS, over) if of]
assert made
texts = [sql(each, parameters=years) for each in made]
texts += [sql(each.counts(), parameters=indicators.year(2022)) for each in INDICATORS[::9]]
library = Library(INDICATORS[::3])
texts += [sql(library.groups_of(ibis.table(library.parts_schema(), name="parts")))]
sums = ibis.table(library.groups_schema(), name="groups")
texts += [sql(library.cells_of(sums, kind, plan)) for kind, plan in library.plans()]
print(hashlib.sha256("".join(texts).encode()).hexdigest())
"""


def printed(seed):
    """What a process of its own prints; texts of sets differ by the seed of its hashes."""
    return subprocess.Popen(
        [sys.executable, "-c", PRINT], env={**os.environ, "PYTHONHASHSEED": seed}, stdout=subprocess.PIPE, text=True
    )


def test_the_sql_of_all_definitions_does_not_depend_on_the_process():
    processes = [printed(seed) for seed in ("1", "2")]
    found = {each.communicate()[0] for each in processes}
    assert [each.returncode for each in processes] == [0, 0]
    assert len(found) == 1
