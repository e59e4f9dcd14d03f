"""`sealegs course`: what the author of a course runs."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tui import paths
from tui.solve import command
from tui.verbs.its_course import require_course
from tui.verbs.parts import add_part

DOES = "check a course, prove that it can be done, print its schema"


def add_parts(parser: argparse.ArgumentParser) -> None:
    """The parts of the verb, and their options."""
    parts = parser.add_subparsers(metavar="PART", required=True)
    does = "say all that is wrong with a course, one finding a line"
    check = add_part(parts, "check", does, part=check_course)
    check.add_argument(
        "folder", nargs="?", type=Path, default=paths.shipped("content"), metavar="FOLDER", help="a course"
    )
    check.add_argument("--json", action="store_true", help="print a list of objects: file, line, text")
    does = "solve every task of a course in the real lab, on an engine that is thrown away"
    solve = add_part(parts, "solve", does, part=solve_course)
    command.add_options(solve)
    does = "print the JSON Schema of course.yaml or tasks.yaml, for an editor"
    schema = add_part(parts, "schema", does, part=print_schema)
    schema.add_argument("file", nargs="?", choices=("course", "tasks"), metavar="course|tasks", help="without: both")


def run(options: argparse.Namespace) -> int:
    """Do the part that was said."""
    code: int = options.part(options)
    return code


def check_course(options: argparse.Namespace) -> int:
    """Print every finding; 0 if there is none, 1 if there are some. Raises `UsageError` where there is no course."""
    require_course(options.folder)
    from tui.commands import BY_ID
    from tui.course.findings import check
    from tui.model.text import printable

    found = check(options.folder, frozenset(BY_ID))
    if options.json:
        objects = [{"file": str(each.file), "line": each.line, "text": each.text} for each in found]
        print(json.dumps(objects, indent=2))
        return 1 if found else 0
    for each in found:
        print(printable(str(each)))
    print("No findings." if not found else f"{len(found)} finding{'s' * (len(found) > 1)}.")
    return 1 if found else 0


def solve_course(options: argparse.Namespace) -> int:
    """Prove that it can be done. Raises `UsageError` where there is no course."""
    require_course(options.folder)
    return command.run(options)


def print_schema(options: argparse.Namespace) -> int:
    """Print a JSON Schema; without a file's name those of both, by the files' names."""
    from tui.course.schema import schema_of, schemas

    print(json.dumps(schema_of(options.file) if options.file else schemas(), indent=2))
    return 0
