"""The class board on the screen, and a lab in a class."""

import pytest

from tests import course_fixture
from tests.pilot.conftest import NOW, screen_of, text_of
from tests.pilot.steps import NARROW, WIDE, ready
from tests.waiting import eventually
from tui.classroom.address import Address
from tui.classroom.learner import Membership
from tui.messages import ClassTold
from tui.model.classroom import LeadRecord, LearnerRecord, Ticked
from tui.model.roster import Roster
from tui.screens.ask import AskScreen
from tui.screens.board import BoardApp

ROOT = "sealegs/1/c"
NAMES = ("Ada Lovelace", "Grace Hopper", "Radia Perlman", "名前 の長い人", "[red]Eve")


def words(number: int, name: str, **more) -> tuple[str, str, bytes, bool]:
    """What a lab tells."""
    lesson, page = [("first", "run"), ("first", "names"), ("second", "build")][number % 3]
    keys = ["first/run-hello", "first/list-images", "first/name", "second/plain"][: number + 1]
    record = LearnerRecord(
        name=name, course="small", lesson=lesson, page=page, done={key: Ticked(by="self") for key in keys},
        since=NOW - 200 * number, sent=NOW, **more,
    )  # fmt: skip
    return ROOT, f"{ROOT}/learner/{number:016x}", record.model_dump_json().encode(), False


def board(report=lambda roster: "Written.", **more) -> BoardApp:
    join = "Join: sealegs --class mqtt://192.168.1.20/docker-101"
    return BoardApp(course_fixture.course(), Roster(), report, "dark", join, clock=lambda: NOW, **more)


async def filled(pilot) -> None:
    for number, name in enumerate(NAMES):
        pilot.app.hear(*words(number, name, help=number == 1))
    await eventually(lambda: all(name.split()[0] in text_of(pilot.app) for name in NAMES), "every learner")


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_it_looks_like_this(snap_compare, size):
    """A hand up first, then who is stuck."""
    assert snap_compare(board(), terminal_size=size, run_before=filled)


async def test_one_learner_and_the_order(tmp_path):
    """Enter opens the learner's tasks; o sorts by a column; the cursor stays on its learner."""
    async with board().run_test(size=WIDE) as pilot:
        await filled(pilot)
        lines = text_of(pilot.app).splitlines()
        assert next(line for line in lines if "Hopper" in line) == next(line for line in lines if "hand up" in line)
        await pilot.press("enter")
        await eventually(lambda: "✓ List the images you have." in text_of(pilot.app), "the learner's tasks")
        await pilot.press("escape", "o")
        await eventually(lambda: "LEARNER▼" in text_of(pilot.app), "the order")


async def test_the_report_is_written_and_trouble_told():
    """In a sentence."""
    asked: list[Roster] = []

    def report(roster: Roster) -> str:
        asked.append(roster)
        if len(asked) > 1:
            raise OSError(28, "No space left on device", "report.md")
        return "Written: report.md"

    async with board(report).run_test(size=WIDE, notifications=True) as pilot:
        await filled(pilot)
        await pilot.press("r")
        await eventually(lambda: "Written: report.md" in text_of(pilot.app), "where it is")
        assert len(asked[0].seats) == len(NAMES)
        await pilot.press("r")
        await eventually(lambda: "No space left" in text_of(pilot.app), "the trouble")


async def test_a_class_it_hosts_is_not_closed_by_mistake():
    """While somebody is there."""
    async with board(hosts=True).run_test(size=WIDE) as pilot:
        await filled(pilot)
        await pilot.press("q")
        await eventually(lambda: isinstance(pilot.app.screen, AskScreen), "the question")
        await pilot.press("n", "q", "y")
        await eventually(lambda: not pilot.app.is_running, "the end")


async def test_a_line_that_is_down_is_said():
    async with board().run_test(size=WIDE) as pilot:
        pilot.app.tell("nobody answers at mqtt://h/c")
        await eventually(lambda: "no connection: nobody answers at mqtt://h/c" in text_of(pilot.app), "the trouble")
        pilot.app.tell("")
        await eventually(lambda: "no connection" not in text_of(pilot.app), "its end")


async def test_without_a_class_the_keys_say_how_to_join(lab):
    async with lab().run_test(size=WIDE, notifications=True) as pilot:
        await ready(pilot)
        await pilot.press("H")
        await eventually(lambda: "You are in no class." in text_of(pilot.app), "why not")


async def test_a_lab_in_a_class(lab):
    """It opens though the class is out of reach; the hand goes up and down; G follows the instructor."""
    member = Membership(Address("127.0.0.1", 1, "c"), "a" * 16, "Ada")
    app = lab(membership=member)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await ready(pilot)
        await eventually(lambda: "no class yet" in text_of(app), "that the class is out of reach")
        await pilot.press("H")
        await eventually(lambda: "hand up" in text_of(app), "the hand")
        await pilot.press("H")
        await eventually(lambda: "hand up" not in text_of(app), "the hand's end")
        await pilot.press("G")
        await eventually(lambda: "The instructor has shown no page" in text_of(app), "why not")
        screen = screen_of(app)
        lesson = screen.attempt.course.lessons[2]
        place = lesson.entry.id, lesson.pages[1].id
        screen.post_message(ClassTold(LeadRecord(course=screen.attempt.course.id, lesson=place[0], page=place[1])))
        await eventually(lambda: "G goes to the instructor's page" in text_of(app), "that one may follow")
        await pilot.press("G")
        await eventually(lambda: (screen.attempt.lesson.entry.id, screen.attempt.page.id) == place, "the page")
