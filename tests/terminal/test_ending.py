"""What runs in the pane can be interrupted and ended, however it resists; the shell and its screen go on."""

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.conftest import Shell, alive, program_runs
from tests.waiting import until
from tui.model.shell import AtPrompt

STUBBORN = "bash -c 'trap \"\" INT TERM HUP; echo deaf; while :; do sleep 0.1; done'"
"""Once it has said so; a signal that comes before its trap ends it."""


def start(shell: Shell, line: str) -> None:
    """Run a command, and wait until it has the terminal."""
    shell.at_prompt()
    shell.type(line + "\r")
    until(lambda: shell.session.state.running == line, f"{line} to run")
    until(lambda: program_runs(shell.session), "it to have the terminal")


def group_of(shell: Shell) -> int:
    """The process group that has the terminal."""
    return shell.session._foreground()


def test_interrupt_is_ctrl_c(shell: Shell) -> None:
    """The program gets SIGINT."""
    start(shell, "sleep 1000")
    shell.session.interrupt()
    shell.at_prompt()
    assert shell.news[-1] == AtPrompt(str(shell.home), 130)


def test_interrupt_reaches_a_program_that_has_not_read_what_was_typed(shell: Shell) -> None:
    """It does not queue up behind that; and what was typed is not run afterwards."""
    start(shell, "sleep 1000")
    for _ in range(60):
        shell.type("echo typed ahead\r" * 30)
    until(lambda: shell.session._pump._unwritten, "the terminal's buffer to be full")
    shell.session.interrupt()
    until(lambda: any(isinstance(each, AtPrompt) and each.exit_status == 130 for each in shell.news), "its end")


def test_what_runs_is_named(shell: Shell) -> None:
    """As it was typed."""
    assert shell.session.running() is None
    start(shell, "sleep 1000 | cat")
    assert shell.session.running() == "sleep 1000 | cat"


def test_a_job_in_the_background_does_not_run(shell: Shell) -> None:
    """Nor does a stopped one."""
    shell.run("sleep 1000 &")
    assert shell.session.running() is None
    start(shell, "sleep 1001")
    shell.type("\x1a")
    shell.at_prompt()
    assert shell.session.running() is None


def test_what_runs_is_named_in_a_shell_that_tells_nothing(make_shell: Callable[..., Shell]) -> None:
    """From the process that has the terminal; a job in the background has not."""
    shell = make_shell(command=("sh", "-i"))
    shell.type("sleep 1000 & echo be''gun\r")
    shell.shows("begun")
    assert shell.session.running() is None
    shell.type("sleep 1001\r")
    until(lambda: shell.session.running() == "sleep 1001", "its name")
    assert shell.session.end_command()
    assert shell.session.running() is None


@pytest.mark.parametrize(
    "line",
    [
        "sleep 1000",
        "sleep 1000 | sleep 1001 | cat",
        STUBBORN,
        "bash --norc",
        "sleep 1000; sleep 1001; sleep 1002",
        "while true; do sleep 1000; done",
        "(cd /; sleep 1000; sleep 1000)",
        "stty -isig -echo raw; cat",
        "yes",
    ],
)
def test_a_command_is_ended(shell: Shell, line: str) -> None:
    """With all that it has started; the same shell goes on, and its prompt works."""
    start(shell, line)
    group = group_of(shell)
    pid = shell.session.pid
    assert shell.session.end_command()
    shell.at_prompt()
    until(lambda: not alive(group), "its end")
    assert shell.session.pid == pid
    assert alive(pid)
    assert shell.run("echo $((6*7))")[1].exit_status == 0
    shell.shows("\n42")


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command has a minute to end by itself, not a second: who ends sooner did so because of what it was told."""
    monkeypatch.setattr("tui.shell.ending._MERCY", 60.0)


@pytest.mark.usefixtures("patient")
def test_a_command_that_listens_is_not_killed(shell: Shell) -> None:
    """It cleans up, and needn't wait for the second to be over."""
    start(shell, "bash -c 'trap \"echo cleaned up; exit 7\" TERM; echo all ears; while :; do sleep 0.05; done'")
    shell.shows("\nall ears")
    begun = time.monotonic()
    assert shell.session.end_command()
    assert time.monotonic() - begun < 30
    assert shell.news[-1] == AtPrompt(str(shell.home), 7)
    shell.shows("cleaned up")


def test_a_command_that_does_not_listen_is_killed_after_a_second(shell: Shell) -> None:
    """Not before."""
    start(shell, STUBBORN)
    shell.shows("\ndeaf")
    begun = time.monotonic()
    assert shell.session.end_command()
    assert time.monotonic() - begun > 1.0


@pytest.mark.usefixtures("patient")
def test_a_stopped_program_is_ended(shell: Shell) -> None:
    """It hears the signal although it is stopped: one in the middle of a command, of which the shell knows nothing."""
    start(shell, "bash -c 'sh -c \"echo stopping; kill -STOP \\$\\$\"; :'")
    shell.shows("stopping")
    group = group_of(shell)
    begun = time.monotonic()
    assert shell.session.end_command()
    assert time.monotonic() - begun < 30
    until(lambda: not members(group), "all of it to be gone")


def members(group: int) -> list[int]:
    """The living processes of a group."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and alive(int(entry.name)):
            try:
                if os.getpgid(int(entry.name)) == group:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue
    return found


def test_a_shell_in_the_shell_is_ended_with_its_jobs(shell: Shell) -> None:
    """Each of which has a process group of its own."""
    start(shell, "bash --norc")
    inner = group_of(shell)
    shell.type("sleep 1234 & sleep 1235\r")
    until(lambda: group_of(shell) not in (shell.session.pid, inner), "its command")
    job = group_of(shell)
    assert shell.session.end_command()
    until(lambda: not members(inner) and not members(job), "the inner shell's end")
    assert shell.session.running() is None


def test_a_job_in_the_background_is_left_alone(shell: Shell) -> None:
    """It isn't what runs."""
    shell.run("sleep 1000 & echo pid=$!")
    pid = int(shell.text().split("\npid=")[1].split()[0])
    start(shell, STUBBORN)
    shell.shows("\ndeaf")
    assert shell.session.end_command()
    assert alive(pid)


def test_a_loop_of_the_shell_itself_is_ended(shell: Shell) -> None:
    """With no process of its own: the shell is interrupted, not killed."""
    shell.type("while :; do :; done\r")
    until(lambda: shell.session.state.running, "the loop")
    assert shell.session.end_command()
    assert shell.news[-1] == AtPrompt(str(shell.home), 130)
    assert alive(shell.session.pid)


def test_nothing_happens_at_a_prompt(shell: Shell) -> None:
    """The half-typed line stays."""
    shell.type("half typed")
    shell.shows("half typed")
    assert shell.session.end_command()
    shell.type(" line")
    shell.shows("half typed line")


def test_the_shell_may_end_meanwhile(shell: Shell) -> None:
    """Nothing is signalled that isn't there any more."""
    start(shell, "sleep 1000")
    os.kill(shell.session.pid, signal.SIGKILL)
    shell.exited()
    assert shell.session.end_command()


KEEPS_THE_SCREEN = (
    r"""bash -c 'trap "" INT TERM HUP; stty raw -echo; """
    r"""printf "\e[?1049h\e[?1h\e=\e[?1003h\e[?1006h\e[?25l\e[?7l\e[4h\e[3;5r\e(0\e[31;7mfull screen"; """
    r"""while :; do sleep 0.1; done'"""
)


def test_the_prompt_is_usable_after_a_killed_full_screen_program(shell: Shell) -> None:
    """Its screen is left, and what it had switched on is off again: mouse, margins, insert mode, no wrap, line art."""
    shell.run("echo before")
    start(shell, KEEPS_THE_SCREEN)
    until(lambda: shell.is_taken, "its screen")
    assert shell.session.end_command()
    shell.at_prompt()
    with shell.session.screen() as emulator:
        assert not emulator.on_alternate_screen()
        assert not any(emulator.mode(each) for each in (1, 1000, 1003, 1006))
        assert emulator.mode(7)
        assert emulator.mode(25)
    shell.shows("\nbefore")
    shell.run("seq 30; stty -a | grep -o -- '-\\?icanon'")
    shell.shows("29\n30\nicanon\n")
    shell.type("x" * 100)
    shell.shows("x\n" + "x" * 10)
    shell.type("\x01ab\x1b[D\x1b[D")
    shell.shows("# abxxx" if os.getuid() == 0 else "$ abxxx")


@pytest.mark.skipif(shutil.which("vim") is None, reason="vim is not installed")
def test_vim_is_ended(shell: Shell) -> None:
    """It hears the signal, and puts the terminal back itself."""
    shell.run("echo before")
    start(shell, "vim -u NONE -n some-file")
    shell.shows("~\n~\n~")
    assert shell.session.end_command()
    shell.run("echo after")
    shell.shows("Vim: Finished.\n\n\n")
    shell.shows("\nafter")
