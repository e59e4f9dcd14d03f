"""Ticks by hand: an instructor's alone, shown as what they are, and taken back with the same key."""

import pytest

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import WIDE, at, ready
from tests.waiting import eventually
from tui.attempt import Attempt
from tui.model.progress import Progress, TaskRecord

KEY = "first-container/run-named"


async def in_hand(pilot):
    """The cursor is on the task; returns the lab's screen."""
    await ready(pilot)
    screen = screen_of(pilot.app)
    screen.panes.lesson.reveal("run-named")
    await pilot.pause()
    return screen


async def test_a_tick_and_back(lab, tmp_path):
    """Twice the same key leaves things as they were."""
    at(tmp_path, "first-container", "names")
    async with lab(present=True).run_test(size=WIDE) as pilot:
        screen = await in_hand(pilot)
        await pilot.press("T")
        await eventually(lambda: screen.attempt.progress.record(KEY).way == "hand", "the tick")
        await eventually(lambda: "ticked by hand" in text_of(pilot.app), "the words")
        await pilot.press("T")
        await eventually(lambda: not screen.attempt.progress.record(KEY).done, "no tick")
        assert screen.attempt.progress.record(KEY) == TaskRecord()
        await eventually(lambda: "ticked by hand" not in text_of(pilot.app), "no words")


async def test_what_is_done_is_left_alone(lab, engine, tmp_path):
    """It has been seen, and that is the better tick."""
    engine.pull("hello-world:latest", 1040)
    engine.create("ahoy", "hello-world", "/hello")
    engine.exit("ahoy", 0)
    at(tmp_path, "first-container", "names")
    async with lab(present=True).run_test(size=WIDE) as pilot:
        screen = await in_hand(pilot)
        await eventually(lambda: screen.attempt.progress.record(KEY).done, "the tick")
        await pilot.press("T")
        await pilot.pause()
        assert screen.attempt.progress.record(KEY).way == "self"


@pytest.mark.parametrize("presents", [False, True])
async def test_only_an_instructor_ticks(lab, tmp_path, presents):
    """Whoever presents is one."""
    at(tmp_path, "first-container", "names")
    async with lab().run_test(size=WIDE) as pilot:
        screen = await in_hand(pilot)
        if presents:
            await pilot.press("f5")
        await pilot.press("T")
        await pilot.pause()
        assert screen.attempt.progress.record(KEY).done is presents


async def test_it_stays_whatever_there_is_to_see(lab, tmp_path, engine):
    """Also for a task that is judged by how things are now, and when the lab is opened again."""
    at(tmp_path, "building", "build")
    async with lab(present=True).run_test(size=WIDE) as pilot:
        await ready(pilot)
        screen = screen_of(pilot.app)
        for _ in screen.attempt.lesson.tasks_on(screen.attempt.page):
            await pilot.press("T")
            await pilot.pause()
        engine.pull("debian:12", 82_430_000)
        await eventually(lambda: screen.attempt.journal.now.images, "news of the engine")
        kept = screen.attempt.progress
        assert screen.attempt.done_on(screen.attempt.lesson, screen.attempt.page)
        course = screen.attempt.course
    again = Attempt(course, kept).gone_to("building", "build", 1.0)
    assert again.done_on(again.lesson, again.page)


async def test_hint_and_solution_come_from_any_pane(lab, tmp_path):
    """What they say stands in the lesson, and so does the cursor then."""
    at(tmp_path, "first-container", "names")
    async with lab(present=True).run_test(size=WIDE) as pilot:
        screen = await in_hand(pilot)
        screen.panes.focus_pane(screen.panes.browser)
        await pilot.press("h")
        await eventually(lambda: screen.attempt.progress.record(KEY).hints == 1, "the hint")
        screen.panes.focus_pane(screen.terminal)
        await pilot.press("ctrl+right_square_bracket", "s")
        await eventually(lambda: screen.attempt.progress.record(KEY).shown, "the solution")
        assert screen.panes.lesson.has_cursor


def test_an_older_lab_reads_it_as_it_reads_any_other():
    """It knows a tick, and carries along what it doesn't know."""
    told = Progress(course="c", course_version="1", tasks={"l/t": TaskRecord(done=True, hand=True)}).model_dump()
    assert told["format_version"] == 1
    assert told["tasks"]["l/t"]["by"] == "self"
