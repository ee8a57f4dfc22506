"""Coverage of the intervals and size of the tests of the methods, by simulation.

    python -m simulations                            every family, as many replications as each says
    python -m simulations panel costs                these families
    python -m simulations panel --replications 20    a look whether it works

Ends with 1 when an interval covers less than 93 or more than 97 %, or a test of nought says yes too often or too
rarely. Run it in the repository.
"""

import argparse
import importlib
import pkgutil
import sys
import time
from collections import Counter

from threadpoolctl import threadpool_limits

import simulations
from mutualis.methods import simulating


def families() -> list[str]:
    """The modules of this folder."""
    return sorted(each.name for each in pkgutil.iter_modules(simulations.__path__) if not each.name.startswith("_"))


def run(family: str, replications: int | None) -> list[simulating.Simulated]:
    """The simulations of a family, each printed when it is done."""
    started, found = time.perf_counter(), []
    for each in importlib.import_module(f"simulations.{family}").SIMULATIONS:
        found.append(simulating.simulate(each, replications))
        print(f"{family:<10}{simulating.written(found[-1])}", flush=True)
    print(f"{family:<10}{len(found)} simulations in {time.perf_counter() - started:.0f} s", flush=True)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family", nargs="*", help=f"of these families only: {', '.join(families())}")
    parser.add_argument("--replications", type=int, help="so many of each, instead of what it says itself")
    given = parser.parse_args()
    unknown = set(given.family) - set(families())
    if unknown:
        parser.error(f"there is no family {', '.join(sorted(unknown))}; there are {', '.join(families())}")
    # Small models are faster on one thread each, and the more so on a machine with other work.
    with threadpool_limits(limits=1):
        found = [each for family in given.family or families() for each in run(family, given.replications)]
    verdicts = Counter(each.verdict for each in found)
    print(
        f"{len(found)} simulations: {', '.join(f'{number} {verdict}' for verdict, number in sorted(verdicts.items()))}"
    )
    return 1 if verdicts["NOT HELD"] else 0


if __name__ == "__main__":
    sys.exit(main())
