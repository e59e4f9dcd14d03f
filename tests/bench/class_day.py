"""Teach the whole timetable to twenty learners: python -m tests.bench.class_day [LEARNERS]

The instructor's lab presents and leads, on a throw-away private engine; see tests/classroom/class_day.py. Prints the
class's clock after each lesson, and what came of it. Needs root, Mosquitto and the course's images.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.classroom.class_day import ClassDay, plan_for
from tests.engine.conftest import new_engine
from tui import paths
from tui.commands import BY_ID
from tui.course import load


def main(learners: int) -> None:
    """One class."""
    course, store = load(paths.shipped("content"), frozenset(BY_ID)), paths.image_store()
    with tempfile.TemporaryDirectory(prefix="sld") as name:
        folder = Path(name)
        engine = new_engine(folder, store)
        engine.start()
        try:
            began = time.monotonic()
            day = ClassDay(course, engine.endpoint, folder, learners)
            try:
                asyncio.run(day.teach(plan_for(course, engine.endpoint), print))
                day.end()
            finally:
                day.close()
        finally:
            engine.clean()
    told = day.told
    print(f"{told.pages} pages, {told.tasks} tasks, {len(told.troubles)} without a tick: {told.troubles}")
    print(
        f"{learners} learners, all on the board; {len(told.written)} lines in the report; broker killed {told.kills}x"
    )
    print("by the lab's own clock:", ", ".join(f"{lesson} {minutes:.1f}" for lesson, minutes in told.spent.items()))
    print(f"{told.minutes:.0f} min of class in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
