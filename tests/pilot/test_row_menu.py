"""The commands for a row of the browser."""

import pytest

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.rows import held, in_the_browser, menu
from tests.pilot.steps import NARROW, WIDE, sized
from tests.waiting import eventually
from tui.model.facts import HistoryRow, ImageDetails
from tui.screens.row_menu import RowMenuScreen

pytestmark = pytest.mark.usefixtures("unmarked")


@sized(NARROW, WIDE)
def test_the_menu_looks(snap_compare, lab, engine, size):
    """Of a container that runs."""
    held(engine)

    async def act(pilot) -> None:
        await in_the_browser(pilot, "1", "end", "x")
        await eventually(lambda: isinstance(pilot.app.screen, RowMenuScreen), "the menu")
        await pilot.pause()

    assert snap_compare(lab(), terminal_size=size, run_before=act)


@pytest.mark.parametrize("keys", ["s", ["home", "enter"]])
async def test_an_action_is_put_at_the_prompt_and_not_run(lab, engine, keys):
    """By its letter, or with Enter; the learner is where it can be run."""
    held(engine)
    async with lab(shell=("bash",)).run_test(size=WIDE) as pilot:
        screen = screen_of(pilot.app)
        await menu(pilot, "1", "end")
        await pilot.press(*keys)
        await eventually(lambda: "docker container stop web" in text_of(pilot.app), "the command at the prompt")
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
        await eventually(lambda: screen.panes.browser.table.chosen, "the rows")
        await pilot.press("x")
        await eventually(lambda: isinstance(pilot.app.screen, RowMenuScreen), "the menu")
        await eventually(lambda: command in text_of(pilot.app), "the command")


async def test_what_is_not_theirs_can_be_looked_at_and_is_spared(lab, engine):
    """On an engine that others use, too; it is said why."""
    held(engine)
    async with lab(private=False).run_test(size=WIDE) as pilot:
        await in_the_browser(pilot, "1", "end", "x")
        await eventually(lambda: isinstance(pilot.app.screen, RowMenuScreen), "the menu")
        await eventually(lambda: "web was here before the lab" in text_of(pilot.app), "why not")
        shown = text_of(pilot.app)
        assert "docker container logs web" in shown
        assert "docker container stop" not in shown
        assert "docker container rm" not in shown
        await pilot.press("s", "D")
        assert isinstance(pilot.app.screen, RowMenuScreen)
        await pilot.press("p")
        await eventually(lambda: "None of these is yours." in text_of(pilot.app), "what is spared")
        assert "not in the command" in text_of(pilot.app)
        assert "docker container rm" not in text_of(pilot.app)


async def test_the_menu_stays_with_what_it_was_opened_for(lab, engine):
    """As it stands now; gone, it is named, and nothing is left to do: not even with another one by the same name."""
    held(engine)
    async with lab().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot.app)
        await menu(pilot, "1", "end")
        assert "container web ── running" in text_of(pilot.app)
        engine.exit("web", 0)
        await eventually(lambda: "container web ── exited" in text_of(pilot.app), "how it stands")
        assert "docker container start web" in text_of(pilot.app)
        assert "docker container stop web" not in text_of(pilot.app)
        engine.remove("web")
        renewed = engine.run("web", "debian:12", "sleep 1h")
        await eventually(lambda: renewed in screen.attempt.journal.now.containers, "the other one")
        await eventually(
            lambda: "web is gone: there is nothing to do with it any more." in text_of(pilot.app), "its end"
        )
        await pilot.press("s", "g")
        assert isinstance(pilot.app.screen, RowMenuScreen)
        assert "docker container st" not in text_of(pilot.app)


async def test_a_command_with_a_very_long_name_takes_one_line(lab, engine):
    """Its beginning and its end."""
    engine.run("w" + "e" * 120 + "b", "debian:12", "sleep 1h")
    async with lab().run_test(size=NARROW) as pilot:
        await menu(pilot, "1")
        lines = text_of(pilot.app).splitlines()
        [stop] = [place for place, line in enumerate(lines) if "s  stop" in line]
        assert "docker container stop we" in lines[stop]
        assert "…eee" in lines[stop]
        assert lines[stop].rstrip(" ┃").endswith("eb")
        assert "r  restart" in lines[stop + 1]
