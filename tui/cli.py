"""The command line: its verbs, each in a module of `verbs`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection, Sequence

from tui import __version__
from tui.errors import SealegsError, UsageError, in_words
from tui.verbs import board, course, doctor, engine, images, kit, notes, plain, progress, reset, setup
from tui.verbs import open as open_verb
from tui.verbs.endings import add_endings
from tui.verbs.parts import add_part

Verb = Callable[[argparse.Namespace], int]

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
        raise SealegsError(in_words(error)) from error


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
        return add_part(verbs, name, does, verb=handler)

    open_verb.add_options(verb("open", open_verb.DOES, open_verb.run))
    plain.add_reading(verb("read", plain.READS, plain.read))
    plain.add_listing(verb("tasks", plain.LISTS, plain.tasks))
    doctor.add_options(verb("doctor", doctor.DOES, doctor.run))
    setup.add_options(verb("setup", setup.DOES, setup.run))
    engine.add_parts(verb("engine", engine.DOES, engine.run))
    images.add_options(verb("images", images.DOES, images.run))
    kit.add_parts(verb("kit", kit.DOES, kit.run))
    progress.add_parts(verb("progress", progress.DOES, progress.run))
    reset.add_options(verb("reset", reset.DOES, reset.run))
    board.add_options(verb("board", board.DOES, board.run))
    notes.add_options(verb("notes", notes.DOES, notes.run))
    course.add_parts(verb("course", course.DOES, course.run))
    add_endings(parser)
    return parser, verbs.choices
