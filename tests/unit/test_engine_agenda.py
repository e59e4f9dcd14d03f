"""When an engine is read again."""

from collections.abc import Iterable

from tui.engine.agenda import AFTER_DIE, AFTER_DIE_MOST, AFTER_PAUSE, MANY, PACE, SETTLE, Agenda, Due, due
from tui.model.engine import EngineEvent


def event(kind: str = "container", action: str = "start", id: str = "id", other: str = "") -> EngineEvent:
    return EngineEvent(kind, action, id, other=other)


def containers(*events: EngineEvent, ids: Iterable[str] = ("id",)) -> Due:
    """Containers are due, those with these ids; and the events that come with them."""
    return Due(frozenset({"container"}), frozenset(ids), events)


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
    assert agenda.take(10.0 + SETTLE) == containers(*burst)
    assert agenda.next_due() is None


def test_an_event_after_the_reading_gets_one_of_its_own():
    """The trailing reading: none is ever lost."""
    agenda = Agenda()
    agenda.note(event(), 10.0)
    agenda.take(10.03)
    agenda.was_read("container", 10.05)
    agenda.note(event(action="die"), 10.06)
    assert agenda.next_due() == 10.05 + PACE
    assert agenda.take(10.3) == containers(event(action="die"))


def test_an_event_waits_for_its_own_kind():
    """An image's event is not told with a reading of the containers."""
    agenda = Agenda()
    agenda.was_read("image", 9.99)
    agenda.note(event("image", "tag"), 10.0)
    agenda.note(event(), 10.0)
    assert agenda.take(10.03) == containers(event())
    assert agenda.take(10.24) == Due(frozenset({"image"}), events=(event("image", "tag"),))


def test_a_pause_is_read_twice():
    """The list is a moment behind; the second reading has no event to tell."""
    agenda = Agenda()
    agenda.note(event(action="pause"), 10.0)
    assert agenda.take(10.03) == containers(event(action="pause"))
    agenda.was_read("container", 10.03)
    assert agenda.next_due() == 10.0 + AFTER_PAUSE
    assert agenda.take(10.0 + AFTER_PAUSE) == containers()
    assert agenda.next_due() is None


def test_a_list_that_has_a_dead_container_running_is_read_again():
    """The engine tells of an end before it writes it down; the row must not stay on Up."""
    agenda = Agenda()
    agenda.note(event(action="die"), 10.0)
    agenda.take(10.0 + SETTLE)
    agenda.doubt({"id"}, 10.1)
    assert agenda.next_due() == 10.1 + AFTER_DIE
    assert agenda.take(10.1 + AFTER_DIE) == containers()
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
    assert agenda.take(10.03).kinds == {"container", "image"}


def test_a_suspicion_is_read_like_an_event():
    """Without one: nothing is told but what the reading brings."""
    agenda = Agenda()
    agenda.suspect("image", 10.0)
    assert agenda.next_due() == 10.0 + SETTLE
    assert agenda.take(20.0) == Due(frozenset({"image"}))
    assert agenda.next_due() is None


def test_only_the_containers_that_events_name_are_read():
    """Also those that joined a network; each once."""
    agenda = Agenda()
    agenda.note(event(id="one"), 10.0)
    agenda.note(event("network", "connect", id="net", other="two"), 10.0)
    assert agenda.take(10.03).containers == {"one", "two"}
    agenda.was_read("container", 10.03)
    agenda.note(event(id="three"), 10.04)
    assert agenda.take(20.0).containers == {"three"}


def test_after_a_storm_all_are_read():
    """As for an event that doesn't say which container it is about."""
    agenda = Agenda()
    for number in range(MANY):
        agenda.note(event(id=str(number)), 10.0)
    assert agenda.take(10.03) == containers(*(event(id=str(number)) for number in range(MANY)), ids=())
    agenda.note(event("network", "connect", id="net"), 20.0)
    agenda.note(event(id="one"), 20.0)
    assert agenda.take(20.03).containers == set()
    assert agenda.take(30.0).kinds == set()


def test_a_paused_one_is_read_again_beside_others():
    """The second look is not lost to a reading that comes before its time."""
    agenda = Agenda()
    agenda.note(event(action="pause", id="paused"), 10.0)
    agenda.take(10.03)
    agenda.note(event(id="other"), 10.04)
    assert agenda.take(10.1).containers == {"other"}
    assert agenda.take(10.0 + AFTER_PAUSE).containers == {"paused"}
