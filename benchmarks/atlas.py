"""The Atlas under 64 connections beside a static file of the same server in the same run: requests a second and p99.

    python benchmarks/atlas.py                       over a drawn release, 20,000 requests an address
    python benchmarks/atlas.py workspace/releases    over the releases of a workspace
    python benchmarks/atlas.py --requests 2000       the small form

Addresses, once kept: the figure API, and the map page, compressed. The static file is the icon, the smallest there is;
it and they are asked for in turn, and what counts is the median of the rounds. Also: the size of the map page, and the
seconds from the start of a process to its first page. Limits: at most 3 times as slow, 100 kB, 2 s.
"""

import argparse
import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from atlas_country import publish_atlas

SLOWER, MAP_KB, FIRST_SECONDS = 3.0, 100, 2.0
CONNECTIONS = 64
STATIC = "/static/icon.svg"
MAP = "/?indicator=gp_contact&level=municipality&lang=nl"
API = "/api/v1/figures?indicator=gp_contact&level=arrondissement&lang=nl"
FIRST = "/?lang=nl"
START = "from mutualis.cli import main; main()"


async def one_connection(port: int, path: str, number: int, seconds: list[float]) -> int:
    """Ask the same thing so many times over one connection; returns the bytes of the last answer's body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET {path} HTTP/1.1\r\nHost: atlas\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    size = 0
    for _ in range(number):
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"atlas: {path} answered {head.splitlines()[0].decode()}")
        length = next(line for line in head.lower().splitlines() if line.startswith(b"content-length:"))
        size = len(await reader.readexactly(int(length.split(b":")[1])))
        seconds.append(time.perf_counter() - began)
    writer.close()
    return size


async def loaded(port: int, path: str, requests: int) -> tuple[float, float, int]:
    """Requests a second, the 99th percentile in milliseconds, and the size of an answer."""
    seconds: list[float] = []
    began = time.perf_counter()
    each = requests // CONNECTIONS
    sizes = await asyncio.gather(*(one_connection(port, path, each, seconds) for _ in range(CONNECTIONS)))
    took = time.perf_counter() - began
    return len(seconds) / took, 1000 * statistics.quantiles(seconds, n=100)[98], sizes[0]


def started(folder: Path) -> tuple[subprocess.Popen, int]:
    """A process of its own that has sent its first page, and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", START, "serve", "--releases", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, env={**os.environ, "MUTUALIS_RATE": "0"}, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        try:
            urlopen(f"http://127.0.0.1:{port}{FIRST}").read()
            return process, port
        except OSError:
            time.sleep(0.01)
    raise SystemExit("atlas: the server did not start")


def first_view(folder: Path) -> float:
    """The seconds from the start of a process to the end of its first page."""
    began = time.perf_counter()
    process, _ = started(folder)
    took = time.perf_counter() - began
    stopped(process)
    return took


def stopped(process: subprocess.Popen) -> None:
    process.terminate()
    process.wait()


def told(name: str, value: float, limit: float, unit: str) -> bool:
    print(f"atlas.{name} {value:.2f} {unit} (limit {limit:g}) {'ok' if value <= limit else 'NOT HELD'}")
    return value <= limit


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("releases", type=Path, nargs="?")
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as drawn:
        raise SystemExit(not measured(given.releases or released(Path(drawn)), given))


def released(folder: Path) -> Path:
    """A release of drawn figures of the whole country, as the tests of the Atlas read it."""
    publish_atlas(folder)
    return folder


def measured(releases: Path, given: argparse.Namespace) -> bool:
    """Measure and tell; whether every limit is held."""
    cold = [first_view(releases) for _ in range(given.rounds)]
    process, port = started(releases)
    rates: dict[str, list[tuple[float, float, int]]] = {STATIC: [], API: [], MAP: []}
    try:
        for path in rates:
            asyncio.run(loaded(port, path, CONNECTIONS * 2))
        for _ in range(given.rounds):
            for path, found in rates.items():
                found.append(asyncio.run(loaded(port, path, given.requests)))
    finally:
        stopped(process)
    middle = {path: [statistics.median(each) for each in zip(*found, strict=True)] for path, found in rates.items()}
    for path, (rate, slowest, size) in middle.items():
        print(f"{path.split('?')[0]}: {rate:,.0f} requests/s, p99 {slowest:.1f} ms, {size / 1000:.1f} kB")
    held = [
        told(f"{name}.{what}", ratio, SLOWER, "times a static file")
        for name, path in (("api", API), ("map", MAP))
        for what, ratio in (
            ("rate", middle[STATIC][0] / middle[path][0]),
            ("p99", middle[path][1] / middle[STATIC][1]),
        )
    ]
    held.append(told("map.size", middle[MAP][2] / 1000, MAP_KB, "kB"))
    held.append(told("first_view", statistics.median(cold), FIRST_SECONDS, "s"))
    return all(held)


if __name__ == "__main__":
    main()
