"""Measure the command pane on an outer pty, beside a bare pty and tmux in the same run.

    python -m tests.bench.terminal_pane [bare] [tmux] [pane]

key: from a typed letter to its echo on the outer terminal; bytes: what the outer terminal gets for it (vim: a letter
typed in insert mode); cat: 1, 10 and 50 MB until the line after them is shown; long: 100 lines of 100,000 columns; app
key: F12 to its effect (pane) or a tmux message while the inner program floods; ctrl-c: from the key to the prompt under
the flood; sent: what the outer terminal gets in a second of it.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.outer import Outer, milliseconds

SIZE = (100, 31)
SIZES = (1, 10, 50)
"""Megabytes that are printed."""
PROMPT = rb"[$#]( |\x1b)"
TMUX = ["tmux", "-L", f"sealegs-bench-{os.getpid()}", "-f", "/dev/null"]
F12 = b"\x1b[24~"


def echo(outer: Outer, count: int, letter: Callable[[int], str]) -> tuple[str, str]:
    """Type letters one by one; times to the echo and bytes written for each."""
    times, sizes = [], []
    for n in range(count):
        start = time.perf_counter()
        here = outer.send(letter(n).encode())
        times.append(outer.wait(rb"(?<![\[0-9;?])" + letter(n).encode(), here) - start)
        outer.quiet(0.08)
        sizes.append(len(outer.written) - here)
    return milliseconds(times), f"{statistics.median(sizes):.0f}"


def flood(outer: Outer, command: bytes, answer: bytes | None) -> str:
    """Under a flood: times of an app key and of Ctrl-C to the prompt, and what is sent in a second."""
    keys, stops, sent = [], [], []
    for _ in range(3):
        outer.send(command + b"\r")
        time.sleep(0.7)
        before = len(outer.written)
        time.sleep(1.0)
        sent.append(len(outer.written) - before)
        for _ in range(7 if answer else 0):
            start = time.perf_counter()
            here = outer.send(F12)
            keys.append(outer.wait(answer or b"", here) - start)
            time.sleep(0.3)
        start = time.perf_counter()
        here = outer.send(b"\x03")
        stops.append(outer.wait(PROMPT, here) - start)
        outer.quiet()
    told = f"app key {milliseconds(keys)} ms, " if keys else ""
    return f"{told}ctrl-c {milliseconds(stops)} ms, sent {statistics.median(sent) / 1e3:.0f} kB/s"


def measure(name: str, command: list[str], folder: Path, answer: bytes | None) -> dict[str, str]:
    """All numbers of one program."""
    started = time.perf_counter()
    outer = Outer(command, folder, SIZE)
    found: dict[str, str] = {"": name}
    try:
        found["start s"] = f"{outer.wait(PROMPT, 0) - started:.2f}"
        outer.quiet(0.4)
        found["key ms"], found["bytes"] = echo(outer, 60, lambda n: "abcdefghij"[n * 7 % 10])
        outer.send(b"\x15")
        if shutil.which("vim"):
            outer.send(b"vim -u NONE -N -i NONE v.txt\r")
            outer.quiet(0.4)
            outer.send(b"i")
            outer.quiet(0.3)
            found["vim ms"], found["vim bytes"] = echo(outer, 30, lambda n: "abcdefghij"[n * 7 % 10])
            outer.send(b"\x1b")
            outer.quiet(0.3)
            outer.send(b":q!\r")
            outer.quiet(0.3)
        for size in SIZES:
            start = time.perf_counter()
            here = outer.send(f"cat {size}.txt; echo 'do''ne'\r".encode())
            found[f"cat {size} MB, MB/s"] = f"{size / (outer.wait(b'done', here, 120) - start):.1f}"
            outer.quiet()
        start = time.perf_counter()
        here = outer.send(b"cat long.txt; echo 'wi''de'\r")
        found["long s"] = f"{outer.wait(b'wide', here, 120) - start:.1f}"
        outer.quiet()
        for command in (b"yes", b"base64 -w 90 /dev/urandom"):
            found[command.decode()] = flood(outer, command, answer)
        if name == "pane":
            status = Path(f"/proc/{outer.pid}/status").read_text(encoding="utf-8")
            found["RSS MB"] = f"{int(status.split('VmRSS:')[1].split()[0]) / 1024:.0f}"
    finally:
        outer.close()
    return found


def main(names: list[str]) -> None:
    """Measure and print a table."""
    programs: dict[str, tuple[list[str], bytes | None]] = {
        "bare": (["bash", "--norc"], None),
        "tmux": (
            [*TMUX, "new-session", "bash --norc", ";", "bind", "-n", "F12", "display-message", "PINGED"],
            b"PINGED",
        ),
        "pane": ([sys.executable, "-m", "tests.bench.terminal_app"], b"\x07"),
    }
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made)
        line = b"all work and no play makes jack a dull boy 0123456789 the quick brown fox\n"
        for size in SIZES:
            (folder / f"{size}.txt").write_bytes(line * (size * 1_000_000 // len(line)))
        (folder / "long.txt").write_bytes((b"x" * 100_000 + b"\n") * 100)
        try:
            for name in names or list(programs):
                command, answer = programs[name]
                print(
                    *(f"{key}: {value}" for key, value in measure(name, command, folder, answer).items()), sep="\n    "
                )
        finally:
            subprocess.run([*TMUX, "kill-server"], check=False, capture_output=True)


if __name__ == "__main__":
    main(sys.argv[1:])
