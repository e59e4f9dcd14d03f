"""Parameters: a learner's values are chosen once, kept, and stand wherever their names stood."""

import random
import re
import time

from msgspec.structs import replace

from tests.course.conftest import MINIMAL
from tui import paths
from tui.course import load
from tui.course.params import choose, filled, longest
from tui.model.checks import AllOf, CommandSeen, FileIs, ImageIs
from tui.model.course import Block, Parameter
from tui.model.tasks import Question

PARAMS = {"sailor": Parameter(pick=["anna", "ben"]), "port": Parameter(port=5050)}


def chosen(kept=None, free=lambda port: True, seed=1):
    return choose(PARAMS, kept or {}, free, random.Random(seed))


def test_each_parameter_gets_a_value():
    """One of those to pick from, and the port if it is free."""
    values = chosen()
    assert values["sailor"] in ("anna", "ben")
    assert values["port"] == "5050"
    assert {chosen(seed=seed)["sailor"] for seed in range(20)} == {"anna", "ben"}


def test_what_is_kept_stays():
    """Also a port that is taken: the learner's own program may be what listens there."""
    kept = {"sailor": "ben", "port": "5053"}
    assert all(chosen(kept, free=lambda port: False, seed=seed) == kept for seed in range(5))


def test_what_is_kept_and_can_no_longer_be_is_chosen_anew():
    """After the author took a name away, or someone wrote into the progress file."""
    values = chosen({"sailor": "zoe", "port": "80; rm", "gone": "x"})
    assert values["sailor"] in ("anna", "ben")
    assert values["port"] == "5050"
    assert set(values) == {"sailor", "port"}


def test_a_taken_port_gives_way_to_the_next():
    """And if all are taken, the first it is: what to do then is the lesson's to say."""
    assert chosen(free=lambda port: port > 5051)["port"] == "5052"
    assert chosen(free=lambda port: False)["port"] == "5050"


def test_values_stand_in_all_texts_lines_and_checks():
    """Nothing of the minimal course has its name left."""
    course = filled(load(MINIMAL), {"sailor": "anna"})
    assert "${" not in repr(course)
    block = next(part for part in course.lessons[0].pages[0].parts if isinstance(part, Block))
    assert block.lines == ("docker image build \\", "  -t greeting:anna greeting")
    (task,) = course.lessons[0].tasks
    assert task.text == "Build the image greeting:anna from the folder greeting."
    assert task.check == ImageIs(ref="greeting:anna")
    assert task.solution.lines == ["docker image build -t greeting:anna greeting"]


def test_in_a_pattern_a_value_stands_for_itself():
    """A dot in it is a dot; in what is no pattern it is left alone."""
    course = load(MINIMAL)
    (lesson,) = course.lessons
    check = AllOf(checks=[CommandSeen(pattern="a ${sailor}$"), FileIs(path="x", contains="${sailor}+")])
    question = Question(id="q", page="p", text="${sailor}", kind="text", accept=["${sailor}"], why="w", otherwise="o")
    task = lesson.tasks[0].model_copy(update={"check": check, "text": "For ${sailor}."})
    course = replace(course, lessons=(replace(lesson, tasks=(task,), questions=(question,)),))
    (lesson,) = filled(course, {"sailor": "a.b"}).lessons
    command, file = lesson.tasks[0].check.checks
    assert (command.pattern, file.contains, lesson.tasks[0].text) == (r"a a\.b$", r"a\.b+", "For a.b.")
    assert (lesson.questions[0].accept, lesson.questions[0].text) == ([r"a\.b"], "a.b")
    assert re.search(command.pattern, "a a.b")


def test_only_declared_names_are_replaced():
    """A shell's own ${name} stays, and so does what nobody has a value for."""
    course = load(MINIMAL)
    assert filled(course, {"other": "x"}) is course
    (lesson,) = course.lessons
    page = replace(lesson.pages[0], parts=(Block("b", ("echo ${HOME} ${other} ${sailor}",)),))
    course = replace(course, lessons=(replace(lesson, pages=(page,)),))
    assert filled(course, {"sailor": "anna"}).lessons[0].pages[0].parts[0].lines == ("echo ${HOME} ${other} anna",)


def test_a_page_is_measured_with_the_longest_value():
    """So that it fits for every learner."""
    assert longest(PARAMS) == {"sailor": "anna", "port": "5050"}


def test_filling_a_whole_course_takes_no_time_to_speak_of():
    """It happens before the first frame; the whole shipped course takes about 20 ms."""
    course = load(paths.shipped("content"))
    course = replace(course, params={**course.params, **PARAMS})
    times = []
    for _ in range(5):
        start = time.process_time()
        filled(course, {"sailor": "anna", "registry_port": "5051", "hub_id": "ben"})
        times.append(time.process_time() - start)
    assert min(times) < 0.06
