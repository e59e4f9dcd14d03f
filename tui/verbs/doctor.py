"""`sealegs doctor`: says what works on this machine and what doesn't, each with its fix."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui import __version__
from tui.verbs.its_course import add_course, require_course

if TYPE_CHECKING:
    from tui.model.doctor import Line

DOES = "say what works on this machine and what doesn't, each with its fix; changes nothing"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be said."""
    parser.add_argument("--json", action="store_true", help="print an object, for programs")
    parser.add_argument("--engine", default="", metavar="WHICH", help="as for open")
    add_course(parser)


def run(options: argparse.Namespace) -> int:
    """Look, and print what is found; 1 if the lab can't run."""
    from tui.doctor.printed import printed
    from tui.model.doctor import Report

    require_course(options.course)
    report = Report.of(__version__, lines(options.engine, options.course))
    if options.json:
        print(report.model_dump_json(indent=2))
    else:
        print(printed(report, shutil.get_terminal_size().columns, colours=_in_colour(), program=_program()))
    return 0 if report.can_run else 1


def lines(said: str, folder: Path) -> tuple[Line, ...]:
    """All there is to say, for `--engine said` and the course in a folder; takes seconds."""
    from tui.doctor.judge import judge
    from tui.doctor.look import look

    return judge(look(said, folder))


def _program() -> str:
    """What this program is to be typed as: in a checkout it is in no folder of the PATH."""
    from tui.doctor.printed import PROGRAM

    program = Path(sys.argv[0])
    if shutil.which(PROGRAM) or program.name != PROGRAM:
        return PROGRAM
    return str(program.relative_to(Path.cwd()) if program.is_relative_to(Path.cwd()) else program)


def _in_colour() -> bool:
    """Whether the output goes to a terminal that may have colours."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") == "dumb"
    return sys.stdout.isatty() and not plain
