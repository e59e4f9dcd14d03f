"""What a thousand containers and a storm of events may cost: bytes to the terminal and requests, of the whole program.

The same budgets on a real engine, which is small, are in `tests/engine/test_budgets.py`.
"""

import sys
import time
from collections.abc import Iterator

import pytest

from tests.bench.outer import Outer
from tests.engine_api.server import FakeApi
from tests.engine_api.world import World
from tui.view.marks import SHOWN_FOR

CONTAINERS, IMAGES = 1000, 500
LISTS = ("/containers/json", "/images/json", "/volumes", "/networks")
PAGE_DOWN, HOME, END = b"\x1b[6~", b"\x1b[H", b"\x1b[F"
SCREENFUL = 1500
"""Bytes that a pane full of other rows may cost."""


@pytest.fixture(scope="module")
def crowd(tmp_path_factory) -> Iterator[FakeApi]:
    """An engine with a lot in it."""
    with FakeApi(tmp_path_factory.mktemp("crowd") / "engine.sock", World(CONTAINERS, IMAGES)) as api:
        yield api


@pytest.fixture(scope="module")
def lab(crowd, tmp_path_factory) -> Iterator[Outer]:
    """The lab at 120x40, at its prompt, with the focus in the browser."""
    home = tmp_path_factory.mktemp("home")
    outer = Outer([sys.executable, "-m", "tui", "open", "--engine", crowd.url], home, (120, 40))
    outer.shows("c0999")
    outer.shows("sealegs-work [#$]")
    outer.send(b"\t")
    outer.quiet(0.5)
    yield outer
    outer.close()


class Cost:
    """Bytes and requests since it was made."""

    def __init__(self, lab: Outer, crowd: FakeApi) -> None:
        self._lab, self._crowd = lab, crowd
        self._bytes, self._requests = len(lab.written), crowd.requests

    @property
    def bytes(self) -> int:
        """As soon as it is quiet."""
        self._lab.quiet(0.3)
        return len(self._lab.written) - self._bytes

    @property
    def requests(self) -> int:
        return self._crowd.requests - self._requests


def test_a_start_asks_for_each_list_once(lab, crowd):
    """And for nothing row by row."""
    assert [crowd.asked[f"GET {path}"] for path in LISTS] == [1, 1, 1, 1]
    assert crowd.requests < 15


def test_a_thousand_rows_scroll(lab, crowd):
    """To both ends and in between; nothing is asked, and only what differs is written."""
    cost = Cost(lab, crowd)
    lab.send(END)
    lab.shows("c0000")
    assert cost.bytes < SCREENFUL
    lab.send(HOME)
    lab.shows("c0999")
    for _ in range(5):
        page = Cost(lab, crowd)
        lab.send(PAGE_DOWN)
        assert 0 < page.bytes < SCREENFUL
    lab.send(b"2" + END)
    lab.shows("image9 ")  # by name
    lab.send(b"1" + HOME)
    lab.shows("c0999")
    assert cost.requests == 0


@pytest.mark.parametrize("no_filters", [False, True], ids=["filtered there", "filtered here"])
def test_a_storm_of_execs_costs_nothing(lab, crowd, no_filters):
    """50 events a second, as a few health checks make: not a byte, not a request."""
    crowd.faults.no_filters = no_filters
    cost = Cost(lab, crowd)
    crowd.exec_storm("c0000", 99, per_second=50)
    assert (cost.bytes, cost.requests) == (0, 0)
    crowd.faults.no_filters = False


@pytest.mark.parametrize(("name", "most"), [("c0999", 1000), ("c0000", 300)], ids=["in sight", "out of sight"])
def test_one_of_a_thousand_changes_its_state(lab, crowd, name, most):
    """One list of its kind, and the cells that changed; or only the words in the bottom line."""
    asked = crowd.asked["GET /containers/json"]
    cost = Cost(lab, crowd)
    crowd.world.die(name, 3)
    lab.shows(rf"{name} \(exited 3\)")
    time.sleep(SHOWN_FOR)  # till the mark has faded
    assert cost.bytes < most
    assert crowd.asked["GET /containers/json"] - asked == cost.requests == 1
