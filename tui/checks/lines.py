"""What a command line runs, so that a check can recognise it however it was typed."""

from __future__ import annotations

import re
import shlex
from functools import lru_cache

_SEPARATORS = {";", "&&", "||", "&"}
_BEFORE_A_COMMAND = re.compile(r"sudo|time|command|[A-Za-z_]\w*=.*")


LONGEST = 500
"""Characters of a command that are compared; a pasted file of 8,000 would take a pattern a third of a second."""


@lru_cache(maxsize=4096)
def simple_commands(line: str) -> tuple[str, ...]:
    """The commands of a line with single spaces between words; pipes stay in, `sudo` and assignments go.

    `clear; sudo docker ps  -a | wc -l` gives `clear` and `docker ps -a | wc -l`.
    """
    lexer = shlex.shlex(line, posix=False, punctuation_chars=";&|")
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        words = list(lexer)
    except ValueError:  # an open quote
        words = line.split()
    commands: list[list[str]] = [[]]
    for word in words:
        if word in _SEPARATORS:
            commands.append([])
        elif commands[-1] or not _BEFORE_A_COMMAND.fullmatch(word):
            commands[-1].append(word)
    return tuple(" ".join(command)[:LONGEST] for command in commands if command)


@lru_cache(maxsize=32768)
def says(line: str, pattern: str) -> bool:
    """Whether one of a line's commands matches a pattern from its start."""
    return any(re.match(pattern, command) for command in simple_commands(line))
