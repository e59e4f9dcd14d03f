"""Real programs, the keys that are pressed in them, and the moments at which their screens are compared."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.terminal.recorded import SIZE, Recorded

Script = Callable[[Path, tuple[int, int]], Recorded]


@dataclass(frozen=True)
class Program:
    """What is run, what it needs, and who presses its keys."""

    name: str
    needs: str
    script: Callable[[Recorded], None]
    command: tuple[str, ...] = ("bash", "--norc", "--noprofile", "-i")

    @contextmanager
    def recorded(self, folder: Path, size: tuple[int, int] = SIZE) -> Iterator[Recorded]:
        """Run it and press its keys; it is ended afterwards."""
        made = Recorded(self.command, folder, size)
        try:
            self.script(made)
            yield made
        finally:
            made.close()


def bash(run: Recorded) -> None:
    """History, search in it, editing in the middle, a line longer than the screen is wide."""
    run.shows("$")
    for line in ("echo first", "printf '%s\\n' a b c", "ls --color=always /"):
        run.type(line + "\r")
    run.moment("commands", "usr", "$")
    run.press("up", "up", "up")
    run.moment("up in the history", "$ echo first")
    run.type("\x12print")
    run.moment("search in the history", "reverse-i-search")
    run.type("\x07" + "\x15" + "echo " + "0123456789" * 9)
    run.moment("wrapped at the right margin", "0123456789" * 2)
    run.type("\x01" + "\x1b[C" * 5 + "inserted at the start ")
    run.moment("edited in the middle", "inserted at the start 0")
    run.type("\x05" + "\x7f" * 40 + "\x17")
    run.moment("rubbed out", "inserted")
    run.type("\x15" + "echo 漢字かな漢字" * 6)
    run.moment("wide characters at the margin", "漢字かな")
    run.type("\x15" + "echo do" + "ne\r")
    run.moment("run", "\ndone")
    run.type("\x0c")
    run.lacks("done")
    run.moment("cleared")


def colours(run: Recorded) -> None:
    """Every kind of colour and look, from bash."""
    run.shows("$")
    run.type(r"printf '\e[%sm x \e[0m' {0..9} {30..37} {40..47} {90..97} {100..107} 1\;4\;31 7\;32" + "\r")
    run.moment("sixteen", "$ ")
    run.type(r"for i in {0..255}; do printf '\e[48;5;%sm \e[0m' $i; done; echo" + "\r")
    run.moment("256", "done; echo")
    run.type(r"for i in {0..70}; do printf '\e[38;2;%s;90;200m#\e[0m' $((i*3)); done; echo end" + "\r")
    run.moment("true colour", "end")


def vim(run: Recorded) -> None:
    """Syntax colours, insert and undo, splits, scrolling, a wrapped line; the prompt is back after it."""
    code = "".join(f"def f{n}(x: int) -> str:\n    return 'line {n}'  # comment\n\n" for n in range(60))
    (run.folder / "code.py").write_text(code + "wide = '漢字' * 3  # " + "long " * 40 + "\n", encoding="utf-8")
    run.shows("$")
    run.type("vim -N -u NONE -i NONE -c 'syntax on' -c 'set nu ruler termguicolors hlsearch' code.py\r")
    run.moment("opened", "def f0", "1,1")
    run.type("\x06\x06")
    run.moment("two pages on", "def f15")
    run.type("Oinserted text\x1b")
    run.moment("a line inserted", "inserted text")
    run.type("uG")
    run.moment("the end, a long line", "漢字", "long long")
    run.type("gg:split\r/return\r")
    run.moment("split, searched", "2,5")
    run.type(":vsplit\r\x17l50%dd")
    run.moment("two splits, a line deleted", "code.py")
    run.type(":qa!\r")
    run.moment("left", "$ vim")


def nano(run: Recorded) -> None:
    """Bars in reverse, text, a search, the question at the end."""
    (run.folder / "note").write_text("".join(f"this is line {n}\n" for n in range(90)), encoding="utf-8")
    run.shows("$")
    run.type("nano --ignorercfiles note\r")
    run.moment("opened", "this is line 3", "Exit")
    run.type("typed text\r\x16\x16")
    run.moment("typed, two pages on", "this is line 3")
    run.type("\x17line 80\r")
    run.moment("searched", "this is line 80")
    run.type("\x18")
    run.moment("asked", "Save modified buffer")
    run.type("n")
    run.moment("left", "$ nano")


def less(run: Recorded) -> None:
    """Pages, a search with marks, colours, half a page back, a long line chopped."""
    run.shows("$")
    run.type(r"for i in {1..300}; do printf '\e[3%dmline\e[0m %d with some words\n' $((i%8)) $i; done | less -R" + "\r")
    run.moment("opened", "line 1 with")
    run.type("  b")
    run.moment("paged", "line 24 ")
    run.type("/150\r")
    run.moment("searched", "line 150 ")
    run.type("-S\rG")
    run.moment("the end", "(END)")
    run.type("q")
    run.moment("left", "$ for")


def man(run: Recorded) -> None:
    """Bold and underlined text."""
    run.shows("$")
    (run.folder / "page.1").write_text(PAGE, encoding="utf-8")
    run.type("MANPAGER=less LESS= man -l page.1\r")
    run.moment("opened", "NAME", "sample -")
    run.type(" ")
    run.moment("a page on", "-12 ")
    run.type("q")
    run.moment("left", "$ MANPAGER")


PAGE = (
    ".TH SAMPLE 1\n.SH NAME\nsample \\- an example\n.SH SYNOPSIS\n.B sample\n.RI [ file ...]\n.SH OPTIONS\n"
    + "".join(
        f".TP\n.B \\-{n}\nis\n.I option {n}\nof many, in a paragraph long enough to be filled and wrapped twice.\n"
        for n in range(30)
    )
)


def top(run: Recorded) -> None:
    """Two refreshes."""
    run.shows("$")
    run.type("top -d 0.3\r")
    run.moment("opened", "load average", "PID")
    run.type("1z")
    run.moment("in colour, each processor", "PID")
    run.type("q")
    run.moment("left", "$")


def htop(run: Recorded) -> None:
    """Meters, the tree, the menu of signals."""
    run.shows("$")
    run.type("htop\r")
    run.moment("opened", "Load average", "PID", "Quit")
    run.type("t")
    run.press("down", "down")
    run.moment("as a tree", "Quit")
    run.type("k")
    run.moment("signals", "SIGTERM")
    run.type("\x1b")
    run.shows("Quit")
    run.type("q")
    run.moment("left", "$ htop")


def dialog(run: Recorded) -> None:
    """Curses menus: line drawing, shadows, check boxes."""
    run.shows("$")
    items = " ".join(f"{n} 'choice {n}' off" for n in range(1, 30))
    run.type(f"dialog --title Boxes --checklist 'Choose some' 18 50 10 {items}; clear; echo ba''ck\r")
    run.moment("opened", "choice 3", "Cancel")
    run.press("down", "down")
    run.type(" \x1b[6~")
    run.moment("chosen", "choice 12")
    run.type("\r")
    run.moment("left", "back")
    run.type("seq 0 20 100 | dialog --gauge Progress 8 40\r")
    run.moment("gauge, and the prompt", "100%", "$")


def tmux(run: Recorded) -> None:
    """tmux inside, with two panes, a status line, and its copy mode."""
    inner = ["tmux", "-f", "/dev/null", "-S", str(run.folder / "inner")]
    run.shows("$")
    try:
        run.type(f"{shlex.join(inner)} new-session 'PS1=in: bash --norc' \\; set -g assume-paste-time 0\r")
        run.moment("opened", "in:", "[0]")
        run.type("seq 50\r\x02%")
        run.moment("split", "│", "in:")
        run.type('\x02"\x02[\x02[')
        run.moment("split again, copy mode", "─", "[0/0]")
        subprocess.run([*inner, "kill-server"], check=True)
        run.moment("left", "exited")
    finally:
        subprocess.run([*inner, "kill-server"], capture_output=True, check=False)


def git(run: Recorded) -> None:
    """A coloured log with a graph, and a diff."""
    lines = ["import os", "", "def main():", "    return 1", "", "# 漢字"]
    for n in range(9):
        (run.folder / "main.py").write_text("\n".join([*lines, f"# change {n}" * 3, ""]), encoding="utf-8")
        for words in (("add", "."), ("commit", "-qm", f"Change number {n}")):
            _git(run.folder, *words)
    run.shows("$")
    run.type("git -c core.pager='less -R' log -p --graph --color\r")
    run.moment("log", "Change number 8")
    run.type("  ")
    run.moment("paged", "change 5")
    run.type("q")
    run.type("git clone --progress file://$PWD copy; git -C copy --no-pager diff --color HEAD~2; echo e''nd\r")
    run.moment("clone's progress, diff", "change 8", "end")


def _git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"]
    env = {**os.environ, "HOME": str(folder)}
    if not (folder / ".git").exists():
        subprocess.run(["git", *who, "init", "-q", "."], cwd=folder, env=env, check=True)
    subprocess.run(["git", *who, *words], cwd=folder, env=env, check=True)


def apt(run: Recorded) -> None:
    """apt's progress bar, below a scroll region, while a package of ours goes to a folder of ours."""
    for part in (
        "root/var/lib/dpkg/info",
        "root/var/lib/dpkg/updates",
        "deb/DEBIAN",
        "apt/partial",
        "cache/archives/partial",
    ):
        (run.folder / part).mkdir(parents=True)
    (run.folder / "root/var/lib/dpkg/status").touch()
    (run.folder / "root/var/lib/dpkg/available").touch()
    control = "Package: sealegs-sample\nVersion: 1\nArchitecture: all\nMaintainer: a <a@b>\nDescription: none\n"
    (run.folder / "deb/DEBIAN/control").write_text(control, encoding="utf-8")
    subprocess.run(["dpkg-deb", "-b", "deb", "sample.deb"], cwd=run.folder, check=True, capture_output=True)
    options = {
        "Dir::State": "$PWD/apt", "Dir::State::status": "$PWD/root/var/lib/dpkg/status", "Dir::Cache": "$PWD/cache",
        "Dir::Etc": "$PWD/none", "Dir::Log": "$PWD/log", "Dpkg::Progress-Fancy": "1", "APT::Color": "1",
        "Debug::NoLocking": "1", "APT::Sandbox::User": "root",
    }  # fmt: skip
    dpkg = ("--root=$PWD/root", "--force-not-root", "--force-bad-path", "--log=/dev/null")
    words = [f"-o {name}={value}" for name, value in options.items()] + [f"-o Dpkg::Options::={each}" for each in dpkg]
    (run.folder / "go").write_text(f"apt-get {' '.join(words)} -y install ./sample.deb\n", encoding="utf-8")
    run.shows("$")
    run.type("seq 30; . ./go; echo e''nd\r")
    run.moment("done", "Setting up sealegs-sample", "end")
    assert b"Progress: [" in b"".join(each for each in run.tape if isinstance(each, bytes))


def progress(run: Recorded) -> None:
    """A bar that is drawn over itself with carriage returns, as curl and wget do."""
    run.shows("$")
    run.type(
        r"for i in 5 40 100; do printf '\r%3s%% [%-60s] \e[K' $i $(printf '%*s' $((i*6/10)) | tr ' ' =); done" + "\r"
    )
    run.moment("drawn over", "100% [====")


def python(run: Recorded) -> None:
    """The read-eval-print loop: several lines, a traceback, history."""
    run.shows(">>>")
    run.type("for i in range(3):\r    print('line', i)\r\r")
    run.moment("a loop", "line 2")
    run.type("1/0\r")
    run.moment("a traceback", "ZeroDivisionError")
    run.type("\x1b[A\x7f2  # " + "long " * 20)
    run.moment("edited, wrapped", "1/2", "long long")
    run.type("\r\x04")
    run.ended()


PROGRAMS = [
    Program("bash", "bash", bash),
    Program("colours", "bash", colours),
    Program("vim", "vim", vim),
    Program("nano", "nano", nano),
    Program("less", "less", less),
    Program("man", "man", man),
    Program("top", "top", top),
    Program("htop", "htop", htop),
    Program("dialog", "dialog", dialog),
    Program("tmux inside", "tmux", tmux),
    Program("git", "git", git),
    Program("apt's progress bar", "apt-get", apt),
    Program("progress with \\r", "bash", progress),
    Program("python", "python3", python, (sys.executable, "-q", "-i")),
]
