"""Run the benches, and write what they measured beside the budgets into docs/performance.md: python -m tests.bench.all

Needs root, docker.io, tmux and ten quiet minutes; --fetch gets the peers of `tests.bench.peers` from PyPI, too.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

TO = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
MADE = "<!-- python -m tests.bench.all writes this file -->"
LARGE = "1,000 containers, 500 images: "
PEERS = ["--containers", "10,100,1000"]
PANES, SIZES = ("bare", "tmux", "pane"), (1, 10, 50)

Figures = Mapping[str, float]
"""What was measured, by "bench: what" and the place in its line: "lab: page turn 1" is a p95."""


@dataclass(frozen=True)
class Budget:
    """A line of the budgets. What was measured may be `most`, or must be more than another figure."""

    what: str
    said: str
    figure: str
    unit: str
    most: float = 0.0
    less: str = ""
    """A figure to be taken off: what is there without us."""
    above: str = ""

    def row(self, figures: Figures) -> list[str]:
        """A row of the table."""
        if self.figure not in figures:
            return [self.what, self.said, "not measured", ""]
        measured = figures[self.figure] - (figures[self.less] if self.less else 0.0)
        kept = measured >= figures[self.above] if self.above else measured <= self.most
        beside = f" (tmux {figures[self.above]:g})" if self.above else ""
        verdict = "kept" if kept else "**over**"
        return [self.what, self.said, f"{round(measured, 2):g} {self.unit}{beside}", verdict]


BUDGETS = (
    Budget("start to first frame, 100 containers", "0.5 s", "lab: start to first frame 0", "ms", 500),
    Budget("start to first rows, 100 containers", "1.0 s", "lab: start to first rows 0", "ms", 1000),
    Budget("engine event to row on screen, p95", "150 ms", "lab: event to row on screen 1", "ms", 150),
    Budget("idle: bytes to the terminal in 10 s", "0", "lab: idle for 10 s: terminal 0", "bytes", 0),
    Budget("idle: requests to the engine in 10 s", "0", "lab: idle for 10 s: engine 0", "requests", 0),
    Budget("idle: processor", "0.5 %", "lab: idle for 10 s: processor 0", "%", 0.5),
    Budget("one row changing state", "1 kB", "lab: one row changes state 0", "bytes", 1000),
    Budget(
        "a key in the command pane to its echo, added by us, p95", "8 ms", "pane: key ms 1", "ms", 8, "bare: key ms 1"
    ),
    Budget("bytes for it", "40", "pane: bytes 0", "bytes", 40),
    Budget(
        "50 MB of output", "at least tmux's MB/s", "pane: cat 50 MB, MB/s 0", "MB/s", above="tmux: cat 50 MB, MB/s 0"
    ),
    Budget("keys answered under a flood, p95", "50 ms", "pane: yes app key 1", "ms", 50),
    Budget("Ctrl-C under a flood, p95", "100 ms", "pane: yes ctrl-c 1", "ms", 100),
    Budget("page turn, p95", "120 ms", "lab: page turn 1", "ms", 120),
    Budget(LARGE + "first rows", "1.0 s", "1000: first row s 0", "s", 1.0),
    Budget(LARGE + "event to row, p95", "150 ms", "1000: event to row ms 1", "ms", 150),
    Budget(LARGE + "one row changing state", "1 kB", "1000: change B 0", "bytes", 1000),
    Budget(LARGE + "memory", "120 MiB", "1000: memory 0", "MiB", 120),
    Budget("quit", "1.5 s", "lab: quit 0", "ms", 1500),
)


def run(module: str, *words: str) -> str:
    """What a bench prints."""
    print(f"python -m tests.bench.{module} {' '.join(words)} ...", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", f"tests.bench.{module}", *words]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def lab_figures(printed: str) -> dict[str, float]:
    """Lines of a label, and numbers after two spaces."""
    found: dict[str, float] = {}
    for line in printed.splitlines():
        label, _, rest = line.partition("  ")
        found |= _numbered(f"lab: {label}", rest)
    return found


def pane_figures(printed: str) -> dict[str, float]:
    """A program's name, and below it lines of "what: numbers"; a flood's have several, with words between."""
    found: dict[str, float] = {}
    for block in re.split(r"^: ", printed, flags=re.MULTILINE)[1:]:
        name, *lines = block.splitlines()
        for line in lines:
            label, _, rest = line.strip().partition(": ")
            if "ctrl-c" not in rest:
                found |= _numbered(f"{name}: {label}", rest)
                continue
            for part in rest.split(", "):
                words = re.match(r"[a-z -]+", part)
                found |= _numbered(f"{name}: {label} {words[0].strip() if words else ''}", part)
    return found


def peer_figures(printed: str) -> dict[str, float]:
    """A table of columns that stand two spaces apart: our own rows, by how many containers there are."""
    found: dict[str, float] = {}
    for row in table(printed)[1:]:
        cells = dict(zip(table(printed)[0], row, strict=False))
        if cells["program"] == "sealegs":
            for column, cell in cells.items():
                found |= _numbered(f"{cells['containers']}: {column}", cell)
    return found


def table(printed: str) -> list[list[str]]:
    """Its rows, the titles first."""
    return [re.split(r" {2,}", line.strip()) for line in printed.splitlines() if line.strip()]


def _numbered(label: str, text: str) -> dict[str, float]:
    numbers = re.findall(r"(?<![\w.])\d+(?:\.\d+)?", text)
    return {f"{label} {place}": float(each) for place, each in enumerate(numbers)}


def machine() -> str:
    """Where it was measured, and with what."""
    cpu = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    docker = subprocess.run(["docker", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    tmux = subprocess.run(["tmux", "-V"], capture_output=True, text=True, check=True).stdout.strip()
    parts = (
        f"{os.cpu_count()} cores ({cpu[1] if cpu else platform.machine()}), {memory:.0f} GiB",
        f"Linux {platform.release()}, Python {platform.python_version()}, Textual {version('textual')}",
        f"{docker}, {tmux}",
    )
    return "; ".join(parts)


def page(figures: Figures, peers: str, lessons: str, busy: float) -> str:
    """docs/performance.md."""
    printed = [
        [f"{size} MB"] + [f"{figures.get(f'{name}: cat {size} MB, MB/s 0', '-')}" for name in PANES] for size in SIZES
    ]
    lines = [
        "# Performance",
        "",
        MADE,
        "",
        "The whole program as a learner starts it, from an outer terminal of 120x40. Medians, unless p95 is said.",
        "",
        f"{machine()}. Load before it began: {busy:.1f}.",
        "",
        *markdown([["what", "budget", "measured", ""], *(each.row(figures) for each in BUDGETS)]),
        "## As work grows, beside others",
        "",
        "Containers, on an engine made of a socket and answers; `tests/bench/peers.py` says what each column is:",
        "",
        *markdown(table(peers)),
        "Output into the command pane, in MB/s, beside tmux and a bare terminal:",
        "",
        *markdown([["", *PANES], *printed]),
        "Lessons in a course, read for the first time and from then on:",
        "",
        *markdown(table(lessons)),
    ]
    return "\n".join(lines)


def markdown(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table, and an empty line."""
    titles, *others = (f"| {' | '.join(row)} |" for row in rows)
    return [titles, f"|{'---|' * len(rows[0])}", *others, ""]


def main(words: Sequence[str]) -> None:
    """All of it."""
    busy = os.getloadavg()[0]
    peers, lessons = run("peers", *words, *PEERS), run("lessons")
    figures = {**lab_figures(run("lab")), **pane_figures(run("terminal_pane")), **peer_figures(peers)}
    TO.write_text(page(figures, peers, lessons, busy), encoding="utf-8")
    print(TO.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
