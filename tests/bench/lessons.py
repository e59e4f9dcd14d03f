"""Measure how long a course of 1, 10 and 100 lessons takes to be read: python -m tests.bench.lessons

Each lesson is the shipped course's 2.1, which is one of its longest. Fresh: YAML and Markdown are read; kept: as from
the second start on. Without garbage collection, as when the lab starts: it looks at what is loaded again and again.
"""

from __future__ import annotations

import gc
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from tui import paths
from tui.course import load

COUNTS, TIMES = (1, 10, 100), 3
LESSON = "2-1-first-container"
HEAD = "format_version: 1\nid: long\ntitle: Long\nversion: '1'\nlessons:\n"
ENTRY = "  - {{id: lesson-{0}, number: '{0}', title: Images and containers, minutes: 5, folder: '{0}'}}\n"


def course_of(lessons: int, folder: Path) -> Path:
    """A course of so many lessons."""
    for number in range(lessons):
        shutil.copytree(paths.shipped("content") / LESSON, folder / str(number))
    (folder / "course.yaml").write_text(HEAD + "".join(map(ENTRY.format, range(lessons))), encoding="utf-8")
    # Its files are those of the shipped course.
    shutil.copytree(paths.shipped("dockerfiles"), folder / "dockerfiles")
    return folder


def seconds(course: Path, cache: Path, *, fresh: bool) -> float:
    """The median of some readings."""
    times = []
    for _ in range(TIMES):
        if fresh:
            shutil.rmtree(cache, ignore_errors=True)
        began = time.perf_counter()
        load(course, None, cache)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    """A line for each."""
    gc.disable()
    print("lessons  fresh ms  kept ms")
    for count in COUNTS:
        with tempfile.TemporaryDirectory(prefix="slb") as name:
            (folder := Path(name, "course")).mkdir()
            course, cache = course_of(count, folder), Path(name, "cache")
            fresh = seconds(course, cache, fresh=True)
            print(f"{count:7}  {fresh * 1e3:8.0f}  {seconds(course, cache, fresh=False) * 1e3:7.0f}")


if __name__ == "__main__":
    main()
