"""What all that authors write has in common: the base of its models, and texts of certain kinds."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Authored(BaseModel):
    """Base of everything an author writes: unknown keys are mistakes."""

    # A course from the cache was validated when it was kept: building these validators would be 0.2 s of each start.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def _is_pattern(text: str) -> str:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"the pattern is no regular expression: {error}") from None
    return text


def _stays_inside(path: str) -> str:
    if path.startswith(("/", "~")) or ".." in path.split("/"):
        raise ValueError(f'"{path}" leads out of the folder; write it from there, without "/" or "~" in front and ".."')
    return path


def _in_one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text).strip()


_UNTYPED = re.compile("[\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000]")
"""Spaces that are none to a shell, and what is not to be seen at all: they come along with what is copied from a page
of the web."""


def untyped(line: str) -> str:
    """Why nobody would type a line like this, or nothing."""
    hit = _UNTYPED.search(line)
    return f"what looks like a space, or like nothing, is U+{ord(hit[0]):04X} here; type it anew" if hit else ""


def _can_be_typed(line: str) -> str:
    if reason := untyped(line):
        raise ValueError(reason)
    return line


def _is_image(text: str) -> str:
    if not _IMAGE.fullmatch(_PARAMETER.sub("1", text)):
        raise ValueError(f'"{text}" is no image\'s name, as in "debian:12" or "localhost:5000/team/app:v1"')
    return text


_PARAMETER = re.compile(r"\$\{[a-z0-9_]+\}")
_IMAGE = re.compile(
    r"(?:[A-Za-z0-9.-]+(?::[0-9]+)?/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::\w[\w.-]{0,127})?(?:@[a-z0-9]+:[0-9a-f]+)?"
)

Sentence = Annotated[str, AfterValidator(_in_one_line)]
"""A text that is shown in one piece; the file may have it on several lines."""
Typed = Annotated[str, AfterValidator(_can_be_typed)]
"""A line for a shell."""
ImageName = Annotated[str, AfterValidator(_is_image)]
Pattern = Annotated[str, AfterValidator(_is_pattern)]
InsidePath = Annotated[str, Field(min_length=1), AfterValidator(_stays_inside)]
"""A path that can't leave its folder; "." is the folder itself."""
