"""While the lab is shown to a room, the shells' prompts say nothing of the learner; then they are theirs again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.terminal.conftest import OWN, SHELLS, Shell
from tests.waiting import until
from tui.shell.plain_prompt import PlainPrompt

RC = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}


@pytest.fixture
def plain() -> Iterator[PlainPrompt]:
    """Not worn yet; the file is gone afterwards."""
    plain = PlainPrompt()
    yield plain
    plain.wear(False)


def last_row(shell: Shell) -> str:
    """Where the cursor waits."""
    return next((row for row in reversed(shell.screen()) if row), "")


@pytest.mark.parametrize("kind", SHELLS)
def test_from_the_next_prompt_on_and_back(
    kind: str, make_shell: Callable[..., Shell], home: Path, plain: PlainPrompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shell that runs already, with a prompt of the learner's own; what it says of itself goes on."""
    own = home / RC[kind]
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(OWN[kind])
    for name, value in plain.env.items():
        monkeypatch.setenv(name, value)
    shell = make_shell(command=(kind,))
    shell.at_prompt()
    until(lambda: last_row(shell) == "mine>", "their own prompt")
    plain.wear(True)
    assert shell.run("false")[1].exit_status == 1
    until(lambda: last_row(shell) == "$", "the plain one")
    until(lambda: shell.session.state.prompt == "$ ", "which the shell is known by")
    assert shell.run("true")[1].exit_status == 0
    assert last_row(shell) == "$"
    plain.wear(False)
    shell.run("false")
    until(lambda: last_row(shell) == "mine>", "their own prompt again")


@pytest.mark.parametrize("kind", SHELLS)
def test_from_the_first_prompt_on(
    kind: str, make_shell: Callable[..., Shell], plain: PlainPrompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no program gets to see how shells are told."""
    plain.wear(True)
    for name, value in plain.env.items():
        monkeypatch.setenv(name, value)
    shell = make_shell(command=(kind,))
    shell.at_prompt()
    until(lambda: last_row(shell) == "$", "the plain prompt")
    shell.run("env | grep -c PLAIN_PROMPT")
    until(lambda: "\n0\n" in shell.text(), "that there is none")


def test_a_prompt_that_is_made_anew_each_time(
    make_shell: Callable[..., Shell], home: Path, plain: PlainPrompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As programs that make prompts do: it comes back as well."""
    (home / ".bashrc").write_text("PROMPT_COMMAND='PS1=\"ann@box $? \"'\n")
    for name, value in plain.env.items():
        monkeypatch.setenv(name, value)
    shell = make_shell()
    plain.wear(True)
    shell.run("true")
    until(lambda: last_row(shell) == "$", "the plain one")
    plain.wear(False)
    shell.run("false")
    until(lambda: last_row(shell) == "ann@box 1", "their own")
