"""Answers to questions, marked."""

import pytest

from tests.unit.conftest import container, image
from tui.checks.answers import Marked, mark, right_answer
from tui.model.engine import Snapshot
from tui.model.facts import Facts, ImageDetails
from tui.model.tasks import Choice, Count, Question, WrongAnswer

TYPED = {"id": "q", "page": "p", "text": "?", "why": "right", "otherwise": "no"}
NUMBER = Question(kind="number", answer=3, wrong=[WrongAnswer(answer="4", why="one too many")], **TYPED)
TEXT = Question(
    kind="text", accept=["exit(ed)?", r"stop\w*"], wrong=[WrongAnswer(answer="dead|gone", why="not yet")], **TYPED
)
CHOICE = Question(
    id="q", page="p", text="?", choices=[Choice(text="a", why="no"), Choice(text="b", correct=True, why="yes")]
)


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        (CHOICE, 1, Marked(True, "yes")),
        (CHOICE, 0, Marked(False, "no")),
        (CHOICE, 2, None),
        (CHOICE, -1, None),
        (CHOICE, "1", None),
        (NUMBER, 3, Marked(True, "right")),
        (NUMBER, " 3 ", Marked(True, "right")),
        (NUMBER, "+03", Marked(True, "right")),
        (NUMBER, "04", Marked(False, "one too many")),
        (NUMBER, "5", Marked(False, "no")),
        (NUMBER, "three", None),
        (NUMBER, "", None),
        (NUMBER, "3.0", None),
        (TEXT, " Exited ", Marked(True, "right")),
        (TEXT, "stopped", Marked(True, "right")),
        (TEXT, "it exited", Marked(False, "no")),
        (TEXT, "GONE", Marked(False, "not yet")),
        (TEXT, 1, None),
    ],
)
def test_answers_are_marked(seen, question, answer, expected):
    """Right, foreseen, wrong otherwise, or no answer to this question."""
    assert mark(question, answer, right_answer(question, seen())) == expected


def counting(**count):
    return Question(kind="number", answer_from=Count(**count), **TYPED)


@pytest.mark.parametrize(
    ("count", "right"),
    [
        ({"of": "containers"}, 3),
        ({"of": "containers", "state": "exited"}, 2),
        ({"of": "containers", "image": "app", "state": "exited"}, 1),
        ({"of": "images"}, 1),
        ({"of": "layers", "image": "app"}, 2),
        ({"of": "layers", "image": "nothing"}, None),
    ],
)
def test_the_engine_knows_the_number(seen, count, right):
    """Counted when the learner answers; None where nothing is known."""
    containers = (container("a"), container("b", image="app"), container("c", state="running", exit_code=None))
    facts = Facts(images={"sha256:1": ImageDetails("sha256:1", layers=("a", "b"))})
    evidence = seen(snapshot=Snapshot(containers, (image("app:1", "app:2"),)), facts=facts)
    question = counting(**count)
    assert right_answer(question, evidence) == right
    assert (mark(question, str(right), right) == Marked(True, "right")) is (right is not None)


def test_what_the_lab_can_not_count(seen):
    """No engine, or an image nobody has looked into."""
    assert right_answer(counting(of="images"), seen(reachable=False)) is None
    unread = seen(snapshot=Snapshot(images=(image("app:1"),)))
    assert right_answer(counting(of="layers", image="app"), unread) is None
    assert right_answer(CHOICE, seen()) is None
