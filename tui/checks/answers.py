"""Whether a learner's answer to a question is right, and what to say to it."""

from __future__ import annotations

import re

from msgspec import Struct

from tui.checks.evidence import Evidence
from tui.checks.images import found
from tui.checks.names import is_image
from tui.model.progress import Progress
from tui.model.tasks import Count, Question

_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")


class Marked(Struct, frozen=True):
    """An answer's mark, and why it is right or wrong."""

    right: bool
    why: str


def right_answer(question: Question, evidence: Evidence) -> int | None:
    """The right number, as the engine has it now where the question asks the engine; None if the lab can't tell."""
    if question.kind != "number":
        return None
    return question.answer if question.answer_from is None else _counted(question.answer_from, evidence)


def _counted(count: Count, evidence: Evidence) -> int | None:
    if evidence.snapshot is None or not evidence.reachable:
        return None
    images = evidence.snapshot.images
    if count.of == "images":
        return len(images)
    if count.of == "containers":
        return sum(
            count.state in ("", each.state) and (not count.image or is_image(count.image, each.image, images))
            for each in evidence.snapshot.containers
        )
    details = [evidence.facts.images.get(image.id) for image in found(count.image, evidence)]
    return len(details[0].layers) if details and details[0] is not None else None


def marked(progress: Progress, key: str, question: Question) -> Marked | None:
    """What the answer that was given is worth; None without one, and where `mark` has none."""
    answer = progress.answers.get(key)
    return None if answer is None else mark(question, answer, progress.truths.get(key, question.answer))


def mark(question: Question, answer: int | str, right: int | None) -> Marked | None:
    """What an answer is worth; None if it is no answer to this question, or the lab can't tell.

    `right` is the right number for a question of that kind, as `right_answer` gave it when the learner answered.
    """
    match question.kind:
        case "choice":
            return _choice(question, answer)
        case "number":
            return _number(question, answer, right)
        case "text":
            return _text(question, answer)


def _choice(question: Question, answer: int | str) -> Marked | None:
    if not isinstance(answer, int) or answer not in range(len(question.choices)):
        return None
    choice = question.choices[answer]
    return Marked(choice.correct, choice.why)


def _number(question: Question, answer: int | str, right: int | None) -> Marked | None:
    text = str(answer).strip()
    if right is None or not _WHOLE.fullmatch(text):
        return None
    return Marked(True, question.why) if int(text) == right else _wrong(question, str(int(text)))


def _text(question: Question, answer: int | str) -> Marked | None:
    if not isinstance(answer, str):
        return None
    text = answer.strip()
    right = any(re.fullmatch(pattern, text, re.IGNORECASE) for pattern in question.accept)
    return Marked(True, question.why) if right else _wrong(question, text)


def _wrong(question: Question, text: str) -> Marked:
    """The first foreseen wrong answer that this is, or what is said to any other."""
    for wrong in question.wrong:
        if text == wrong.answer or re.fullmatch(wrong.answer, text, re.IGNORECASE):
            return Marked(False, wrong.why)
    return Marked(False, question.otherwise)
