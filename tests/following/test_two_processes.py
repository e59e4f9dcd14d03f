"""The real thing: a lab and `sealegs notes`, each in a terminal of its own; the lab is killed and opened again."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.tmux import Tmux
from tui.model.pace import Pace

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
LAB = f"{sys.executable} -m tui open --engine none --present"
REPO = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    (tmp_path / "run").mkdir(mode=0o700)
    return {
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "SEALEGS_RUNTIME_DIR": str(tmp_path / "run"),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(REPO),
        "LANG": "C.UTF-8",
    }


@pytest.fixture
def terminals():
    made = [Tmux(100, 30) for _ in range(3)]
    yield made
    for each in made:
        each.close()


def test_notes_follow_a_lab_that_is_killed_and_opened_again(terminals, environment, tmp_path):
    """Nothing of the class's time is lost, nor the countdown, and no socket is left."""
    lab, again, notes = terminals
    notes.start(f"{sys.executable} -m tui notes", str(tmp_path), environment)
    notes.shows("Waits for a lab", 60)
    lab.start(LAB, str(tmp_path), environment)
    lab.shows("F2 lesson", 60)
    notes.shows("Welcome  0 · 1/")
    lab.keys("n")
    notes.shows("How the course goes  0 · 2/")
    lab.keys("t")
    lab.shows("count them down")
    lab.keys("Enter")
    lab.shows(" left ")
    notes.shows("How the course goes")
    (socket,) = (tmp_path / "run").glob("notes-*.sock")
    os.kill(int(socket.stem.partition("-")[2]), signal.SIGKILL)
    notes.shows("The lab is closed")
    (kept,) = (tmp_path / "data").rglob("*.pace.json")
    before = Pace.model_validate_json(kept.read_bytes())

    again.start(LAB, str(tmp_path), environment)
    again.shows(" left ", 60)
    notes.until(lambda screen: "The lab is closed" not in screen, "that it follows again")
    assert not socket.exists()
    again.keys("n")
    notes.shows("Three panes  0 · 3/")
    again.keys("q")
    again.shows("Leave the lab?")
    again.keys("y")
    again.until(lambda _: again.ended() is not None, "the end")
    assert list((tmp_path / "run").glob("notes-*.sock")) == []
    after = Pace.model_validate_json(kept.read_bytes())
    assert (after.began, after.countdown) == (before.began, before.countdown)
    assert after.total > before.total
    notes.keys("q")
    notes.until(lambda _: notes.ended() == 0, "the end")


def test_notes_need_a_terminal():
    """A phone's ssh without -t has none; it says how to get one."""
    done = subprocess.run(
        [sys.executable, "-m", "tui", "notes"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "ssh -t" in done.stderr
