"""What a lab tells its class."""

import json

from tests import course_fixture
from tui.classroom.telling import first_record, next_record
from tui.model.progress import Progress, TaskRecord

COURSE = course_fixture.course()
FRESH = Progress(course="small", course_version="1")


def test_it_tells_where_the_learner_is_and_what_is_done():
    progress = FRESH.at("second", "codes").with_task("first/name", TaskRecord(done=True, by="hint", hints=2, at=7.0))
    record = first_record(COURSE, progress.with_task("first/again", TaskRecord(skipped=True)), "Ada", 10.0)
    assert (record.name, record.lesson, record.page, record.since) == ("Ada", "second", "codes", 10.0)
    assert record.done["first/name"].model_dump() == {"by": "hint", "hints": 2, "at": 7.0, "hand": False}
    assert record.skipped == ("first/again",)


def test_at_the_beginning_it_is_the_first_page():
    """Where the lab opens, though nothing is written down yet."""
    assert first_record(COURSE, FRESH, "Ada", 1.0).page == "run"


def test_a_learner_gets_somewhere_by_a_task_or_a_page():
    """Hints and skipping are no progress."""
    first = first_record(COURSE, FRESH, "Ada", 1.0)
    hinted = next_record(COURSE, FRESH.with_task("first/name", TaskRecord(hints=1, skipped=True)), first, 2.0)
    assert (hinted.since, hinted.sent) == (1.0, 2.0)
    done = next_record(COURSE, FRESH.with_task("first/name", TaskRecord(done=True)), hinted, 3.0)
    assert done.since == 3.0
    assert next_record(COURSE, FRESH.at("first", "names"), first, 4.0).since == 4.0


def test_a_question_once_missed_stays_missed():
    """Also after the right answer; a right one was never missed."""
    first = first_record(COURSE, FRESH.with_answer("first/why", 1), "Ada", 1.0)
    assert first.missed == ("first/why",)
    assert next_record(COURSE, FRESH.with_answer("first/why", 0), first, 2.0).missed == ("first/why",)
    assert first_record(COURSE, FRESH.with_answer("first/why", 0), "Ada", 1.0).missed == ()


def test_nothing_typed_and_no_path_is_told():
    """Of all that a progress file holds."""
    secret = {"directory": "/home/ada/secret", "answers": {"first/why": "secret"}, "params": {"id": "secret"},
              "made": {"unix:///secret": ["secret"]}, "actions": ["secret"]}  # fmt: skip
    told = first_record(COURSE, FRESH.model_copy(update=secret), "Ada", 1.0).model_dump_json()
    assert "secret" not in told
    assert set(json.loads(told)) == {
        "format", "name", "course", "course_version", "lesson", "page", "done", "skipped", "missed", "help", "since",
        "sent",
    }  # fmt: skip


def test_the_moment_a_task_was_done_is_noted_once():
    """It stays when other things change, and is new when the task is done anew."""
    done = FRESH.with_task("first/name", TaskRecord(done=True)).stamped(FRESH, 5.0)
    assert done.record("first/name").at == 5.0
    again = done.with_task("first/again", TaskRecord(done=True))
    later = again.with_task("first/name", TaskRecord(done=True)).stamped(done, 9.0)
    assert (later.record("first/name").at, later.record("first/again").at) == (5.0, 9.0)
    undone = later.with_task("first/name", TaskRecord())
    assert undone.with_task("first/name", TaskRecord(done=True)).stamped(undone, 12.0).record("first/name").at == 12.0
