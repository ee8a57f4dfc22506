"""Child processes that run τ-ARGUS: each with fresh folders, watched, killed when a table takes too long."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TABLE_SECONDS = 20.0
POLL = 0.02
TRIES = 2


def run(places: Sequence[Path], seconds: float) -> float:
    """Run the folders, up to four children side by side, for at most so many seconds; returns the time it took.

    A table that crashes its child or does not end is tried once more, after the others, then left as it was.
    """
    started, lines = time.monotonic(), min(os.cpu_count() or 1, 4)
    with ThreadPoolExecutor(lines) as pool:
        list(pool.map(lambda number: _line(places[number::lines], started + seconds), range(lines)))
    return time.monotonic() - started


def _line(places: Sequence[Path], end: float) -> None:
    waiting, tries = list(places), dict.fromkeys(places, 0)
    while waiting and time.monotonic() < end:
        _child(waiting, end)
        waiting = [place for place in waiting if not _is_over(place)]
        if waiting:
            tries[waiting[0]] += 1
            waiting = sorted((place for place in waiting if tries[place] < TRIES), key=lambda place: tries[place])


def _is_over(place: Path) -> bool:
    return (place / "done").exists() or (place / "failed").exists()


def _child(places: Sequence[Path], end: float) -> None:
    """One child over these folders; killed when one of them takes too long or the time is up."""
    command = [sys.executable, "-m", "mutualis.disclosure.argus_child", *(str(place.resolve()) for place in places)]
    source = str(Path(__file__).resolve().parents[2])
    quiet = subprocess.DEVNULL
    # The solver leaves logs where it runs and files in the temporary folder: both in a folder of this child alone.
    with (
        tempfile.TemporaryDirectory(prefix="mutualis-argus-child-") as own,
        subprocess.Popen(
            command, stdout=quiet, stderr=quiet, cwd=own, env={"PYTHONPATH": source, "PATH": "", "TMPDIR": own}
        ) as child,
    ):
        finished, changed = 0, time.monotonic()
        while child.poll() is None:
            time.sleep(POLL)
            now = sum(map(_is_over, places))
            if now != finished:
                finished, changed = now, time.monotonic()
            if time.monotonic() > min(changed + TABLE_SECONDS, end):
                child.kill()
