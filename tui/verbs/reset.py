"""`sealegs reset`: takes a lesson back, or everything, after showing exactly what that is."""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import ExitStack, closing
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui import paths
from tui.errors import EngineLost, SealegsError, UsageError
from tui.verbs.its_course import add_course, its_course

if TYPE_CHECKING:
    from tui.engine.discovery import Choice
    from tui.model.course import Course
    from tui.model.engine import Snapshot
    from tui.model.ours import Claims
    from tui.model.progress import Progress
    from tui.model.reset import Outcome, Plan

DOES = "take a lesson back, or everything; shows what that is, and asks"
ALL = "all"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be said."""
    what = "a lesson by its number or id, or all; without: the lesson you are in"
    parser.add_argument("what", nargs="?", metavar="LESSON|all", help=what)
    parser.add_argument("-n", "--dry-run", action="store_true", help="only show what would be done")
    parser.add_argument("-y", "--yes", action="store_true", help="don't ask")
    parser.add_argument("--engine", default="", metavar="WHICH", help="as for open; none: files and progress only")
    add_course(parser)
    parser.set_defaults(setup=False)


def run(options: argparse.Namespace) -> int:
    """Show the list, ask, do it; 1 if something could not be removed."""
    course = its_course(options)
    lesson = _lesson(course, options.what)
    if not (options.dry_run or options.yes or sys.stdin.isatty()):
        raise UsageError("There is no terminal to ask on.", "Add --yes, or --dry-run to see what would be done.")
    if options.dry_run:
        with closing(_Reset(course, lesson, _choice(options))) as reset:
            _show(reset.plan())
        return 0
    with ExitStack() as held:
        unwritable = _claim(course.id, held)
        reset = held.enter_context(closing(_Reset(course, lesson, _choice(options), unwritable)))
        return _ask_and_do(reset, options.yes)


def _claim(course: str, held: ExitStack) -> str:
    """Keep labs from writing meanwhile. Why nobody can write here at all, if so; `ProgressError` if a lab is open."""
    from tui.claim import claimed

    try:
        held.enter_context(claimed(paths.progress(course), "Leave it first, or reset there: the key R."))
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def _ask_and_do(reset: _Reset, yes: bool) -> int:
    from tui.model.text import short_ids
    from tui.setup import confirm
    from tui.view.reset import told

    plan = reset.plan()
    _show(plan)
    if plan.empty:
        return 0
    if not yes and not confirm("Do this?", default=False):
        raise SealegsError("Nothing was changed.")
    outcome, laid_bare = reset.carry_out(plan)
    print(told(outcome, plan.title))
    if laid_bare:
        print(f"Steps of builds, which may be somebody else's too, are left: {', '.join(map(short_ids, laid_bare))}")
    return 1 if outcome.refused else 0


def _show(plan: Plan) -> None:
    from tui.view.reset import as_text

    print(f"{plan.title}: there is nothing to reset." if plan.empty else f"{plan.title}. A reset does this:")
    print(as_text(plan), flush=True)


class _Reset:
    """One learner, one lesson (by its id; empty for all), and one engine or none. `unwritable` is why their progress
    has to stay, if it has to: what is in the engine and in the folder goes all the same."""

    def __init__(self, course: Course, lesson: str, choice: Choice, unwritable: str = "") -> None:
        from tui.course.params import filled
        from tui.engine.docker_remover import DockerRemover
        from tui.engine.docker_sdk import engine_at
        from tui.model.ours import claims_on

        self._progress = _kept(course)
        self._course, self._lesson = filled(course, self._progress.params), lesson
        self._folder, self._unwritable = paths.place_to_work()[0], unwritable
        self._line = choice.line
        self._engine = engine_at(choice.endpoint, choice.line) if choice.endpoint else None
        self._claims: Claims = claims_on(choice.endpoint, self._progress.made)
        self._remover = DockerRemover(choice.endpoint, choice.line) if choice.endpoint else None
        self._nameless: set[str] = set()

    def plan(self) -> Plan:
        """What would be done now."""
        from tui.command_log import CommandLog
        from tui.reset.looking import look_into
        from tui.reset.plan import plan_reset
        from tui.reset.steps import builds_in

        snapshot = self._read()
        self._nameless = _nameless(snapshot)
        look = look_into(self._folder, self._course, self._lesson, self._progress)
        origins = self._remover.origins() if self._remover else ()
        builds = builds_in(CommandLog(paths.commands(self._course.id)).read())
        plan = plan_reset(self._course, self._lesson, snapshot, self._claims, self._progress, look, origins, builds)
        if not self._unwritable or plan.forgotten == (0, 0):
            return plan
        stays = (*plan.stays, ("your progress", f"can't be written: {self._unwritable}"))
        return replace(plan, forgotten=(0, 0), stays=stays)

    def carry_out(self, plan: Plan) -> tuple[Outcome, list[str]]:
        """Do it, the progress last. Also gives the ids of images that were hidden behind those that are gone."""
        from tui.reset.carry_out import carry_out
        from tui.reset.plan import forgetting

        self._claims = self._claims.with_steps(plan.steps)
        if plan.steps:  # whose they are must be known, whatever ends this half way
            self._keep(self._progress)
        tell = partial(print, flush=True)
        try:
            outcome = carry_out(plan, self._remover, self._course.files, self._folder, tell)
        except EngineLost as lost:
            raise EngineLost(lost.what, "When it answers again, run the reset again: it goes on.") from lost
        laid_bare = sorted(_nameless(self._read()) - self._nameless)
        if self._unwritable:
            why = f"Your progress stays as it was: {self._unwritable}."
            return replace(outcome, refused=(*outcome.refused, why)), laid_bare
        self._claims = self._claims.with_steps(())
        self._keep(forgetting(self._progress, self._course, self._lesson))
        return outcome, laid_bare

    def _keep(self, progress: Progress) -> None:
        from tui.progress import keep

        if self._unwritable:
            return
        kept = progress.with_made(self._claims.url, self._claims.kept) if self._claims.url else progress
        keep(paths.progress(self._course.id), kept)

    def close(self) -> None:
        """Let go of connections."""
        for each in (self._engine, self._remover):
            if each is not None:
                each.close()
        if self._line is not None:
            self._line.close()

    def _read(self) -> Snapshot:
        """What the engine holds; from now on nothing that is gone from it counts as the learner's."""
        from tui.engine.reading import read
        from tui.model.engine import Snapshot

        if self._engine is None:
            return Snapshot()
        snapshot = read(self._engine)
        self._claims = self._claims.after(snapshot, (), (), time.monotonic())
        return snapshot


def _nameless(snapshot: Snapshot) -> set[str]:
    return {image.id for image in snapshot.images if not image.tags}


def _kept(course: Course) -> Progress:
    from tui.model.progress import Progress
    from tui.progress import read

    return read(paths.progress(course.id)) or Progress.fresh(course)


def _lesson(course: Course, said: str | None) -> str:
    """The id of the lesson that was said, or of the one the learner is in; empty for all."""
    if said is None:
        return (course.lesson_called(_kept(course).lesson) or course.lessons[0]).entry.id
    if said == ALL:
        return ""
    if lesson := course.lesson_called(said):
        return lesson.entry.id
    there = ", ".join(each.entry.number for each in course.lessons)
    raise UsageError(f"There is no lesson {said}.", f"There are: {there}, all.")


def _choice(options: argparse.Namespace) -> Choice:
    """The engine to reset, or none if it was said that there is to be none."""
    from tui.engine.discovery import NONE
    from tui.engines import choose_engine

    choice = choose_engine(options)
    if choice.endpoint is None and options.engine != NONE:
        why = choice.tried[0].why_not if choice.tried else "There is no engine."
        raise SealegsError(f"Nobody can tell what is to be removed. {why}", "Without an engine: --engine none")
    return choice
