"""The Atlas as a process of its own: it stops gracefully, and says nothing of who read it."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import httpx
import pytest

from atlas_country import published

AS_EVER = True  # see conftest.py: other processes take part


@pytest.fixture
def process(tmp_path_factory):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = published(tmp_path_factory)
    verb = "from mutualis.cli import main; main()"
    command = [sys.executable, "-c", verb, "serve", "--releases", str(folder), "--port", str(port), "--log"]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ})
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            httpx.get(f"{address}/health/live")
            break
        except httpx.TransportError:
            assert started.poll() is None, started.stderr.read()
            time.sleep(0.05)
    yield started, address
    if started.poll() is None:
        started.kill()
    started.communicate()


def test_a_request_that_is_open_when_the_process_is_stopped_is_answered(process):
    started, address = process
    answers = []
    # what nobody asked before takes a while to make: the whole country drawn by municipality
    asking = threading.Thread(target=lambda: answers.append(httpx.get(f"{address}/?level=municipality", timeout=60)))
    asking.start()
    while "mutualis_kept_misses_total 1" not in httpx.get(f"{address}/metrics").text:
        time.sleep(0.005)
    started.send_signal(signal.SIGTERM)
    asking.join()
    said, problems = started.communicate(timeout=60)
    assert [each.status_code for each in answers] == [200]
    assert started.returncode in (0, -signal.SIGTERM)
    assert not problems
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert {"kind": "page", "status": 200}.items() <= lines[-1].items()
    assert all("127.0.0.1" not in str(line) for line in lines)
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{address}/health/live")
