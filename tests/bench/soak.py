"""Measure what a long class costs the lab: python -m tests.bench.soak [--rounds N | --hours H] [--real]

A learner made of keys, at 120x40, on the fake Engine API, or (--real, root) on a throw-away private engine. A round is
some minutes of a learner: a command, containers and an image that come and go, a page turned, a view with a filter; and
every few rounds the details of a container with its log and figures, copy mode, the dialogs, zooming, another size of
the terminal. Prints a row after the warm-up, at each quarter and at the end, and what 1,000 rounds add: a leak is what
goes on growing.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from tests.bench.lab import SIZE, cpu, engine_with, open_lab
from tests.bench.outer import Outer
from tests.bench.peers import family
from tests.bench.soak_traffic import Traffic, fake_traffic, real_traffic
from tests.engine_api.server import FakeApi
from tests.engine_api.world import World

WARM_UP = 30
"""Rounds after which everything has been loaded, shown and kept once."""
F1, F12, TAB, HOME, ENTER = b"\x1bOP", b"\x1b[24~", b"\t", b"\x1b[H", b"\r"
ESCAPE = b"\x1b[27u"
"""As newer terminals write it: no other key is taken for a part of it."""
BROWSER, COMMAND_PANE, FILTER = r"┏━ (docker|log)", "┏━ command pane", "only rows with"
"""Patterns that tell where the focus is."""
SIZES = ((80, 24), (100, 30), (50, 14), (160, 50))
VIEWS = (("2", "docker image ls"), ("4", "docker volume ls"), ("6", "log: what"), ("7", "docker events"))
DIALOGS = ((F1, "━ Keys "), (b"m", "━ Learning containers"), (b"P", "would remove now"), (b"x", "━ container soak"))
PAGES_THERE = 100
"""Pages to turn before turning back."""
COMMANDS = (
    "true",
    "seq 300",
    "cat none",
    "ls -l /etc",
    "printf 'é漢%.0s' {1..400}",
    "cd /; cd - >/dev/null",
    "vi --version",
)
DOCKER_COMMANDS = (
    "docker run --rm tiny true",
    "docker ps -a",
    "printf 'FROM tiny\\nLABEL n=%s\\n' $RANDOM | docker build -q -t soak -",
    "docker run --name mine tiny true; docker rm mine",
    "docker image ls",
    "docker volume create mine; docker volume rm mine",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the lab's process holds, and what a round has cost since the row before; the last three are p95."""

    round: int
    minutes: float
    rss_kib: int
    fds: int
    threads: int
    children: int
    cpu_ms: float
    bytes: float
    key_ms: float
    event_ms: float
    page_ms: float


class Learner:
    """Does rounds in a lab that has been opened, and takes figures."""

    def __init__(self, lab: Outer, traffic: Traffic, commands: tuple[str, ...]) -> None:
        self._lab, self._traffic, self._commands = lab, traffic, commands
        self._began = time.monotonic()
        self._round = self._counted = 0
        self._spent = (0.0, 0)
        self._times: dict[str, list[float]] = {"key": [], "event": [], "page": []}
        lab.shows("sealegs-work [#$]")
        lab.send(TAB)
        lab.shows(BROWSER)

    def go_on(self, enough: Callable[[int], bool]) -> Figures:
        """Do rounds until there are enough; what is true then."""
        while not enough(self._round):
            self._one(self._round)
            self._round += 1
        self._lab.quiet(5.0)  # marks fade after four seconds
        return self._figures()

    def _figures(self) -> Figures:
        pid, before = self._lab.pid, self._spent
        self._spent = cpu(pid), len(self._lab.written)
        done = max(1, self._round - self._counted)
        self._counted = self._round
        return Figures(
            self._round,
            (time.monotonic() - self._began) / 60,
            _status(pid, "VmRSS"),
            len(list(Path(f"/proc/{pid}/fd").iterdir())),
            _status(pid, "Threads"),
            len(family(pid)) - 1,
            (self._spent[0] - before[0]) / done * 1e3,
            (self._spent[1] - before[1]) / done,
            *(self._p95(what) for what in ("key", "event", "page")),
        )

    def _p95(self, what: str) -> float:
        times = sorted(self._times.pop(what))
        self._times[what] = []
        return times[int(len(times) * 0.95)] * 1e3 if times else 0.0

    def _one(self, number: int) -> None:
        """One round; it begins and ends in the browser."""
        self._do(F12, COMMAND_PANE)
        self._type(number)
        if number % 4 == 3:
            self._copy()
        self._do(F12, BROWSER)
        self._watch_an_event(number)
        self._turn_a_page(number)
        self._filter_a_view(number)
        if number % 3 == 2:
            self._details()
        if number % 5 == 4:
            self._dialogs()
        if number % 6 == 5:
            self._resize(number)

    def _do(self, keys: bytes, sign: str) -> None:
        self._lab.send(keys)
        self._lab.shows(sign)

    def _leave(self, sign: str) -> None:
        self._lab.send(ESCAPE)
        self._lab.until(lambda screen: sign not in screen, f"the end of {sign}")

    def _type(self, number: int) -> None:
        """A command; the screen is cleared for its answer to be seen whatever is told at the bottom."""
        lab, answer = self._lab, f"did {number + 70000}"
        if number % 10 == 0:
            lab.quiet(0.3)
        began = time.perf_counter()
        here = lab.send(b"x")
        echoed = lab.wait(b"x", here)
        if number % 10 == 0:
            self._times["key"].append(echoed - began)
        line = f"{self._commands[number % len(self._commands)]}; clear; echo did $(({number} + 70000))"
        lab.send(b"\x15" + line.encode() + ENTER)
        lab.shows(answer)

    def _copy(self) -> None:
        """Copy mode: a few lines up, three lines copied."""
        self._do(b"\x1d[", "copy mode")
        self._lab.send(b"kkkVkk" + ENTER)
        self._lab.until(lambda screen: "copy mode" not in screen, "the end of copy mode")

    def _watch_an_event(self, number: int) -> None:
        self._show_containers()
        began = time.perf_counter()
        name = self._traffic(number)
        self._times["event"].append(self._lab.shows(name) - began)

    def _turn_a_page(self, number: int) -> None:
        before = _place(self._lab.screen())
        began = time.perf_counter()
        self._lab.send(b"p" if number // PAGES_THERE % 2 else b"n")
        self._times["page"].append(self._lab.until(lambda screen: _place(screen) != before, "a page") - began)

    def _filter_a_view(self, number: int) -> None:
        key, title = VIEWS[number % len(VIEWS)]
        self._do(key.encode(), f"━ {title}")
        self._do(b"/", FILTER)
        for keys, sign in ((b"o", r"filter: o \("), (ENTER, ""), (b"ojjk", ""), (ESCAPE, f"━ {title}")):
            self._do(keys, sign)
            self._lab.quiet(0.1)
        self._show_containers()

    def _show_containers(self) -> None:
        """Again, if the machine is so busy that the key went into the filter."""
        for _ in range(5):
            try:
                self._lab.send(b"1")
                self._lab.shows("━ docker ps -a ", 3)
                return
            except TimeoutError:
                self._lab.send(ESCAPE)
                self._lab.quiet(0.3)

    def _details(self) -> None:
        """Of the newest container, which runs: inspect, log, figures, processes."""
        self._do(HOME + b"d", " inspect soak")
        for tab, title in ((b"2", " logs "), (b"3", " stats "), (b"4", " top ")):
            self._do(tab, f"docker container{title}")
        self._leave("docker container top")

    def _dialogs(self) -> None:
        for keys, sign in DIALOGS:
            self._do(keys, sign)
            self._leave(sign)
        self._lab.send(b"zz")
        self._lab.shows("command pane")

    def _resize(self, number: int) -> None:
        for size in (SIZES[number // 6 % len(SIZES)], SIZE):
            self._lab.resize(*size)
            self._lab.quiet(0.1)
        self._lab.shows(BROWSER)


def _place(screen: str) -> str:
    """The page's number in the bottom line."""
    return screen.rpartition("\n")[2].split("/")[0]


def _status(pid: int, what: str) -> int:
    """A figure of proc(5)'s status."""
    return int(Path(f"/proc/{pid}/status").read_text(encoding="utf-8").partition(f"{what}:")[2].split()[0])


@contextmanager
def engine(folder: Path, *, real: bool) -> Iterator[tuple[str, Traffic, tuple[str, ...]]]:
    """An engine's address, what happens in it, and the learner's commands."""
    if real:
        with engine_with(3, folder) as (client, url):
            yield url, real_traffic(client), DOCKER_COMMANDS
    else:
        with FakeApi(folder / "engine.sock", World(10, 20)) as api:
            yield api.url, fake_traffic(api.world), COMMANDS


def stages(rounds: int, hours: float) -> Iterator[Callable[[int], bool]]:
    """When each row is due."""
    yield lambda done: done >= WARM_UP
    began = time.monotonic()
    for quarter in (1, 2, 3, 4):
        if hours:
            yield lambda _, end=began + hours * 900 * quarter: time.monotonic() >= end  # type: ignore[misc]
        else:
            yield lambda done, end=WARM_UP + rounds * quarter // 4: done >= end  # type: ignore[misc]


def main() -> None:
    """All of it."""
    parser = argparse.ArgumentParser(description="A long class in the lab.")
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--hours", type=float, default=0.0, help="instead of a number of rounds")
    parser.add_argument("--real", action="store_true", help="on a real engine, and with docker's own commands")
    options = parser.parse_args()
    row = " ".join(f"{{:>{max(8, len(each.name))}}}" for each in fields(Figures))
    print(row.format(*(each.name for each in fields(Figures))))
    taken: list[Figures] = []
    with tempfile.TemporaryDirectory(prefix="slb") as name:
        folder, home = Path(name), Path(name) / "home"
        home.mkdir()
        with engine(folder, real=options.real) as (url, traffic, commands):
            lab = open_lab(home, url)
            try:
                learner = Learner(lab, traffic, commands)
                for enough in stages(options.rounds, options.hours):
                    taken.append(learner.go_on(enough))
                    print(row.format(*(_shown(each) for each in astuple(taken[-1]))), flush=True)
            finally:
                lab.close()
        kept = [each for each in (home / ".local/share/sealegs").iterdir() if each.is_file()]
        print("kept, bytes:", ", ".join(f"{each.name} {each.stat().st_size}" for each in kept))
    print("in 1,000 rounds, after the warm-up and between quarters:")
    for before, after in [(taken[0], taken[-1]), *itertools.pairwise(taken)]:
        print(row.format(*(_shown(each) for each in _growth(before, after))))


def _growth(before: Figures, after: Figures) -> list[float]:
    """What 1,000 rounds added to each figure."""
    rounds = max(1, after.round - before.round)
    return [(b - a) * 1000 / rounds for a, b in zip(astuple(before), astuple(after), strict=True)]


def _shown(figure: float) -> str:
    return str(figure) if isinstance(figure, int) else f"{figure:.1f}"


if __name__ == "__main__":
    main()
