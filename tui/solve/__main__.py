"""The process that solves a course, in the throw-away place that `command` has made for it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path

from tui.commands import BY_ID
from tui.course import load
from tui.course.pins import with_tag
from tui.errors import SealegsError
from tui.images.layout import Store
from tui.model.course import Course
from tui.solve.order import Order
from tui.solve.plan import check_lessons
from tui.solve.report import scope, summary, write_json
from tui.solve.solving import Solving


def main() -> int:
    """Solve what the command line orders; 0 if all went as the course says, 1 if not, 130 if interrupted."""
    # Meant for us alone; the learner's shell and what it runs inherit our environment.
    os.environ.pop("PYTHONPATH", None)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    order = Order.from_text(sys.argv[1])
    try:
        return solve(order)
    except SealegsError as error:
        print(f"sealegs: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130


def solve(order: Order) -> int:
    """The same, with all errors raised."""
    course = load(Path(order.course), frozenset(BY_ID))
    check_lessons(course, order.lessons)
    _check_images(course, order)
    engine = order.engine()
    try:
        engine.start()
        solving = Solving(order, course, engine.endpoint, say)
        asyncio.run(solving.run())
    finally:
        engine.clean()
    there = scope(course, order.lessons)
    say(summary(solving.report, there))
    if order.json:
        write_json(solving.report, there, Path(order.json))
    return 0 if solving.report.green else 1


def say(text: str) -> None:
    """Tell the person who waits."""
    print(text, flush=True)


def _check_images(course: Course, order: Order) -> None:
    there = Store(Path(order.store)).images()
    missing = [name for name in course.images if with_tag(name) not in there]
    if missing:
        raise SealegsError(
            f"The course's images are missing here: {', '.join(missing)}.", "Build them: sealegs images build"
        )


def _end_with_parent() -> None:
    """Our input ends when the process that started us does, however that ended."""
    while os.read(0, 1):
        pass
    print("sealegs: whoever started this has gone; clearing away ...", file=sys.stderr, flush=True)
    os.kill(os.getpid(), signal.SIGINT)


if __name__ == "__main__":
    sys.exit(main())
