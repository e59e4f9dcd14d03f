"""`sealegs notes`: what the instructor looks at while the lab is shown to a room."""

from __future__ import annotations

import argparse
import sys

from tui import paths
from tui.errors import UsageError
from tui.verbs.its_course import add_course, its_course

DOES = "notes, pace and countdown for the instructor, following the lab that presents on this machine"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `notes`."""
    add_course(parser, "the course that is taught")
    parser.add_argument("--theme", choices=("dark", "light"), default="dark", help="colours")


def run(options: argparse.Namespace) -> int:
    """Show the notes."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("The notes need a terminal.", "Over ssh: ssh -t HOST sealegs notes")
    from tui.course.notes import load_notes
    from tui.following.follower import followed
    from tui.screens.notes import NotesApp

    course = its_course(options)
    notes = load_notes(options.course, course)
    paths.runtime()  # refuses a folder for sockets that somebody else could have put one into
    app = NotesApp(course, notes, followed(), options.theme)
    app.run(mouse=False)
    return app.return_code or 0
