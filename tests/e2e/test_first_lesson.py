"""The whole program on a bare state: set up by ./lab, lesson 2.1 done by typing, left with nothing running."""

import os
import shutil
import signal
import subprocess
import uuid
from pathlib import Path

import pytest

from tests.e2e.tmux import Tmux
from tui import paths
from tui.course import load
from tui.model.course import Lesson
from tui.model.tasks import Task

REPO = Path(__file__).resolve().parents[2]
SETUP_TIME = 600.0
"""Seconds for Python packages and images on a bare, slow machine."""

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.engine,
    pytest.mark.skipif(os.getuid() != 0, reason="the private engine needs root"),
]


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return next(each for each in load(paths.shipped("content")).lessons if each.entry.id == "first-container")


@pytest.fixture(scope="module")
def bare(home):
    """A copy of the checkout without what git ignores, and a home with nothing in it."""
    folder = home.parent
    checkout, runtime = folder / "sealegs", folder / "run"
    runtime.mkdir(mode=0o700)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPO,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (REPO / name).is_file():
            (checkout / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPO / name, checkout / name, follow_symlinks=False)
    (home / ".profile").write_text("", encoding="utf-8")
    environment = {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "SEALEGS_RUNTIME_DIR": str(runtime),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
    }
    yield checkout, environment
    stop = [str(checkout / ".venv/bin/sealegs"), "engine", "stop", "--clean", "--yes"]
    subprocess.run(stop, env={**os.environ, **environment}, capture_output=True, timeout=120, check=True)
    left = subprocess.run(["pgrep", "-f", str(folder)], capture_output=True, text=True).stdout
    assert left == "", "something is still running"


@pytest.fixture
def terminal(request):
    tmux = Tmux(*request.param)
    yield tmux
    tmux.close()


again = terminal
"""A second terminal, for after the first one's program was killed."""


def start(terminal: Tmux, bare, command: str = "./lab --yes") -> None:
    checkout, environment = bare
    terminal.start(command, str(checkout), environment)
    terminal.until(lambda screen: "F1 help" in screen, "the lab", SETUP_TIME)
    terminal.until(lambda screen: "connecting" not in screen, "the engine")


def turn_to(terminal: Tmux, number: int) -> None:
    """Turn pages until the bottom line gives a page's number in the course."""
    for _ in range(40):
        here = place(terminal.screen())
        if here == number:
            return
        terminal.keys("n" if here < number else "p")
        terminal.until(lambda screen, here=here: place(screen) != here, "the next page")
    raise AssertionError(f"no page {number}:\n{terminal.screen()}")


def place(screen: str) -> int:
    return int(screen.splitlines()[-1].split("/")[0])


def ticked(screen: str, task: Task) -> bool:
    """Whether a tick stands before the task's first words."""
    return "✓ " + " ".join(task.text.split()[:4]) in screen


def do(terminal: Tmux, lines: list[str]) -> None:
    """Type commands in the command pane, each after the one before has ended, and come back to the lesson."""
    terminal.keys("F12")
    terminal.shows("F12 back")
    for number, line in enumerate(lines):
        told = f"{uuid.uuid4().hex[:6]}-{number}"
        terminal.type(line)
        terminal.keys("Enter")
        terminal.type(f"echo $((1))-{told}")
        terminal.keys("Enter")
        terminal.until(lambda screen, told=told: f"1-{told}" in screen, "the end of the command", 60)
    terminal.keys("F12")
    terminal.shows("F12 command pane")


@pytest.mark.parametrize(("terminal", "again"), [((120, 40), (120, 40))], indirect=True)
def test_lesson_2_1_by_typing(terminal, again, bare, lesson):
    """From nothing to every task ticked, with a kill in the middle; and once more at 80x24, where it was left."""
    start(terminal, bare)
    half = len(lesson.tasks) // 2
    for task in lesson.tasks[:half]:
        do_task(terminal, lesson, task)

    where = place(terminal.screen())
    subprocess.run(["pkill", "-9", "-f", f"{bare[0]}/.venv/bin/sealegs open"], check=True)
    terminal.until(lambda _: terminal.ended() == 128 + signal.SIGKILL, "its end")
    start(again, bare)
    assert place(again.screen()) == where

    for task in lesson.tasks[half:]:
        do_task(again, lesson, task)
    left_at = place(again.screen())
    again.keys("q")
    again.until(lambda _: again.ended() is not None, "the end")
    assert again.ended() == 0

    small = Tmux(80, 24)
    try:
        start(small, bare)
        assert place(small.screen()) == left_at
        small.shows("1 container")
        small.keys("q")
        small.until(lambda _: small.ended() is not None, "the end")
        assert small.ended() == 0
    finally:
        small.close()


def do_task(terminal: Tmux, lesson: Lesson, task: Task) -> None:
    pages = [page.id for each in load(paths.shipped("content")).lessons for page in each.pages]
    turn_to(terminal, pages.index(task.page) + 1)
    terminal.keys("End")
    do(terminal, task.solution.lines)
    terminal.keys("End")
    terminal.until(lambda screen: ticked(screen, task), f"the tick of {task.id}")


def test_without_a_terminal_it_says_so_in_one_sentence(bare):
    """Exit code 2, nothing set up."""
    checkout, environment = bare
    done = subprocess.run(
        ["./lab"], cwd=checkout, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "terminal" in done.stderr
