"""What the lab's screen asks of the world outside; the app supplies it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec import Struct

from tui.checks.wants import Wants
from tui.model.doctor import Line
from tui.model.engine import Candidate, Snapshot
from tui.model.facts import Facts
from tui.model.following import Shown
from tui.model.journal import CommandRun
from tui.model.looks import Close, Looks
from tui.model.ours import Claims
from tui.model.pace import Pace
from tui.model.progress import Progress
from tui.model.reset import Outcome, Plan
from tui.model.restore import Place, Restore, Undo
from tui.reset.restore import Ground


class Provide(Protocol):
    """Put files of the course into the working folder; what is there stays, or is set aside if it is to `replace`."""

    def __call__(self, paths: Sequence[str], *, replace: bool) -> None:
        """`paths` are those among the course's files."""
        ...


class PlanReset(Protocol):
    """Find out what resetting a lesson would do now, and go on with that."""

    def __call__(
        self, lesson: str, snapshot: Snapshot, claims: Claims, progress: Progress, then: Callable[[Plan], None]
    ) -> None:
        """`lesson` is its id."""
        ...


class PlanRestore(Protocol):
    """Find out what going back to a place would do now, and go on with that."""

    def __call__(self, place: Place, ground: Ground, then: Callable[[Restore], None]) -> None:
        """`ground` is what there is."""
        ...


class AskSurvey(Protocol):
    """Ask which engines there are, and the doctor; what comes of it is told until it is closed."""

    def __call__(
        self,
        found: Callable[[Sequence[Candidate]], None],
        told: Callable[[Sequence[Line]], None],
        failed: Callable[[str], None],
    ) -> Close:
        """`failed` takes why something can't be known."""
        ...


class Classroom(Protocol):
    """The class the learner is in."""

    @property
    def raised(self) -> bool:
        """Whether the learner's hand is up."""
        ...

    def raise_hand(self, up: bool) -> None:
        """Ask for help, or say that it is no longer needed."""
        ...


class Lectern(Protocol):
    """Where an instructor's lab tells where it is, and keeps the class's time."""

    async def open(self) -> Pace | None:
        """Begin with that; the time as it was kept, if it was."""
        ...

    def show(self, shown: Shown) -> None:
        """Tell it, and keep the time in it."""
        ...


class Outside(Struct, frozen=True):
    """Everything returns at once and is done off the event loop.

    `wall_clock` is for ages; `keep` has a changed progress written; `look_again` has the engine's images read once
    more, for what no event tells of; `gather` has the facts gathered that checks want, given the engine as last read
    and the facts there are; `record` has a finished command noted down, with the lesson it was typed in, and again when
    more of its effects are known; `measure_disk` has the engine's disk measured, which may take minutes; `write_sheet`
    has the command sheet written; `danger` says what a line would do that could hurt, if it were run in a folder, or
    nothing; `copy` puts a text into the clipboard, and says so; `unkept` says why the progress is not on the disk, or
    nothing; `looks` are the closer looks at one object; `plan_reset` and `carry_out` are a reset but for the progress,
    which is the screen's affair; `plan_restore` is the plan of going back to a place, `put_back` brings the files of
    before it back; `busy` says whether facts are being gathered or files written; `survey` asks which engines there
    are, and the doctor, until it is closed; `use_engine` has the lab opened again on one of them; `root` is whether all
    of it is done as root; `plain_prompts` has the shells ask with a prompt that says nothing of the learner;
    `classroom` is the class, if the learner is in one; `present` is whether the lab is to be shown to a room from the
    start, `instructors` whether it is an instructor's, who has a `lectern`; `letter_pause` is how many seconds lie
    between two letters of what is put at the prompt.
    """

    wall_clock: Callable[[], float]
    keep: Callable[[Progress], None]
    look_again: Callable[[], None]
    measure_disk: Callable[[], None]
    gather: Callable[[Wants, Snapshot, Facts], None]
    provide: Provide
    record: Callable[[CommandRun, str], None]
    write_sheet: Callable[[Progress], None]
    danger: Callable[[str, str], str]
    copy: Callable[[str], None]
    unkept: Callable[[], str]
    looks: Looks
    plan_reset: PlanReset
    carry_out: Callable[[Plan, Callable[[Outcome], None]], None]
    plan_restore: PlanRestore
    put_back: Callable[[Undo, Callable[[None], None]], None]
    busy: Callable[[], bool]
    survey: AskSurvey
    use_engine: Callable[[str], None]
    plain_prompts: Callable[[bool], None] = lambda _: None
    root: bool = False
    classroom: Classroom | None = None
    present: bool = False
    instructors: bool = False
    lectern: Lectern | None = None
    letter_pause: float = 0.0
