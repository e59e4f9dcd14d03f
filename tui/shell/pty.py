"""Start a program on a pseudo-terminal of its own, and end it."""

from __future__ import annotations

import ctypes
import errno
import locale as _locale
import os
import shutil
import signal
import termios
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from msgspec import Struct

from tui.errors import ShellError

# What describes the terminal the lab itself runs in, which is not the one its programs get. NO_COLOR is not
# among them: it is a wish of the learner, and holds for programs in the pane as well.
_OUTER = {
    "LINES", "COLUMNS", "TMUX", "TMUX_PANE", "STY", "WINDOW", "WINDOWID", "VTE_VERSION", "ESCDELAY",
    "TERMCAP", "WT_SESSION", "ZELLIJ",
}  # fmt: skip
_OUTER_PREFIXES = ("TERM_PROGRAM", "TEXTUAL_", "KITTY_", "ITERM_", "WEZTERM_", "ALACRITTY_", "KONSOLE_", "GHOSTTY_")

# An ignored signal stays ignored across exec: under nohup or `&` Ctrl-C would be dead in the pane.
_DEFAULT_AGAIN = (
    signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU,
    signal.SIGHUP, signal.SIGTERM, signal.SIGPIPE, signal.SIGCHLD,
)  # fmt: skip


class Child(Struct, frozen=True):
    """A running program: its process, which leads a session and a process group, and the pty's master side."""

    pid: int
    master: int


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The lab's own environment for a program in the pane, with `extra` on top."""
    kept = {
        name: value for name, value in os.environ.items() if name not in _OUTER and not name.startswith(_OUTER_PREFIXES)
    }
    if not kept.get("HOME"):
        with suppress(RuntimeError):
            kept["HOME"] = str(Path.home())
    return _in_utf8(kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | dict(extra))


def _in_utf8(env: dict[str, str]) -> dict[str, str]:
    """The same with a locale that is installed and has UTF-8: the pane knows no other characters.

    A locale that was handed on by ssh is often missing; shells then take umlauts for keys.
    """
    names = {name: value for name, value in env.items() if value and (name == "LANG" or name.startswith("LC_"))}
    characters = names.get("LC_ALL") or names.get("LC_CTYPE") or names.get("LANG") or "C"
    asked = {names["LC_ALL"]} if "LC_ALL" in names else set(names.values())
    if _has_utf8(characters) and all(_codeset(each) for each in asked):
        return env
    return env | {"LC_ALL": "C.UTF-8"}


def _has_utf8(locale: str) -> bool:
    return _codeset(locale).upper().replace("-", "") == "UTF8"


def _codeset(locale: str) -> str:
    """A locale's character set; empty if it is not installed. The lab's own locale is left alone."""
    libc = ctypes.CDLL(None)
    libc.newlocale.restype, libc.nl_langinfo_l.restype = ctypes.c_void_p, ctypes.c_char_p
    found = ctypes.c_void_p(libc.newlocale(1 << _locale.LC_CTYPE, locale.encode(), None))
    if not found:
        return ""
    try:
        return str(libc.nl_langinfo_l(_locale.CODESET, found).decode())
    finally:
        libc.freelocale(found)


def spawn(command: Sequence[str], env: Mapping[str, str], directory: Path, columns: int, rows: int) -> Child:
    """Run `command` with exactly `env` in `directory` on a new pty of `columns` by `rows`.

    The master side doesn't block and is not inherited. Raises `ShellError` if the program is not to be found, the
    directory can't be entered or the machine has no pty left.
    """
    program = shutil.which(command[0], path=env.get("PATH", os.defpath))
    if program is None:
        raise ShellError(f"{command[0]} is not installed.", "Install it, or choose another shell.")
    if not os.access(directory, os.X_OK):
        raise ShellError(f"The folder {directory} can't be entered.", "Make it, or choose another one.")
    try:
        with warnings.catch_warnings():
            # Python >= 3.12 warns of forks beside threads; the child does nothing but prepare and exec.
            warnings.simplefilter("ignore", DeprecationWarning)
            # Not pty.fork, which tries again by other means and leaves these open when they fail as well.
            pid, master = os.forkpty()
    except OSError as error:
        raise no_room(error) from error
    if pid == 0:
        _become(program, list(command), dict(env), directory, columns, rows)
    os.set_blocking(master, False)
    os.set_inheritable(master, False)
    return Child(pid, master)


def no_room(error: OSError | RuntimeError) -> ShellError:
    """Why the machine has no place for a shell, from what the system or Python's threads said."""
    number = error.errno if isinstance(error, OSError) else errno.EAGAIN
    full = {
        errno.EAGAIN: "no more programs may be started on this machine",
        errno.ENOMEM: "this machine is out of memory",
        errno.ENOSPC: "every terminal (pty) of this machine is in use",
        errno.EMFILE: "the lab has too many files open",
        errno.ENFILE: "this machine has too many files open",
    }
    why = full.get(number or 0) or (error.strerror if isinstance(error, OSError) else None) or str(error)
    return ShellError(f"No terminal could be opened for the command pane: {why}.", "Close some programs.")


def discard(child: Child) -> None:
    """End a program that was only just started, and wait for it."""
    signal_group(child.pid, signal.SIGKILL)
    os.close(child.master)
    status(child, wait=True)


def _become(
    program: str, command: list[str], env: dict[str, str], directory: Path, columns: int, rows: int
) -> NoReturn:
    """In the child: prepare and exec, or say why not. Nothing here may take a lock another thread could hold."""
    try:
        for number in _DEFAULT_AGAIN:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        termios.tcsetwinsize(0, (rows, columns))
        os.chdir(directory)
        os.execve(program, command, env)
    except OSError as error:
        os.write(2, f"{program}: {error.strerror}\r\n".encode())
    finally:
        os._exit(127)


def resize(child: Child, columns: int, rows: int) -> None:
    """Tell the pty its size; the kernel tells the program in the foreground (SIGWINCH)."""
    termios.tcsetwinsize(child.master, (rows, columns))


def foreground(child: Child) -> int:
    """The process group that has the terminal: a running command's, or the shell's own."""
    try:
        group = os.tcgetpgrp(child.master)
    except OSError:
        return child.pid
    # 0 when nobody has it; to signal that would be to signal ourselves.
    return group if group > 1 else child.pid


def signal_group(group: int, number: signal.Signals) -> None:
    """Signal a process group; fine if it has ended, or is another user's."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def group_lives(group: int) -> bool:
    """Whether a process group has anyone in it."""
    try:
        os.killpg(group, 0)
    except OSError:
        return False
    return True


def watch(child: Child) -> int | None:
    """A file descriptor that becomes readable when the program ends, or None on kernels before 5.3."""
    try:
        return os.pidfd_open(child.pid)
    except (AttributeError, OSError):
        return None


def status(child: Child, *, wait: bool = False) -> int | None:
    """Exit status (negative: the signal that ended it), or None while it runs. To be asked once it ended."""
    with suppress(ChildProcessError):
        pid, found = os.waitpid(child.pid, 0 if wait else os.WNOHANG)
        return os.waitstatus_to_exitcode(found) if pid else None
    return 0
