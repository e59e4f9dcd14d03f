"""Nothing piles up: after many rounds of everything the lab holds as much as before them.

The same for hours, from outside and with figures: `python -m tests.bench.soak`.
"""

import asyncio
import gc
import threading
from collections import Counter
from pathlib import Path

import pytest
from textual.geometry import Size
from textual.pilot import Pilot

from tests.engine_api.server import FakeApi
from tests.engine_api.world import World
from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, WIDE
from tests.waiting import eventually
from tui.engine.docker_sdk import DockerEngine

WARM_UP, ROUNDS = 2, 5
OURS, TEXTUALS = ("tui.",), ("textual._styles_cache.", "textual.screen.", "textual.widgets.", "textual.timer.")
GROWS = Counter(
    {
        "tui.model.engine.EngineEvent": 4,
        "tui.view.tables.Row": 4,
        "tui.model.journal.CommandRun": 1,
        "tui.model.effects.Effect": 3,
    }
)
"""What a round adds for good, or nearly (`EVENTS_KEPT`): the journal, and the rows of the events."""


@pytest.fixture
def api(tmp_path):
    with FakeApi(tmp_path / "engine.sock", World(4, 2)) as api:
        api.world.run("steady", created=0.0)
        yield api


@pytest.fixture
def engine(api):
    """In place of the engine in memory."""
    return DockerEngine(api.url)


class Learner:
    """Does a bit of everything."""

    def __init__(self, pilot: Pilot, api: FakeApi) -> None:
        self._pilot, self._world = pilot, api.world
        self._lab = screen_of(pilot.app)

    async def round(self, number: int) -> None:
        """Ends where it began."""
        await self._command(number)
        await self._events(number)
        await self._views()
        await self._details()
        await self._dialogs()
        await self._sizes()
        await self._pilot.pause()

    async def _command(self, number: int) -> None:
        lab, before = self._lab, len(self._lab.attempt.journal.commands)
        lab.terminal._shell.session.write(f"seq {number}\r".encode())
        await eventually(lambda: len(lab.attempt.journal.commands) > before, "the command")
        await eventually(lambda: lab.attempt.journal.running is None, "its end")

    async def _events(self, number: int) -> None:
        """A container that comes and goes."""
        name = f"soak{number}"
        self._world.run(name)
        self._world.die(name, 1)
        self._world.destroy(name)
        events = {("destroy", name)}
        await eventually(
            lambda: events <= {(each.action, each.name) for each in self._lab.attempt.journal.events[-9:]}, name
        )

    async def _views(self) -> None:
        """A page and back, a filter, an order."""
        await self._pilot.press("n", "p", "2", "7")
        self._lab.panes.browser.table.focus()
        await self._pilot.press("slash", "o", "enter", "o", "O", "escape", "1")

    async def _details(self) -> None:
        """A container's log and figures."""
        self._lab.panes.browser.table.focus()
        await self._pilot.press("home", "d")
        await self._shows(" inspect ")
        await self._pilot.press("2")
        await self._shows("is ready")
        await self._pilot.press("3")
        await self._leave("escape")

    async def _dialogs(self) -> None:
        for key in ("f1", "m", "x"):
            await self._pilot.press(key)
            await self._leave("escape")
        await self._pilot.press("f12", "ctrl+right_square_bracket", "left_square_bracket")
        await eventually(lambda: self._lab.terminal.copying, "copy mode")
        await self._pilot.press("k", "escape", "f12")

    async def _sizes(self) -> None:
        """Another size, and the one of before; a zoom, and back."""
        for size in (NARROW, WIDE):
            await self._pilot.resize_terminal(*size)
            await eventually(lambda size=size: self._lab.size == Size(*size), "the size")
        await self._pilot.press("z", "z")

    async def _shows(self, text: str) -> None:
        await eventually(lambda: text in text_of(self._pilot.app), text)

    async def _leave(self, key: str) -> None:
        await self._pilot.press(key)
        await eventually(lambda: self._pilot.app.screen is self._lab, "the lab's own screen")


def held(api: FakeApi) -> dict[str, int]:
    """Threads, tasks, and files but for connections to the engine: both ends are here, and the docker library keeps one
    of each of the last 25 addresses it has asked."""
    return {
        "threads": threading.active_count(),
        "tasks": len(asyncio.all_tasks()),
        "files": len(list(Path("/proc/self/fd").iterdir())) - 2 * len(api._connections),
    }


async def settled(api: FakeApi) -> dict[str, int]:
    """What is held as soon as that stays: a connection's other end is closed a moment later."""
    before, now = {}, held(api)
    while before != now:
        await asyncio.sleep(0.2)
        before, now = now, held(api)
    return now


def objects() -> Counter[str]:
    """How many there are of each of our classes, and of those that Textual makes for a widget."""
    gc.collect()
    names = (f"{type(each).__module__}.{type(each).__qualname__}" for each in gc.get_objects())
    return Counter(name for name in names if name.startswith((*OURS, *TEXTUALS)))


async def test_nothing_piles_up(lab, api):
    """Threads, files and tasks are as many as before; of no class is there one more for each round."""
    app = lab(shell=("bash",))
    async with app.run_test(size=WIDE) as pilot:
        await eventually(lambda: screen_of(app).attempt.read and screen_of(app).terminal.at_prompt, "a start")
        learner = Learner(pilot, api)
        for number in range(WARM_UP):
            await learner.round(number)
        counted, kept = objects(), await settled(api)
        for number in range(WARM_UP, WARM_UP + ROUNDS):
            await learner.round(number)
        now = await settled(api)
        # Textual makes a scroll bar when it is first needed.
        assert {what: now[what] - kept[what] for what in kept if now[what] - kept[what] >= ROUNDS} == {}
        more = objects() - counted
        assert not {name: grown for name, grown in more.items() if grown - GROWS[name] * ROUNDS >= ROUNDS}
