"""The instructor's notes on the screen, following a lab that is made up; and a lab that is followed."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from textual.widgets import Input

from tests import course_fixture
from tests.pilot.conftest import NOW, screen_of, text_of
from tests.pilot.steps import at, ready
from tests.waiting import eventually
from tui.following.places import sockets
from tui.model.following import Shown, TaskShown
from tui.model.notes import Notes, PageNotes
from tui.model.pace import Countdown, Pace
from tui.screens import notes as notes_screen
from tui.screens.minutes import MinutesScreen
from tui.screens.notes import NotesApp
from tui.widgets.bottom_line import BottomLine

NOTES = Notes(
    {
        ("first", "run"): PageNotes(("Say: hello.",), 1.0),
        ("first", "list"): PageNotes(
            (
                "Say: an `image` is a class, a container is *one* of its objects; [red]no[/] markup.",
                "Ask: who has seen `docker ps` print nothing, and what did you do then?",
                "Stuck: the pattern in quotes, or the shell takes it.",
            ),
            2.0,
            "the second list; do it yourself.",
            1.0,
        ),
        ("first", "names"): PageNotes(("Say: names are for people.",), 2.0),
        ("second", "build"): PageNotes(("Do: start the clock.",), 4.0, "the third build.", 2.0),
        ("second", "codes"): PageNotes((), 1.0),
    }
)
TASKS = (
    TaskShown(text="List the images you have.", state="done"),
    TaskShown(text="List the images of one repository only, with a pattern that you choose.", state="open"),
)
PACE = Pace(began=NOW - 360, counted=NOW, lesson="first", spent={"first": 360.0})
EXERCISE = Countdown(ends=NOW + 190, title="From a Dockerfile")


def shown(page: str = "list", pace: Pace = PACE, **more) -> Shown:
    return Shown(course="small", lesson=pace.lesson, page=page, tasks=TASKS, pace=pace, **more)


class Lab:
    """A lab that is made up, and the clock of the wall."""

    def __init__(self, *told: Shown | str) -> None:
        self.now = NOW
        self._told: asyncio.Queue[Shown | str] = asyncio.Queue()
        for each in told:
            self.tell(each)

    def tell(self, told: Shown | str) -> None:
        self._told.put_nowait(told)

    async def stream(self):
        while True:
            yield await self._told.get()

    def notes(self) -> NotesApp:
        return NotesApp(course_fixture.course(), NOTES, self.stream(), "dark", lambda: self.now)


@asynccontextmanager
async def following(lab: Lab, size=(80, 24)):
    async with lab.notes().run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


@pytest.mark.parametrize("size", [(80, 24), (50, 20), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_it_looks_like_this(snap_compare, calm, size):
    """Late in the first lesson, with an exercise's clock running."""
    lab = Lab(shown(pace=PACE.model_copy(update={"countdown": EXERCISE})))

    async def act(pilot) -> None:
        await eventually(lambda: "3:10" in text_of(pilot.app), "the clock")

    assert snap_compare(lab.notes(), terminal_size=size, run_before=act)


async def test_it_follows_the_lab_and_waits_for_it(calm):
    """Before there is one, and after it has gone; what it knew stays."""
    lab = Lab("no lab")
    async with following(lab) as pilot:
        await eventually(lambda: "Waits for a lab" in text_of(pilot.app), "that it waits")
        lab.tell(shown())
        await eventually(lambda: "Say: an image is a class" in text_of(pilot.app), "the page's notes")
        text = text_of(pilot.app)
        assert "6:00 of 15 · 3 min behind · ends 08:12" in text
        assert "✓ List the images you have." in text
        assert "Skips ahead save 3 min: enough" in text
        assert "[red]no[/]" in text
        lab.tell(shown("names"))
        await eventually(lambda: "names are for people" in text_of(pilot.app), "the next page's")
        lab.tell("no lab")
        await eventually(lambda: "The lab is closed" in text_of(pilot.app), "that it has gone")
        assert "names are for people" in text_of(pilot.app)
        lab.tell("another version")
        await eventually(lambda: "of another version" in text_of(pilot.app), "why it says nothing")
        lab.tell(shown("names").model_copy(update={"course": "other"}))
        await eventually(lambda: "another course (other)" in text_of(pilot.app), "why it can't follow")
        await pilot.press("q")


async def test_looking_ahead_leaves_the_lab_where_it_is(calm):
    """Until the lab turns a page, or f."""
    lab = Lab(shown())
    async with following(lab) as pilot:
        await eventually(lambda: "a class" in text_of(pilot.app), "the page's notes")
        await pilot.press("n")
        assert "names are for people" in text_of(pilot.app)
        assert "Not what the lab shows" in text_of(pilot.app)
        await pilot.press("n", "n", "n", "n", "n", "n", "p")
        assert "Exit codes" in text_of(pilot.app)
        await pilot.press("f")
        assert "Not what the lab shows" not in text_of(pilot.app)
        await pilot.press("p")
        assert "Say: hello." in text_of(pilot.app)
        lab.tell(shown("names"))
        await eventually(lambda: "names are for people" in text_of(pilot.app), "the lab's page")


async def test_it_draws_seldom_but_for_a_countdown(calm, monkeypatch):
    """Each second while one runs; then it is gone, and clocks come twice a minute."""
    monkeypatch.setattr(notes_screen, "COUNTING", 0.02)
    lab = Lab(shown())
    async with following(lab) as pilot:
        await eventually(lambda: "a class" in text_of(pilot.app), "the page's notes")
        assert pilot.app._timer._interval == notes_screen.CLOCK
        lab.tell(shown(pace=PACE.model_copy(update={"countdown": EXERCISE})))
        await eventually(lambda: "3:10" in text_of(pilot.app), "the countdown")
        lab.now += 1
        await eventually(lambda: "3:09" in text_of(pilot.app), "a second less")
        lab.now += 200
        await eventually(lambda: "Dockerfile" not in "".join(text_of(pilot.app).splitlines()[:2]), "its end")
        assert pilot.app._timer._interval == notes_screen.CLOCK


# The lab's side


async def test_a_learners_lab_counts_no_class_and_has_no_socket(lab, tmp_path):
    """Whatever is counted down in it."""
    at(tmp_path, "building", "exercise")
    async with lab().run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        await pilot.press("t")
        await eventually(lambda: " left " in text_of(pilot.app), "the time at the lesson's foot")
        assert sockets() == []
        assert screen_of(pilot.app).deeds.pacing._pace is None
    assert not list((tmp_path / "data").rglob("*.pace.json"))


@pytest.mark.parametrize("keys", [(), ("f5",)], ids=["from the start", "by F5"])
async def test_an_instructors_lab_tells_where_it_is(lab, tmp_path, keys):
    """And what is done there; with its end the socket is gone, and the time kept."""
    at(tmp_path, "building", "exercise")
    async with lab(present=not keys).run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        await pilot.press(*keys)
        screen = screen_of(pilot.app)
        await eventually(sockets, "the socket")
        told = lambda: screen.outside.lectern._shown  # noqa: E731
        await eventually(told, "what is shown")
        assert (told().lesson, told().page, len(told().tasks)) == ("building", "exercise", 3)
        await pilot.press("n")
        await eventually(lambda: told().page == "compare", "the next page")
        await pilot.press("x")
        await eventually(lambda: [each.state for each in told().tasks] == ["skipped", "open"], "the task's state")
    assert sockets() == []
    (kept,) = (tmp_path / "data").rglob("*.pace.json")
    assert Pace.model_validate_json(kept.read_bytes()).lesson == "building"


async def test_a_countdown_for_the_room_stands_over_all_panes_and_outlives_the_lab(lab, tmp_path):
    """Any length, on any page; in the bottom line, whatever pane is large; again when the lab is opened again."""
    at(tmp_path, "building", "cmd")
    async with lab(present=True).run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        screen = screen_of(pilot.app)
        await eventually(lambda: screen.deeds.pacing._pace, "the class")
        await pilot.press("t")
        await eventually(lambda: isinstance(pilot.app.screen, MinutesScreen), "the question")
        assert pilot.app.screen.query_one(Input).value == "5"
        await pilot.press("backspace", "0", "7", "enter")
        await eventually(lambda: " left " in text_of(pilot.app).splitlines()[-1], "the time left")
        await pilot.press("z")
        assert " left" in text_of(pilot.app).splitlines()[-1]
    async with lab(present=True).run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot)
        await eventually(lambda: " left" in text_of(pilot.app).splitlines()[-1], "it goes on")
        screen = screen_of(pilot.app)
        screen.deeds.pacing._counter._ends = 0.0
        await eventually(lambda: "The time for 'CMD' is over." in text_of(pilot.app), "its end")
        assert screen.outside.lectern._shown.pace.countdown is None
        assert " left" not in text_of(pilot.app).splitlines()[-1]


async def test_a_break_and_a_class_that_begins_anew(lab, tmp_path):
    """b and N where the minutes are asked for; t ends a break early."""
    at(tmp_path, "building", "exercise")
    async with lab(present=True).run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        pacing = screen_of(pilot.app).deeds.pacing
        await eventually(lambda: pacing._pace, "the class")
        await pilot.press("t")
        await eventually(lambda: isinstance(pilot.app.screen, MinutesScreen), "the question")
        assert pilot.app.screen.query_one(Input).value == "10"
        await pilot.press("b")
        await eventually(lambda: " break " in text_of(pilot.app).splitlines()[-1], "the break")
        assert pacing._pace.on_break
        await pilot.press("t")
        await eventually(lambda: not pacing._pace.on_break, "its end")
        pacing._pace = pacing._pace.model_copy(update={"spent": {"building": 500.0}})
        await pilot.press("t")
        await eventually(lambda: isinstance(pilot.app.screen, MinutesScreen), "the question")
        await pilot.press("N")
        await eventually(lambda: pacing._pace.total < 500, "the class's beginning")


async def test_the_bottom_line_never_gets_too_long(lab, tmp_path):
    """With the time left in it."""
    async with lab(present=True).run_test(size=(40, 12)) as pilot:
        await ready(pilot)
        line = screen_of(pilot.app).query_one(BottomLine)
        line.count_down("7:00 left")
        await pilot.pause()
        assert sum(len(text) for text, _ in line._parts) == 40
