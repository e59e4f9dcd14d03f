"""A real bash on a real pty tells the lab what it does, and ends when the lab does."""

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.conftest import Shell, alive
from tests.waiting import until
from tui.errors import ShellError
from tui.model.shell import AtPrompt, CommandStarted
from tui.shell.insertion import Insert, insertion


def test_the_first_prompt_is_told(shell: Shell, home: Path) -> None:
    """With the folder, and no exit status yet."""
    assert shell.news == [AtPrompt(str(home), None)]


@pytest.mark.parametrize(("line", "status"), [("true", 0), ("false", 1), ("(exit 42)", 42), ("nonsense", 127)])
def test_a_command_and_its_exit_status(shell: Shell, line: str, status: int) -> None:
    """The line as typed, then how it ended."""
    started, ended = shell.run(line)
    assert (started.line, ended.exit_status) == (line, status)


@pytest.mark.parametrize(
    "line",
    [
        "  true # with spaces in front",
        "echo 'a;b' \"it's\" \\\\ $'\\n' 50% ü 漢",
        "for i in 1 2\ndo\n  echo $i\ndone",
        "cat <<END\nhello\nEND",
    ],
)
def test_a_line_is_told_as_it_was_typed(shell: Shell, line: str) -> None:
    """Quotes, backslashes, leading spaces, several lines."""
    shell.run("true")
    assert shell.run(line.replace("\n", "\r"))[0].line == line


def test_a_line_continued_with_a_backslash_is_one_line(shell: Shell) -> None:
    """As bash keeps it in its history."""
    assert shell.run("echo a \\\r b")[0].line == "echo a  b"


def test_the_same_line_again_is_told_again(shell: Shell) -> None:
    """Whatever the learner's history settings leave out."""
    assert [shell.run("true")[0].line for _ in range(2)] == ["true", "true"]


def test_the_folder_is_told(shell: Shell, home: Path) -> None:
    """Also one with a strange name."""
    strange = "a b;ü%\a\n"
    (home / strange).mkdir()
    assert shell.run("cd a*")[1].directory == str(home / strange)


def test_a_folder_behind_a_link_keeps_its_name(make_shell: Callable[..., Shell], home: Path) -> None:
    """A home directory may be one, and the lab compares names."""
    (home / "real").mkdir()
    (home / "link").symlink_to("real")
    shell = make_shell(folder=home / "link")
    shell.at_prompt()
    assert shell.news == [AtPrompt(str(home / "link"), None)]


def test_pasted_commands_are_told_one_by_one(shell: Shell) -> None:
    """Each with its own status."""
    shell.type("\x1b[200~false\ntrue\x1b[201~\r")
    until(lambda: len(shell.news) == 5, "two commands")
    lines = [each.line for each in shell.news if isinstance(each, CommandStarted)]
    statuses = [each.exit_status for each in shell.news if isinstance(each, AtPrompt)]
    assert (lines, statuses) == (["false", "true"], [None, 1, 0])


def test_ctrl_c_ends_a_command(shell: Shell) -> None:
    """It reaches the program in the foreground."""
    shell.type("sleep 1000\r")
    until(lambda: shell.session.state.running == "sleep 1000")
    until(lambda: "sleep" in foreground(shell), "sleep in the foreground")
    shell.type("\x03")
    shell.at_prompt()
    assert shell.news[-1] == AtPrompt(str(shell.home), 130)


def foreground(shell: Shell) -> str:
    """The name of the program that has the terminal."""
    group = Path(f"/proc/{shell.session.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[5]
    try:
        return Path(f"/proc/{group}/comm").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def test_a_half_typed_command_is_not_at_a_prompt(shell: Shell) -> None:
    """The shell asks for the rest; Ctrl-C brings the prompt back."""
    shell.type("echo '\r")
    until(lambda: not shell.session.state.at_prompt)
    shell.type("\x03")
    shell.at_prompt()
    assert len(shell.news) == 1


def test_an_inserted_line_is_not_run_and_keeps_what_was_typed(shell: Shell) -> None:
    """It stands at the prompt; Ctrl-Y brings the half-typed line back."""
    shell.type("half typed")
    shell.shows("half typed")
    answer = insertion(["echo one \\", "  two"], at_prompt=True, alternate=False, bracketed=True)
    assert isinstance(answer, Insert)
    shell.type(answer.data)
    shell.shows("echo one \\\n")
    assert "half typed" not in shell.text()
    shell.type("\x19")
    shell.shows("twohalf typed")
    assert len(shell.news) == 1


def test_the_learners_own_settings_go_on_working(home: Path, make_shell: Callable[..., Shell]) -> None:
    """.bashrc, PROMPT_COMMAND with the right $?, PS0 and PIPESTATUS; and it is not changed."""
    rc = "PROMPT_COMMAND='echo hook $?'\nPS0='zero '\nHISTCONTROL=ignoreboth\nalias hi='echo hello'\n"
    (home / ".bashrc").write_text(rc, encoding="utf-8")
    shell = make_shell()
    assert shell.run("false")[1].exit_status == 1
    assert "zero hook 1" in shell.text()
    assert shell.run(" hi")[0].line == " hi"
    shell.shows("zero hello")
    shell.run("true | false | true")
    shell.run('echo "${PIPESTATUS[*]}"')
    shell.shows("zero 0 1 0")
    assert (home / ".bashrc").read_text(encoding="utf-8") == rc


def test_the_history_is_the_labs_own(shell: Shell, home: Path) -> None:
    """It survives kill -9, is found again, and the learner's is left alone."""
    shell.run("echo remembered")
    assert (home / "history").read_text(encoding="utf-8") == "echo remembered\n"
    assert not (home / ".bash_history").exists()
    assert shell.run("env | grep SEALEGS")[1].exit_status == 1


def test_a_new_size_reaches_the_program(shell: Shell) -> None:
    """`stty size` says it."""
    shell.session.resize(57, 13)
    shell.run("stty size")
    shell.shows("13 57")


def test_the_size_is_right_from_the_start(make_shell: Callable[..., Shell]) -> None:
    """Before the first line of the program runs."""
    shell = make_shell(command=("stty", "size"), size=(61, 17))
    assert shell.exited() == 0
    assert "17 61" in shell.text()


def test_the_exit_status_is_told(shell: Shell) -> None:
    """What the learner passed to exit."""
    shell.type("exit 3\r")
    assert shell.exited() == 3


def test_a_killed_shell_is_told(shell: Shell) -> None:
    """As the signal's number, negative."""
    os.kill(shell.session.pid, signal.SIGKILL)
    assert shell.exited() == -signal.SIGKILL


def test_the_end_is_told_although_something_holds_the_terminal(shell: Shell) -> None:
    """A background job keeps the pty open for longer than the shell lives."""
    shell.run("(trap '' HUP; exec sleep 1000) & disown")
    shell.run("echo pid=$!")
    pid = int(shell.text().split("\npid=")[1].split()[0])
    shell.type("exit 0\r")
    assert shell.exited() == 0
    os.kill(pid, signal.SIGKILL)


def test_nothing_is_left_after_close(shell: Shell) -> None:
    """Not the program in the foreground, not a job in the background, not a stopped one."""
    shell.run("sleep 1001 &")
    shell.type("sleep 1002\r")
    until(lambda: "sleep" in foreground(shell))
    shell.type("\x1a")
    shell.at_prompt()
    shell.type("sleep 1003\r")
    until(lambda: "sleep" in foreground(shell))
    children = Path(f"/proc/{shell.session.pid}/task/{shell.session.pid}/children")
    pids = [int(pid) for pid in children.read_text(encoding="utf-8").split()]
    assert len(pids) == 3
    shell.session.close()
    shell.session.close()
    until(lambda: not any(alive(pid) for pid in pids), "end of the children")
    shell.session.write(b"nobody reads this")


def test_a_command_that_ignores_the_hang_up_is_killed(shell: Shell) -> None:
    """As `docker run -it`, which passes it on; the lab has said that it would end."""
    shell.type("bash -c 'trap \"\" HUP; echo it-is-$$; exec sleep 1000'\r")
    until(lambda: re.search(r"it-is-(\d+)", shell.text()), "its number")
    pid = int(re.search(r"it-is-(\d+)", shell.text())[1])
    shell.session.close()
    until(lambda: not alive(pid), "its end")


def test_a_shell_that_ignores_the_hang_up_is_killed(shell: Shell) -> None:
    """Within a second."""
    shell.run("trap '' HUP TERM")
    shell.session.close()
    assert not alive(shell.session.pid)


def test_no_news_after_close(shell: Shell) -> None:
    """The app is not told of an end it asked for."""
    shell.session.close()
    assert shell.news == [AtPrompt(str(shell.home), None)]


def test_a_missing_shell_is_said(make_shell: Callable[..., Shell]) -> None:
    """With its name."""
    with pytest.raises(ShellError, match="no-such-shell is not installed"):
        make_shell(command=("no-such-shell",))


def test_another_shell_works_without_marks(make_shell: Callable[..., Shell]) -> None:
    """It is just not known when it waits for a command."""
    shell = make_shell(command=("sh",))
    shell.type("echo $((6 * 7))\r")
    shell.shows("42")
    assert not shell.session.state.at_prompt
