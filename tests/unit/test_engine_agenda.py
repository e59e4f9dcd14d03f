"""When an engine is read again."""

from tui.engine.agenda import AFTER_DIE, AFTER_DIE_MOST, AFTER_PAUSE, PACE, SETTLE, Agenda, due
from tui.model.engine import EngineEvent


def event(kind: str = "container", action: str = "start") -> EngineEvent:
    return EngineEvent(kind, action, "id")


def test_a_lone_event_is_read_for_at_once():
    """The leading edge: nothing was read lately, so only the settling time passes."""
    assert due(first_dirty=100.0, last_read=50.0) == 100.0 + SETTLE


def test_a_kind_is_read_at_a_pace():
    """Right after a reading, the next one waits."""
    assert due(first_dirty=100.0, last_read=99.9) == 99.9 + PACE


def test_nothing_is_due_without_an_event():
    """Idle means no timer at all."""
    agenda = Agenda()
    agenda.was_read("container", 1.0)
    assert agenda.next_due() is None


def test_a_burst_is_one_reading_with_all_its_events():
    """The first event sets the time; the others ride along."""
    agenda, burst = Agenda(), [event(action=action) for action in ("create", "start", "die")]
    for n, each in enumerate(burst):
        agenda.note(each, 10.0 + n / 100)
    assert agenda.next_due() == 10.0 + SETTLE
    assert agenda.take(10.0 + SETTLE) == ({"container"}, tuple(burst))
    assert agenda.next_due() is None


def test_an_event_after_the_reading_gets_one_of_its_own():
    """The trailing reading: none is ever lost."""
    agenda = Agenda()
    agenda.note(event(), 10.0)
    agenda.take(10.03)
    agenda.was_read("container", 10.05)
    agenda.note(event(action="die"), 10.06)
    assert agenda.next_due() == 10.05 + PACE
    assert agenda.take(10.3) == ({"container"}, (event(action="die"),))


def test_an_event_waits_for_its_own_kind():
    """An image's event is not told with a reading of the containers."""
    agenda = Agenda()
    agenda.was_read("image", 9.99)
    agenda.note(event("image", "tag"), 10.0)
    agenda.note(event(), 10.0)
    assert agenda.take(10.03) == ({"container"}, (event(),))
    assert agenda.take(10.24) == ({"image"}, (event("image", "tag"),))


def test_a_pause_is_read_twice():
    """The list is a moment behind; the second reading has no event to tell."""
    agenda = Agenda()
    agenda.note(event(action="pause"), 10.0)
    assert agenda.take(10.03)[0] == {"container"}
    agenda.was_read("container", 10.03)
    assert agenda.next_due() == 10.0 + AFTER_PAUSE
    assert agenda.take(10.0 + AFTER_PAUSE) == ({"container"}, ())
    assert agenda.next_due() is None


def test_a_list_that_has_a_dead_container_running_is_read_again():
    """The engine tells of an end before it writes it down; the row must not stay on Up."""
    agenda = Agenda()
    agenda.note(event(action="die"), 10.0)
    agenda.take(10.0 + SETTLE)
    agenda.doubt({"id"}, 10.1)
    assert agenda.next_due() == 10.1 + AFTER_DIE
    assert agenda.take(10.1 + AFTER_DIE)[0] == {"container"}
    agenda.doubt(set(), 10.2)
    assert agenda.next_due() is None


def test_a_container_that_was_started_again_may_run():
    """A restart policy brings it back; and a list that never changes is believed in the end."""
    agenda = Agenda()
    agenda.note(event(action="die"), 10.0)
    agenda.note(event(action="start"), 10.01)
    agenda.take(10.0 + SETTLE)
    agenda.doubt({"id"}, 10.1)
    assert agenda.next_due() is None
    agenda.note(event(action="die"), 20.0)
    agenda.take(20.0 + SETTLE)
    agenda.doubt({"id"}, 20.0 + AFTER_DIE_MOST)
    assert agenda.next_due() is None


def test_a_commit_makes_images_stale_too():
    """Without a tag it gives no image event."""
    agenda = Agenda()
    agenda.note(event(action="commit"), 10.0)
    assert agenda.take(10.03)[0] == {"container", "image"}


def test_a_suspicion_is_read_like_an_event():
    """Without one: nothing is told but what the reading brings."""
    agenda = Agenda()
    agenda.suspect("image", 10.0)
    assert agenda.next_due() == 10.0 + SETTLE
    assert agenda.take(20.0) == ({"image"}, ())
    assert agenda.next_due() is None
