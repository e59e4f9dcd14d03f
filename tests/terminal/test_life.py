"""The pane's life: restarts, storms of sizes, floods, full machines; and nothing is left of it."""

import asyncio
import errno
import os
import re
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from textual import events
from textual.geometry import Size
from textual.pilot import Pilot

from tests.terminal.conftest import Shell, alive, open_files
from tests.terminal.test_pane import PaneApp, running, shows
from tests.terminal.test_pane import until as until_in
from tests.waiting import until
from tui.errors import ShellError
from tui.model.shell import AtPrompt, Launch
from tui.shell.landing import landing
from tui.shell.session import ShellSession


def children() -> set[int]:
    """The processes this one has started that have not been waited for."""
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        # A thread may end meanwhile; what it has started is then another's.
        with suppress(OSError):
            found |= {int(pid) for pid in (task / "children").read_text(encoding="ascii").split()}
    return found


def ptys() -> int:
    """How many pseudo-terminals the machine has in use."""
    return sum(1 for _ in Path("/dev/pts").iterdir())


def descendants(pid: int) -> set[int]:
    """Everything below a process."""
    try:
        found = {int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()}
    except OSError:
        return set()
    return found.union(*(descendants(each) for each in found))


def test_nothing_is_left_after_fifty_shells(make_shell: Callable[..., Shell]) -> None:
    """Idle ones, busy ones, flooding ones, ones that were killed or had ended: no process, file, pty or thread."""
    make_shell().session.close()
    files, threads, born, terminals = open_files(), threading.active_count(), children(), ptys()
    seen: set[int] = set()
    for number in range(50):
        shell = make_shell()
        shell.at_prompt()
        line = ("", "sleep 1000 & sleep 1001\r", "yes\r", "kill -9 $$\r", "exit\r")[number % 5]
        shell.type(line)
        if line.endswith(("1001\r", "yes\r")):
            until(lambda shell=shell: shell.session._foreground() != shell.session.pid, "it to run")
        elif line:
            shell.exited()
        seen |= {shell.session.pid} | descendants(shell.session.pid)
        shell.session.close()
    until(lambda: not any(alive(pid) for pid in seen), "the end of all processes")
    assert len(seen) > 50
    assert (open_files(), threading.active_count(), children()) == (files, threads, born)
    # Others may use terminals as well, but hardly fifty.
    assert ptys() < terminals + 25


LATE = """
import os, signal, time
if os.fork():
    os.wait()
os.setpgid(0, 0)
signal.signal(signal.SIGHUP, lambda *_: None)
print("forked", os.getpid(), flush=True)
end = time.monotonic() + 0.1
while time.monotonic() < end:
    time.sleep(0.01)
os.execvp("sleep", ["sleep", "1000"])
"""


def test_what_is_just_being_started_is_ended_too(make_shell: Callable[..., Shell]) -> None:
    """What bash has forked and is no program yet has bash's own handler, and forgets a hang-up as it becomes one."""
    shell = make_shell(command=(sys.executable, "-c", LATE))
    until(lambda: re.search(r"forked \d+", shell.text()), "the fork")
    pid = int(re.findall(r"forked (\d+)", shell.text())[0])
    shell.session.close()
    until(lambda: not alive(pid), "the end of what was started", 5.0)


def test_a_flooding_shell_is_closed_at_once(shell: Shell) -> None:
    """What it still prints is of no interest."""
    shell.type("cat /dev/zero | tr '\\0' x & yes\r")
    until(lambda: "y" in shell.text() or "x" in shell.text(), "the flood")
    begun = time.monotonic()
    shell.session.close()
    assert time.monotonic() - begun < 5
    assert not alive(shell.session.pid)


def resize(app: PaneApp, width: int, height: int) -> None:
    """Give the outer terminal another size, without waiting for what comes of it."""
    size = Size(width, height)
    app._driver._size = size
    app.post_message(events.Resize(size, size))


async def settled(app: PaneApp, pilot: Pilot[None], width: int, height: int) -> None:
    """Wait until the pane has a size, and the program was told."""
    here = lambda: app.pane.size == (width, height) and app.pane._resize_timer is None  # noqa: E731
    await until_in(pilot, here, f"{width}x{height}")


async def test_a_storm_of_sizes_leaves_the_right_one(home: Path) -> None:
    """Two hundred in two seconds, down to a single cell; under a program that prints all the while."""
    async with running(home) as (app, pilot):
        # One process: a Ctrl-C that finds a shell between a fork and what it is for is lost.
        await pilot.press(*"perl -e '$|=1; while(1) { print qq(x\\n); select(undef,undef,undef,.001) }'", "enter")
        await until_in(pilot, lambda: app.pane.running, "the program")
        begun = time.monotonic()
        for number in range(200):
            resize(app, *((1, 1), (300, 100), (2, 50), (200, 2), (10 + number, 5))[number % 5])
            await asyncio.sleep(max(0.0, begun + number / 100 - time.monotonic()))
        resize(app, 73, 11)
        await settled(app, pilot, 73, 11)
        await pilot.press("ctrl+c")
        await until_in(pilot, lambda: app.pane.at_prompt, "the prompt")
        await pilot.press(*"clear; stty size; echo $COLUMNS-$LINES; tput cols", "enter")
        await shows(app, pilot, "11 73\n73-11\n73\n")
        assert app.text().startswith("11 73\n73-11\n73\n")
        assert app.text().count("\n") == 10


async def test_a_single_cell_is_no_harm(home: Path) -> None:
    """What is typed in it is run, and the prompt works when the room is back."""
    async with running(home) as (app, pilot):
        resize(app, 1, 1)
        await settled(app, pilot, 1, 1)
        await pilot.press(*"x=$((6*7))", "enter")
        await until_in(pilot, lambda: app.news[-1] == AtPrompt(str(home), 0), "its end")
        resize(app, 60, 12)
        await settled(app, pilot, 60, 12)
        await pilot.press(*"clear; echo x is $x; stty size", "enter")
        await shows(app, pilot, "x is 42\n12 60\n")


async def test_a_shell_starts_again_where_it_was(home: Path) -> None:
    """In the folder of its last prompt, whatever that is called."""
    folder = home / "a 'b' ü"
    folder.mkdir()
    async with running(home) as (app, pilot):
        await pilot.press(*"cd a*", "enter")
        await until_in(pilot, lambda: app.pane.directory == str(folder), "the folder")
        await pilot.press(*"exit", "enter")
        await shows(app, pilot, "press Enter to start it again")
        await pilot.press("enter")
        await until_in(pilot, lambda: app.pane.at_prompt, "prompt")
        assert app.pane.directory == str(folder)
        assert "is gone" not in app.text()


async def test_a_shell_whose_folder_is_gone_starts_elsewhere_and_says_so(home: Path) -> None:
    """In the working folder."""
    folder, work = home / "gone", home / "work"
    folder.mkdir()
    work.mkdir()
    async with running(home) as (app, pilot):
        app.pane._launch = Launch(["bash"], {"LC_ALL": "C.UTF-8"}, home, otherwise=work)
        await pilot.press(*"cd gone; rmdir ../gone", "enter")
        await until_in(pilot, lambda: app.pane.directory == str(folder), "the folder")
        await pilot.press(*"exit", "enter")
        await shows(app, pilot, "press Enter to start it again")
        await pilot.press("enter")
        await until_in(pilot, lambda: app.pane.at_prompt, "prompt")
        assert app.pane.directory == str(work)
        said = app.text().replace("\n", "")
        assert said.startswith(f"[{folder} is gone: this shell starts in {work}]")


def test_where_a_shell_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As asked; else in the working folder, else at home, else at the root: never nowhere."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    here, gone, work = tmp_path, tmp_path / "gone", tmp_path / "work"
    file = tmp_path / "file"
    file.touch()
    assert landing(Launch(["bash"], {}, here, work)) == (here, "")
    assert landing(Launch(["bash"], {}, gone, here)) == (here, f"[{gone} is gone: this shell starts in {here}]")
    assert landing(Launch(["bash"], {}, file, here))[0] == here
    assert landing(Launch(["bash"], {}, gone, work))[0] == Path("/")
    (tmp_path / "home").mkdir()
    assert landing(Launch(["bash"], {}, gone, work))[0] == tmp_path / "home"


def session(home: Path) -> ShellSession:
    """A shell nobody listens to."""
    return ShellSession(["bash"], {}, home, (80, 24), on_output=lambda: None, on_news=lambda _: None)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "every terminal (pty) of this machine is in use"),
        (errno.EAGAIN, "no more programs may be started"),
        (errno.ENOENT, "No such file or directory"),
    ],
)
def test_a_machine_without_room_is_said(home: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str) -> None:
    """In a sentence, with nothing left open (the fixture looks)."""

    def full() -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("os.forkpty", full)
    with pytest.raises(ShellError) as said:
        session(home)
    assert words in str(said.value)


def test_a_shell_that_can_not_be_listened_to_is_ended(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It had been started before the machine was full."""
    born = children()

    def full(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", full)
    with pytest.raises(ShellError, match="no more programs may be started"):
        session(home)
    assert children() == born


FULL = """
import os, resource, sys
sys.path.insert(0, {tree!r})
from pathlib import Path
from tui.errors import ShellError
from tui.shell.session import ShellSession

def start():
    return ShellSession(["bash"], {{}}, Path("/"), (80, 24), on_output=lambda: None, on_news=lambda _: None)

start().close()
open_before = len(os.listdir("/proc/self/fd"))
{limit}
try:
    start().close()
except ShellError as error:
    print(error)
print(len(os.listdir("/proc/self/fd")) - open_before)
"""
LIMITS = {
    "no more programs may be started": "os.setuid(65534); resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))",
    "the lab has too many files open": "resource.setrlimit(resource.RLIMIT_NOFILE, (open_before, open_before))",
}


@pytest.mark.skipif(os.getuid() != 0, reason="needs root, to become a user with a limit")
@pytest.mark.parametrize("words", LIMITS)
def test_a_machine_that_is_really_full(words: str) -> None:
    """The kernel itself refuses: a full process table, no more files."""
    code = textwrap.dedent(FULL.format(tree=str(Path(__file__).resolve().parents[2]), limit=LIMITS[words]))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert words in done.stdout, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "0"


async def test_the_pane_says_that_the_machine_is_full_and_tries_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter starts the shell once there is room."""
    real = os.forkpty

    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.forkpty", full)
    app = PaneApp("bash", home)
    async with app.run_test(size=(100, 12)) as pilot:
        await shows(app, pilot, "every terminal (pty) of this machine is in use")
        await shows(app, pilot, "[press Enter to try again]")
        monkeypatch.setattr("os.forkpty", real)
        await pilot.press("enter")
        await until_in(pilot, lambda: app.pane.at_prompt, "the prompt")
