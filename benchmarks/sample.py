"""The permanent sample: all 148 million theoretical numbers drawn and those drawn coded twice; 5 minutes and 1 GB.

    python benchmarks/sample.py

One process a party, as in production: the insurer that draws and codes to C1, the third party that codes to C2. What is
left of the limit is printed as a ratio.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mutualis import coding, parcel
from mutualis.coding.sample import theoretical
from mutualis.node import Node, create_country
from mutualis.node.transport import deliver_all

SECONDS, MEMORY_GB = 300.0, 1.0
YEAR, DRAWS, PASSPHRASE = 2008, "insurer-600", "a passphrase for a benchmark"


def work(workspace: Path, name: str) -> Path:
    """A party's part."""
    node = Node.open(workspace / "nodes" / name, PASSPHRASE)
    if name == DRAWS:
        return coding.send_sample(node, YEAR)
    return coding.pass_on_sample(node, node.receive("sample")[0])


def one(workspace: Path, name: str) -> None:
    """Run a party's part and print its seconds, memory and rows."""
    began = time.perf_counter()
    made = parcel.read_envelope(work(workspace, name))
    rows = sum(each.rows for each in made.files)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps({"seconds": time.perf_counter() - began, "memory": memory, "rows": rows}))


def in_own_process(workspace: Path, name: str) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", name, "--workspace", str(workspace)]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(found.stdout.splitlines()[-1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--workspace", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        one(chosen.workspace, chosen.one)
        return
    with tempfile.TemporaryDirectory() as name:
        workspace = Path(name)
        for node in create_country(workspace, PASSPHRASE).values():
            node.close()
        drawn = in_own_process(workspace, DRAWS)
        deliver_all(workspace)
        passed = in_own_process(workspace, "ttp")
    seconds, memory = drawn["seconds"] + passed["seconds"], max(drawn["memory"], passed["memory"])
    print(f"sample.theoretical_numbers {theoretical.count():,}")
    print(f"sample.drawn {drawn['rows']:,.0f} in {drawn['seconds']:.1f} s, {drawn['memory']:.2f} GB")
    print(f"sample.passed_on {passed['rows']:,.0f} in {passed['seconds']:.1f} s, {passed['memory']:.2f} GB")
    good = seconds <= SECONDS and memory <= MEMORY_GB
    print(f"sample.seconds_of_limit {seconds / SECONDS:.2f} (limit 1, {SECONDS:.0f} s) {'ok' if good else 'TOO SLOW'}")
    print(f"sample.memory_of_limit {memory / MEMORY_GB:.2f} (limit 1, {MEMORY_GB:.0f} GB)")
    raise SystemExit(0 if good else 1)


if __name__ == "__main__":
    main()
