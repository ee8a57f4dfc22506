"""Loads that are killed: a program that forks a load, kills it at a random moment, and looks at what readers see.

Run as `python killed_loads.py FOLDER KILLS SEED`; prints JSON: what killed loads left, and two loads at once.
A program of its own, because it forks: it never runs an engine itself, so no thread is lost in a fork.
"""

import contextlib
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq

from mutualis import warehouse
from mutualis.engine import sql
from mutualis.model import MutualisError
from mutualis.tables import core_correction
from mutualis.warehouse import corrections as rules
from relay_parcels import Delivery, care_line, country, dispensing, member, taken_back

PERIODS = [f"{year}H{half}" for year in range(2000, 2400) for half in (1, 2)]
TABLES = ("core_member_state", "core_care_line", "core_dispensing", "core_correction")


def delivery(number):
    """The n-th delivery, of 20 + n care lines, one of them taken back."""
    lines = [care_line(f"person-{each}") for each in range(20 + number)]
    people = [member(f"person-{each}") for each in range(5)]
    return Delivery(gz=[*lines, taken_back(lines[0])], fu=[dispensing("person-1")], pp=people, period=PERIODS[number])


def expected(numbers):
    """Rows by table when exactly these deliveries are loaded."""
    rows = {"core_member_state": 5, "core_care_line": 21, "core_dispensing": 1, "core_correction": 1}
    return {
        table: sum(rows[table] + (each if table == "core_care_line" else 0) for each in numbers) for table in TABLES
    }


def prepare(folder, first, past):
    here = country(folder)
    for number in range(first, past):
        here.relay(delivery(number))
    here.centre.close()
    here.ttp.close()


def load_first(folder):
    """Load the first parcel that waits; 0 loaded, 3 told that another load runs or ran."""
    here = country(folder)
    waiting = here.centre.receive("relay")
    if not waiting:
        return 3
    try:
        warehouse.load(here.centre, waiting[0], here.engine(), here.lake)
    except MutualisError as error:
        return 3 if "Only one load" in str(error) or "not there any more" in str(error) else 4
    return 0


def seen(folder):
    """Rows by table as readers see them, the number of distinct lines, and what lies about."""
    here = country(folder)
    current, lake = warehouse.current(here.centre), here.lake
    files = {table: lake.files(table, current[table]) if table in current else [] for table in TABLES}
    lines = [value for path in files["core_care_line"] for value in _places(path)]
    waiting = [path.name for path in here.centre.receive("relay")]
    rows = {table: sum(pq.read_metadata(path).num_rows for path in paths) for table, paths in files.items()}
    return {"rows": rows, "distinct_lines": len(set(lines)), "waiting": len(waiting)}


def _places(path):
    table = pq.read_table(path, columns=["delivery_id", "line"])
    return zip(table["delivery_id"].to_pylist(), table["line"].to_pylist(), strict=True)


def warm():
    """Do once, before any fork, what takes a fresh process long and starts no thread: imports and a first compile."""
    with contextlib.suppress(ImportError):
        import pandas  # noqa: F401  (pyarrow loads it where it is installed)
    import pyarrow.dataset  # noqa: F401

    for database in ("gz", "fu"):
        lines = rules.lines_table(database, "lines")
        corrections = rules.corrections_of(lines, database)
        links = core_correction.expr
        originals = rules.candidates(lines, corrections, links, database)
        found = rules.pairs(corrections, originals, database)
        sql(found)
        sql(rules.unmatched(corrections, found, database, "x"))


def forked(work, *given):
    """Run in a child; its process id."""
    child = os.fork()
    if child:
        return child
    code = 9
    try:
        code = work(*given) or 0
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(code)


def in_child(work, *given):
    """The answer of a function that runs in a child."""
    read, write = os.pipe()
    child = forked(lambda: os.write(write, json.dumps(work(*given)).encode()) and 0)
    os.close(write)
    with os.fdopen(read) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return json.loads(text)


def run(folder, kills, seed):
    """Kill loads until so many were killed; after each, readers see whole parcels only. Then load all that is left."""
    chance, outcome = random.Random(seed), {"killed": 0, "survived": 0, "wrong": []}
    parcels = 4 + kills // 2
    in_child(prepare, folder, 0, parcels)
    started = time.monotonic()
    os.waitpid(forked(load_first, folder), 0)
    usual = time.monotonic() - started
    done = 1
    while outcome["killed"] < kills:
        if done >= parcels - 2:  # loads that ended before they were killed used the parcels up
            in_child(prepare, folder, parcels, parcels + 4)
            parcels += 4
        child = forked(load_first, folder)
        time.sleep(chance.uniform(0, 1.4 * usual))  # up to the end: a load after a killed one takes longer
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        outcome["killed" if os.WIFSIGNALED(status) else "survived"] += 1
        usual *= 1 if os.WIFSIGNALED(status) else 0.9  # the first load may have been slower than those after it
        now = in_child(seen, folder)
        whole = [each for each in (done, done + 1) if now["rows"] == expected(range(each))]
        if not whole or now["distinct_lines"] != now["rows"]["core_care_line"]:
            outcome["wrong"].append(now)
            break
        done = parcels - now["waiting"]
    done = max(done, 1)
    # A parcel that was loaded but not yet put away is known and changes nothing.
    left = min(3, in_child(seen, folder)["waiting"])
    codes = [os.waitstatus_to_exitcode(os.waitpid(forked(load_first, folder), 0)[1]) for _ in range(left)]
    now = in_child(seen, folder)
    outcome |= {"codes": codes, "end": now, "expected": expected(range(parcels - now["waiting"]))}
    return outcome


def run_together(folder):
    """Two loads of one parcel at once: their exit codes and what readers see."""
    in_child(prepare, folder, 0, 1)
    children = [forked(load_first, folder) for _ in range(2)]
    codes = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
    return {"codes": codes, "end": in_child(seen, folder), "expected": expected([0])}


if __name__ == "__main__":
    warm()
    place, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    print(json.dumps({"killed": run(place / "killed", kills, seed), "together": run_together(place / "together")}))
