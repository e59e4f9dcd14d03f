"""Commands for the browser's rows, what a prune would take, and the view of the disk."""

from dataclasses import replace

import pytest

from tests.pilot.conftest import screen_of, text_of, until
from tests.pilot.steps import NARROW, WIDE
from tui.engine.fake import FakeEngine
from tui.errors import EngineError
from tui.model.disk import DiskUsage, Used
from tui.model.engine import EngineIdentity
from tui.model.facts import HistoryRow, ImageDetails
from tui.screens.prune_preview import PrunePreviewScreen
from tui.screens.row_menu import RowMenuScreen

SIZES = [NARROW, WIDE]
sized = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
USAGE = DiskUsage(
    images=Used(3, 1, 84_410_000, 1_980_000),
    containers=Used(2, 1, 1_200, 1_200),
    volumes=Used(2, 0, 46_120_000, 46_120_000),
    build_cache=Used(4, 0, 12_300_000, 12_300_000),
)


@pytest.fixture(autouse=True)
def calm(monkeypatch):
    """No marks, and nothing of the outer terminal's."""
    monkeypatch.setattr("tui.view.marks.SHOWN_FOR", 0.0)
    for name in ("NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)


VIEWS = {"1": "containers", "2": "images", "3": "layers", "4": "volumes", "5": "networks", "8": "disk"}
NAMELESS = "0123456789abcdef" * 4


async def in_the_browser(pilot, view: str, *keys: str):
    """The cursor on a row of a view; returns the screen."""
    screen = screen_of(pilot.app)
    await until(lambda: screen.attempt.read, "the engine's first reading")
    await until(lambda: screen.terminal.at_prompt or "sealegs $" in text_of(pilot.app), "the shell's prompt")
    await pilot.press(view)
    screen.panes.focus_pane(screen.panes.browser)
    await until(lambda: screen.panes.browser.view == VIEWS[view], "the view")
    await pilot.press(*keys)
    return screen


def _held(engine: FakeEngine) -> None:
    engine.pull("debian:12", 82_430_000)
    engine.build_unnamed("FROM debian", 1_980_000)
    engine.run("web", "debian:12", "sleep 1h")
    engine.create("done", "debian:12", "true")
    engine.exit("done", 0)
    engine.disk = USAGE


# How they look


@sized
def test_the_menu_looks(snap_compare, lab, engine, size):
    """Of a container that runs."""
    _held(engine)

    async def act(pilot) -> None:
        await in_the_browser(pilot, "1", "end", "x")
        await until(lambda: isinstance(pilot.app.screen, RowMenuScreen), "the menu")
        await pilot.pause()

    assert snap_compare(lab(), terminal_size=size, run_before=act)


@sized
def test_the_preview_looks(snap_compare, lab, engine, monkeypatch, size):
    """Of volumes, on an engine that takes named ones, too."""
    monkeypatch.setattr(engine, "identity", lambda: EngineIdentity("Docker", "20.10.24", "1.41"))
    for name in ("data", NAMELESS):
        engine.create_volume(name)
    engine.disk = replace(USAGE, frees={"data": 45_000_000, NAMELESS: 1_120_000})

    async def act(pilot) -> None:
        screen = await in_the_browser(pilot, "8")
        await until(lambda: screen.panes.browser.table.chosen, "the figures")
        await pilot.press("down", "down", "P")
        await until(lambda: isinstance(pilot.app.screen, PrunePreviewScreen), "the preview")
        await pilot.pause()

    assert snap_compare(lab(), terminal_size=size, run_before=act)


@sized
def test_the_disk_looks(snap_compare, lab, engine, size):
    """Measured, before something changed."""
    _held(engine)

    async def act(pilot) -> None:
        screen = await in_the_browser(pilot, "8")
        await until(lambda: screen.panes.browser.table.chosen, "the figures")
        engine.remove("done")
        await until(lambda: "changed since" in text_of(pilot.app), "the note")
        await pilot.pause()

    assert snap_compare(lab(), terminal_size=size, run_before=act)


# What they do


def told(pilot) -> list[str]:
    return [each.message for each in pilot.app._notifications]


async def menu(pilot, view: str, *keys: str) -> None:
    await in_the_browser(pilot, view, *keys, "x")
    await until(lambda: isinstance(pilot.app.screen, RowMenuScreen), "the menu")


@pytest.mark.parametrize("keys", ["s", ["home", "enter"]])
async def test_an_action_is_put_at_the_prompt_and_not_run(lab, engine, keys):
    """By its letter, or with Enter; the learner is where it can be run."""
    _held(engine)
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        screen = screen_of(pilot.app)
        await menu(pilot, "1", "end")
        await pilot.press(*keys)
        await until(lambda: "docker container stop web" in text_of(pilot.app), "the command at the prompt")
        assert screen.terminal.at_prompt
        assert screen.focused is screen.terminal
        assert "run-block" not in screen.attempt.progress.actions
        assert {"row-actions", "show-containers"} <= set(screen.attempt.progress.actions)


@pytest.mark.parametrize(
    ("view", "keys", "command"),
    [
        ("2", ["end"], "docker image rm debian:12"),
        ("3", [], "docker image rm debian:12"),
        ("4", [], "docker volume rm data"),
        ("5", ["home"], "docker network inspect bridge"),
    ],
)
async def test_every_view_of_objects_has_its_menu(lab, engine, view, keys, command):
    """With the commands for what its rows are."""
    engine.pull("debian:12", 82_430_000)
    engine.describe("debian:12", ImageDetails("", (HistoryRow("RUN true", 5),), ("sha256:a",)))
    engine.create_volume("data")
    async with lab().run_test(size=WIDE) as pilot:
        screen = await in_the_browser(pilot, view, *keys)
        await until(lambda: screen.panes.browser.table.chosen, "the rows")
        await pilot.press("x")
        await until(lambda: isinstance(pilot.app.screen, RowMenuScreen), "the menu")
        await until(lambda: command in text_of(pilot.app), "the command")


async def test_what_is_not_theirs_can_be_looked_at_and_is_spared(lab, engine):
    """On an engine that others use, too; it is said why."""
    _held(engine)
    async with lab(private=False).run_test(size=WIDE) as pilot:
        await in_the_browser(pilot, "1", "end", "x")
        await until(lambda: isinstance(pilot.app.screen, RowMenuScreen), "the menu")
        await until(lambda: "web was here before the lab" in text_of(pilot.app), "why not")
        shown = text_of(pilot.app)
        assert "docker container logs web" in shown
        assert "docker container stop" not in shown
        assert "docker container rm" not in shown
        await pilot.press("s", "D")
        assert isinstance(pilot.app.screen, RowMenuScreen)
        await pilot.press("p")
        await until(lambda: "None of these is yours." in text_of(pilot.app), "what is spared")
        assert "not in the command" in text_of(pilot.app)
        assert "docker container rm" not in text_of(pilot.app)


async def test_the_menu_stays_with_what_it_was_opened_for(lab, engine):
    """Gone meanwhile, it is named, and nothing is inserted: not even for another one by the same name."""
    _held(engine)
    async with lab().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot.app)
        await menu(pilot, "1", "end")
        engine.remove("web")
        renewed = engine.run("web", "debian:12", "sleep 1h")
        await until(lambda: renewed in screen.attempt.journal.now.containers, "the other one")
        await pilot.press("s")
        await until(lambda: told(pilot), "what is said")
        assert told(pilot) == ["web is gone: there is nothing to do with it any more."]
        assert pilot.app.screen is screen
        assert "docker container" not in text_of(pilot.app)


@pytest.mark.parametrize(("keys", "inserted"), [(["enter"], False), (["escape"], False), (["y"], True)])
async def test_the_preview_cancels_unless_it_is_told_otherwise(lab, engine, keys, inserted):
    """And then inserts the names, never the prune."""
    _held(engine)
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        screen = screen_of(pilot.app)
        await menu(pilot, "1", "home")
        await pilot.press("p")
        await until(lambda: isinstance(pilot.app.screen, PrunePreviewScreen), "the preview")
        await pilot.pause()
        await pilot.press(*keys)
        await until(lambda: pilot.app.screen is screen, "the end of it")
        if inserted:
            await until(lambda: "docker container rm done" in text_of(pilot.app), "the command")
        assert ("docker container rm" in text_of(pilot.app)) is inserted
        assert "container prune" not in text_of(pilot.app)


async def test_a_preview_that_is_no_longer_true_is_shown_again(lab, engine):
    """What was agreed to is what is inserted, or nothing."""
    _held(engine)
    async with lab().run_test(size=WIDE) as pilot:
        screen = await in_the_browser(pilot, "1", "P")
        await until(lambda: isinstance(pilot.app.screen, PrunePreviewScreen), "the preview")
        first = pilot.app.screen
        engine.exit("web", 0)
        await until(lambda: all(each.state == "exited" for each in screen.attempt.journal.now.containers), "the end")
        await pilot.press("y")
        await until(lambda: isinstance(pilot.app.screen, PrunePreviewScreen), "the preview")
        assert pilot.app.screen is not first
        assert told(pilot) == ["Something has changed meanwhile: look again."]
        await until(lambda: "docker container rm done web" in text_of(pilot.app), "what is true now")


async def test_what_an_engine_does_not_list_is_not_guessed(lab, engine, monkeypatch):
    """One behind a filter may refuse to."""

    def refuse():
        raise EngineError("The engine refused.")

    monkeypatch.setattr(engine, "volumes", refuse)
    async with lab().run_test(size=WIDE) as pilot:
        screen = await in_the_browser(pilot, "8")
        await until(lambda: screen.panes.browser.table.chosen, "the figures")
        await pilot.press("down", "down", "P")
        await until(lambda: told(pilot), "what is said")
        assert "doesn't list any volume" in told(pilot)[0]
        assert pilot.app.screen is screen


async def test_rows_without_an_object_have_no_commands(lab, engine):
    """It is said, and no dialog opens."""
    async with lab().run_test(size=WIDE) as pilot:
        screen = await in_the_browser(pilot, "8")
        await until(lambda: screen.panes.browser.table.chosen, "the figures")
        await pilot.press("end", "x", "P")
        await until(lambda: len(told(pilot)) == 2, "what is said")
        assert pilot.app.screen is screen


async def test_the_disk_is_measured_only_when_it_is_asked_for(lab, engine):
    """When its view comes up, and again with c; never twice at once, nor for anything that happens."""
    engine.disk = USAGE
    engine.measured.clear()
    async with lab().run_test(size=WIDE) as pilot:
        screen = await in_the_browser(pilot, "1", "c")
        assert engine.calls["disk_usage"] == 0
        await pilot.press("8")
        await until(lambda: "measuring, this can take a while" in text_of(pilot.app), "the line")
        await pilot.press("1", "8", "c")
        await until(lambda: screen.panes.browser.view == "disk", "the view")
        engine.measured.set()
        await until(lambda: "84.41MB" in text_of(pilot.app), "the figures")
        engine.pull("busybox:latest")
        await until(lambda: "changed since" in text_of(pilot.app), "the note")
        assert engine.calls["disk_usage"] == 1
        engine.disk = replace(USAGE, images=Used(4, 1, 90_000_000, 0))
        await pilot.press("c")
        await until(lambda: "90MB" in text_of(pilot.app), "the new figures")
        assert "changed since" not in text_of(pilot.app)
        assert engine.calls["disk_usage"] == 2


async def test_a_disk_that_cant_be_measured_is_said(lab, engine, monkeypatch):
    """In the engine's words, also when an answer makes no sense; then it can be tried again."""
    for error, words in ((EngineError("The engine refused: busy."), "refused: busy"), (KeyError("x"), "KeyError")):
        with monkeypatch.context() as patched:

            def fail(error=error):
                raise error

            patched.setattr(engine, "disk_usage", fail)
            async with lab().run_test(size=WIDE) as pilot:
                await in_the_browser(pilot, "8")
                await until(lambda words=words: words in text_of(pilot.app), "why not")
                patched.setattr(engine, "disk_usage", lambda: USAGE)
                await pilot.press("c")
                await until(lambda: "84.41MB" in text_of(pilot.app), "the figures")


async def test_leaving_does_not_wait_for_the_disk(lab, engine):
    """A measurement may take minutes."""
    engine.measured.clear()
    async with lab().run_test(size=WIDE) as pilot:
        await in_the_browser(pilot, "8")
        await until(lambda: engine.calls["disk_usage"] == 1, "the request")
    assert engine.calls["disk_usage answered"] == 0
    engine.measured.set()
