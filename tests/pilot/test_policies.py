"""A class's policies in the lab: the gate, solutions, typing, minutes; the course's and the class's."""

import pytest
from msgspec.structs import replace

from tests.pilot.conftest import screen_of, shipped_course, text_of
from tests.pilot.rows import told
from tests.pilot.steps import at, ready
from tests.waiting import eventually
from tui.model.classroom import PoliciesRecord
from tui.model.policies import Policies
from tui.screens.ask import AskScreen
from tui.screens.course_map import CourseMapScreen

WIDE = (120, 60)
LESSON, PAGE, NEXT = "first-container", "first-run", "line-by-line"


@pytest.fixture
def opened(lab, tmp_path, monkeypatch):
    """A function that makes the lab on a page with a task, under a course's policies."""
    at(tmp_path, LESSON, PAGE)

    def make(**policies):
        course = replace(shipped_course(), policies=Policies(**policies))
        monkeypatch.setattr("tests.pilot.conftest.shipped_course", lambda: course)
        return lab()

    return make


def page(pilot) -> str:
    return screen_of(pilot.app).attempt.page.id


async def test_a_soft_gate_asks_and_a_yes_opens_it(opened):
    async with opened(gate="soft").run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("n")
        await eventually(lambda: isinstance(pilot.app.screen, AskScreen), "the question")
        assert "Still open: “Run a container of hello-world” in 2.1." in text_of(pilot.app)
        await pilot.press("enter")
        await eventually(lambda: pilot.app.screen is screen_of(pilot.app), "the lab again")
        assert page(pilot) == PAGE
        await pilot.press("n")
        await eventually(lambda: isinstance(pilot.app.screen, AskScreen), "the question again")
        await pilot.press("y")
        await eventually(lambda: page(pilot) == NEXT, "the next page")


async def test_a_hard_gate_opens_no_page_by_no_way_and_keeps_tasks(opened):
    async with opened(gate="hard").run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("n")
        await eventually(lambda: any("opens when it is done" in each for each in told(pilot)), "why not")
        await pilot.press("m")
        await eventually(lambda: isinstance(pilot.app.screen, CourseMapScreen), "the map")
        await pilot.press("down", "down", "down", "enter")
        await eventually(lambda: pilot.app.screen is screen_of(pilot.app), "the lab again")
        await pilot.pause()
        assert page(pilot) == PAGE
        await pilot.press("down", "down", "x")
        await eventually(lambda: "tasks aren't left out" in text_of(pilot.app), "that it is kept")
        await pilot.press("p")
        await eventually(lambda: page(pilot) == "why-docker", "the page before: back is always open")


async def test_a_closed_solution_is_not_shown_nor_by_leaving_the_task_out(opened):
    async with opened(solutions="never").run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("down", "down", "s")
        await eventually(lambda: "solutions stay closed" in text_of(pilot.app), "why not")
        await pilot.press("x")
        record = lambda: screen_of(pilot.app).attempt.progress.record(f"{LESSON}/run-hello")  # noqa: E731
        await eventually(lambda: record().skipped, "that it is left out")
        assert not record().shown


async def test_solutions_come_after_the_hints(opened):
    async with opened(solutions="after-hints").run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("down", "down", "s")
        await eventually(lambda: "In this class solutions open" in text_of(pilot.app), "why not")
        await pilot.press("h", "h", "h")
        await eventually(
            lambda: screen_of(pilot.app).attempt.progress.record(f"{LESSON}/run-hello").hints == 3, "hints"
        )
        await pilot.press("s")
        await eventually(
            lambda: screen_of(pilot.app).attempt.progress.record(f"{LESSON}/run-hello").shown, "the solution"
        )


async def test_where_commands_are_typed_none_is_inserted(opened):
    async with opened(blocks="type").run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("enter")
        await eventually(lambda: any("are typed: docker container run" in each for each in told(pilot)), "the line")
        assert "sealegs $ docker" not in text_of(pilot.app)
        assert screen_of(pilot.app).focused is screen_of(pilot.app).terminal


@pytest.mark.parametrize(("minutes", "shown"), [(True, True), (False, False)])
async def test_minutes_are_shown_if_the_class_says_so(opened, minutes, shown):
    async with opened(minutes=minutes).run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("m")
        await eventually(lambda: isinstance(pilot.app.screen, CourseMapScreen), "the map")
        assert ("20 min" in text_of(pilot.app)) == shown


async def test_what_the_class_says_holds_from_then_on_and_is_told(opened):
    """It comes while the lab is open; the instructor's page is always open."""
    async with opened(solutions="never").run_test(size=WIDE) as pilot:
        await ready(pilot)
        lab = screen_of(pilot.app)
        await lab.deeds.attending.heard(PoliciesRecord(gate="hard"))
        await eventually(lambda: any("opens when the tasks are done" in each for each in told(pilot)), "it")
        assert lab.attempt.course.policies == Policies(gate="hard", solutions="never")
        await lab.deeds.attending.heard(PoliciesRecord(solutions="always"))
        assert lab.attempt.course.policies == Policies()


async def test_an_instructors_lab_allows_everything(lab, monkeypatch):
    course = replace(shipped_course(), policies=Policies(gate="hard", blocks="type"))
    monkeypatch.setattr("tests.pilot.conftest.shipped_course", lambda: course)
    async with lab(present=True).run_test(size=WIDE) as pilot:
        await ready(pilot)
        assert screen_of(pilot.app).attempt.course.policies == Policies(minutes=True)
