"""Measure the whole lab on a real engine, from an outer terminal: python -m tests.bench.lab [CONTAINERS]

Needs root and docker.io. Starts a throw-away private engine with CONTAINERS (100) created containers, opens the lab
at 120x40 and prints a line for each budget.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docker

from tests.bench.outer import Outer, milliseconds
from tests.bench.tap import Tap
from tests.engine.conftest import docker_for, import_tiny, new_engine

SIZE = (120, 40)
IDLE = 10.0
STARTS, EVENTS, TURNS = 9, 30, 14


@contextmanager
def engine_with(containers: int, folder: Path) -> Iterator[tuple[docker.APIClient, str]]:
    """A running engine with some containers: an API client, and its address."""
    engine = new_engine(folder, folder / "store")
    (folder / "store").mkdir()
    engine.start()
    try:
        import_tiny(docker_for(engine, folder))
        with docker.APIClient(engine.endpoint.url, version="auto") as client:
            for number in range(containers):
                client.create_container("tiny", "true", name=f"c{number:04}")
            yield client, engine.endpoint.url
    finally:
        engine.clean()


def open_lab(folder: Path, url: str) -> Outer:
    """The lab as a learner starts it."""
    return Outer(
        [sys.executable, "-m", "tui", "open", "--engine", url], folder, SIZE, {"SEALEGS_RUNTIME_DIR": str(folder)}
    )


def starts(folder: Path, url: str, newest: str) -> None:
    """Start to first frame, to first rows, and from q to the end."""
    frames, rows, quits = [], [], []
    for _ in range(STARTS):
        began = time.perf_counter()
        lab = open_lab(folder, url)
        frames.append(lab.shows("Welcome aboard") - began)
        rows.append(lab.shows(newest) - began)
        lab.shows("sealegs-work [#$]")
        lab.quiet(0.3)
        began = time.perf_counter()
        lab.send(b"q")
        os.waitid(os.P_PID, lab.pid, os.WEXITED | os.WNOWAIT)
        quits.append(time.perf_counter() - began)
        lab.close()
    print(f"start to first frame      {milliseconds(frames)} ms")
    print(f"start to first rows       {milliseconds(rows)} ms")
    print(f"quit                      {milliseconds(quits)} ms")


def cpu(pid: int) -> float:
    """Seconds of processor time a process has used; proc(5), fields 14 and 15."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> int:
    """Resident memory in MiB; proc(5), VmRSS."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


def idle(lab: Outer, tap: Tap) -> None:
    """What nothing costs."""
    lab.quiet(5.0)  # marks fade after four seconds
    written, requests, used = len(lab.written), tap.requests, cpu(lab.pid)
    time.sleep(IDLE)
    print(f"idle for {IDLE:.0f} s: terminal   {len(lab.written) - written} bytes")
    print(f"idle for {IDLE:.0f} s: engine     {tap.requests - requests} requests")
    print(f"idle for {IDLE:.0f} s: processor  {(cpu(lab.pid) - used) / IDLE:.2%}")
    print(f"memory                    {memory(lab.pid)} MiB")


def events(lab: Outer, client: docker.APIClient) -> None:
    """From the engine's answer to a create to the row on the screen; and what one row's change writes."""
    latencies = []
    for number in range(EVENTS):
        client.create_container("tiny", "true", name=f"event{number:02}")
        answered = time.perf_counter()
        latencies.append(lab.shows(f"event{number:02}") - answered)
        lab.quiet(0.3)
    print(f"event to row on screen    {milliseconds(latencies)} ms")
    client.create_container("tiny", ["sleep", "600"], name="steady")
    client.start("steady")
    lab.quiet(5.0)
    here = len(lab.written)
    client.pause("steady")
    lab.shows("Paused")
    lab.quiet(1.0)
    print(f"one row changes state     {len(lab.written) - here} bytes, bottom line included")
    client.unpause("steady")
    client.kill("steady")


def turns(lab: Outer) -> None:
    """From n to the next page's number in the bottom line."""
    times = []
    for page in range(2, 2 + TURNS):
        began = time.perf_counter()
        lab.send(b"n")
        times.append(lab.shows(f"(?m)^ {page}/") - began)
        lab.quiet(0.2)
    print(f"page turn                 {milliseconds(times)} ms")


def main() -> None:
    """All of it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory(prefix="slb") as name:
        folder = Path(name)
        home = folder / "home"
        home.mkdir()
        with engine_with(count, folder) as (client, url):
            print(f"{count} containers, {SIZE[0]}x{SIZE[1]}; median / p95")
            starts(home, url, f"c{count - 1:04}")
            with Tap(folder / "tap.sock", Path(url.removeprefix("unix://"))) as tap:
                lab = open_lab(home, f"unix://{tap.path}")
                try:
                    lab.shows("sealegs-work [#$]")
                    idle(lab, tap)
                    events(lab, client)
                    turns(lab)
                    print(f"memory at the end         {memory(lab.pid)} MiB")
                finally:
                    lab.close()


if __name__ == "__main__":
    main()
