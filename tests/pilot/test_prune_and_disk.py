"""What a prune would take, and the view of the disk."""

import pytest
from msgspec.structs import replace

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.rows import NAMELESS, USAGE, held, in_the_browser, menu, told
from tests.pilot.steps import NARROW, WIDE, sized
from tests.waiting import eventually
from tui.errors import EngineError
from tui.model.disk import Used
from tui.model.engine import EngineIdentity
from tui.screens.prune_preview import PrunePreviewScreen

pytestmark = pytest.mark.usefixtures("unmarked")


# How they look


@sized(NARROW, WIDE)
def test_the_preview_looks(snap_compare, lab, engine, monkeypatch, size):
    """Of volumes, on an engine that takes named ones, too."""
    monkeypatch.setattr(engine, "identity", lambda: EngineIdentity("Docker", "20.10.24", "1.41"))
    for name in ("data", NAMELESS):
        engine.create_volume(name)
    engine.disk = replace(USAGE, frees={"data": 45_000_000, NAMELESS: 1_120_000})

    async def act(pilot) -> None:
        screen = await in_the_browser(pilot, "8")
        await eventually(lambda: screen.panes.browser.table.chosen, "the figures")
        await pilot.press("down", "down", "P")
        await eventually(lambda: isinstance(pilot.app.screen, PrunePreviewScreen), "the preview")
        await pilot.pause()

    assert snap_compare(lab(), terminal_size=size, run_before=act)


# What they do


@pytest.mark.parametrize(("keys", "inserted"), [(["enter"], False), (["escape"], False), (["y"], True)])
async def test_the_preview_cancels_unless_it_is_told_otherwise(lab, engine, keys, inserted):
    """And then inserts the names, never the prune."""
    held(engine)
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        screen = screen_of(pilot.app)
        await menu(pilot, "1", "home")
        await pilot.press("p")
        await eventually(lambda: isinstance(pilot.app.screen, PrunePreviewScreen), "the preview")
        await pilot.pause()
        await pilot.press(*keys)
        await eventually(lambda: pilot.app.screen is screen, "the end of it")
        if inserted:
            await eventually(lambda: "docker container rm done" in text_of(pilot.app), "the command")
        assert ("docker container rm" in text_of(pilot.app)) is inserted
        assert "container prune" not in text_of(pilot.app)


async def test_a_preview_that_is_no_longer_true_is_shown_again(lab, engine):
    """What was agreed to is what is inserted, or nothing."""
    held(engine)
    async with lab().run_test(size=WIDE) as pilot:
        screen = await in_the_browser(pilot, "1", "P")
        await eventually(lambda: isinstance(pilot.app.screen, PrunePreviewScreen), "the preview")
        first = pilot.app.screen
        engine.exit("web", 0)
        await eventually(
            lambda: all(each.state == "exited" for each in screen.attempt.journal.now.containers), "the end"
        )
        await pilot.press("y")
        await eventually(lambda: isinstance(pilot.app.screen, PrunePreviewScreen), "the preview")
        assert pilot.app.screen is not first
        assert told(pilot) == ["Something has changed meanwhile: look again."]
        await eventually(lambda: "docker container rm done web" in text_of(pilot.app), "what is true now")


async def test_a_long_list_leaves_room_for_the_buttons(lab, engine):
    """And says how it scrolls; names take half of a line at most."""
    for number in range(60):
        engine.create("n" * 60 + str(number), "debian:12", "true")
        engine.exit("n" * 60 + str(number), 0)
    async with lab().run_test(size=(60, 18)) as pilot:
        await in_the_browser(pilot, "1", "P")
        await eventually(lambda: "Space scrolls" in text_of(pilot.app), "the key")
        lines = text_of(pilot.app).splitlines()
        assert "Cancel (n)" in lines[-3]
        assert all("n…n" in line and "exited, of" in line for line in lines[1:11])
        await pilot.press(*["space"] * 9)
        await eventually(lambda: "In its place" in text_of(pilot.app), "the end")


async def test_what_an_engine_does_not_list_is_not_guessed(lab, engine, monkeypatch):
    """One behind a filter may refuse to."""

    def refuse():
        raise EngineError("The engine refused.")

    monkeypatch.setattr(engine, "volumes", refuse)
    async with lab().run_test(size=WIDE) as pilot:
        screen = await in_the_browser(pilot, "8")
        await eventually(lambda: screen.panes.browser.table.chosen, "the figures")
        await pilot.press("down", "down", "P")
        await eventually(lambda: told(pilot), "what is said")
        assert "doesn't list any volume" in told(pilot)[0]
        assert pilot.app.screen is screen


async def test_rows_without_an_object_have_no_commands(lab, engine):
    """It is said, and no dialog opens."""
    async with lab().run_test(size=WIDE) as pilot:
        screen = await in_the_browser(pilot, "8")
        await eventually(lambda: screen.panes.browser.table.chosen, "the figures")
        await pilot.press("end", "x", "P")
        await eventually(lambda: len(told(pilot)) == 2, "what is said")
        assert pilot.app.screen is screen


async def test_the_disk_is_measured_only_when_it_is_asked_for(lab, engine):
    """When its view comes up, and again with c; never twice at once, nor for anything that happens."""
    engine.disk = USAGE
    engine.measured.clear()
    async with lab().run_test(size=WIDE) as pilot:
        screen = await in_the_browser(pilot, "1", "c")
        assert engine.calls["disk_usage"] == 0
        await pilot.press("8")
        await eventually(lambda: "measuring, this can take a while" in text_of(pilot.app), "the line")
        await pilot.press("1", "8", "c")
        await eventually(lambda: screen.panes.browser.view == "disk", "the view")
        engine.measured.set()
        await eventually(lambda: "84.41MB" in text_of(pilot.app), "the figures")
        engine.pull("busybox:latest")
        await eventually(lambda: "changed since" in text_of(pilot.app), "the note")
        assert engine.calls["disk_usage"] == 1
        engine.disk = replace(USAGE, images=Used(4, 1, 90_000_000, 0))
        await pilot.press("c")
        await eventually(lambda: "90MB" in text_of(pilot.app), "the new figures")
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
                await eventually(lambda words=words: words in text_of(pilot.app), "why not")
                patched.setattr(engine, "disk_usage", lambda: USAGE)
                await pilot.press("c")
                await eventually(lambda: "84.41MB" in text_of(pilot.app), "the figures")


async def test_leaving_does_not_wait_for_the_disk(lab, engine):
    """A measurement may take minutes."""
    engine.measured.clear()
    async with lab().run_test(size=WIDE) as pilot:
        await in_the_browser(pilot, "8")
        await eventually(lambda: engine.calls["disk_usage"] == 1, "the request")
    assert engine.calls["disk_usage answered"] == 0
    engine.measured.set()
