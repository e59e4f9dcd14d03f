"""Every command in the docs is understood by the program that is shipped, and those that only look are run."""

import argparse
import contextlib
import importlib.util

import pytest

from tests.docs.commands_in_docs import REPO, Said, commands, modules, words_of
from tui import cli
from tui.errors import SealegsError
from tui.verbs.endings import EXAMPLES

SAID = commands()
STANDS_FOR = {
    "LESSON": "2.1",
    "PAGE": "first-run",
    "FOLDER": str(REPO / "tests" / "course" / "minimal"),
    "mycourse": str(REPO / "tests" / "course" / "minimal"),
    "WHICH": "none",
}
"""What a name in a command is replaced by before it is run; others are only read."""
ONLY_LOOK = {
    ("read",), ("tasks",), ("progress", "show"), ("course", "check"), ("course", "schema"), ("images", "list"),
    ("engine", "status"), ("engine", "env"),
}  # fmt: skip
"""Verbs that may be run as they stand: nothing comes of them but text, and 1 is an answer, too."""


def parsed(words: tuple[str, ...]) -> None:
    """Have the command line's own parser read it; a part that is named without its options is enough in a text."""
    if words[0].endswith("lab"):
        if words[1:2] == ("test",):
            return  # what follows is pytest's
        words = ("sealegs", *words[1:])  # a verb and what follows is handed on
    rest = list(words[1:])
    if not rest or rest[0].startswith("-"):
        rest.insert(0, "open")
    cli.command_line()[0].parse_args(rest)


def test_there_are_some():
    """The reader of the docs has not gone blind."""
    assert len(SAID) > 60
    assert {said.file for said in SAID} >= {"README.md", "docs/learners.md", "docs/packagers.md", "content/README.md"}


@pytest.mark.parametrize("said", SAID, ids=str)
def test_it_is_understood(said: Said, monkeypatch):
    """A text may name a verb without all the words it needs."""
    monkeypatch.setattr(argparse.ArgumentParser, "error", _refuse)
    with contextlib.suppress(_TooShort):
        parsed(said.words)


class _TooShort(Exception):
    """Something that a verb needs isn't there."""


def _refuse(parser: argparse.ArgumentParser, message: str) -> None:
    if "are required" in message or "expected one argument" in message:
        raise _TooShort(message)
    pytest.fail(f"{parser.prog}: {message}")


@pytest.mark.parametrize("line", [line for lines in EXAMPLES.values() for line, _ in lines])
def test_an_example_of_the_help_is_whole(line):
    """Nothing is left out of it."""
    parsed(words_of(line))


LOOKS = sorted(
    {
        tuple(STANDS_FOR.get(word, word) for word in said.words[1:])
        for said in SAID
        if any(said.words[1 : 1 + len(verb)] == verb for verb in ONLY_LOOK)
    }
)


@pytest.mark.parametrize("words", [words for words in LOOKS if "--engine" not in words], ids=" ".join)
def test_what_only_looks_runs(words, tmp_path, course_cache, monkeypatch, capsys):
    """In an empty home, where there is nothing to see yet."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "SEALEGS_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(course_cache))
    if words[0] == "engine":
        with contextlib.suppress(SealegsError):
            assert cli.run(words) == 1
    else:
        assert cli.run(words) == 0
        assert capsys.readouterr().out


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_module_that_is_to_be_run_is_there(module):
    assert importlib.util.find_spec(module) is not None
