"""`sealegs [open]`: the lab itself, on the engine that was said or the best there is."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui import paths
from tui.errors import CourseError, UsageError
from tui.verbs.board import add_joining, joined
from tui.verbs.doctor import lines
from tui.verbs.its_course import add_course, read_course, require_course

if TYPE_CHECKING:
    from tui.classroom.learner import Membership
    from tui.engine.discovery import Choice
    from tui.model.course import Course
    from tui.opening import Opening

DOES = "open the lab"
THEMES = ("dark", "light", "projector-dark", "projector-light", "terminal")


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be said."""
    parser.add_argument(
        "--engine", default="", metavar="WHICH", help="an address, a docker context, private, or none to read"
    )
    add_course(parser)
    parser.add_argument("--shell", default="", metavar="PROGRAM", help="for the command pane, instead of yours")
    parser.add_argument(
        "--theme",
        choices=THEMES,
        default=THEMES[0],
        help="colours; for a projector high in contrast, or the terminal's own",
    )
    parser.add_argument("--present", action="store_true", help="as it is shown to a room: large and calm")
    add_joining(parser)
    parser.add_argument("--setup", action="store_true", help="make the machine ready first, as ./lab does")
    parser.add_argument("-y", "--yes", action="store_true", help="--setup: install without asking")


def run(options: argparse.Namespace) -> int:
    """Open the lab on the engine that was said, or the best there is; and again on each that is chosen in it."""
    _require_terminal()
    chosen = ""
    while True:
        code, chosen = _open(options, chosen)
        if not chosen:
            return code


def _open(options: argparse.Namespace, chosen: str) -> tuple[int, str]:
    """Open the lab once; the exit code, and the engine that was chosen in it, if one was."""
    # Imports make garbage by the thousand and leave none: 45 of 450 ms. The app switches it on after the first frame.
    gc.disable()
    require_course(options.course)
    from tui.engines import choose_engine
    from tui.shell.launching import chosen_shell

    shell = chosen_shell(options.shell, os.environ)
    if (course := _course(options.course, options.theme)) is None:
        return 1, ""
    # Before an engine is started, or a line opened: it may ask, or refuse.
    membership = joined(options)
    choice = choose_engine(options, chosen)
    from tui.app import LabApp

    opening = _opening(options, course, choice, shell, membership, "" if chosen else options.engine)
    app = LabApp(opening)
    threading.excepthook = app.thread_failed
    try:
        chosen = app.run() or ""
    finally:
        if choice.line is not None:
            choice.line.close()
    if opening.progress.unkept:
        print(f"sealegs: {opening.progress.unkept}", file=sys.stderr)
    return app.return_code or 0, chosen


def _opening(
    options: argparse.Namespace, course: Course, choice: Choice, shell: str, membership: Membership | None, asked: str
) -> Opening:
    """What the lab is opened with; `asked` is the engine that the doctor is to be asked about."""
    from tui.command_log import CommandLog
    from tui.engine.command import docker_environment
    from tui.engine.docker_sdk import engine_at
    from tui.engines import remember, survey
    from tui.model.shell import Launch
    from tui.model.survey import Survey
    from tui.opening import Opening
    from tui.progress import ProgressFile
    from tui.settings import settings_or_usual

    settings, remark = settings_or_usual(paths.settings())
    (folder, passing), endpoint = paths.place_to_work(), choice.endpoint
    environment = {"SHELL": shell, "SEALEGS_HISTFILE": str(paths.data() / "history"), **docker_environment(endpoint)}
    return Opening(
        course=course,
        progress=ProgressFile(paths.progress(course.id)),
        command_log=CommandLog(paths.commands(course.id)),
        engine=engine_at(endpoint, choice.line) if endpoint else None,
        endpoint=endpoint,
        tried=choice.tried,
        line=choice.line,
        shell=Launch((shell,), environment, folder),
        theme=options.theme,
        keys=settings.pane_keys,
        remarks=(choice.remark, passing, remark),
        survey=Survey(survey, partial(lines, asked, options.course)),
        remember=remember,
        root=os.geteuid() == 0,
        rails=settings.rails,
        letter_pause=settings.typing,
        membership=membership,
        present=options.present,
    )


def _course(folder: Path, theme: str) -> Course | None:
    """The course in a folder. While it is wrong, what is wrong is shown; None if the person leaves it so."""
    try:
        return read_course(folder)
    except CourseError as error:
        from tui.screens.broken_course import BrokenCourseApp

        return BrokenCourseApp(error, partial(read_course, folder), theme).run()


def _require_terminal() -> None:
    """Raises `UsageError` where a full-screen program can't run."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("The lab needs a terminal.", "Run it from one, not through a pipe.")
    if os.environ.get("TERM", "dumb") == "dumb":
        raise UsageError("This terminal can't show a full screen (TERM=dumb).", "Use another terminal, or set TERM.")
