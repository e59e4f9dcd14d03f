"""Which passes `course solve` makes over a course, and what is done in each."""

from pathlib import Path

import pytest

from tui.errors import UsageError
from tui.model.checks import CommandSeen
from tui.model.course import Course, Lesson, LessonEntry, Page
from tui.model.machine import Machine
from tui.model.tasks import Question, Solution, Task, WrongAttempt
from tui.solve.order import Order
from tui.solve.plan import check_lessons, pass_count, plan_pass


def solution(line: str, **more) -> Solution:
    return Solution(lines=[line], why="So.", **more)


def task(id: str, page: str = "first", alternatives=(), wrong=(), main="main", **more) -> Task:
    return Task(
        id=id,
        page=page,
        text="Do it.",
        check=CommandSeen(pattern="x"),
        hints=["one", "two"],
        solution=main if isinstance(main, Solution) else solution(main),
        alternatives=[each if isinstance(each, Solution) else solution(each) for each in alternatives],
        wrong_attempts=[
            each if isinstance(each, WrongAttempt) else WrongAttempt(lines=[each], expect="no") for each in wrong
        ],
        **more,
    )


def course(*lessons: tuple[Task, ...], questions: tuple[Question, ...] = ()) -> Course:
    return Course(
        id="tiny",
        title="Tiny",
        version="1",
        images=(),
        lessons=tuple(
            Lesson(
                LessonEntry(id=f"l{number}", number=str(number), title="L", minutes=1, folder="l"),
                (Page("first", "First", ()), Page("second", "Second", ())),
                tasks,
                questions,
            )
            for number, tasks in enumerate(lessons, 1)
        ),
    )


def typed(plan) -> list[list[str]]:
    """For each lesson what is typed, wrong attempts with a question mark."""
    return [
        [
            word
            for step in lesson.steps
            for word in [*(f"{wrong.lines[0]}?" for _, wrong in step.wrongs), *step.solution.lines]
        ]
        for lesson in plan.lessons
    ]


def test_there_are_as_many_passes_as_it_takes_and_two_at_least():
    """One for the main solutions, and one for each alternative or wrong attempt of the task with most."""
    assert pass_count(course((task("a"),))) == 2
    assert pass_count(course((task("a", alternatives=("x", "y", "z")), task("b", wrong=("p",))))) == 4
    assert pass_count(course((task("a", wrong=("p", "q")),))) == 3
    assert pass_count(course((task("a", wrong=("p", "q")),), (task("b"),)), ["l2"]) == 2


def test_pass_k_takes_the_kth_of_each_task_that_has_one():
    """Wrong attempts come before the solution."""
    tasks = (task("a", alternatives=("a1", "a2"), wrong=("p1",)), task("b", main="b0", wrong=("q1", "q2")))
    plans = [plan_pass(course(tasks), number, Machine()) for number in range(3)]
    assert [typed(plan) for plan in plans] == [
        [["main", "b0"]],
        [["p1?", "a1", "q1?", "b0"]],
        [["a2", "q2?", "b0"]],
    ]
    assert [step.route for step in plans[2].lessons[0].steps] == ["alternative 2", "solution"]


def test_many_wrong_attempts_share_three_passes():
    """Each is typed once, and known by its place."""
    asked = course((task("a", wrong=("p1", "p2", "p3", "p4", "p5")), task("b", alternatives=("1", "2", "3", "4"))))
    plans = [plan_pass(asked, number, Machine()) for number in range(5)]
    tried = [[turn for turn, _ in plan.lessons[0].steps[0].wrongs] for plan in plans]
    assert tried == [[], [1, 4], [2, 5], [3], []]
    assert pass_count(course((asked.lessons[0].tasks[0],))) == 4


def test_tasks_are_done_in_the_order_of_their_pages():
    """As a learner meets them."""
    (lesson,) = plan_pass(course((task("late", page="second"), task("early"))), 0, Machine()).lessons
    assert [step.task.id for step in lesson.steps] == ["early", "late"]


def test_only_wanted_lessons_are_judged_and_later_ones_left_out():
    """Those before are solved by main solutions, so that what they make is there."""
    lessons = ((task("a", alternatives=("a1",), wrong=("p",)),), (task("b", alternatives=("b1",)),), (task("c"),))
    plan = plan_pass(course(*lessons), 1, Machine(), ["l2"])
    assert typed(plan) == [["main"], ["b1"]]
    assert [lesson.judged for lesson in plan.lessons] == [False, True]


def test_an_unknown_lesson_is_refused():
    """And the known ones are named."""
    with pytest.raises(UsageError, match=r"no lesson l9\. There are: l1"):
        check_lessons(course((task("a"),)), ["l9"])


def test_what_is_for_other_machines_is_skipped_and_said():
    """Tasks, solutions, alternatives and wrong attempts, each by its name."""
    podman, buildkit = {"product": "podman"}, {"builder": "buildkit"}
    tasks = (
        task("gone", requires=podman),
        task("other-way", main=solution("m", requires=buildkit), alternatives=("a1", "a2")),
        task("some", alternatives=(solution("s1", requires=buildkit),)),
        task("attempt", wrong=(WrongAttempt(lines=["p"], expect="no", requires=buildkit),)),
    )
    plan = plan_pass(course(tasks), 1, Machine(builder="classic"))
    assert typed(plan) == [["a1", "main", "main"]]
    why = "needs BuildKit, and docker build uses the classic builder here"
    assert [(skip.what, skip.why) for skip in plan.skips] == [
        ("l1/gone", "needs Podman, and this engine is Docker"),
        ("l1/other-way (solution)", why),
        ("l1/some (alternative 1)", why),
        ("l1/attempt (wrong attempt 1)", why),
    ]
    assert typed(plan_pass(course(tasks), 0, Machine(builder="classic"))) == [["a1", "main", "main"]]


def test_a_task_that_needs_a_host_is_skipped_where_it_does_not_answer():
    """The network is asked for once, by whoever calls."""
    asked = course((task("far", requires={"network": "hub.docker.com"}),))
    plan = plan_pass(asked, 0, Machine(), answers=lambda host: False)
    assert [skip.why for skip in plan.skips] == ["needs hub.docker.com, which does not answer"]
    assert typed(plan_pass(asked, 0, Machine())) == [["main"]]


def test_an_order_survives_the_way_to_the_other_process():
    """What is written is what is read."""
    order = Order("/course", "/tmp/x", "/store", "slv1", "10.216.1.1/24", "rootful", lessons=("one", "two"), passes=3)
    assert Order.from_text(order.to_text()) == order
    assert order.home == Path("/tmp/x/home")
