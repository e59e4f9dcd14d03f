"""Whatever is typed: a verdict on the line, and at once, for Enter waits for it."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.hostile.odd import corpus, texts
from tui.rails import Ground, danger

GROUNDS = [
    Ground("/home/me/sealegs-work", "/home/me", private=True, socket="/run/sealegs/docker.sock", directory="/home/me"),
    Ground("/root/sealegs-work", "/root", private=False, directory="/root/sealegs-work"),
    Ground("", "", private=False),
    Ground("/a\\1\\g<0>", "/\\1", private=False, directory="/\\g<x>"),
]
WORDS = [
    "docker",
    "run",
    "container",
    "-v",
    "--mount",
    "type=bind,source=/",
    "=",
    ",",
    ":",
    "/:/host",
    "--privileged",
    "--pid=host",
    "rm",
    "-rf",
    "-r",
    "--",
    "~",
    "~/",
    "$HOME",
    "${PWD}",
    "$",
    "*",
    "/",
    "..",
    "../../..",
    "sudo",
    "env",
    "A=b",
    "timeout",
    "9",
    "xargs",
    "system",
    "prune",
    "-a",
    "--filter",
    "if",
    "then",
    "do",
    "{",
    "}",
    "(",
    ")",
    ";",
    "&&",
    "||",
    "|",
    "&",
    ">",
    ">>",
    ">|",
    "<",
    "<<",
    "<<EOF",
    "EOF",
    "'",
    '"',
    "\\",
    "`",
    "$(",
    "pwd",
    "bash",
    "-c",
    "cd",
    "dd",
    "of=/dev/sda",
    "find",
    "-delete",
    ":(){",
    ":|:&",
    "};:",
    "#",
    "\n",
    "\\\n",
    "docker ps -aq",
    "-H",
    "-",
    "chmod",
    "-R",
    "000",
    "mkfs",
    "podman",
    "exec",
    "--device",
    "/dev/sda:/x",
    "--cap-add",
    "ALL",
    "\0",
    "\ud800",
]
lines = st.one_of(
    texts,
    st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=14).map("".join),
)
LONGEST = 8000
"""Characters of the longest line that the shell tells of (`shell/rc/bashrc`)."""
SOON = 1.0
"""Seconds of a processor; a person begins to notice at a tenth."""


def judged(line: str, ground: Ground) -> str:
    begun = time.thread_time()
    said = danger(line, ground)
    taken = time.thread_time() - begun
    assert taken < SOON, f"{taken:.1f} s for {line[:60]!r}…"
    assert len(said) < 200
    return said


@given(lines, st.sampled_from(GROUNDS))
@example("bash -c " * 50 + "'rm -rf /'", GROUNDS[0])
@example("eval " * 5000 + "rm -rf /", GROUNDS[0])
@example("for x in $(docker ps) " * 500, GROUNDS[1])
@example("docker ps | awk " * 500, GROUNDS[1])
@example("docker run -v", GROUNDS[1])
@example("rm -rf ~\udcff", GROUNDS[2])
def test_any_line_has_a_verdict(line, ground):
    judged(line, ground)


@pytest.mark.parametrize("line", ["echo $(echo $(docker run --privileged x))", "`rm -rf ~` $(a)", "$(a $(rm -rf ~) b)"])
def test_what_is_put_into_another_line_is_judged(line):
    assert judged(line, GROUNDS[0])


@pytest.mark.parametrize(
    "piece", [*WORDS, "docker rm $(", "docker ps | xargs ", "<<a\nb\n", "$(`", "a(){a|a&", "'\"", "(("]
)
def test_a_long_line_of_the_same_takes_no_time(piece):
    """As long as lines get, with and without a space between."""
    for between in ("", " "):
        judged(((piece + between) * LONGEST)[:LONGEST], GROUNDS[1])


def nested(levels: int) -> str:
    quoted = "true"
    for _ in range(levels):
        quoted = "bash -c " + "'" + quoted.replace("'", "'\\''") + "'"
    return quoted


@pytest.mark.parametrize(
    "line", ["$(" * 3000 + ")" * 3000, "`" * 8000, "bash -c " * 1000, nested(5), "$(" * 3000 + "a"]
)
def test_lines_inside_each_other(line):
    judged(line, GROUNDS[1])


@pytest.mark.parametrize("file", corpus("lines"), ids=lambda file: file.name)
def test_lines_that_were_kept(file):
    for ground in GROUNDS:
        judged(file.read_text(encoding="utf-8"), ground)
