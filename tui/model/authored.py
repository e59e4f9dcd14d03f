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
        raise ValueError(f'"{path}" leads out of the folder; write it from there, without ".."')
    return path


Pattern = Annotated[str, AfterValidator(_is_pattern)]
InsidePath = Annotated[str, Field(min_length=1), AfterValidator(_stays_inside)]
"""A path that can't leave its folder; "." is the folder itself."""
