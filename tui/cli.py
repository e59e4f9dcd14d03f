"""The command line: verbs, their options, and what each one does."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import threading
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui import (
    __version__,
    board_verb,
    engine_verb,
    images_verb,
    kit_verb,
    notes_verb,
    paths,
    plain_verb,
    progress_verb,
    reset_verb,
)
from tui.course_verb import add_parts, require_course
from tui.course_verb import run as course_verb
from tui.doctor import verb as doctor_verb
from tui.engines import choose_engine, own_engine, remember, survey
from tui.errors import CourseError, SealegsError, UsageError
from tui.model.shell import Launch
from tui.model.survey import Survey
from tui.verb_help import add_endings

if TYPE_CHECKING:
    from tui.model.course import Course

Verb = Callable[[argparse.Namespace], int]

THEMES = ("dark", "light", "projector-dark", "projector-light")
ABOUT = ("-h", "--help", "--version")
"""What may stand in a verb's place; any other option is `open`'s."""


def run(argv: Sequence[str]) -> int:
    """Do what a command line says; returns the exit code.

    Raises `SealegsError`, BrokenPipeError if nobody reads what is printed, and SystemExit on bad usage.
    """
    parser, verbs = command_line()
    words = list(argv)
    if not words or (words[0].startswith("-") and words[0] not in ABOUT):
        words.insert(0, "open")
    if words[0] not in (*verbs, *ABOUT):
        raise UsageError(f"Unknown verb: {words[0]}.", f"There are: {', '.join(verbs)}. See: sealegs --help")
    options = parser.parse_args(words)
    verb: Verb = options.verb
    try:
        return verb(options)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise SealegsError(_in_words(error)) from error


def _in_words(error: OSError) -> str:
    """The system's refusal, in a sentence."""
    return f"{error.filename or 'The system refused'}: {error.strerror or error}."


def command_line() -> tuple[argparse.ArgumentParser, Collection[str]]:
    """The command line's parser, and the verbs it knows."""
    parser = argparse.ArgumentParser(
        prog="sealegs",
        description="A full-screen terminal lab where you learn containers by using them.",
        epilog="Without a verb, `sealegs` opens the lab.",
    )
    parser.add_argument("--version", action="version", version=f"sealegs {__version__}")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)

    def verb(name: str, does: str, handler: Verb) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=does, description=does[0].upper() + does[1:] + ".")
        added.set_defaults(verb=handler)
        return added

    _open_options(verb("open", "open the lab", open_lab))
    plain_verb.add_reading(verb("read", plain_verb.READS, plain_verb.read))
    plain_verb.add_listing(verb("tasks", plain_verb.LISTS, lambda options: plain_verb.tasks(options, choose_engine)))
    doctor_verb.add_options(verb("doctor", doctor_verb.DOES, doctor_verb.run))
    setup = verb("setup", "make this machine ready: packages, images, engine", set_up)
    setup.add_argument("-y", "--yes", action="store_true", help="install what is missing without asking")
    setup.add_argument("--tests", action="store_true", help="what the tests need instead of what the lab needs")
    engine_verb.add_parts(verb("engine", "start, stop and look at the lab's private engine", engine_verb.run))
    images_verb.add_options(verb("images", "list, build, save and load the course's images", images_verb.run))
    kit_verb.add_parts(
        verb("kit", "make or check a kit: the whole lab in one file, for machines without a network", kit_verb.run)
    )
    progress_verb.add_parts(verb("progress", "show how far you are, and take it elsewhere", progress_verb.run))
    reset_verb.add_options(verb("reset", reset_verb.DOES, lambda options: reset_verb.run(options, choose_engine)))
    board_verb.add_options(verb("board", board_verb.DOES, board_verb.run))
    notes_verb.add_options(verb("notes", notes_verb.DOES, notes_verb.run))
    add_parts(verb("course", "check a course, prove that it can be done, print its schema", course_verb))
    add_endings(parser)
    return parser, verbs.choices


def _open_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--engine", default="", metavar="WHICH", help="an address, a docker context, private, or none to read"
    )
    parser.add_argument("--course", type=Path, default=paths.shipped("content"), metavar="FOLDER", help="a course")
    parser.add_argument("--shell", default="", metavar="PROGRAM", help="for the command pane, instead of yours")
    parser.add_argument("--theme", choices=THEMES, default=THEMES[0], help="colours; for a projector high in contrast")
    parser.add_argument("--present", action="store_true", help="as it is shown to a room: large and calm")
    board_verb.add_joining(parser)
    parser.add_argument("--setup", action="store_true", help="make the machine ready first, as ./lab does")
    parser.add_argument("-y", "--yes", action="store_true", help="--setup: install without asking")


def open_lab(options: argparse.Namespace) -> int:
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
    from tui.shell.launching import chosen_shell

    shell = chosen_shell(options.shell, os.environ)
    if (course := _course(options.course, options.theme)) is None:
        return 1, ""
    # Before an engine is started, or a line opened: it may ask, or refuse.
    membership = board_verb.joined(options)
    choice = choose_engine(options, chosen)
    from tui.app import LabApp
    from tui.command_log import CommandLog
    from tui.engine.command import docker_environment
    from tui.engine.docker_sdk import engine_at
    from tui.opening import Opening
    from tui.progress import ProgressFile
    from tui.settings import settings_or_usual

    settings, remark = settings_or_usual(paths.settings())
    (folder, passing), endpoint = paths.place_to_work(), choice.endpoint
    environment = {"SHELL": shell, "SEALEGS_HISTFILE": str(paths.data() / "history"), **docker_environment(endpoint)}
    progress = ProgressFile(paths.progress(course.id))
    app = LabApp(
        Opening(
            course=course,
            progress=progress,
            command_log=CommandLog(paths.commands(course.id)),
            engine=engine_at(endpoint, choice.line) if endpoint else None,
            endpoint=endpoint,
            tried=choice.tried,
            line=choice.line,
            shell=Launch((shell,), environment, folder),
            theme=options.theme,
            keys=settings.pane_keys,
            remarks=(choice.remark, passing, remark),
            survey=Survey(survey, partial(doctor_verb.lines, "" if chosen else options.engine, options.course)),
            remember=remember,
            root=os.geteuid() == 0,
            rails=settings.rails,
            letter_pause=settings.typing,
            membership=membership,
            present=options.present,
        )
    )
    threading.excepthook = app.thread_failed
    try:
        chosen = app.run() or ""
    finally:
        if choice.line is not None:
            choice.line.close()
    if progress.unkept:
        print(f"sealegs: {progress.unkept}", file=sys.stderr)
    return app.return_code or 0, chosen


def _course(folder: Path, theme: str) -> Course | None:
    """The course in a folder. While it is wrong, what is wrong is shown; None if the person leaves it so."""
    from tui.commands import BY_ID
    from tui.course import load

    def read() -> Course:
        return load(folder, frozenset(BY_ID), paths.course_cache())

    try:
        return read()
    except CourseError as error:
        from tui.screens.broken_course import BrokenCourseApp

        return BrokenCourseApp(error, read, theme).run()


def _require_terminal() -> None:
    """Raises `UsageError` where a full-screen program can't run."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("The lab needs a terminal.", "Run it from one, not through a pipe.")
    if os.environ.get("TERM", "dumb") == "dumb":
        raise UsageError("This terminal can't show a full screen (TERM=dumb).", "Use another terminal, or set TERM.")


def set_up(options: argparse.Namespace) -> int:
    """Make this machine ready."""
    from tui.setup import prepare, prepare_tests

    if options.tests:
        prepare_tests(yes=options.yes)
    else:
        prepare(own_engine(), yes=options.yes)
    return 0
