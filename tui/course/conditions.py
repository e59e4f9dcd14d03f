"""The words that say which machines a part of a page is for: `builder=classic`, `rootless=true`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from tui.course.mistakes import suggestion
from tui.model.machine import Condition


def condition_of(words: Sequence[str]) -> Condition:
    """The condition that words after `::: when` say. Raises ValueError that says what is wrong with them."""
    if not words:
        raise ValueError('a condition is missing: "::: when builder=classic"')
    said: dict[str, str | bool] = {}
    for word in words:
        if word not in VALUES:
            raise ValueError(f'unknown condition "{word}"' + suggestion(word, VALUES))
        key = word.partition("=")[0]
        if key in said:
            raise ValueError(f'"{key}" stands here twice')
        said[key] = VALUES[word]
    return Condition.model_validate(said)


def _words() -> Iterator[tuple[str, str | bool]]:
    """Each word there is and what it stands for, from the model's own fields."""
    for name, field in Condition.model_fields.items():
        for option in get_args(field.annotation):
            values: tuple[str | bool, ...] = (True, False) if option is bool else get_args(option)
            for value in values:
                yield f"{name}={str(value).lower() if isinstance(value, bool) else value}", value


VALUES: dict[str, str | bool] = dict(_words())
"""Every condition word, with the value it stands for."""
