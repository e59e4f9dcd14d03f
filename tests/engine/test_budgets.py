"""What the lab writes to the terminal and asks of a real engine: budgets, since learners sit behind slow lines."""

import sys
import time
from pathlib import Path

import pytest

from tests.bench.outer import Outer
from tests.bench.tap import Tap
from tui.view.marks import SHOWN_FOR

pytestmark = pytest.mark.engine

DRAWN_EVERY = 2.0
IDLE = 3.0
"""Seconds in which an idle lab must write and ask nothing."""


@pytest.fixture
def tap(private_engine, tmp_path):
    with Tap(tmp_path / "tap.sock", Path(private_engine.endpoint.url.removeprefix("unix://"))) as tap:
        yield tap


@pytest.fixture
def lab(tap, tmp_path, docker, tiny, empty_engine):
    """The lab at 120x40, read and at its prompt, on an engine with one running container."""
    docker("run", "--detach", "--name", "steady", tiny, "sleep", "600")
    command = [sys.executable, "-m", "tui", "open", "--engine", f"unix://{tap.path}"]
    outer = Outer(command, tmp_path, (120, 40))
    outer.shows("steady")
    outer.shows("sealegs-work [#$]")
    yield outer
    outer.close()


def calm(outer: Outer, pause: float) -> int:
    """Wait until nothing has been written for a while; how much has been by then."""
    outer.quiet(pause, 30)
    return len(outer.written)


def test_an_idle_lab_writes_and_asks_nothing(lab, tap, docker):
    """0 bytes, 0 requests, also after something has happened and its marks have faded."""
    docker("pause", "steady")
    lab.shows("Paused")
    written = calm(lab, SHOWN_FOR + 1)
    asked = tap.requests
    time.sleep(IDLE)
    assert len(lab.written) - written == 0
    assert tap.requests - asked == 0
    docker("unpause", "steady")


def test_one_row_changing_state_costs_less_than_a_kilobyte(lab, docker):
    """The row, and the bottom line that says it."""
    written = calm(lab, SHOWN_FOR + 1)
    docker("pause", "steady")
    lab.shows("Paused")
    assert calm(lab, 1.0) - written < 1000
    docker("unpause", "steady")


def test_events_are_read_for_at_a_pace(lab, tap, docker):
    """Fewer requests than events."""
    asked = tap.requests
    for _ in range(20):
        docker("pause", "steady")
        docker("unpause", "steady")
    calm(lab, 1.0)
    assert tap.requests - asked < 40


def test_looking_at_stats_is_cheap_and_ends(lab, tap, docker, tiny):
    """Half a kilobyte for a drawing, one each two seconds; when the dialog is closed, nothing goes on."""
    docker("run", "--detach", "--name", "busy", tiny, "sh", "-c", "while true; do sleep 0.01; done")
    lab.shows("Up.*busy")
    lab.send(b"\t1\x1b[Hd")
    lab.shows("inspect busy")
    lab.send(b"3")
    lab.shows("PIDS")
    time.sleep(DRAWN_EVERY)
    written = len(lab.written)
    time.sleep(3 * DRAWN_EVERY)
    assert 0 < len(lab.written) - written < 4 * 500
    lab.send(b"\x1b")
    lab.shows("docker ps -a")
    written = calm(lab, SHOWN_FOR + 1)
    asked = tap.requests
    time.sleep(IDLE)
    assert len(lab.written) - written == 0
    assert tap.requests == asked
    docker("rm", "--force", "busy")
