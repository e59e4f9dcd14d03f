"""Runs a command on this terminal, whichever that is, and writes down how the terminal was before and after it.

python -m tests.terminal.witness FILE COMMAND...
"""

import json
import os
import select
import signal
import subprocess
import sys
import termios
import time
import tty
from pathlib import Path

from tests.terminal.leaving import MODES

BEFORE = "what was here before the lab"
_ANSWERS_IN = 0.5
"""Seconds. What is asked last every terminal answers, if it answers anything."""


def state() -> list[str]:
    """The kernel's side of the terminal, and its modes as far as it tells them."""
    before = termios.tcgetattr(0)
    kernels = [repr(each) for each in before]
    questions = b"".join(b"\x1b[?%d$p" % mode for mode in MODES) + b"\x1b[c"
    tty.setraw(0)
    try:
        os.write(1, questions)
        answers, end = b"", time.monotonic() + _ANSWERS_IN
        while not answers.endswith(b"c") and select.select([0], [], [], max(0, end - time.monotonic()))[0]:
            answers += os.read(0, 4096)
    finally:
        termios.tcsetattr(0, termios.TCSANOW, before)
    return [*kernels, *answers.decode().split("\x1b")]


def main(file: Path, command: list[str]) -> None:
    """Stay, so that the terminal does."""
    print(BEFORE)
    # The first line is what xterm is spoken to by: it is written there as what the lab writes.
    file.with_suffix(".tty").write_text(os.ttyname(0), encoding="ascii")
    found = {"before": state(), "code": subprocess.run(command).returncode, "after": state()}
    whole = file.with_suffix(".new")
    whole.write_text(json.dumps(found), encoding="ascii")
    whole.rename(file)
    signal.pause()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
