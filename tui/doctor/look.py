"""Finds out all that `judge` judges, at once where it may take long, in the time that `waiting` gives. Changes nothing.

No engine is started, no folder made, no lock taken.
"""

from __future__ import annotations

import locale
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from tui.doctor import course_look, engine_look, machine_look
from tui.doctor.facts import Facts
from tui.doctor.passing_line import PassingLine
from tui.doctor.waiting import Looking
from tui.model.course import Course

T = TypeVar("T")


def look(said: str, folder: Path) -> Facts:
    """The facts for `--engine said` and the course in a folder."""
    with closing(PassingLine()) as line:
        return _look(said, folder, line)


def _look(said: str, folder: Path, line: PassingLine) -> Facts:
    engine = Looking(lambda: engine_look.engine_facts(said, line))
    course = Looking(lambda: course_look.course_in(folder))
    rights = Looking(engine_look.rights)
    terminal, python = Looking(machine_look.terminal), Looking(machine_look.python)
    memory, folders = Looking(machine_look.memory), Looking(machine_look.folders)

    def about(find_out: Callable[[Course], T]) -> Looking[T]:
        return Looking(lambda: find_out(course.certain()))

    of_course = about(course_look.course_facts)
    images, hosts, other_lab = about(course_look.images), about(course_look.hosts), about(course_look.other_lab)
    command = Looking(lambda: engine_look.command(engine.found()))
    rooms = Looking(lambda: machine_look.rooms(engine.found()))
    return Facts(
        engine=engine.found(),
        rights=rights.found(),
        command=command.found(),
        course=of_course.found(),
        images=images.found(),
        hosts=hosts.found(),
        rooms=rooms.found(),
        memory=memory.found(),
        folders=folders.found(),
        other_lab=other_lab.found(),
        terminal=terminal.found(),
        encoding=locale.nl_langinfo(locale.CODESET),
        python=python.found(),
        now=time.time(),
    )
