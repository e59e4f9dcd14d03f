"""Labs and a board on real brokers."""

import gc
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests import course_fixture
from tests.classroom.conftest import CLASS, Mosquitto, end, free_port
from tests.waiting import until
from tui.classroom.address import Address
from tui.classroom.broker import OwnBroker
from tui.classroom.learner import InClass, Membership
from tui.classroom.link import Line
from tui.errors import SealegsError
from tui.model.classroom import LeadRecord, PoliciesRecord, Topics
from tui.model.progress import Progress, TaskRecord
from tui.model.roster import Roster, Seat

TOPICS = Topics(CLASS)
FRESH = Progress(course="small", course_version="1")
ADA, BOB = "a" * 16, "b" * 16


class Board:
    """Hears a class, as the board does."""

    def __init__(self, at: Address) -> None:
        self.roster = Roster()
        self.told: list[str] = []
        self._line = Line(at, "board", (TOPICS.learners, TOPICS.onlines), self._heard, self.told.append)
        self._line.start()

    def _heard(self, topic: str, words: bytes, kept: bool) -> None:
        self.roster = self.roster.heard(TOPICS.root, topic, words, kept=kept, now=time.time())

    def seat(self, id: str) -> Seat | None:
        return self.roster.seats.get(id)

    def sees(self, id: str, what: Callable[[Seat], object], words: str = "what a lab told") -> None:
        until(lambda: (seat := self.seat(id)) is not None and what(seat), words)

    def close(self) -> None:
        self._line.close({})


class Lab:
    """A lab's part in a class."""

    def __init__(self, at: Address, id: str = ADA, name: str = "Ada", lead: bool = False) -> None:
        self.led: list[LeadRecord | PoliciesRecord] = []
        self.told: list[str] = []
        membership = Membership(at, id, name, lead)
        self.part = InClass(membership, course_fixture.course(), time.time, self.led.append, self.told.append)
        self.part.start(FRESH)

    def does(self, key: str) -> None:
        self.part.progressed(FRESH.with_task(key, TaskRecord(done=True)))

    def close(self) -> None:
        self.part.close()


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def opened(closing) -> Callable:
    """Makes a `Board` or a `Lab` that is closed at the end."""

    def make(kind, *words, **more):
        made = kind(*words, **more)
        closing.callback(made.close)
        return made

    return make


def test_a_board_sees_each_step(broker, opened):
    learner, lead = broker
    board, lab = opened(Board, lead), opened(Lab, learner)
    board.sees(ADA, lambda seat: seat.online and seat.record.name == "Ada")
    lab.does("first/name")
    board.sees(ADA, lambda seat: "first/name" in seat.record.done)
    lab.part.raise_hand(True)
    board.sees(ADA, lambda seat: seat.record.help and seat.record.done)
    lab.part.raise_hand(False)
    board.sees(ADA, lambda seat: not seat.record.help)


def test_a_board_that_comes_late_sees_all(broker, opened):
    learner, lead = broker
    opened(Lab, learner).does("first/name")
    opened(Lab, learner, BOB, "Bob")
    board = opened(Board, lead)
    board.sees(ADA, lambda seat: "first/name" in seat.record.done)
    board.sees(BOB, lambda seat: seat.online)


def test_a_lab_that_is_left_is_shown_so(broker, opened):
    """What it did stays."""
    learner, lead = broker
    board, lab = opened(Board, lead), Lab(learner)
    board.sees(ADA, lambda seat: seat.online)
    lab.close()
    board.sees(ADA, lambda seat: not seat.online and seat.record.name == "Ada")


def test_a_lab_whose_line_is_cut_is_shown_so(broker, opened):
    """The broker says its last will."""
    learner, lead = broker
    board, lab = opened(Board, lead), Lab(learner)
    board.sees(ADA, lambda seat: seat.online)
    sock = lab.part._line._client.socket()
    lab.part._line._client.loop_stop()
    sock.shutdown(socket.SHUT_RDWR)
    board.sees(ADA, lambda seat: not seat.online, "the last will")


def test_learners_hear_where_the_lead_is(broker, opened):
    """Also those who come later."""
    learner, lead = broker
    early = opened(Lab, learner)
    leading = opened(Lab, lead, BOB, "", lead=True)
    until(lambda: early.led, "the lead's page")
    leading.part.progressed(FRESH.at("second", "codes"))
    wanted = LeadRecord(course="small", lesson="second", page="codes")
    until(lambda: early.led[-1] == wanted, "the lead's next page")
    late = opened(Lab, learner, "c" * 16, "Cy")
    until(lambda: late.led == [wanted], "the lead's page, kept")


def test_learners_hear_how_the_class_is_run(broker, opened):
    """Also those who come later; the instructor's own lab doesn't."""
    learner, lead = broker
    early, leading = opened(Lab, learner), opened(Lab, lead, BOB, "", lead=True)
    board = Line(lead, "board", (), lambda *_: None, lambda _: None)
    board.start()
    wanted = PoliciesRecord(gate="soft", solutions="after-5-minutes")
    board.say(TOPICS.policies, wanted.model_dump_json(exclude_none=True).encode())
    until(lambda: wanted in early.led, "the class's policies")
    late = opened(Lab, learner, "c" * 16, "Cy")
    until(lambda: wanted in late.led, "the class's policies, kept")
    assert leading.led == []
    board.close({})


def test_a_broker_killed_in_class_loses_nothing(mosquitto, opened):
    """It forgets all, and every lab tells it anew; what was done meanwhile is there."""
    at = Address("127.0.0.1", mosquitto.port, CLASS)
    board, lab = opened(Board, at), opened(Lab, at)
    opened(Lab, at, BOB, "Bob")
    board.sees(BOB, lambda seat: seat.online)
    mosquitto.kill()
    until(lambda: lab.told[-1:] != [""], "that the line is cut")
    lab.does("first/name")
    lab.part.raise_hand(True)
    mosquitto.start()
    board.sees(ADA, lambda seat: "first/name" in seat.record.done and seat.record.help)
    late = opened(Board, at)
    late.sees(ADA, lambda seat: seat.online)
    late.sees(BOB, lambda seat: seat.online)


def test_what_was_under_way_when_the_line_dropped_does_not_outdo_what_was_said_since(mosquitto, opened):
    """The client sends again what the broker has not confirmed, and the broker keeps what comes last."""
    at = Address("127.0.0.1", mosquitto.port, CLASS)
    lab, board = opened(Lab, at), opened(Board, at)
    board.sees(ADA, lambda seat: seat.online)
    mosquitto.hang()
    lab.part.progressed(FRESH.at("first", "one"))
    mosquitto.kill()
    until(lambda: lab.told[-1:] != [""], "that the line is cut")
    lab.part.progressed(FRESH.at("second", "codes"))
    mosquitto.start()
    until(lambda: lab.told[-1:] == [""] and not lab.part._line._client._out_messages, "all to be confirmed")
    late = opened(Board, at)
    late.sees(ADA, lambda seat: (seat.record.lesson, seat.record.page) == ("second", "codes"), "the newest page")


def test_a_class_that_is_not_there_yet_is_joined_when_it_is(tmp_path, opened):
    """The lab says so once, and goes on."""
    port = free_port()
    lab = opened(Lab, Address("127.0.0.1", port, CLASS))
    until(lambda: lab.told, "that nobody answers")
    assert lab.told[0] == f"nobody answers at mqtt://127.0.0.1:{port}/{CLASS}"
    broker = OwnBroker("127.0.0.1", port, TOPICS.root)
    until(lambda: lab.told[-1] == "", "the class")
    end(broker)


def test_own_broker_lets_nobody_write_for_others(own, opened, closing):
    """Nor be the lead, nor read what others tell, nor write elsewhere."""
    broker, port = own
    at = Address("127.0.0.1", port, CLASS)
    heard = []
    liar = Line(at, f"sealegs-{BOB}", ("#", TOPICS.learners), lambda *told: heard.append(told), print)
    closing.callback(lambda: liar.close({}))
    board = opened(Board, Address("127.0.0.1", port, CLASS, False, "lead", broker.password))
    lab = opened(Lab, at)
    board.sees(ADA, lambda seat: seat.online)
    for topic in (TOPICS.learner(ADA), TOPICS.online(ADA), TOPICS.lead, "elsewhere", f"{TOPICS.root}/learner"):
        liar.say(topic, b"0")
    liar.say(TOPICS.online(BOB), b"0")
    liar.start()
    until(lambda: board.roster.present.get(BOB) is False, "the last of what it said")
    lab.does("first/name")
    board.sees(ADA, lambda seat: "first/name" in seat.record.done)
    assert board.seat(ADA).online
    assert heard == []
    assert lab.led == []


def test_own_broker_knows_the_lead_by_the_password(own, opened):
    board = opened(Board, Address("127.0.0.1", own[1], CLASS, False, "lead", "wrong"))
    until(lambda: board.told, "the refusal")
    assert "refused" in board.told[0]


def test_a_place_that_is_taken_is_said(own):
    with pytest.raises(SealegsError, match=f"Nobody can join at 127.0.0.1:{own[1]}"):
        OwnBroker("127.0.0.1", own[1], TOPICS.root)


@pytest.fixture
def guarded(tmp_path) -> Iterator[tuple[Mosquitto, str]]:
    """Mosquitto with TLS and passwords; the certificate that speaks for it."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    subprocess.run(["mosquitto_passwd", "-b", "-c", "users", "ada", "s3cret"], cwd=tmp_path, check=True)
    for name in ("key.pem", "users"):
        (tmp_path / name).chmod(0o644)  # mosquitto drops root before it reads them again
    tmp_path.chmod(0o755)
    lines = f"certfile {tmp_path}/cert.pem\nkeyfile {tmp_path}/key.pem\npassword_file {tmp_path}/users\n"
    broker = Mosquitto(tmp_path, f"{lines}user root\nallow_anonymous false\n")
    yield broker, str(tmp_path / "cert.pem")
    broker.kill()


# The library leaves the socket of a handshake that failed to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_broker_with_tls_and_passwords(guarded, opened, closing, monkeypatch):
    """As one for many rooms has it; a certificate nobody vouches for is refused."""
    closing.callback(gc.collect)
    broker, certificate = guarded
    at = Address("localhost", broker.port, CLASS, True, "ada", "s3cret")
    distrusting = opened(Lab, at, BOB, "Bob")
    until(lambda: distrusting.told, "that the certificate won't do")
    assert distrusting.told[0] != ""
    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    assert certificate in ssl.get_default_verify_paths().cafile
    board = opened(Board, at)
    opened(Lab, at)
    board.sees(ADA, lambda seat: seat.online)
    wrong = opened(Lab, Address("localhost", broker.port, CLASS, True, "ada", "wrong"), BOB, "Bob")
    until(lambda: any("refused" in each for each in wrong.told), "the refusal")
