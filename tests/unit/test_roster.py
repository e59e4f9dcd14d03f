"""A class put together from what labs tell."""

import pytest

from tui.model.classroom import LearnerRecord, Ticked
from tui.model.roster import MOST, Roster

ROOT, ADA, BOB = "sealegs/1/c", "a" * 16, "b" * 16


def record(name: str = "Ada", since: float = 100.0, sent: float = 100.0, **more) -> LearnerRecord:
    return LearnerRecord(name=name, course="small", lesson="first", page="run", since=since, sent=sent, **more)


def heard(roster: Roster, id: str, record: LearnerRecord, now: float = 100.0, kept: bool = False) -> Roster:
    return roster.heard(ROOT, f"{ROOT}/learner/{id}", record.model_dump_json().encode(), kept=kept, now=now)


def online(roster: Roster, id: str, is_online: bool) -> Roster:
    return roster.heard(ROOT, f"{ROOT}/online/{id}", b"1" if is_online else b"0", kept=False, now=0.0)


def test_the_last_word_of_each_counts():
    roster = heard(heard(heard(Roster(), ADA, record()), BOB, record("Bob")), ADA, record(help=True))
    assert {seat.record.name: seat.record.help for seat in roster.seats.values()} == {"Ada": True, "Bob": False}


def test_presence_and_record_come_in_any_order():
    assert not heard(online(Roster(), ADA, False), ADA, record()).seats[ADA].online
    assert not online(heard(Roster(), ADA, record()), ADA, False).seats[ADA].online
    assert online(online(heard(Roster(), ADA, record()), ADA, False), ADA, True).seats[ADA].online


def test_a_clock_that_is_wrong_does_not_make_one_stuck():
    """Only what comes live says how wrong it is; what the broker kept says nothing."""
    live = heard(Roster(), ADA, record(since=40.0, sent=100.0), now=1000.0)
    assert live.seats[ADA].quiet_for(1000.0) == 60.0
    assert heard(live, ADA, record(since=40.0, sent=100.0), now=5000.0, kept=True).seats[ADA].behind == 900.0
    assert heard(Roster(), ADA, record(), now=1000.0, kept=True).seats[ADA].quiet_for(1000.0) == 900.0
    assert heard(Roster(), ADA, record(since=9e9, sent=100.0)).seats[ADA].quiet_for(100.0) == 0.0


def test_who_is_stuck():
    """Those who are there, and got nowhere for longer than that."""
    seat = heard(Roster(), ADA, record(), now=100.0).seats[ADA]
    assert not seat.stuck(160.0, 60.0)
    assert seat.stuck(161.0, 60.0)
    assert not online(heard(Roster(), ADA, record()), ADA, False).seats[ADA].stuck(1e6, 60.0)


@pytest.mark.parametrize(
    "words",
    [b"", b"{}", b"null", b"\xff", b"[" * 100_000,
     record().model_dump_json().replace('"format":1', '"format":2').encode(),
     record().model_dump_json().replace('"Ada"', '"' + "x" * 41 + '"').encode(),
     record().model_dump_json().replace("100.0", "1e999").encode()],
)  # fmt: skip
def test_what_cant_be_read_changes_nothing(words):
    roster = heard(Roster(), ADA, record())
    assert roster.heard(ROOT, f"{ROOT}/learner/{ADA}", words, kept=False, now=1.0) is roster


def test_a_newer_labs_record_is_read():
    """What it says besides is passed over."""
    words = record(done={"a/b": Ticked(by="self")}).model_dump_json()[:-1] + ',"mood":"good"}'
    roster = Roster().heard(ROOT, f"{ROOT}/learner/{ADA}", words.encode(), kept=False, now=1.0)
    assert roster.seats[ADA].record.done["a/b"].by == "self"


@pytest.mark.parametrize(
    "topic", [f"{ROOT}/lead", f"{ROOT}/learner/x", f"{ROOT}/learner/{ADA}/x", f"other/learner/{ADA}"]
)
def test_other_topics_are_none_of_its_business(topic):
    roster = Roster()
    assert roster.heard(ROOT, topic, record().model_dump_json().encode(), kept=False, now=1.0) is roster


def test_it_takes_no_end_of_learners():
    """Whoever can write to the broker could fill its memory."""
    roster = Roster({f"{n:016x}": heard(Roster(), ADA, record()).seats[ADA] for n in range(MOST)})
    assert heard(roster, ADA, record()) is roster
    assert heard(roster, f"{1:016x}", record("Bob")) is not roster
