"""Joining a class: the address that was said, the name the learner chooses, and an id that stays on this machine."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tui.classroom.address import address_of
from tui.classroom.learner import Membership
from tui.errors import UsageError
from tui.model.classroom import ID, LONGEST_NAME
from tui.whole_file import write


class Kept(BaseModel):
    """What is remembered from class to class."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=ID)
    name: str = Field(default="", max_length=LONGEST_NAME)


def membership(url: str, name: str, file: Path, ask: Callable[[str], str]) -> Membership:
    """As whom a learner joins the class at `url`; asks for a name if none was said, now or before.

    Raises `UsageError` for an address that is none, and where no name is given.
    """
    address, kept = address_of(url), _kept(file)
    chosen = " ".join((name or kept.name or ask("Your name on the class board: ")).split())[:LONGEST_NAME]
    if not chosen:
        raise UsageError("A class needs a name to call you by.", "Add one: --name NAME")
    if chosen != kept.name:
        kept = Kept(id=kept.id, name=chosen)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write(file, kept.model_dump_json().encode())
    return Membership(address, kept.id, chosen)


def leading(url: str) -> Membership:
    """The instructor's lab at the class at `url`, told apart from others by chance. Raises `UsageError`."""
    return Membership(address_of(url), secrets.token_hex(8), "", lead=True)


def _kept(file: Path) -> Kept:
    try:
        return Kept.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return Kept(id=secrets.token_hex(8))
