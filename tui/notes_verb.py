"""`sealegs notes`: what the instructor looks at while the lab is shown to a room."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tui import paths
from tui.course_verb import require_course
from tui.errors import UsageError

DOES = "notes, pace and countdown for the instructor, following the lab that presents on this machine"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `notes`."""
    add = parser.add_argument
    add("--course", type=Path, default=paths.shipped("content"), metavar="FOLDER", help="the course that is taught")
    add("--theme", choices=("dark", "light"), default="dark", help="colours")


def run(options: argparse.Namespace) -> int:
    """Show the notes."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("The notes need a terminal.", "Over ssh: ssh -t HOST sealegs notes")
    require_course(options.course)
    from tui.commands import BY_ID
    from tui.course import load
    from tui.course.notes import load_notes
    from tui.following.follower import followed
    from tui.screens.notes import NotesApp

    course = load(options.course, frozenset(BY_ID), paths.course_cache())
    notes = load_notes(options.course, course)
    paths.runtime()  # refuses a folder for sockets that somebody else could have put one into
    app = NotesApp(course, notes, followed(), options.theme)
    app.run(mouse=False)
    return app.return_code or 0
