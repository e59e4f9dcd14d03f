"""bash, zsh and fish alike: each tells what it does, keeps its own settings, and takes what the lab inserts."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.conftest import Shell, until
from tui.model.shell import AtPrompt, CommandStarted
from tui.shell.insertion import Insert, insertion, pasted

SHELLS = [
    pytest.param(name, marks=pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not installed"))
    for name in ("bash", "zsh", "fish")
]
BASH, ZSH, FISH = SHELLS


@pytest.fixture(params=SHELLS)
def kind(request: pytest.FixtureRequest) -> str:
    """The shell's name."""
    return str(request.param)


@pytest.fixture
def settings(home: Path) -> Callable[[str, str], Path]:
    """Write the learner's own start-up file."""

    def write(kind: str, text: str) -> Path:
        path = home / {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}[kind]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def start(make_shell: Callable[..., Shell]) -> Callable[[str], Shell]:
    """A shell of a kind at its first prompt."""

    def start(kind: str) -> Shell:
        shell = make_shell(command=(kind,))
        shell.at_prompt()
        return shell

    return start


def insert(shell: Shell, *lines: str) -> None:
    """Put lines at the prompt, as the lab does."""
    with shell.session.screen() as emulator:
        bracketed = emulator.mode(2004)
    answer = insertion(lines, at_prompt=True, alternate=False, bracketed=bracketed)
    assert isinstance(answer, Insert)
    shell.type(answer.data)


@pytest.mark.parametrize(("line", "status"), [("true", 0), ("false", 1), ("sh -c 'exit 42'", 42), ("nonsense", 127)])
def test_a_command_and_its_exit_status(kind: str, start: Callable[[str], Shell], line: str, status: int) -> None:
    """The line as typed, then how it ended."""
    shell = start(kind)
    assert shell.news == [AtPrompt(str(shell.home), None)]
    started, ended = shell.run(line)
    assert (started.line, ended.exit_status) == (line, status)


@pytest.mark.parametrize(
    "line",
    [
        "  true # with spaces in front",
        "echo 'a;b' \"it's\" \\\\ 50% ü 漢",
        "echo 'one\ntwo'",
    ],
)
def test_a_line_is_told_as_it_was_typed(kind: str, start: Callable[[str], Shell], line: str) -> None:
    """Quotes, backslashes, leading spaces, several lines."""
    shell = start(kind)
    shell.run("true")
    assert shell.run(line.replace("\n", "\r"))[0].line == line


def test_the_folder_is_told(kind: str, start: Callable[[str], Shell], home: Path) -> None:
    """Also one with a strange name."""
    strange = "a b;ü%\a\n"
    (home / strange).mkdir()
    assert start(kind).run("cd a*")[1].directory == str(home / strange)


def test_the_rest_of_a_command_is_waited_for(kind: str, start: Callable[[str], Shell]) -> None:
    """bash and zsh say so; fish keeps it in one line. Ctrl-C brings the prompt back."""
    shell = start(kind)
    shell.type("echo 'one\r")
    if kind != "fish":
        until(lambda: shell.session.state.wants_more, "the shell asks for the rest")
        assert not shell.session.state.at_prompt
    shell.type("\x03")
    shell.at_prompt()
    assert shell.run("true")[1].exit_status == 0
    assert len(shell.news) == 3


def test_ctrl_c_ends_a_command(kind: str, start: Callable[[str], Shell]) -> None:
    """And the shell goes on."""
    shell = start(kind)
    shell.type("cat\r")
    until(lambda: shell.session.state.running == "cat", "cat")
    shell.type("meow\r")
    until(lambda: shell.text().count("meow") == 2, "cat's answer")
    shell.type("\x03")
    shell.at_prompt()
    assert shell.news[-1] == AtPrompt(str(shell.home), 130)


@pytest.mark.parametrize("mode", ["emacs", "vi", "vi command"])
def test_inserted_lines_take_the_place_of_what_is_half_typed(
    kind: str, mode: str, start: Callable[[str], Shell], settings: Callable[[str, str], Path]
) -> None:
    """They are not run, and Enter runs them as they are."""
    vi = {"bash": "set -o vi", "zsh": "bindkey -v", "fish": "fish_vi_key_bindings"}[kind]
    settings(kind, vi + "\n" if mode != "emacs" else "")
    shell = start(kind)
    shell.type("half typed")
    shell.shows("half typed")
    if mode == "vi command":
        shell.type("\x1b")
        shell.type("b")
    insert(shell, "echo one \\", "  two 'three", "four'")
    shell.shows("four'")
    assert "half typed" not in shell.text()
    assert len(shell.news) == 1
    if mode == "emacs":
        shell.type("\x19")
        shell.shows("four'half typed")
        shell.type("\x7f" * len("half typed"))
    shell.type("\r")
    until(lambda: len(shell.news) == 3, "the command's end")
    shell.shows("one two three\nfour")
    assert isinstance(shell.news[1], CommandStarted)
    assert shell.news[1].line.startswith("echo one ")


def test_what_the_learner_pastes_runs_nothing(kind: str, start: Callable[[str], Shell]) -> None:
    """Before Enter; then each line is run."""
    shell = start(kind)
    shell.type(pasted("echo a$HOME\necho bb", bracketed=True))
    shell.shows("echo bb")
    assert len(shell.news) == 1
    shell.type("\r")
    shell.shows("\nbb")
    shell.shows(f"\na{shell.home}")
