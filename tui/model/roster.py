"""Who is in a class and how far, put together from what their labs tell: pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace
from pydantic import ValidationError

from tui.model.classroom import LearnerRecord

MOST = 2000
"""Learners a board takes; whoever can write to the broker could else fill its memory."""
_TOPIC = re.compile(r"(learner|online)/([0-9a-f]{16})")


class Seat(Struct, frozen=True):
    """One learner. `behind` is how many seconds their clock is behind the board's, 0 where that could not be told."""

    record: LearnerRecord
    online: bool = True
    behind: float = 0.0

    def quiet_for(self, now: float) -> float:
        """Seconds since the learner last got anywhere, by the board's clock."""
        return max(0.0, now - (self.record.since + self.behind))

    def stuck(self, now: float, patience: float) -> bool:
        """Whether somebody should go and look: the lab is open, and nothing was got done for longer than that."""
        return self.online and self.quiet_for(now) > patience


class Roster(Struct, frozen=True):
    """The learners by id, as they came; and of whom only that is known whether they are there."""

    seats: Mapping[str, Seat] = field(default_factory=dict)
    present: Mapping[str, bool] = field(default_factory=dict)

    def heard(self, root: str, topic: str, words: bytes, *, kept: bool, now: float) -> Roster:
        """With one message more; `kept` says that the broker had it from before. What can't be read changes nothing."""
        found = _TOPIC.fullmatch(topic.removeprefix(f"{root}/"))
        if found is None:
            return self
        kind, id = found.groups()
        if id not in self.seats and max(len(self.seats), len(self.present)) >= MOST:
            return self
        if kind == "online":
            return self._with_presence(id, words == b"1")
        try:
            record = LearnerRecord.model_validate_json(words)
        except ValidationError:
            return self
        seat = self.seats.get(id, Seat(record, self.present.get(id, True)))
        behind = seat.behind if kept else now - record.sent
        return replace(self, seats={**self.seats, id: replace(seat, record=record, behind=behind)})

    def _with_presence(self, id: str, online: bool) -> Roster:
        seats = self.seats
        if id in seats:
            seats = {**seats, id: replace(seats[id], online=online)}
        return replace(self, seats=seats, present={**self.present, id: online})
