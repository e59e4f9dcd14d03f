"""However the lab ends, the terminal is as it was, and a learner reads a sentence, not a traceback."""

import os
import sys
import termios
from pathlib import Path

import pytest

from tests.bench.outer import Outer

OPEN = [sys.executable, "-m", "tui", "open", "--engine", "none"]
CRASH = """
import sys
from tui import app
from tui.__main__ import main

def broken(self):
    raise RuntimeError("a bug")

app.LabApp._after_first_frame = broken
sys.argv = ["sealegs", "open", "--engine", "none"]
sys.exit(main())
"""


@pytest.fixture
def start(tmp_path):
    """Run a program on an outer terminal; also gives the terminal's modes before it."""
    started: list[Outer] = []

    def run(command: list[str]) -> Outer:
        started.append(Outer(command, tmp_path, (100, 30), {"XDG_DATA_HOME": str(tmp_path / "data")}))
        return started[-1]

    yield run
    for outer in started:
        outer.close()


def exit_code(outer: Outer) -> int:
    status = os.waitid(os.P_PID, outer.pid, os.WEXITED | os.WNOWAIT)
    return status.si_status


def modes(outer: Outer) -> list:
    return termios.tcgetattr(outer.master)[:4]


@pytest.mark.parametrize("keys", [b"q", b"\x1b[24~\x1dq"], ids=["q in the lesson", "Ctrl-] q in the command pane"])
def test_leaving_restores_the_terminal(start, keys):
    """Modes as before, the alternate screen left, exit code 0."""
    outer = start(["sh", "-c", 'printf ready; read -r line; exec "$@"', "sh", *OPEN])
    outer.wait(b"ready", 0)
    before = modes(outer)
    outer.send(b"\n")
    outer.shows("Welcome aboard")
    outer.shows("sealegs-work|[#$] ")
    assert modes(outer) != before
    outer.quiet()
    outer.send(keys)
    assert exit_code(outer) == 0
    assert modes(outer) == before
    assert b"\x1b[?1049l" in outer.written


def test_a_crash_is_one_sentence_and_a_file(start, tmp_path):
    """The story goes to a file that the sentence names."""
    outer = start([sys.executable, "-c", CRASH])
    assert exit_code(outer) == 1
    outer.wait(b"The lab has failed", 0)
    assert b"Traceback" not in outer.written
    assert b"\x1b[?1049l" in outer.written
    assert "a bug" in (Path(tmp_path) / "data" / "sealegs" / "crash.log").read_text(encoding="utf-8")
