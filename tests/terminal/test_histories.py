"""The lab's own history of each shell: what is kept, and what is kept out."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.conftest import OWN, SHELLS, Shell
from tests.waiting import until
from tui.model.shell import CommandStarted


def histories(home: Path) -> dict[str, str]:
    """What stands in files with history in their names, by their names."""
    return {
        path.name: path.read_text(encoding="utf-8", errors="replace")
        for path in home.rglob("*history*")
        if path.is_file()
    }


def test_the_history_is_the_labs_own(
    kind: str, make_shell: Callable[..., Shell], settings: Callable[[str, str], Path], home: Path
) -> None:
    """It is found again with the arrow up; the learner's own is neither read nor written."""
    settings(kind, OWN[kind])
    (home / ".own_history").write_text("echo their own\n", encoding="utf-8")
    shell = make_shell(command=(kind,))
    shell.run("echo remem'bered'")
    shell.type("exit\r")
    shell.exited()
    # fish leaves out what was written in the second in which it starts.
    ended = time.time()
    until(lambda: kind != "fish" or time.time() > ended + 2, "another second")
    again = make_shell(command=(kind,))
    again.at_prompt()
    again.type("\x1b[A" * 2)
    again.shows("echo remem'bered'")
    kept = histories(home)
    assert kept.pop(".own_history") == "echo their own\n"
    assert list(kept) == [{"bash": "history", "zsh": "history.zsh", "fish": "sealegs_history"}[kind]]


@pytest.mark.parametrize(("setting", "kept"), [("", True), ("HISTCONTROL=ignoreboth", False)])
def test_a_line_with_a_space_in_front_is_left_out_of_the_history_as_they_wish(
    shell_of: Callable[[str], Shell], settings: Callable[[str, str], Path], home: Path, setting: str, kept: bool
) -> None:
    """bash has to remember each for a moment, so that the lab can see it; the lines around it are written once."""
    settings("bash", setting + "\n")
    shell = shell_of("bash")
    for line in ("echo one", " echo hidden", "", "echo two", "  echo hidden", "echo three"):
        shell.run(line) if line else shell.type("\r")
    lines = (home / "history").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "hidden" not in line] == ["echo one", "echo two", "echo three"]
    assert ("hidden" in "".join(lines)) is kept


@pytest.mark.parametrize(
    "line", ["docker login -u me -p s3cret localhost:1", "echo s3cret | docker login --password-stdin localhost:1"]
)
def test_a_password_is_in_no_history(kind: str, shell_of: Callable[[str], Shell], home: Path, line: str) -> None:
    """The lab hears the line, and those before and after it are kept."""
    shell = shell_of(kind)
    shell.run("docker() { true; }" if kind != "fish" else "function docker; end")
    for each in ("echo one", line, "echo two"):
        shell.run(each)
    assert line in [news.line for news in shell.news if isinstance(news, CommandStarted)]
    shell.type("exit\r")
    shell.exited()
    [kept] = histories(home).values()
    assert "echo one" in kept
    assert "echo two" in kept
    assert "s3cret" not in kept


@pytest.mark.parametrize("kind", SHELLS[:2])
def test_a_history_that_cant_be_written_is_no_news(kind: str, make_shell: Callable[..., Shell]) -> None:
    """As in a home that is read-only: nothing but commands and what they print. (fish has words of its own for it.)"""
    shell = make_shell(command=(kind,), history=Path("/proc/none/history"))
    shell.at_prompt()
    for word in ("one", "two"):
        shell.run(f"echo {word}")
    shell.type("exit\r")
    shell.exited()
    rows = [row for row in shell.screen() if row]
    assert [row for row in rows if "echo" not in row and "exit" not in row] == ["one", "two"]
