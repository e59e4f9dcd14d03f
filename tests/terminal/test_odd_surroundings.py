"""The command pane where the learner's settings or surroundings are odd, and where a program lies to it."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.conftest import Shell
from tests.waiting import until
from tui.model.shell import AtPrompt, CommandStarted
from tui.shell import pty, session
from tui.shell.insertion import Insert, insertion

needs_zsh = pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")


def rc(home: Path, text: str) -> None:
    """The learner's .bashrc."""
    (home / ".bashrc").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "PROMPT_COMMAND='echo mine'; readonly PROMPT_COMMAND",
        "PROMPT_COMMAND=(true 'echo mine'); readonly PROMPT_COMMAND",
        "readonly PS1",
        "PS1='own> '; readonly PS1 PS2; PROMPT_COMMAND='echo mine'",
        "trap 'echo debug $BASH_COMMAND' DEBUG",
        "set -T; trap 'echo debug $BASH_COMMAND' DEBUG",
        "printf '\\e]0;title\\a\\e[?1049h\\e[?1000h\\e[2J\\e]7773;no;P;\\a\\x0e\\e(0'",
        "set -u; set -o vi; set -f; IFS=:",
        "set -a; alias local=false printf=false return=exit history=no",
        "printf() { echo no; }; history() { echo no; }; bind() { echo no; }; read() { echo no; }",
        "exec 3>&1; cd /; shopt -s nullglob extglob dotglob; umask 077",
        "echo -n $'\\e]7773;'",
    ],
)
def test_odd_settings_of_bash(home: Path, make_shell: Callable[..., Shell], text: str) -> None:
    """Commands and their ends are heard all the same, and told as they were typed."""
    rc(home, text + "\n")
    # Who traces functions, too, sees all of ours at each prompt.
    shell = make_shell(size=(80, 60))
    shell.at_prompt()
    assert shell.news[0].exit_status is None
    for line, status in (("true", 0), ("false", 1), ("echo 'it'\"s\"", 0)):
        started, ended = shell.run(line)
        assert (started.line, ended.exit_status) == (line, status)
    shell.shows("its")


@pytest.mark.parametrize("left", ["1$}", "?69h\\e[10;20s", "5;10r\\e[?6h", "4h\\e[?7l"])
def test_what_was_printed_leaves_a_prompt(shell: Shell, left: str) -> None:
    """Also one that sent all text to a status line that nobody sees, or into narrow margins."""
    shell.run(f"printf 'before\\n\\e[{left}'")
    shell.run("echo what is shown now")
    shell.shows("\nwhat is shown now\n")


@needs_zsh
@pytest.mark.parametrize(
    "text",
    [
        "setopt ksh_arrays no_unset sh_word_split extended_glob",
        "setopt prompt_subst all_export; PS1='$(echo own)> '",
        "zle-line-init() { echoti smkx }; zle -N zle-line-init; precmd() { false }",
        "KEYTIMEOUT=1; bindkey -v; bindkey -N own viins; bindkey -A own main",
        "precmd() { bindkey -d; unset -f precmd }",
        "alias local=false bindkey=no emulate=no; alias -g print=no; case() { no }; add-zle-hook-widget() { no }",
        "TRAPDEBUG() { : }; setopt hist_ignore_space hist_ignore_all_dups no_hist_save_by_copy; unsetopt prompt_cr",
        "autoload -Uz promptinit && promptinit && prompt adam1; autoload -Uz compinit && compinit -D",
    ],
)
def test_odd_settings_of_zsh(home: Path, make_shell: Callable[..., Shell], text: str) -> None:
    """Commands and their ends are heard all the same, and what is inserted takes the half-typed line's place."""
    (home / ".zshrc").write_text(text + "\n", encoding="utf-8")
    shell = make_shell(command=("zsh",))
    shell.at_prompt()
    for line, status in (("true", 0), (" false", 1), ("echo 'it'\"s\"", 0)):
        started, ended = shell.run(line)
        assert (started.line, ended.exit_status) == (line, status)
    shell.type("half typed")
    shell.shows("half typed")
    answer = insertion(["echo ins'erted'"], at_prompt=True, alternate=False, bracketed=True)
    assert isinstance(answer, Insert)
    shell.type(answer.data + b"\r")
    shell.shows("\ninserted")


def test_a_bashrc_that_exits(home: Path, make_shell: Callable[..., Shell]) -> None:
    """The shell has ended, which is told as ever."""
    rc(home, "exit 7\n")
    shell = make_shell()
    assert shell.exited() == 7
    assert not shell.session.unheard


@needs_zsh
def test_a_bashrc_that_goes_on_as_another_shell(
    home: Path, make_shell: Callable[..., Shell], monkeypatch: pytest.MonkeyPatch
) -> None:
    """That one is not heard from, and is known to be so after a while; it works."""
    monkeypatch.setattr(session, "HEARD_WITHIN", 0.5)
    rc(home, "exec zsh -f\n")
    shell = make_shell()
    shell.type("echo $((6*7)) ${ZSH_VERSION%%.*}-is-zsh; env | grep -c SEALEGS\r")
    shell.shows("\n42 5-is-zsh\n0")
    until(lambda: shell.session.unheard, "taken for unheard")
    until(shell.session.has_terminal, "at its prompt")


def test_a_very_slow_bashrc(home: Path, make_shell: Callable[..., Shell], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed meanwhile is not lost, and once it speaks it is heard."""
    monkeypatch.setattr(session, "HEARD_WITHIN", 0.2)
    rc(home, "while [ ! -e ~/go ]; do sleep 0.05; done\n")
    shell = make_shell()
    until(lambda: shell.session.unheard, "taken for unheard")
    shell.type("echo early\r")
    (home / "go").touch()
    until(lambda: AtPrompt(str(home), 0) in shell.news, "the command's end")
    assert CommandStarted("echo early") in shell.news
    assert not shell.session.unheard


@pytest.mark.parametrize("kind", ["dash", "sh", "ksh", "mksh", "busybox"])
def test_other_shells_are_used_unheard(kind: str, home: Path, make_shell: Callable[..., Shell]) -> None:
    """Whether they wait is guessed by who has the terminal."""
    program = shutil.which(kind)
    if program is None:
        pytest.skip(f"{kind} is not installed")
    if kind == "busybox":
        (home / "ash").symlink_to(program)
        program = str(home / "ash")
    shell = make_shell(command=(program,))
    until(lambda: shell.text().strip(), "its prompt")
    assert shell.session.unheard
    assert shell.session.has_terminal()
    shell.type("half")
    shell.type(b"\x05\x15" + b"echo $((6 * 7))\r")
    shell.shows("\n42")
    shell.type("cat\r")
    until(lambda: not shell.session.has_terminal(), "cat has the terminal")
    assert shell.news == []


@pytest.mark.parametrize("kind", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"LC_ALL": "C"}, "C.UTF-8"),
        ({}, "C.UTF-8"),
        ({"LC_ALL": "de_DE.ISO-8859-1"}, "C.UTF-8"),
        ({"LANG": "xx_YY.UTF-8"}, "C.UTF-8"),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "nonsense"}, "C.UTF-8"),
        ({"LC_ALL": "C.utf8", "LANG": "nonsense"}, "C.utf8"),
        ({"LANG": "C.UTF-8", "LC_COLLATE": "C"}, None),
    ],
)
def test_umlauts_in_any_locale(
    kind: str,
    said: dict[str, str],
    told: str | None,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    make_shell: Callable[..., Shell],
) -> None:
    """The pane is UTF-8; a locale that has it is left as it is."""
    if shutil.which(kind) is None:
        pytest.skip(f"{kind} is not installed")
    for name in [name for name in os.environ if name == "LANG" or name.startswith("LC_")]:
        monkeypatch.delenv(name)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    assert pty.environment({}).get("LC_ALL") == told
    shell = make_shell(command=(kind,), locale=None)
    shell.at_prompt()
    assert shell.run("echo grüße\x7f\x7fsst 漢")[0].line == "echo grüsst 漢"
    shell.shows("\ngrüsst 漢")


@pytest.mark.parametrize("term", ["", "dumb", "nonsense", "xterm-kitty"])
def test_the_terminal_around_doesnt_matter(
    term: str, monkeypatch: pytest.MonkeyPatch, make_shell: Callable[..., Shell]
) -> None:
    """Programs are told what the pane is."""
    monkeypatch.setenv("TERM", term)
    shell = make_shell()
    shell.run("echo =$TERM= $(tput cols)")
    shell.shows("\n=xterm-256color= 80")


@pytest.mark.parametrize("kind", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("where", [None, "", "/no/such/home", "/proc"])
def test_a_home_that_is_none(
    kind: str, where: str | None, home: Path, monkeypatch: pytest.MonkeyPatch, make_shell: Callable[..., Shell]
) -> None:
    """The shell can do without, and is heard."""
    if shutil.which(kind) is None:
        pytest.skip(f"{kind} is not installed")
    monkeypatch.delenv("HOME") if where is None else monkeypatch.setenv("HOME", where)
    # The machine's own home stays as it is.
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(home / ".local/share"))
    shell = make_shell(command=(kind,))
    started, ended = shell.run("false")
    assert (started.line, ended.exit_status) == ("false", 1)


def test_marks_that_a_program_prints_are_not_believed(shell: Shell) -> None:
    """No nonce, a guessed one, or none that is whole; in one piece, and in pieces."""
    lie = f"7773;{'0' * 32};P;"
    shell.type(
        f"printf '\\033]{lie}\\a\\033]7773;;P;\\a\\033]7773;P;\\a'; printf '\\033]77'; sleep 0.1; "
        f"printf '73;{'0' * 32};C;0;rm\\a'; echo; echo ready; cat\r"
    )
    shell.shows("\nready")
    shell.type("still running\r")
    until(lambda: shell.text().count("still running") == 2, "cat's answer")
    assert not shell.session.state.at_prompt
    assert len(shell.news) == 2


@pytest.mark.skipif(shutil.which("script") is None, reason="script is not installed")
@pytest.mark.parametrize("kind", ["bash", "zsh", "fish"])
def test_marks_of_another_shell_are_not_believed(kind: str, home: Path, make_shell: Callable[..., Shell]) -> None:
    """What `script` recorded holds no mark, as its shell is not ours; and another session's marks have its nonce."""
    if shutil.which(kind) is None:
        pytest.skip(f"{kind} is not installed")
    other = make_shell(command=(kind,))
    other.at_prompt()
    stolen = other.session._splitter._start + b"P;\x07" + other.session._splitter._start + b"C;0;rm\x07"
    (home / "stolen").write_bytes(stolen)
    shell = make_shell(command=(kind,))
    shell.run("script -qc 'echo recorded' typescript >/dev/null")
    shell.type("cat stolen typescript - | cat\r")
    shell.shows("\nrecorded")
    assert shell.session.state.running == "cat stolen typescript - | cat"
    assert not shell.session.state.at_prompt
    assert b"7773" not in (home / "typescript").read_bytes()


@pytest.mark.parametrize("kind", ["bash", "zsh", "fish"])
def test_what_is_typed_into_a_program_is_not_told(kind: str, make_shell: Callable[..., Shell]) -> None:
    """Passwords, answers: only the lines of the shell itself are."""
    if shutil.which(kind) is None:
        pytest.skip(f"{kind} is not installed")
    shell = make_shell(command=(kind,))
    shell.at_prompt()
    read = {"bash": "read -s x", "zsh": "read -s x", "fish": "read -s x"}[kind]
    ask = "sh -c 'stty -echo; read x; stty echo'"
    for command in (read, ask):
        shell.type(command + "\r")
        until(lambda command=command: shell.session.state.running == command, command)
        time.sleep(0.2)
        shell.type("hunter2\r")
        shell.at_prompt()
    shell.run("true")
    assert [each.line for each in shell.news if isinstance(each, CommandStarted)] == [read, ask, "true"]
    assert "hunter2" not in "".join(path.read_text() for path in shell.home.rglob("*history*") if path.is_file())
