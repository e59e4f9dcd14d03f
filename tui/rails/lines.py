"""Take a line apart into its simple commands, as far as that can be done without being a shell."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from posixpath import basename
from typing import NamedTuple

_SEPARATORS = set(";&|()\n")
_REDIRECTIONS = set("<>&|")
# What may stand before a command, each with its options that take a value.
_PREFIXES: dict[str, set[str]] = {
    **{each: set() for each in ("!", "{", "do", "elif", "else", "if", "then", "time", "until", "while")},
    **{each: set() for each in ("builtin", "command", "coproc", "exec", "nohup", "setsid")},
    "doas": {"-u", "-C"},
    "env": {"-u", "-C", "--unset", "--chdir"},
    "nice": {"-n"},
    "stdbuf": {"-i", "-o", "-e"},
    "sudo": {"-u", "-g", "-C", "-h", "-p", "-U", "-D", "--user", "--group", "--chdir", "--prompt", "--host"},
    "timeout": {"-s", "-k", "--signal", "--kill-after"},
    "xargs": {"-I", "-L", "-P", "-d", "-n", "-s", "-a", "--max-args", "--max-procs", "--delimiter"},
}
_AS_ANOTHER = {"sudo", "doas"}
# Possessive, for a line of nothing else would take a second.
_HEREDOC = re.compile(r"<<-?\s*(['\"]?)(\w++)\1([^\n]*+)\n(?:.*?\n)??(?:\s*\2(?=\n|$)|\Z)", re.DOTALL)
_UNENDED_HEREDOC = re.compile(r"<<-?\s*(['\"]?)(\w++)\1([^\n]*+)\n.*", re.DOTALL)
_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)
_PWD = re.compile(r"\$\(\s*pwd\s*\)|`\s*pwd\s*`")
_SUBSTITUTION = re.compile(r"\$\(([^()]*)\)|`([^`]*)`")


class Command(NamedTuple):
    """A simple command: its words with the program first, and where its output goes; `raised` if it runs as another
    user, `variables` are those set for it alone."""

    words: list[str]
    outputs: list[str]
    raised: bool
    variables: list[str]


def plain(line: str) -> str:
    """The line without what is only text to it: documents in it, comments, ends of lines that don't count."""
    line = line.replace("\\\n", "")
    line = _UNENDED_HEREDOC.sub(r"\3", _HEREDOC.sub(r"\3\n", line))
    return _COMMENT.sub("", _PWD.sub("$PWD", line))


def commands(line: str) -> Iterator[Command]:
    """The simple commands in a plain line, those whose output is put into another first."""
    start = 0
    while found := _SUBSTITUTION.search(line, start):
        yield from commands(found[1] if found[1] is not None else found[2])
        line = f"{line[: found.start()]}$_{line[found.end() :]}"
        # Next is the one around it, or one behind it.
        around = line.rfind("$(", 0, found.start())
        start = around if around >= 0 else found.start()
    words: list[str] = []
    for word in [*_words(line), ";"]:
        # "|" separates; ">|" is where output goes.
        if not word or set(word) - _SEPARATORS:
            words.append(word)
        elif words:
            yield _command(words)
            words = []


def _words(line: str) -> list[str]:
    """Words and operators; a quote that is not closed ends with the line."""
    for closed in (line, line + "'", line + '"', line + "\\"):
        split = shlex.shlex(closed, posix=True, punctuation_chars=";&|()<>\n")
        split.whitespace, split.whitespace_split, split.commenters = " \t\r", True, ""
        try:
            return list(split)
        except ValueError:
            continue
    return line.split()


def _command(words: list[str]) -> Command:
    kept: list[str] = []
    outputs: list[str] = []
    rest = iter(words)
    for word in rest:
        if word and not set(word) - _REDIRECTIONS:
            target = next(rest, "")
            outputs += [target] if ">" in word else []
        else:
            kept.append(word)
    raised, variables = False, []
    while kept:
        name = basename(kept[0])
        if re.match(r"\w+\+?=", kept[0]):
            variables.append(kept.pop(0))
        elif name in _PREFIXES:
            raised = raised or name in _AS_ANOTHER
            kept = _without_options(kept[1:], _PREFIXES[name])
            # How long.
            del kept[: name == "timeout"]
        else:
            break
    return Command(kept, outputs, raised, variables)


def _without_options(words: list[str], valued: set[str]) -> list[str]:
    while words and words[0].startswith("-"):
        words = words[2:] if words[0] in valued else words[1:]
    return words
