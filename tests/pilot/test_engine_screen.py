"""The engine screen: what was found, why some can't be used, and the lab opened again on another."""

import threading

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, WIDE, ready
from tests.waiting import eventually
from tui.model.doctor import Line
from tui.model.engine import READING, Candidate, Tried
from tui.model.survey import Survey

HERE = Candidate("private-rootful", "private engine: Docker", "unix:///nowhere", note="No limits.")
SYSTEM = Candidate("unix:///system", "system engine", "unix:///system")
COMMAND = Line.problem("docker command", "There is none in PATH.", "Install docker-cli, or docker.io.")
DISK = Line.ok("disk", "70 GB free.")
DOWN = Candidate("far", "context far", "tcp://far", "Nobody listens at far.", "Start the engine.")


async def test_all_engines_are_listed_and_another_one_is_chosen(lab):
    """The cursor is on the one in use; the choice is kept, and is what the lab ends with."""
    kept = []
    app = lab(survey=Survey(lambda: (HERE, SYSTEM, DOWN, READING)), remember=kept.append)
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        await pilot.press("e")
        await eventually(lambda: "context far" in text_of(app), "the engines")
        shown = text_of(app)
        assert "▶ private engine: Docker" in shown
        assert "can be used" in next(line for line in shown.splitlines() if "system engine" in line)
        assert "in use" in shown
        assert "No limits." in shown
        assert "Nobody listens at far." in shown
        assert "Start the engine." in shown
        await pilot.press("down", "enter")
    assert app.return_value == SYSTEM.choice
    assert kept == [SYSTEM.choice]


async def test_one_that_cant_be_used_isnt_chosen_and_is_asked_again(lab):
    """`r` looks again, and the cursor stays."""
    found = [(HERE, DOWN), (HERE, Candidate("far", "context far", "tcp://far"))]
    app = lab(survey=Survey(lambda: found.pop(0)))
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("e")
        await eventually(lambda: "Nobody listens" in text_of(app), "the engines")
        await pilot.press("down", "enter")
        await eventually(lambda: "can't be used as it is" in text_of(app), "a word on it")
        await pilot.press("r")
        await eventually(lambda: "can be used" in text_of(app), "the engines again")
        await pilot.press("enter")
    assert app.return_value == "far"


async def test_enter_on_the_one_in_use_changes_nothing(lab):
    """And closes the list."""
    app = lab(survey=Survey(lambda: (HERE, SYSTEM)))
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        await pilot.press("e")
        await eventually(lambda: "in use" in text_of(app), "the engines")
        await pilot.press("enter")
        await eventually(lambda: "in use" not in text_of(app), "the lab")
        assert app.is_running


async def test_what_runs_in_the_pane_is_asked_for_first(lab):
    """It would end."""
    app = lab(survey=Survey(lambda: (HERE, SYSTEM)), shell=("bash",))
    async with app.run_test(size=WIDE) as pilot:
        terminal = screen_of(app).terminal
        await eventually(lambda: terminal.at_prompt, "bash's prompt")
        await pilot.press("f12", *"cat", "enter")
        await eventually(lambda: terminal.running == "cat", "cat to run")
        await pilot.press("f12", "e")
        await eventually(lambda: "in use" in text_of(app), "the engines")
        await pilot.press("down", "enter")
        await eventually(lambda: "is ended" in text_of(app), "the question")
        assert app.is_running
        await pilot.press("y")
    assert app.return_value == SYSTEM.choice


async def test_without_an_engine_it_comes_by_itself_and_says_what_was_tried(lab):
    """What was asked for by name stands first; one that failed to start says why. Ctrl-Q leaves from here, too."""
    tried = (Tried("context lost", "There is none.", "See: docker context ls"), Tried(HERE.what, "It broke.", "Log: x"))
    app = lab(with_engine=False, tried=tried, survey=Survey(lambda: (HERE, READING)))
    async with app.run_test(size=NARROW) as pilot:
        await eventually(lambda: "context lost" in text_of(app), "the engines")
        shown = text_of(app)
        assert "No engine" in shown
        assert "▶ no engine: only read the course" in shown
        assert shown.index("There is none.") < shown.index("It broke.") < shown.index("Log: x")
        assert "No limits." not in shown
        await pilot.press("ctrl+q")
        await eventually(lambda: not app.is_running, "the end")


async def test_the_doctor_says_what_keeps_the_lab_from_opening_and_is_asked_again(lab):
    """Each trouble with its fix, to be reached with the cursor; what is in order in one line; the course's affairs,
    not at all."""
    ports = Line.warning("ports", "8080 is taken.", "End it.")
    said = [(DISK, COMMAND, ports), (DISK, Line.ok("docker command", "Docker 28."), ports)]
    survey = Survey(lambda: (HERE, READING), lambda: said.pop(0))
    app = lab(with_engine=False, tried=(Tried("system engine", "It is down."),), survey=survey)
    async with app.run_test(size=NARROW) as pilot:
        await eventually(lambda: "There is none in PATH." in text_of(app), "the doctor")
        shown = text_of(app)
        assert "Fine: disk." in shown
        assert "problem" in next(line for line in shown.splitlines() if "docker command" in line)
        assert shown.index("There is none in PATH.") < shown.index("Install docker-cli")
        assert "8080" not in shown
        await pilot.press("end", "enter")
        await eventually(lambda: "then press r" in text_of(app), "a word on what to do")
        await pilot.press("r")
        await eventually(lambda: "Fine: disk, docker command." in text_of(app), "the doctor again")
        assert "There is none in PATH." not in text_of(app)
        await pilot.press("ctrl+q")


async def test_a_doctor_who_hangs_holds_up_neither_choosing_nor_leaving(lab):
    """Nor does one who has failed; what comes when the screen is closed is for nobody."""
    goes_on, asked = threading.Event(), []

    def doctor() -> tuple[Line, ...]:
        asked.append(1)
        if len(asked) == 1:
            raise ValueError("odd")
        goes_on.wait(10)
        return (COMMAND,)

    app = lab(survey=Survey(lambda: (HERE, SYSTEM), doctor))
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        await pilot.press("e")
        await eventually(lambda: "(ValueError:" in text_of(app), "a word on the failure")
        await pilot.press("r")
        await eventually(lambda: len(asked) == 2 and "The doctor is looking" in text_of(app), "the question")
        await pilot.press("escape")
        goes_on.set()
        await eventually(lambda: "survey" not in [each.name for each in threading.enumerate()], "the answer")
        await pilot.press("e")
        await eventually(lambda: "There is none in PATH." in text_of(app), "the doctor")
        goes_on.clear()
        await pilot.press("r", "down", "enter")
    goes_on.set()
    assert app.return_value == SYSTEM.choice
