"""What a class's policies allow: pure, on an attempt."""

import pytest
from msgspec.structs import replace
from pydantic import ValidationError

from tests.unit.test_attempt import RUN, attempt, ran  # noqa: F401
from tui.model.classroom import PoliciesRecord
from tui.model.engine import EngineUnreachable
from tui.model.policies import Policies
from tui.view.allowed import held_back, open_before, solution_withheld


def under(attempt, **policies):  # noqa: F811
    return replace(attempt, course=replace(attempt.course, policies=Policies(**policies)))


def ids(held) -> list[str]:
    return [task.id for _, task in held]


def test_a_gate_holds_who_leaves_open_tasks(attempt):  # noqa: F811
    assert open_before(attempt, "first", "two") == ()
    assert ids(open_before(under(attempt, gate="soft"), "first", "two")) == ["run", "remove", "again", "level"]
    assert ids(open_before(under(attempt, gate="hard"), "second", "end")) == ["run", "remove", "again", "level"]


def test_a_task_that_is_done_or_needs_no_doing_holds_nobody(attempt):  # noqa: F811
    done = ran(under(attempt, gate="hard"), 1.0)
    assert "run" not in ids(open_before(done, "first", "two"))
    skipped = under(attempt, gate="soft").skipped(RUN, 1.0)
    assert "run" not in ids(open_before(skipped, "first", "two"))
    assert "run" in ids(open_before(under(skipped, gate="hard"), "first", "two"))
    optional = replace(
        attempt.lesson, tasks=tuple(each.model_copy(update={"optional": True}) for each in attempt.lesson.tasks)
    )
    easy = replace(under(attempt, gate="hard").course, lessons=(optional, attempt.course.lessons[1]))
    assert open_before(replace(attempt, course=easy), "second", "end") == ()


def test_back_and_without_an_engine_every_page_is_open(attempt):  # noqa: F811
    there = under(attempt.gone_to("first", "two", 1.0), gate="hard")
    assert open_before(there, "first", "one") == ()
    assert (
        open_before(under(attempt, gate="hard").engine_reported(EngineUnreachable("gone"), 1.0), "first", "two") == ()
    )


def test_a_soft_gate_looks_at_the_page_that_is_left_and_a_hard_one_at_all(attempt):  # noqa: F811
    there = attempt.gone_to("first", "two", 1.0)
    assert open_before(under(there, gate="soft"), "second", "end") == ()
    assert ids(open_before(under(there, gate="hard"), "second", "end")) == ["run", "remove", "again", "level"]


def test_what_is_open_is_told(attempt):  # noqa: F811
    held = open_before(under(attempt, gate="soft"), "first", "two")
    assert held_back(held) == "Still open: “run” in 1, and 3 more."
    assert held_back(held[:1]) == "Still open: “run” in 1."


@pytest.mark.parametrize(
    ("rule", "hints", "here_for", "expected"),
    [
        ("always", 0, 0, ""),
        ("never", 2, 9999, "stay closed"),
        ("after-hints", 1, 0, "after the last hint"),
        ("after-hints", 2, 0, ""),
        ("after-5-minutes", 0, 60, "in 4 min"),
        ("after-5-minutes", 0, 61, "in 4 min"),
        ("after-5-minutes", 0, 290, "in 10 s"),
        ("after-5-minutes", 0, 300, ""),
    ],
)
def test_when_a_solution_may_be_seen(attempt, rule, hints, here_for, expected):  # noqa: F811
    there = under(attempt, solutions=rule)
    for _ in range(hints):
        there = there.hint_taken(RUN)
    told = solution_withheld(there, RUN, here_for)
    assert expected in told
    assert bool(told) == bool(expected)


def test_what_was_shown_or_is_done_stays_open(attempt):  # noqa: F811
    closed = under(attempt, solutions="never")
    assert solution_withheld(closed.solution_shown(RUN), RUN, 0) == ""
    assert solution_withheld(ran(closed, 1.0), RUN, 0) == ""


def test_a_task_is_left_out_without_its_solution(attempt):  # noqa: F811
    record = attempt.skipped(RUN, 1.0, shown=False).record(RUN)
    assert (record.skipped, record.shown) == (True, False)
    assert attempt.solution_shown(RUN).skipped(RUN, 1.0, shown=False).record(RUN).shown


def test_the_class_comes_before_the_course():
    said = PoliciesRecord.model_validate_json('{"gate": "soft", "minutes": true, "newer": 1}')
    assert said.over(Policies(solutions="never", gate="hard")) == Policies(solutions="never", gate="soft", minutes=True)


@pytest.mark.parametrize("rule", ["after-0-minutes", "after-minutes", "Always", "after-5000-minutes", "never\n"])
def test_a_rule_that_is_none_is_refused(rule):
    with pytest.raises(ValidationError):
        Policies(solutions=rule)


def test_what_learners_are_told_of_it():
    assert Policies().told == ""
    assert Policies(minutes=True).told == ""
    assert Policies(gate="hard", solutions="after-5-minutes", blocks="type").told == (
        "In this class the next page opens when the tasks are done; solutions open after 5 minutes; "
        "commands are typed, not inserted."
    )
