"""Measure one class board with many learners: python -m tests.bench.board [LEARNERS ...]

A real Mosquitto, the real board at 120x40 in a pty, and learners made of records, each with the shipped course half
done. Prints how long a new board takes to show the class, how long a raised hand takes to the screen, what a storm of
news costs, and the board's memory.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from tests.bench.lab import cpu, memory
from tests.bench.outer import Outer, milliseconds
from tests.classroom.conftest import CLASS, Mosquitto
from tui import paths
from tui.course import load
from tui.model.classroom import LearnerRecord, Ticked, Topics

HANDS, STORM = 40, 10.0
"""Hands that are raised one after the other; seconds in which every learner does something."""


class Learners:
    """Many of them, on one line."""

    def __init__(self, port: int, many: int) -> None:
        course = load(paths.shipped("content"))
        self._pages = [(lesson.entry.id, page.id) for lesson, page in course.pages]
        keys = [f"{lesson.entry.id}/{task.id}" for lesson in course.lessons for task in lesson.tasks]
        self._done = {key: Ticked(by="self", at=1.8e9) for key in keys[: len(keys) // 2]}
        self._course = course.id
        self._topics = Topics(CLASS)
        self._client = Client(CallbackAPIVersion.VERSION2)
        self._client.max_inflight_messages_set(1000)
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()
        for number in range(many):
            self.tell(number)
            self._client.publish(self._topics.online(f"{number:016x}"), b"1", qos=1, retain=True)

    def tell(self, number: int, *, hand: bool = False, turn: int = 0) -> None:
        """One says something."""
        lesson, page = self._pages[(number + turn) % len(self._pages)]
        now = time.time()
        record = LearnerRecord(
            name=f"learner-{number:04}", course=self._course, lesson=lesson, page=page, done=self._done, help=hand,
            since=now, sent=now,
        )  # fmt: skip
        said = self._client.publish(
            self._topics.learner(f"{number:016x}"), record.model_dump_json().encode(), qos=1, retain=True
        )
        said.wait_for_publish(10)

    def close(self) -> None:
        """Hang up."""
        self._client.disconnect()
        self._client.loop_stop()


def measure(many: int, folder: Path) -> None:
    """Print one line."""
    broker = Mosquitto(folder)
    learners = Learners(broker.port, many)
    begun = time.perf_counter()
    command = [sys.executable, "-m", "tui", "board", f"mqtt://127.0.0.1:{broker.port}/{CLASS}"]
    board = Outer(command, folder, (120, 40))
    whole = board.shows(f"{many} of {many} here") - begun
    times = []
    for number in range(HANDS):
        who = number * 7 % many
        asked = time.perf_counter()
        learners.tell(who, hand=True)
        times.append(board.shows(rf"learner-{who:04} +hand up") - asked)
        learners.tell(who)
        board.shows("0 with a hand up")
    before, used, begun = len(board.written), cpu(board.pid), time.perf_counter()
    turn = 0
    while time.perf_counter() < begun + STORM:
        turn += 1
        for number in range(many):
            learners.tell(number, turn=turn)
            time.sleep(STORM / many / 2)
    spent = time.perf_counter() - begun
    busy = (cpu(board.pid) - used) / spent
    print(f"{many:8}  {whole:7.2f}  {milliseconds(times):>18}  {turn * many / spent:8.0f}  {busy:8.0%}  "
          f"{(len(board.written) - before) / spent / 1e3:7.1f}  {memory(board.pid):6}")  # fmt: skip
    board.close()
    learners.close()
    broker.kill()


if __name__ == "__main__":
    print("learners  shown s  hand to screen ms    news/s  busy CPU     kB/s     MiB")
    for many in map(int, sys.argv[1:] or ("30", "300", "1000")):
        with tempfile.TemporaryDirectory() as place:
            measure(many, Path(place))
