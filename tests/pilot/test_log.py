"""The log view, a command's page, and what is kept of both."""

import pytest

from tests.pilot.conftest import text_of
from tests.pilot.rows import told
from tests.pilot.steps import NARROW, SIZES, WIDE, at, ready, sized
from tests.pilot.typist import Typist, lesson, show_log
from tests.waiting import eventually
from tui.command_log import CommandLog
from tui.screens.command_page import CommandPage
from tui.widgets.panes import Panes


@pytest.fixture(autouse=True)
def nowhere(calm, monkeypatch):
    """The folder's name is another each time."""
    monkeypatch.setattr(Panes, "name_terminals", lambda panes: None)


@sized(*SIZES)
def test_the_log_looks(snap_compare, lab, engine, size):
    """Newest first, with what came last marked."""

    async def act(pilot) -> None:
        await lesson(pilot, engine)
        await show_log(pilot)

    assert snap_compare(lab(), terminal_size=size, run_before=act)


@sized(*SIZES)
def test_a_commands_page_looks(snap_compare, lab, engine, size):
    """The first command, whose container is gone by now."""

    async def act(pilot) -> None:
        await lesson(pilot, engine)
        await show_log(pilot)
        await pilot.press("end", "enter")
        await eventually(lambda: "command 1 of 5" in text_of(pilot.app), "the page")
        await pilot.pause()

    assert snap_compare(lab(), terminal_size=size, run_before=act)


def test_the_log_looks_in_light_colours(snap_compare, lab, engine):
    """What failed and what runs in words, too."""

    async def act(pilot) -> None:
        await lesson(pilot, engine)
        await show_log(pilot)

    assert snap_compare(lab(theme="light"), terminal_size=WIDE, run_before=act)


def test_the_log_looks_without_colour(snap_compare, lab, engine, monkeypatch):
    """The same by shape."""
    monkeypatch.setenv("NO_COLOR", "1")

    async def act(pilot) -> None:
        await lesson(pilot, engine)
        await show_log(pilot)

    assert snap_compare(lab(), terminal_size=NARROW, run_before=act)


async def test_a_row_fills_while_the_command_runs(lab, engine):
    """Newest on top with a mark; then its effects, then how it ended."""
    async with lab().run_test(size=(200, 60)) as pilot:
        await ready(pilot)
        await show_log(pilot)
        assert "nothing typed yet" in text_of(pilot.app)
        typist = Typist(pilot)
        row = lambda line: next((each for each in text_of(pilot.app).splitlines() if line in each), "")  # noqa: E731
        await typist.starts("docker run web")
        await eventually(lambda: "runs" in row("docker run web"), "the row")
        assert "┃+" in row("docker run web")
        engine.run("web")
        await eventually(lambda: "+ container web (running)" in row("docker run web"), "its effects")
        await typist.ends(7)
        await eventually(lambda: "  7 " in row("docker run web"), "its end")


async def test_a_page_walks_through_the_commands_and_stops_at_the_ends(lab, engine):
    """Before is left, after is right."""
    async with lab().run_test(size=WIDE) as pilot:
        await lesson(pilot, engine)
        await show_log(pilot)
        await pilot.press("enter")
        seen = []
        for key in ("right", "left", "p", "p", "p", "p", "n"):
            await pilot.press(key)
            seen.append(next(number for number in range(1, 6) if f"command {number} of 5" in text_of(pilot.app)))
        assert seen == [5, 4, 3, 2, 1, 1, 2]
        assert "with exit status 1, after 0.0 s" in text_of(pilot.app)
        assert "Nothing changed in the engine." in text_of(pilot.app)
        await pilot.press("enter")
        await eventually(lambda: not isinstance(pilot.app.screen, CommandPage), "the page is closed")


async def test_an_open_page_follows_what_happens(lab, engine):
    """The command on it ends, and what it made changes."""
    async with lab().run_test(size=WIDE) as pilot:
        typist = await lesson(pilot, engine)
        await show_log(pilot)
        await pilot.press("enter")
        await eventually(lambda: "not yet: it still runs" in text_of(pilot.app), "the page")
        assert "    --tag docker_intro:v0.1 \\" in text_of(pilot.app)
        engine.run("step")
        await eventually(lambda: "now: Up 2 s" in text_of(pilot.app), "its effect")
        engine.exit("step", 0)
        engine.remove("step")
        await eventually(lambda: "~ container step (created, exited 0, removed)" in text_of(pilot.app), "its end")
        await typist.ends(0, 83.0)
        await eventually(lambda: "with exit status 0, after 1 min 23 s" in text_of(pilot.app), "the command's end")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_command_comes_back_to_the_prompt(lab, engine, size):
    """As it was typed; nothing runs."""
    async with lab().run_test(size=size) as pilot:
        typist = await lesson(pilot, engine)
        await typist.ends()
        await show_log(pilot)
        await pilot.press("end", "enter")
        await eventually(lambda: isinstance(pilot.app.screen, CommandPage), "the page")
        wanted = []
        typist.screen.terminal.insert = wanted.append
        await pilot.press("r")
        await eventually(lambda: wanted, "the command")
        assert wanted == [("docker container run hello-world",)]
        assert len(typist.screen.attempt.journal.commands) == 5


async def test_details_of_a_row_are_its_page_and_its_command_goes_to_the_prompt(lab, engine):
    """`d` does what Enter does; `x` says where it led."""
    async with lab().run_test(size=WIDE) as pilot:
        typist = await lesson(pilot, engine)
        await typist.ends()
        await show_log(pilot)
        await pilot.press("end", "d")
        await eventually(lambda: "command 1 of 5" in text_of(pilot.app), "the page")
        await pilot.press("escape")
        await eventually(lambda: pilot.app.screen is typist.screen, "the lab")
        wanted = []
        typist.screen.terminal.insert = wanted.append
        await pilot.press("x")
        await eventually(lambda: wanted, "the command")
        await eventually(lambda: told(pilot), "what is said")
        assert "Enter runs it" in told(pilot)[0]


async def test_what_is_typed_is_data(lab):
    """Markup and escape sequences stay what they are."""
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        typist = Typist(pilot)
        await typist.starts("echo '[red]x[/]' \x1b[31m\u202e")
        await typist.ends()
        await show_log(pilot)
        assert r"echo '[red]x[/]' \x1b[31m" in text_of(pilot.app)
        await pilot.press("enter")
        await eventually(lambda: r"$ echo '[red]x[/]' \x1b[31m\u202e" in text_of(pilot.app), "the page")


async def test_effects_that_come_after_the_end_are_kept_and_are_in_the_sheet(lab, engine, tmp_path):
    """The command itself is written down at once."""
    at(tmp_path, "first-container", "first-run")
    log = CommandLog(tmp_path / "commands.jsonl")
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        typist = Typist(pilot)
        await typist.starts("docker run web")
        await typist.ends(3, 5.0)
        await eventually(lambda: [each.effects for each in log.read()] == [()], "the command in the log")
        engine.run("web")
        await eventually(
            lambda: [each.effects for each in log.read()] == [("+ container web (running)",)], "the effects"
        )
        await pilot.press("w")
        sheet = tmp_path / "command-sheet.md"
        await eventually(sheet.exists, "the sheet")
        assert sheet.read_text().endswith(
            "```sh\ndocker run web  # exit status 3\n```\n\n- `+ container web (running)`\n"
        )
