"""Writes progress and commands in child processes, and kills each at a random moment; prints what is then on disk.

A program of its own, so that it can fork: one that loads the lab's modules a hundred times would take a minute.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from tui.command_log import CommandLog
from tui.model.log import LoggedCommand
from tui.model.progress import Progress, TaskRecord
from tui.progress import ProgressFile

FRESH = Progress(course="c", course_version="1", params={"n": "0"})
TASKS = {f"l/{number}": TaskRecord(done=True) for number in range(150)}
"""So many that writing takes a while."""
LONGEST = 0.03
"""Seconds a writer lives at most, or goes on living."""


def number_of(progress: Progress) -> int:
    """Which of the states a writer writes this is; -1 if it is none of them."""
    number = int(progress.params["n"])
    return number if progress == FRESH or progress == state(number) else -1


def state(number: int) -> Progress:
    return FRESH.model_copy(update={"params": {"n": str(number)}, "tasks": TASKS})


def save_for_ever(folder: Path, acknowledge: int) -> None:
    file, log = ProgressFile(folder / "c.json"), CommandLog(folder / "c.jsonl")
    number = number_of(file.open(FRESH))
    while not file.read_only:
        number += 1
        file.save(state(number))
        log.add(LoggedCommand(lesson="l", line=f"echo {number}", exit_status=0, at=-number, seconds=0))
        os.write(acknowledge, b"%d\n" % number)


def one_round(folder: Path, wait: bool) -> tuple[int, int, bool]:
    """The last state that was acknowledged, the one on disk, and whether the log has all that was acknowledged.

    With `wait`, the writer isn't killed before it has acknowledged something.
    """
    hears, tells = os.pipe()
    writer = os.fork()
    if not writer:
        save_for_ever(folder, tells)
        os._exit(1)
    os.close(tells)
    first = os.read(hears, 1) if wait else b""
    time.sleep(random.uniform(0, LONGEST))
    os.kill(writer, signal.SIGKILL)
    assert os.WTERMSIG(os.waitpid(writer, 0)[1]) == signal.SIGKILL
    with os.fdopen(hears, "rb") as pipe:
        acknowledged = [int(line) for line in (first + pipe.read()).splitlines()]
    file = ProgressFile(folder / "c.json")
    found = number_of(file.open(FRESH))
    assert not file.read_only, "the claim has outlived its process"
    file.close()
    lines = {command.line for command in CommandLog(folder / "c.jsonl").read()}
    return max(acknowledged, default=-1), found, lines >= {f"echo {number}" for number in acknowledged}


if __name__ == "__main__":
    print(json.dumps([one_round(Path(sys.argv[1]), number % 2 == 0) for number in range(int(sys.argv[2]))]))
