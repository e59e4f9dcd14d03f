"""Dropped lines, stopped programs and windows that change: the lab is where it was, and shows what it should."""

import json
import os
import re
import signal
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.e2e.tmux import Tmux
from tests.terminal.leaving import OPEN, Leaving, environment, modes
from tests.waiting import until

SLOW = """
import sys, time
from tui.outer import orderly
from tui.screens.deeds import Deeds
from tui.__main__ import main
orderly.ENDS_IN = 1
Deeds.next_page = lambda self: time.sleep(1000)
sys.argv = ["sealegs", "open", "--engine", "none"]
sys.exit(main())
"""
STORM = 200
"""Sizes in a second."""


def state(pid: int) -> str:
    """A process's state in the kernel's letters."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def rows(lab: Leaving) -> list[str]:
    """What the terminal shows, without the time of day and the like: all of it is compared."""
    lab.outer.quiet(0.3)
    return [line.rstrip() for line in lab.outer.screen().splitlines()]


@pytest.mark.parametrize("keys", [b"", b"\x1b[24~"], ids=["in the lesson", "in the command pane"])
def test_stopped_and_continued(lab, keys):
    """Stopped, it has given the terminal back; continued, it takes it again and shows the same, cursor included."""
    lab.outer.send(keys)
    shown, attributes, set_ = rows(lab), lab.attributes(), modes(bytes(lab.outer.written))
    for _ in range(2):
        os.kill(lab.pid, signal.SIGTSTP)
        until(lambda: state(lab.pid) == "T", "the lab to be stopped")
        lab.restored()
        os.kill(lab.pid, signal.SIGCONT)
        lab.outer.shows("Welcome aboard")
        lab.outer.send(b"\x1b[?2048;2$y")
        assert rows(lab) == shown
        assert lab.attributes() == attributes
        assert modes(bytes(lab.outer.written)) == set_
    lab.outer.send(b"\x1dq" if keys else b"q")
    assert lab.code() == 0
    lab.clean()


def test_frozen_and_continued(lab):
    """After SIGSTOP, which nobody hears, and a shell that has used the terminal meanwhile."""
    shown, attributes = rows(lab), lab.attributes()
    os.kill(lab.pid, signal.SIGSTOP)
    until(lambda: state(lab.pid) == "T", "the lab to be stopped")
    termios.tcsetattr(lab.outer.master, termios.TCSANOW, lab.before)
    os.kill(lab.pid, signal.SIGCONT)
    until(lambda: lab.attributes() == attributes, "the terminal to be the lab's again")
    lab.outer.send(b"\x1b[?2048;2$y")
    assert rows(lab) == shown
    lab.outer.send(b"q")
    assert lab.code() == 0
    lab.clean()


def test_in_the_background(start):
    """Under a shell with job control: `bg` leaves the terminal to the shell, `fg` brings the lab back."""
    shell = start(["bash", "--norc", "-i"])
    shell.outer.shows(r"[#$] ")
    shell.outer.send(f"{' '.join(OPEN)}\r".encode())
    shell.opened()
    (lab,) = [pid for pid, _ in shell.family() if b"-m\0tui\0" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    os.kill(lab, signal.SIGTSTP)
    shell.outer.shows("Stopped")
    here = shell.outer.send(b"bg\r")
    # Bash tells of it at its next prompt.
    until(lambda: shell.outer.send(b"\r") and b"Stopped" in shell.outer.written[here:], "the lab to be stopped again")
    assert b"\x1b[?1049h" not in shell.outer.written[here:]
    shell.outer.send(b"fg\r")
    shell.outer.shows("Welcome aboard")
    shell.outer.quiet()
    shell.outer.send(b"q")
    until(lambda: not Path(f"/proc/{lab}").exists(), "the lab's end")
    shell.outer.send(b"exit\r")
    assert shell.code() == 0
    shell.clean()


def test_a_lab_that_hangs_is_ended_all_the_same(start):
    """And the terminal is restored."""
    lab = start([sys.executable, "-c", SLOW])
    lab.opened()
    lab.outer.send(b"n")
    time.sleep(0.3)
    os.kill(lab.pid, signal.SIGTERM)
    assert lab.code() == 128 + signal.SIGTERM
    lab.clean()


@pytest.mark.parametrize("newer", [False, True], ids=["told by the kernel", "told by the terminal"])
def test_a_storm_of_sizes(start, newer):
    """200 in a second, down to one cell: it goes on, shows what it did before, and has not sent 200 screens, but a few
    a second where the machine is busy and the storm lasts longer."""
    lab = start()
    lab.opened(newer)
    shown, here = rows(lab), len(lab.outer.written)
    begun = time.monotonic()
    for n in range(STORM):
        resize(lab, *((1, 1) if n % 10 == 0 else (5 + n % 40, 20 + n % 120)), newer)
        time.sleep(max(0.0, begun + n / STORM - time.monotonic()))
    resize(lab, 30, 100, newer)
    until(lambda: rows(lab) == shown, "the screen of before")
    assert 0 < len(lab.outer.written) - here < 60_000 * max(1.0, time.monotonic() - begun)
    lab.outer.send(b"q")
    assert lab.code() == 0
    lab.clean()


def resize(lab: Leaving, lines: int, columns: int, newer: bool) -> None:
    """Give the window another size."""
    termios.tcsetwinsize(lab.outer.master, (lines, columns))
    if newer:
        os.write(lab.outer.master, b"\x1b[48;%d;%d;%d;%dt" % (lines, columns, lines * 16, columns * 8))


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGKILL], ids=lambda n: n.name)
def test_the_next_start_is_where_they_were(start, lab, number, tmp_path):
    """The page, and the folder of the command pane."""
    lab.outer.send(b"\x1b[24~mkdir deep; cd deep\r")
    lab.outer.shows("deep [#$] ")
    lab.outer.send(b"\x1b[24~n")
    lab.outer.shows("2/106|2/[0-9]+ ")
    until(lambda: kept(tmp_path)["directory"].endswith("/deep"), "the folder to be kept")
    # What is seen is kept a moment later.
    until(lambda: kept(tmp_path)["page"] == "course", "the second page to be kept")
    os.kill(lab.pid, number)
    assert lab.code() == 128 + number
    until(lambda: not lab.family(), "the end of all it has started")
    again = start()
    again.opened()
    again.outer.shows("deep [#$] ")
    assert re.search(r"^ 2/[0-9]+ ", again.outer.screen().splitlines()[-1])


def kept(folder: Path) -> dict[str, str]:
    """The progress on the disk."""
    (file,) = (folder / "data" / "sealegs").glob("docker*.json")
    return json.loads(file.read_text(encoding="utf-8"))


def test_detached_and_attached_at_another_size(tmp_path):
    """In tmux, whose window follows the terminal that is attached: the screen is right again."""
    tmux = Tmux(100, 30)
    attached: list[Leaving] = []
    try:
        tmux.start(" ".join(OPEN), str(tmp_path), environment(tmp_path, "tmux"))
        tmux.shows("F1 help")
        tmux.shows("$ " if os.getuid() else "# ")
        first = settled(tmux)
        for size in ((80, 24), (100, 31)):
            attached.append(Leaving(tmp_path, tmux.attach, size))
            until(lambda: "F1 help" in bottom(attached[-1]), "the lab")
            if size != (100, 31):
                tmux.detach()
                assert attached[-1].code() == 0
        assert settled(tmux) == first
        assert rows(attached[-1])[:-1] == first
        tmux.keys("q")
        tmux.until(lambda _: tmux.ended() == 0, "the end")
    finally:
        for each in attached:
            each.close()
        tmux.close()


def settled(tmux: Tmux) -> list[str]:
    """The screen, once it stays as it is."""
    seen = [""]
    until(lambda: time.sleep(0.5) or seen.append(tmux.screen()) or seen[-1] == seen[-2], "a screen that stays")
    return seen[-1].splitlines()


def bottom(attached: Leaving) -> str:
    """The lab's bottom line; tmux has one of its own under it."""
    return attached.outer.screen().splitlines()[-2]
