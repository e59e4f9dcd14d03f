"""A real shell on a real pty, driven by conditions with deadlines."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.terminal.recorded import need
from tests.terminal.tmux_pane import TmuxServer
from tests.waiting import DEADLINE, until
from tui.model.shell import AtPrompt, CommandStarted, ShellExited, ShellNews
from tui.shell import processes
from tui.shell.session import ShellSession

if TYPE_CHECKING:
    from tests.terminal.leaving import Leaving

SHELLS = [
    pytest.param(name, marks=pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not installed"))
    for name in ("bash", "zsh", "fish")
]

OWN = {
    "bash": "PS1='mine> '\nalias hi='echo hello'\ngreet() { echo hi $1; }\nPROMPT_COMMAND='echo hook $?'\n"
    "HISTFILE=~/.own_history\n",
    "zsh": "PS1='mine> '\nalias hi='echo hello'\ngreet() { echo hi $1; }\nprecmd() { echo hook $?; }\n"
    "alias print='echo no' builtin='echo no'\nHISTFILE=~/.own_history\nSAVEHIST=99\nsetopt share_history\n",
    "fish": "function fish_prompt; echo -n 'mine> '; end\nalias hi='echo hello'\nfunction greet; echo hi $argv; end\n"
    "function hook --on-event fish_prompt; echo hook $status; end\n",
}
"""A learner's settings: prompt, alias, function, something run before each prompt, a history."""


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie doesn't)."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


def program_runs(session: ShellSession) -> bool:
    """Whether a program has the terminal, or a shell in brackets that runs one. What the shell has forked for it, and
    is not it yet, hears no signal."""
    group = session._foreground()
    if processes.command_line(group) in {"", processes.command_line(session.pid)}:
        children = Path(f"/proc/{group}/task/{group}/children")
        return group != session.pid and children.exists() and bool(children.read_text(encoding="ascii"))
    return True


class Shell:
    """A session, what it said, and what it shows."""

    def __init__(
        self,
        home: Path,
        command: tuple[str, ...] = ("bash",),
        size: tuple[int, int] = (80, 24),
        folder: Path | None = None,
        locale: str | None = "C.UTF-8",
        history: Path | None = None,
    ):
        self.home = home
        self.news: list[ShellNews] = []
        self._rows: dict[int, str] = {}
        self._changed = threading.Event()
        env = {"SEALEGS_HISTFILE": str(history or home / "history")} | ({"LC_ALL": locale} if locale else {})
        self.session = ShellSession(
            command, env, folder or home, size, on_output=self._changed.set, on_news=self.news.append
        )

    def screen(self) -> list[str]:
        """The visible rows, without blanks at their ends."""
        with self.session.screen() as emulator:
            for y, runs in emulator.take_changed_rows().items():
                self._rows[y] = "".join(text for text, _ in runs).rstrip()
            return [self._rows.get(y, "") for y in range(emulator.rows)]

    def text(self) -> str:
        """The visible rows as one text."""
        return "\n".join(self.screen())

    @property
    def is_taken(self) -> bool:
        """Whether a full-screen program has the screen."""
        with self.session.screen() as emulator:
            return emulator.on_alternate_screen()

    def shows(self, text: str) -> None:
        """Wait until the screen shows a text."""
        until(lambda: text in self.text(), f"{text!r} on the screen")

    def type(self, text: str | bytes) -> None:
        """Press keys."""
        self.session.write(text.encode() if isinstance(text, str) else text)

    def at_prompt(self) -> None:
        """Wait until the shell waits for a command, and has said so: its state is a little ahead of its news."""
        until(lambda: self.session.state.at_prompt and isinstance((self.news or [None])[-1], AtPrompt), "prompt")

    def run(self, line: str, deadline: float = DEADLINE) -> tuple[CommandStarted, AtPrompt]:
        """Type a command, press Enter, wait for its end; what the shell said of it."""
        self.at_prompt()
        seen = len(self.news)
        self.type(line + "\r")
        until(lambda: isinstance((self.news[seen:] or [None])[-1], AtPrompt), f"end of {line!r}", deadline)
        started, ended = self.news[seen:]
        assert isinstance(started, CommandStarted)
        assert isinstance(ended, AtPrompt)
        return started, ended

    def exited(self) -> int:
        """Wait until the shell has ended; its status."""
        until(lambda: self.news and isinstance(self.news[-1], ShellExited), "end of the shell")
        last = self.news[-1]
        assert isinstance(last, ShellExited)
        return last.status


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory without any settings."""
    monkeypatch.setenv("HOME", str(tmp_path))
    # Where this is missing, fish makes it, for a minute and in the background.
    (tmp_path / ".local/share/fish/generated_completions").mkdir(parents=True)
    for name in ("PROMPT_COMMAND", "PS1", "BASH_ENV", "ZDOTDIR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def make_shell(home: Path) -> Iterator[Callable[..., Shell]]:
    """Starts shells; they are closed at the end, and leave no file open."""
    shells: list[Shell] = []

    def make(**options: object) -> Shell:
        shells.append(Shell(home, **options))
        return shells[-1]

    yield make
    for shell in shells:
        shell.session.close()
        assert not alive(shell.session.pid)


@pytest.fixture
def shell(make_shell: Callable[..., Shell]) -> Shell:
    """Bash at its first prompt."""
    shell = make_shell()
    shell.at_prompt()
    return shell


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Leaving]]:
    """Run a command on an outer terminal; without one, the lab."""
    from tests.terminal.leaving import OPEN, Leaving  # which waits with what stands here

    started: list[Leaving] = []

    def run(command: list[str] = OPEN) -> Leaving:
        started.append(Leaving(tmp_path, command))
        return started[-1]

    yield run
    for each in started:
        each.close()


@pytest.fixture
def lab(start: Callable[..., Leaving]) -> Leaving:
    """The lab, open."""
    lab = start()
    lab.opened()
    return lab


def open_files() -> int:
    """How many files this process has open."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@pytest.fixture(autouse=True)
def no_file_left_open() -> Iterator[None]:
    """Ptys, pipes and pidfds are closed again."""
    before = open_files()
    yield
    until(lambda: open_files() <= before, "closed files")


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
def shell_of(make_shell: Callable[..., Shell]) -> Callable[[str], Shell]:
    """A shell of a kind at its first prompt."""

    def start(kind: str) -> Shell:
        shell = make_shell(command=(kind,))
        shell.at_prompt()
        return shell

    return start


@pytest.fixture(scope="module")
def tmux() -> Iterator[TmuxServer]:
    """A tmux server that a file's comparisons share."""
    need("tmux")
    server = TmuxServer()
    yield server
    server.close()
