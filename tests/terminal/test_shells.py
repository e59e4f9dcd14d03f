"""bash, zsh and fish alike: each tells what it does, keeps its own settings, and takes what the lab inserts."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.conftest import OWN, SHELLS, Shell
from tests.waiting import until
from tui.model.shell import AtPrompt, CommandStarted
from tui.shell.insertion import Insert, insertion, pasted

BASH, ZSH, _ = SHELLS


def insert(shell: Shell, *lines: str) -> None:
    """Put lines at the prompt, as the lab does."""
    with shell.session.screen() as emulator:
        bracketed = emulator.mode(2004)
    answer = insertion(lines, at_prompt=True, alternate=False, bracketed=bracketed)
    assert isinstance(answer, Insert)
    shell.type(answer.data)


@pytest.mark.parametrize(("line", "status"), [("true", 0), ("false", 1), ("sh -c 'exit 42'", 42), ("nonsense", 127)])
def test_a_command_and_its_exit_status(kind: str, shell_of: Callable[[str], Shell], line: str, status: int) -> None:
    """The line as typed, then how it ended."""
    shell = shell_of(kind)
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
def test_a_line_is_told_as_it_was_typed(kind: str, shell_of: Callable[[str], Shell], line: str) -> None:
    """Quotes, backslashes, leading spaces, several lines."""
    shell = shell_of(kind)
    shell.run("true")
    assert shell.run(line.replace("\n", "\r"))[0].line == line


def test_the_folder_is_told(kind: str, shell_of: Callable[[str], Shell], home: Path) -> None:
    """Also one with a strange name."""
    strange = "a b;ü%\a\n"
    (home / strange).mkdir()
    assert shell_of(kind).run("cd a*")[1].directory == str(home / strange)


@pytest.mark.parametrize("kind", [BASH, ZSH])
def test_the_rest_of_a_command_is_waited_for(kind: str, shell_of: Callable[[str], Shell]) -> None:
    """And Ctrl-C brings the prompt back. (fish keeps it all in one line that is edited as a whole.)"""
    shell = shell_of(kind)
    shell.type("echo 'one\r")
    until(lambda: shell.session.state.wants_more, "the shell asks for the rest")
    assert not shell.session.state.at_prompt
    shell.type("\x03")
    shell.at_prompt()
    assert shell.run("true")[1].exit_status == 0
    assert len(shell.news) == 3


def test_ctrl_c_ends_a_command(kind: str, shell_of: Callable[[str], Shell]) -> None:
    """And the shell goes on."""
    shell = shell_of(kind)
    shell.type("cat\r")
    until(lambda: shell.session.state.running == "cat", "cat")
    shell.type("meow\r")
    until(lambda: shell.text().count("meow") == 2, "cat's answer")
    shell.type("\x03")
    shell.at_prompt()
    assert shell.news[-1] == AtPrompt(str(shell.home), 130)


@pytest.mark.parametrize("mode", ["emacs", "vi", "vi command"])
def test_inserted_lines_take_the_place_of_what_is_half_typed(
    kind: str, mode: str, shell_of: Callable[[str], Shell], settings: Callable[[str, str], Path]
) -> None:
    """They are not run, and Enter runs them as they are."""
    vi = {"bash": "set -o vi", "zsh": "bindkey -v", "fish": "fish_vi_key_bindings"}[kind]
    settings(kind, vi + "\n" if mode != "emacs" else "")
    shell = shell_of(kind)
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


@pytest.mark.parametrize(("keys", "shown"), [("\x12ear", "ear"), ("ls /us\t\t", "/us"), ("echo one\x1b[D", "one")])
def test_lines_are_inserted_whatever_is_half_done(
    kind: str, keys: str, shown: str, shell_of: Callable[[str], Shell]
) -> None:
    """A search in the history, a completion, a line with the cursor inside."""
    shell = shell_of(kind)
    shell.run("echo earlier")
    shell.type("\x0c")
    shell.type(keys)
    shell.shows("search: ear" if (kind, shown) == ("fish", "ear") else shown)
    insert(shell, "echo one \\", "  two")
    until(lambda: "two" in shell.text(), "the lines")
    shell.type("\r")
    until(lambda: len(shell.news) == 5, "the command's end")
    assert isinstance(shell.news[3], CommandStarted)
    assert shell.news[3].line.split() == ["echo", "one", *(["\\"] if kind != "bash" else []), "two"]


def test_what_the_learner_pastes_runs_nothing(kind: str, shell_of: Callable[[str], Shell]) -> None:
    """Before Enter; then each line is run."""
    shell = shell_of(kind)
    shell.type(pasted("echo a$HOME\necho bb", bracketed=True))
    shell.shows("echo bb")
    assert len(shell.news) == 1
    shell.type("\r")
    shell.shows("\nbb")
    shell.shows(f"\na{shell.home}")


def test_the_learners_own_settings_go_on_working(
    kind: str, shell_of: Callable[[str], Shell], settings: Callable[[str, str], Path]
) -> None:
    """And their file stays as it was."""
    path = settings(kind, OWN[kind])
    shell = shell_of(kind)
    shell.shows("mine>")
    assert shell.run("false")[1].exit_status == 1
    shell.shows("hook 1\nmine>")
    shell.run("hi")
    shell.shows("\nhello")
    shell.run("greet you")
    shell.shows("\nhi you")
    assert path.read_text(encoding="utf-8") == OWN[kind]


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
@pytest.mark.parametrize("said", ["environment", ".zshenv", "unexported"])
def test_zsh_finds_the_learners_files_where_they_keep_them(
    said: str, shell_of: Callable[[str], Shell], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever says where; the programs it starts, other shells among them, see what they would see without the lab."""
    monkeypatch.delenv("ZDOTDIR", raising=False)
    (home / "z").mkdir()
    (home / "z" / ".zshrc").write_text("alias where='echo from-z'\n", encoding="utf-8")
    if said == "environment":
        monkeypatch.setenv("ZDOTDIR", str(home / "z"))
    else:
        export = "export " if said == ".zshenv" else ""
        (home / ".zshenv").write_text(f"{export}ZDOTDIR={home}/z\n", encoding="utf-8")
    shell = shell_of("zsh")
    shell.run("where")
    shell.shows("\nfrom-z")
    shell.run('echo "[$ZDOTDIR|$(printenv ZDOTDIR)]"')
    there = f"{home}/z"
    until(lambda: f"[{there}|{'' if said == 'unexported' else there}]" in "".join(shell.screen()), "both")
    shell.run("env | grep -i sealegs")
    assert shell.news[-1] == AtPrompt(str(home), 1)


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_without_any_file_of_theirs(shell_of: Callable[[str], Shell], home: Path) -> None:
    """It doesn't ask its questions for new users, and ZDOTDIR is not set."""
    shell = shell_of("zsh")
    shell.run('echo "[${ZDOTDIR-none}]"')
    shell.shows("\n[none]")
    assert shell.run("echo a # b")[1].exit_status == 0


def test_the_nonce_is_not_to_be_seen_by_programs(kind: str, shell_of: Callable[[str], Shell], home: Path) -> None:
    """Not in what they inherit, nor in what the shell was started with, nor in the pipe it came through."""
    shell = shell_of(kind)
    nonce = shell.session._splitter._start.decode().split(";")[1]
    seen = home / "seen"
    commands = ["env", "tr '\\0' '\\n' </proc/self/environ", f"cat /proc/{shell.session.pid}/environ",
                f"cat /proc/{shell.session.pid}/cmdline"]  # fmt: skip
    if kind != "fish":
        commands += ["export -p", "declare -px", "sh -c set"]
    for command in commands:
        shell.run(f"{command} >>{seen}")
    assert seen.stat().st_size > 500
    assert nonce not in seen.read_text(encoding="utf-8", errors="replace")
    shell.run("env | grep -i sealegs")
    assert shell.news[-1] == AtPrompt(str(home), 1)


def test_the_nonce_is_gone_before_their_own_file_is_read(
    kind: str, shell_of: Callable[[str], Shell], settings: Callable[[str, str], Path], home: Path
) -> None:
    """Whatever that starts. (fish reads it before ours; there it's but the pipe's name.)"""
    settings(kind, f"env >{home}/seen\n")
    shell = shell_of(kind)
    nonce = shell.session._splitter._start.decode().split(";")[1]
    seen = (home / "seen").read_text(encoding="utf-8")
    assert nonce not in seen
    assert ("SEALEGS_NONCE_FROM" in seen) is (kind == "fish")
