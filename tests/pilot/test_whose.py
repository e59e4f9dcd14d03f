"""In an engine that others use too: what isn't the learner's is told apart, hidden, and counted by itself."""

import time

import pytest

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, WIDE, at, ready
from tests.waiting import eventually
from tui.view.whose import why_not


@pytest.fixture
def shared(lab, tmp_path, engine, monkeypatch):
    """The lab in lesson 2.1 on an engine with a container and images of somebody else's."""
    monkeypatch.setattr("tui.view.marks.SHOWN_FOR", 0.0)
    engine.pull("postgres:16", 430_000_000)
    engine.pull("hello-world:latest", 1040)
    engine.run("web", "postgres:16", "postgres")
    engine.create_volume("data")
    at(tmp_path, "first-container", "first-run")
    return lambda: lab(private=False)


async def type_and(pilot, happens, name: str) -> None:
    """A command of the learner's, and what it does."""
    screen = screen_of(pilot.app)
    await screen.become(screen.attempt.command_started("docker …", time.monotonic()))
    happens()
    await eventually(lambda: name in text_of(pilot.app), name)
    await screen.become(screen.attempt.at_prompt(0, "/", time.monotonic()))


def shown(pilot) -> list[str]:
    """What each row is called by."""
    return [each.name for each in screen_of(pilot.app).panes.browser.table._rows]


def look(pilot, name: str) -> tuple[str, str]:
    """A row's mark and tone."""
    table = screen_of(pilot.app).panes.browser.table
    return next((each.mark, each.tone) for each in table._rows if name in each.cells)


async def test_what_is_not_theirs_is_told_apart_and_can_be_hidden(shared, engine):
    """By a dot and a quiet colour, and in words above; `f` leaves it out and brings it back."""
    async with shared().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await type_and(pilot, lambda: engine.create("brave_hopper", "postgres:16", "/hello"), "brave_hopper")
        screen = screen_of(pilot.app)
        screen.panes.focus_pane(screen.panes.browser)
        assert look(pilot, "web") == ("·", "dim")
        assert look(pilot, "brave_hopper") == (" ", "plain")
        assert "docker ps -a ── · not yours: 1" in text_of(pilot.app)
        await pilot.press("f")
        await eventually(lambda: "docker ps -a ── 1 not yours, hidden" in text_of(pilot.app), "the words")
        assert shown(pilot) == ["brave_hopper"]
        await pilot.press("2")
        await eventually(lambda: shown(pilot) == ["hello-world:latest"], "the course's image alone")
        await pilot.press("f", "4")
        await eventually(lambda: look(pilot, "data") == ("·", "dim"), "the volume")
        await pilot.press("1")
        await eventually(lambda: "· not yours: 1" in text_of(pilot.app), "all of it")
        assert look(pilot, "web") == ("·", "dim")


async def test_what_of_others_goes_while_it_is_hidden_leaves_no_trace(shared, engine):
    """Neither a row struck through nor a word too many."""
    async with shared().run_test(size=WIDE) as pilot:
        await ready(pilot)
        screen = screen_of(pilot.app)
        screen.panes.focus_pane(screen.panes.browser)
        await pilot.press("f")
        await eventually(lambda: "(nothing of yours yet)" in text_of(pilot.app), "nothing to show")
        engine.remove("web")
        await eventually(lambda: not screen.attempt.journal.now.containers, "it is gone")
        await eventually(lambda: "(no containers yet)" in text_of(pilot.app), "nothing at all")
        assert "not yours" not in text_of(pilot.app)


async def test_the_one_line_counts_the_learners_own(shared, engine):
    """And says how much there is besides; on a narrow screen."""
    async with shared().run_test(size=NARROW) as pilot:
        await ready(pilot)
        await eventually(lambda: "0 containers (0 running) · 1 image + 3 not yours" in text_of(pilot.app), "the line")
        await type_and(pilot, lambda: engine.create("brave_hopper"), "1 container (0 running)")
        assert "1 container (0 running) · 1 image + 3 not yours" in text_of(pilot.app)


async def test_what_they_made_is_theirs_after_a_restart(shared, engine):
    """The progress file remembers."""
    async with shared().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await type_and(pilot, lambda: engine.create("brave_hopper"), "brave_hopper")
    async with shared().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await eventually(lambda: "brave_hopper" in text_of(pilot.app), "the row")
        assert look(pilot, "brave_hopper") == (" ", "plain")
        attempt = screen_of(pilot.app).attempt
        (web,) = [each for each in attempt.journal.now.containers if each.name == "web"]
        assert why_not(attempt, "container", web.id, "web").startswith("web was here before the lab: ")


async def test_in_the_labs_own_engine_nothing_is_anybody_elses(lab, engine):
    """`f` says so, and hides nothing."""
    engine.run("web", "postgres:16", "postgres")
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        screen = screen_of(pilot.app)
        screen.panes.focus_pane(screen.panes.browser)
        await pilot.press("f")
        await eventually(
            lambda: [n.message for n in pilot.app._notifications] == ["Everything here is yours."], "the words"
        )
        assert look(pilot, "web") == (" ", "good")


async def test_what_a_task_is_about_is_pointed_out_while_it_is_open(shared, engine):
    """And no longer."""
    async with shared().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await type_and(pilot, lambda: engine.create("brave_hopper", "hello-world", "/hello"), "brave_hopper")
        assert look(pilot, "brave_hopper") == ("▸", "plain")
        engine.start("brave_hopper")
        engine.exit("brave_hopper", 0)
        await eventually(lambda: look(pilot, "brave_hopper") == (" ", "plain"), "the task is done")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])
def test_how_it_looks(snap_compare, shared, engine, size):
    """Somebody's container, the learner's, and one a task is about."""

    async def act(pilot) -> None:
        await ready(pilot)
        await type_and(pilot, lambda: engine.create("kind_euler"), "+ container kind_euler")
        await type_and(pilot, lambda: engine.create("ahoy", "hello-world", "/hello"), "+ container ahoy")
        screen = screen_of(pilot.app)
        screen.panes.focus_pane(screen.panes.browser)
        await pilot.pause()

    assert snap_compare(shared(), terminal_size=size, run_before=act)
