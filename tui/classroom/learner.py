"""A learner's lab in a class: tells where the learner is, hears where the instructor is."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from pydantic import ValidationError

from tui.classroom.address import Address
from tui.classroom.link import Line
from tui.classroom.telling import first_record, next_record
from tui.model.classroom import LeadRecord, LearnerRecord, PoliciesRecord, Topics
from tui.model.course import Course
from tui.model.progress import Progress


class Membership(Struct, frozen=True):
    """Which class, and as whom: an id that means nothing elsewhere, and the name the learner chose. `lead` is the
    instructor's lab, which tells where it is and is not on the board."""

    address: Address
    id: str
    name: str
    lead: bool = False


class InClass:
    """Made and used on the event loop; `heard` is called in the line's thread with what the class is told, `told` with
    why there is no connection, or with nothing."""

    def __init__(
        self,
        membership: Membership,
        course: Course,
        clock: Callable[[], float],
        heard: Callable[[LeadRecord | PoliciesRecord], None],
        told: Callable[[str], None],
    ) -> None:
        self._membership = membership
        self._course = course
        self._clock = clock
        self._tell_on = heard
        self._topics = topics = Topics(membership.address.name)
        self._record: LearnerRecord | None = None
        online = topics.online(membership.id)
        self._line = Line(
            membership.address,
            f"sealegs-{membership.id}",
            () if membership.lead else (topics.lead, topics.policies),
            self._heard,
            told,
            None if membership.lead else (online, b"0"),
        )
        if not membership.lead:
            self._line.say(online, b"1")

    @property
    def raised(self) -> bool:
        """Whether the learner's hand is up."""
        return self._record is not None and self._record.help

    def start(self, progress: Progress) -> None:
        """Tell the class that the lab is open, from now on."""
        self.progressed(progress)
        self._line.start()

    def progressed(self, progress: Progress) -> None:
        """Tell how far the learner is now."""
        if self._membership.lead:
            here = LeadRecord(course=self._course.id, lesson=progress.lesson, page=progress.page)
            self._line.say(self._topics.lead, here.model_dump_json().encode())
        elif self._record is None:
            self._tell(first_record(self._course, progress, self._membership.name, self._clock()))
        else:
            self._tell(next_record(self._course, progress, self._record, self._clock()))

    def raise_hand(self, up: bool) -> None:
        """Ask for help, or say that it is no longer needed."""
        if self._record is not None:
            self._tell(self._record.model_copy(update={"help": up, "sent": self._clock()}))

    def close(self) -> None:
        """Leave the class; what was told stays on the board. Blocks for a second at most."""
        self._line.close({} if self._membership.lead else {self._topics.online(self._membership.id): b"0"})

    def _tell(self, record: LearnerRecord) -> None:
        self._record = record
        self._line.say(self._topics.learner(self._membership.id), record.model_dump_json().encode())

    def _heard(self, topic: str, words: bytes, kept: bool) -> None:
        kind = LeadRecord if topic == self._topics.lead else PoliciesRecord
        try:
            record = kind.model_validate_json(words)
        except ValidationError:
            return
        self._tell_on(record)
