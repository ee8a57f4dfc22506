"""Numbers about the serving for Prometheus (text format 0.0.4): how much, how fast, from the shelf or made.

Labels come from lists of our own, never from what somebody sent.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from mutualis.atlas.door.kept import Shelf
from mutualis.atlas.problems import is_of_program

EDGES = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)  # seconds
STARTS = {"/static/": "static", "/files/": "file", "/api": "api", "/sdmx/": "sdmx", "/health": "health"}
METHODS = frozenset(("GET", "HEAD"))


@dataclass
class Metrics:
    """What was counted since the start."""

    shelf: Shelf
    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    buckets: Counter[tuple[str, int]] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)

    def count(self, method: str, path: str, status: int, seconds: float) -> None:
        """One request that was answered."""
        kind = kind_of(path)
        self.requests[kind, method if method in METHODS else "other", status] += 1
        self.buckets[kind, bisect_left(EDGES, seconds)] += 1
        self.seconds[kind] = self.seconds.get(kind, 0.0) + seconds

    def text(self) -> str:
        """All numbers, in the order of their names."""
        return "\n".join([*self._requests(), *self._latency(), *self._shelf()]) + "\n"

    def _requests(self) -> Iterator[str]:
        yield from _head("mutualis_requests_total", "counter", "Requests answered.")
        for (kind, method, status), number in sorted(self.requests.items()):
            yield f'mutualis_requests_total{{kind="{kind}",method="{method}",status="{status}"}} {number}'

    def _latency(self) -> Iterator[str]:
        name = "mutualis_request_seconds"
        yield from _head(name, "histogram", "Seconds from request to the end of the answer.")
        for kind in sorted(self.seconds):
            below = 0
            for place, edge in enumerate((*map(str, EDGES), "+Inf")):
                below += self.buckets[kind, place]
                yield f'{name}_bucket{{kind="{kind}",le="{edge}"}} {below}'
            yield f'{name}_sum{{kind="{kind}"}} {self.seconds[kind]:.6f}'
            yield f'{name}_count{{kind="{kind}"}} {below}'

    def _shelf(self) -> Iterator[str]:
        shelf = self.shelf
        told = (
            ("mutualis_kept_hits_total", "counter", "Answers sent from the shelf.", shelf.hits),
            ("mutualis_kept_misses_total", "counter", "Answers that had to be made.", shelf.misses),
            ("mutualis_kept_bytes", "gauge", "Bytes of the answers kept.", shelf.size),
            ("mutualis_kept_answers", "gauge", "Answers kept.", len(shelf.answers)),
        )
        for name, kind, words, number in told:
            yield from _head(name, kind, words)
            yield f"{name} {number}"


def kind_of(path: str) -> str:
    """What sort of address it is, out of a short list."""
    named = next((kind for start, kind in STARTS.items() if path.startswith(start)), "")
    return named or ("data" if is_of_program(path) else "page")


def _head(name: str, kind: str, words: str) -> Iterator[str]:
    yield f"# HELP {name} {words}"
    yield f"# TYPE {name} {kind}"
