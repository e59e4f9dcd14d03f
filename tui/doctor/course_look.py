"""Looks at what the course needs: its images, kits, ports, hosts, and whether another lab has it open."""

from __future__ import annotations

import getpass
import random
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from tui import paths
from tui.claim import holder as claim_holder
from tui.commands import BY_ID
from tui.course import load
from tui.course.params import choose
from tui.course.pins import with_tag
from tui.doctor.facts import CourseFacts, CoursePort, Images
from tui.doctor.listeners import holder
from tui.doctor.waiting import Looking
from tui.engine.ports import is_free
from tui.errors import ImageError, SealegsError
from tui.gather.hosts import TIMEOUT, answers
from tui.images.host import check_debian
from tui.images.layout import Store
from tui.model.course import Course
from tui.progress import read

KITS = "sealegs-kit*"


def course_in(folder: Path) -> Course:
    """The course, read anew, since nothing is to be kept. Raises `CourseError`."""
    return load(folder, frozenset(BY_ID))


def course_facts(course: Course) -> CourseFacts:
    """What it is, and its ports."""
    return CourseFacts(course.title, course.version, len(course.lessons), tuple(_ports(course)))


def _ports(course: Course) -> Iterator[CoursePort]:
    wanted = {name: each for name, each in course.params.items() if each.port is not None}
    kept: Mapping[str, str] = {}
    with suppress(OSError, SealegsError):
        progress = read(paths.progress(course.id))
        kept = progress.params if progress else {}
    chosen = choose(wanted, kept, is_free, random.Random())
    for name, each in wanted.items():
        port, taken = each.port or 0, int(chosen[name])
        yield CoursePort(port, taken, _holder(port), _holder(taken), kept.get(name) == chosen[name])


def _holder(port: int) -> str:
    """Who has a port; empty if it is free."""
    return "" if is_free(port) else holder(port) or "nobody knows by whom"


def images(course: Course) -> Images:
    """Where the course's images are, or could come from. Raises `ImageError` if the store is damaged."""
    not_buildable = ""
    try:
        check_debian()
    except ImageError as error:
        not_buildable = error.what
    wanted = tuple(map(with_tag, course.images))
    return Images(wanted, frozenset(Store(paths.image_store()).images()), tuple(_kits()), not_buildable)


def _kits() -> Iterator[Path]:
    """Kits where one would put them: here, at home, among the downloads, on a stick."""
    home = Path.home()
    sticks = [each for top in ("/media", "/run/media") for each in (Path(top) / getpass.getuser()).glob("*")]
    seen = set()
    for folder in (Path.cwd(), home, home / "Downloads", *sticks):
        with suppress(OSError):
            for each in sorted(folder.glob(KITS)):
                if each.is_file() and each.resolve() not in seen:
                    seen.add(each.resolve())
                    yield each


def hosts(course: Course) -> Mapping[str, bool]:
    """The hosts that tasks of the course ask for, and whether each answers."""
    wanted = {task.requires.network for lesson in course.lessons for task in lesson.tasks}
    asked = {host: Looking(partial(answers, host), TIMEOUT) for host in sorted(wanted - {""})}
    return {host: looking.found() is True for host, looking in asked.items()}


def other_lab(course: Course) -> str:
    """Who has this course open, in a sentence; empty if nobody is known to."""
    return claim_holder(paths.progress(course.id))
