"""`sealegs progress`: how far the learner is, and taking it from one machine to another as one file."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tui import paths
from tui.errors import ProgressError, UsageError
from tui.verbs.its_course import add_course, its_course
from tui.verbs.parts import add_part

if TYPE_CHECKING:
    from tui.model.course import Course
    from tui.model.export import Export
    from tui.model.progress import Progress

DOES = "show how far you are, and take it elsewhere"


def add_parts(parser: argparse.ArgumentParser) -> None:
    """The parts of the verb, and their options."""
    parts = parser.add_subparsers(metavar="PART", required=True)
    does = "say what is done in each lesson, and how, and where you are"
    show = add_part(parts, "show", does, part=show_progress)
    show.add_argument("--json", action="store_true", help="print an object, with every task")
    does = "write your progress and the commands you typed into one file, to carry elsewhere"
    export = add_part(parts, "export", does, part=export_progress)
    export.add_argument("file", nargs="?", type=Path, metavar="FILE", help="without: COURSE-progress.json, here")
    export.add_argument("--force", action="store_true", help="write over a file that is there")
    does = "go on from a file that export wrote; what is here now is kept aside"
    import_ = add_part(parts, "import", does, part=import_progress)
    import_.add_argument("file", type=Path, metavar="FILE", help="what export wrote")
    for part in (show, export, import_):
        add_course(part)


def run(options: argparse.Namespace) -> int:
    """Do the part that was said."""
    code: int = options.part(options, its_course(options))
    return code


def show_progress(options: argparse.Namespace, course: Course) -> int:
    """Print it. Nothing is changed, also if it is damaged."""
    from tui.course.params import filled
    from tui.model.progress import Progress
    from tui.view.progress_report import data, sentences

    progress = _progress(course) or Progress.fresh(course)
    course = filled(course, progress.params)
    print(json.dumps(data(course, progress), indent=2) if options.json else sentences(course, progress))
    return 0


def export_progress(options: argparse.Namespace, course: Course) -> int:
    """Write the file; a lab may be open meanwhile. Nothing is overwritten unasked, and only what is a file."""
    from tui.command_log import CommandLog
    from tui.model.export import Export
    from tui.whole_file import write

    file = options.file or Path(f"{course.id}-progress.json")
    if file.is_symlink() or (file.exists() and not (options.force and file.is_file())):
        remedy = "Choose another name" + (", or add --force." if file.is_file() else ".")
        raise UsageError(f"{file} is there already.", remedy)
    progress = _progress(course)
    if progress is None:
        raise ProgressError("There is no progress yet.", "Open the lab first: sealegs")
    commands = CommandLog(paths.commands(course.id)).read()
    write(file, Export(progress=progress, commands=commands).model_dump_json(indent=1).encode())
    print(f"Written: {file}, with {_said(course, progress, len(commands))}.")
    print(f"On the other machine: sealegs progress import {file.name}")
    return 0


def import_progress(options: argparse.Namespace, course: Course) -> int:
    """Put what is in the file in the place of what is here, unless a lab is open."""
    from tui.claim import claimed
    from tui.model.export import Export
    from tui.progress import understood

    given = understood(Export, options.file.read_bytes(), options.file)
    if given.progress.course != course.id:
        raise ProgressError(f"{options.file} is about the course {given.progress.course!r}, not {course.id!r}.")
    with claimed(paths.progress(course.id), "Leave it first, then import."):
        asides = _put_in_place(course, given)
    print(f"Imported: {_said(course, given.progress, len(given.commands))}.")
    for aside in asides:
        print(f"What was here before is kept as {aside}")
    return 0


def _put_in_place(course: Course, given: Export) -> list[Path]:
    """Write it, after copies of what is here were made; where those are. At no moment is there nothing."""
    from tui.command_log import CommandLog
    from tui.model.progress import Progress
    from tui.progress import keep
    from tui.whole_file import write

    place, log = paths.progress(course.id), paths.commands(course.id)
    when = time.strftime("before-%Y-%m-%dT%H-%M-%S")
    asides = {paths.free_name(each, when): each.read_bytes() for each in (place, log) if each.exists()}
    for aside, content in asides.items():
        write(aside, content)
    try:
        here = _progress(course) or Progress.fresh(course)
    except ProgressError:
        here = Progress.fresh(course)
    CommandLog(log).replace(given.commands)
    keep(place, given.progress.on_the_machine_of(here))
    return list(asides)


def _progress(course: Course) -> Progress | None:
    from tui.progress import read

    return read(paths.progress(course.id))


def _said(course: Course, progress: Progress, commands: int) -> str:
    from tui.view.course_map import counted_all

    done, every = counted_all(course, progress, {})
    return f"{done} of {every} tasks done, {commands} command{'s' * (commands != 1)} typed"
