"""The lab on the shipped fake engine, with a shell that prints the same on every machine."""

import threading
import time
from functools import cache

import pytest
from textual._context import visible_screen_stack

from tests.waiting import eventually
from tui import paths
from tui.app import LabApp
from tui.command_log import CommandLog
from tui.course import load
from tui.engine.fake import FakeEngine
from tui.model.course import Course
from tui.model.engine import ContainerDetails, Endpoint, Mount
from tui.model.shell import Launch
from tui.opening import Opening
from tui.progress import ProgressFile
from tui.screens.lab import LabScreen

NOW = 1_800_000_000.0
PROMPT_ONLY = ("sh", "-c", "printf 'sealegs $ '; exec cat")
"""Not a shell: what is typed is echoed, nothing runs."""
MOUNTS = ContainerDetails(mounts=(Mount("volume", "data", "/d"), Mount("bind", "/home/ann", "/w", True)))


@cache
def shipped_course() -> Course:
    """The shipped course, read once: its values don't change."""
    return load(paths.shipped("content"))


@pytest.fixture
def engine() -> FakeEngine:
    """An empty engine whose clock stands still."""
    return FakeEngine(now=NOW)


@pytest.fixture
def lab(tmp_path, engine, monkeypatch):
    """A function that makes the app; everything it keeps is in tmp_path."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("SEALEGS_RUNTIME_DIR", str(tmp_path / "run"))
    # A shell that reads nobody's start-up files.
    (home := tmp_path / "nobody").mkdir()
    environment = {"SEALEGS_HISTFILE": str(tmp_path / "history"), "HOME": str(home)}

    def make(shell=PROMPT_ONLY, theme="dark", with_engine=True, private=True, tried=(), **more) -> LabApp:
        return LabApp(
            Opening(
                course=shipped_course(),
                progress=ProgressFile(tmp_path / "progress.json"),
                command_log=CommandLog(tmp_path / "commands.jsonl"),
                engine=engine if with_engine else None,
                endpoint=Endpoint("unix:///nowhere", f"{'private' if private else 'system'} engine", private)
                if with_engine
                else None,
                tried=tried,
                shell=Launch(shell, environment, tmp_path),
                theme=theme,
                wall_clock=lambda: NOW + 2,
                **more,
            )
        )

    return make


@pytest.fixture(autouse=True)
def all_colours(monkeypatch):
    """An outer terminal that has them, whatever the tests run in."""
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture
def calm(monkeypatch):
    """Marks that don't fade, nothing of the outer terminal's, and the same time of day everywhere."""
    monkeypatch.setattr("tui.view.marks.SHOWN_FOR", 3600.0)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def unmarked(calm, monkeypatch):
    """The same without any marks."""
    monkeypatch.setattr("tui.view.marks.SHOWN_FOR", 0.0)


@pytest.fixture
def settled(engine):
    """An engine that holds something, and one event after the other, so that each is news of its own."""
    engine.pull("busybox:latest", 1_980_000)
    engine.pull("hello-world:latest", 1040)
    engine.run("sad_turing", "busybox", "sh -c 'exit 3'")

    async def act(pilot) -> None:
        lab = screen_of(pilot.app)
        await eventually(lambda: lab.attempt.read, "the engine's first reading")
        await eventually(lambda: "sealegs $" in text_of(pilot.app), "the shell's prompt")
        engine.create("brave_hopper", "hello-world", "/hello")
        await eventually(lambda: "+ container brave_hopper" in text_of(pilot.app), "the new container")
        engine.exit("sad_turing", 3)
        await eventually(lambda: "~ container sad_turing (exi" in text_of(pilot.app), "the end of the other")
        await pilot.pause()

    return act


@pytest.fixture
def printing(calm, engine):
    """A container that has printed something; nothing is open in the end."""
    engine.pull("nginx:1.29")
    engine.run("web", "nginx:1.29", "nginx -g 'daemon off;'", MOUNTS)
    engine.create_volume("data")
    yield
    assert engine.looked_at == 0
    assert not [each.name for each in threading.enumerate() if each.name == "look"]


def screen_of(app: LabApp) -> LabScreen:
    """The lab's main screen, also under a dialog."""
    return next(screen for screen in app.screen_stack if isinstance(screen, LabScreen))


def text_of(app: LabApp) -> str:
    """What stands on the screen now, as text."""
    width, height = app.size
    # A dialog that were drawn without what is behind it would stay so: Textual remembers what it drew.
    visible_screen_stack.set(app._background_screens)
    lines = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in line) for line in lines)[: (width + 1) * height]
