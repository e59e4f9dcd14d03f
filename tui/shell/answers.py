"""What the emulator may answer a program that asks: numbers in fixed frames, and nothing of the program's choice.

An answer is typed into whatever reads the terminal, the shell for instance once a printed file has asked. The library
answers some questions with words of the question (the id of kitty's clipboard protocol): such answers are dropped.
"""

from __future__ import annotations

import re

_ANSWERS = (
    rb"\x1b\[[?>]\d[\d;]*c",  # device attributes: DA1, DA2
    rb"\x1bP!\|[0-9A-F]{1,8}\x1b\\",  # DA3
    rb"\x1b\[\??\d[\d;]*n",  # status: DSR, colour scheme
    rb"\x1b\[\??\d[\d;]*R",  # place of the cursor: CPR, DECXCPR
    rb"\x1b\[\??\d+;[0-4]\$y",  # a mode: DECRPM
    rb"\x1b\[(?:4|6|8|48)(?:;\d+){2,4}t",  # sizes: XTWINOPS, in-band resize
    rb"\x1b\](?:4;\d+|1\d);rgba?:[0-9a-f/]+(?:\x07|\x1b\\)",  # a colour: OSC 4, 10 to 19
    rb"\x1bP[01]\$r[\d;:]*(?:m|r|s| q|\"[pq])?\x1b\\",  # a setting: DECRQSS
    rb"\x1bP[01]\+r[0-9A-Fa-f=;]*\x1b\\",  # a terminfo entry in hex: XTGETTCAP
    rb"\x1b\[\?\d+u|\x1b\[>4;\d+m",  # the keyboard: kitty's protocol, modifyOtherKeys
    rb"\x1bP>\|[A-Za-z][\w.+-]*(?: [\w.+-]+)?\x1b\\",  # the library's name and version: XTVERSION
    rb"\x1b\[[IO]",  # focus, when a program begins to ask for it
)  # fmt: skip
_ANSWER = re.compile(rb"|".join(_ANSWERS))


def may_answer(reply: bytes) -> bool:
    """Whether a whole reply is one of those that may be typed into the program."""
    return _ANSWER.fullmatch(reply) is not None
