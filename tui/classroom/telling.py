"""What a learner's lab tells its class: pure, made of the progress alone."""

from __future__ import annotations

from tui.checks.answers import marked
from tui.model.classroom import LearnerRecord, Ticked
from tui.model.course import Course
from tui.model.progress import Progress


def first_record(course: Course, progress: Progress, name: str, now: float) -> LearnerRecord:
    """What is told when the lab opens."""
    empty = LearnerRecord(name=name, course=course.id, lesson="", page="", since=now, sent=now)
    return next_record(course, progress, empty, now)


def next_record(course: Course, progress: Progress, before: LearnerRecord, now: float) -> LearnerRecord:
    """What is told after `before`, given the progress as it is now."""
    done = {
        key: Ticked(by=record.by, hints=record.hints, at=record.at, hand=record.hand)
        for key, record in progress.tasks.items()
        if record.done
    }
    first_lesson, first_page = course.pages[0]
    place = (progress.lesson or first_lesson.entry.id, progress.page or first_page.id)
    got_on = place != (before.lesson, before.page) or bool(done.keys() - before.done.keys())
    return LearnerRecord(
        name=before.name,
        course=course.id,
        course_version=course.version,
        lesson=place[0],
        page=place[1],
        done=done,
        skipped=tuple(sorted(key for key, each in progress.tasks.items() if each.skipped and not each.done)),
        missed=tuple(sorted({*before.missed, *missed(course, progress)})),
        help=before.help,
        since=now if got_on else before.since,
        sent=now,
    )


def missed(course: Course, progress: Progress) -> set[str]:
    """The questions whose last answer is wrong."""
    found = set()
    for lesson in course.lessons:
        for question in lesson.questions:
            key = lesson.key(question.id)
            told = marked(progress, key, question)
            if told is not None and not told.right:
                found.add(key)
    return found
