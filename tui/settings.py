"""The learner's own settings, from a small TOML file they write themselves."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from tui.errors import UsageError
from tui.model.pane_keys import NAMES, USUAL_KEYS, PaneKeys
from tui.model.text import brief

HUMAN = 14
"""Letters a second of somebody who types well, and whom a room can follow."""
FASTEST = 100

_LOWER = {written.lower(): name for written, name in NAMES.items()}


def _key(said: str) -> str:
    name = _LOWER.get(said.lower().replace("ctrl+", "ctrl-"))
    if name is None:
        raise ValueError(f'"{said}" can\'t be kept from programs; choose F2 to F12, or Ctrl-] or the like')
    return name


def _letter_pause(said: object) -> float:
    named = {"at once": 0.0, "human": 1 / HUMAN}
    if isinstance(said, str) and said in named:
        return named[said]
    if isinstance(said, int) and not isinstance(said, bool) and 1 <= said <= FASTEST:
        return 1 / said
    raise ValueError(f'it is "at once", "human", or letters a second: 1 to {FASTEST}')


class Settings(BaseModel):
    """What a learner may choose; keys are written as on a keyboard ("F9", "Ctrl-A") and kept by Textual's names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    leave_key: Annotated[str, AfterValidator(_key)] = USUAL_KEYS.leave
    """Goes to the command pane and back."""
    prefix_key: Annotated[str, AfterValidator(_key)] = USUAL_KEYS.prefix
    """Stands before a key of the lab's, from within the command pane."""

    rails: bool = True
    """Whether Enter is held back where a line could hurt the machine or the learner's own things."""

    typing: Annotated[float, BeforeValidator(_letter_pause)] = 0.0
    """Seconds between two letters of what is put at the prompt; said as letters a second, "human" or "at once"."""

    @model_validator(mode="after")
    def _two_keys(self) -> Settings:
        if self.leave_key == self.prefix_key:
            raise ValueError("leave_key and prefix_key must be two keys")
        return self

    @property
    def pane_keys(self) -> PaneKeys:
        """The keys the command pane keeps."""
        return PaneKeys(self.leave_key, self.prefix_key)


def settings_or_usual(file: Path) -> tuple[Settings, str]:
    """The settings in a file; where they can't be read, the usual ones and what to say of it."""
    try:
        return read_settings(file), ""
    except UsageError as error:
        return Settings(), str(error)


def read_settings(file: Path) -> Settings:
    """The settings in a file; the defaults if there is none. Raises `UsageError`."""
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        return Settings.model_validate(said)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise UsageError(f"{file} can't be read: {error.strerror}.", "The lab goes on without it.") from error
    except ValidationError as error:
        raise UsageError(f"{file}: {brief(_in_words(error))}.", "The lab goes on without it.") from error
    # Numbers without end are no TOMLDecodeError.
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file} is no TOML: {brief(str(error))}.", "The lab goes on without it.") from error


def _in_words(error: ValidationError) -> str:
    """The first mistake."""
    first = error.errors()[0]
    name = ".".join(map(str, first["loc"]))
    if first["type"] == "extra_forbidden":
        return f"there is no setting {name}; there are: {', '.join(Settings.model_fields)}"
    told = first["msg"].removeprefix("Value error, ")
    return f"{name}: {told}" if name else told
