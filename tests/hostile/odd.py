"""What an enemy, or a mistake, may put where the lab expects something sensible; and what holds of all it shows."""

import copy
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel

from tui.errors import SealegsError
from tui.model.text import printable

CORPUS = Path(__file__).parent / "corpus"

NASTY = (
    "",
    "[bold red]x[/] [/] [@click=app.quit]y[/]",
    "\x1b[2J\x1b]0;title\x07\x1b]52;c;aGk=\x07\x1b[6n",
    "\x9b31m\x9d0;t\x9c",
    "a\u202eb\u2066c\u061c",
    "line\nline\r\ttab\u2028\u2029\x85",
    "\0\x7f",
    "\ud800 half \udfff",
    "漢字" * 9,
    "e\u0301\u0301\u0301\u0301",
    "\u200b\u200d\ufeff\u00ad",
    "👩\u200d👩\u200d👧\ufe0f 🇩🇪 ✊🏿",
    "\ufdfd\u1160\u115f\u3164",
    "; touch pwned #",
    "$(touch pwned) `touch pwned`",
    "' \" \\ !! ~ * ? { } & | < >",
    "--all",
    "-f",
    "<none>:<none>",
    "sha256:" + "f" * 64,
    "| a | b |\n```\n# h\n<script>",
    "x" * 5000,
)
NUMBERS = (0, -1, 2**31, 2**63, -(2**63), 10**30, -(10**30), 10**400, 1e308, -1e308, float("inf"), float("nan"), 1e-300)
DATES = (
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "99999-01-01T00:00:00Z", "2026-02-30T00:00:00Z",
    "0001-01-01T00:00:00+23:59", "2026-11-27T22:01:02.123456789+99:99", "Exited (99999999999999999999) 9 days ago",
    "Up 99999999999999999999999999 years", "Up -1 hours", "Exited (" + "9" * 5000 + ") 1 second ago",
    "Up " + "9" * 5000 + " years",
)  # fmt: skip

texts = st.one_of(st.sampled_from(NASTY), st.text(max_size=40), st.sampled_from(DATES))
numbers = st.one_of(st.sampled_from(NUMBERS), st.integers(), st.floats())
json_values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)


@st.composite
def spoilt(draw: st.DrawFn, right: Any) -> Any:
    """A right answer with something else in a few of its places."""
    value = copy.deepcopy(right)
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(value))
        if not places:
            return draw(json_values)
        holder, key = draw(st.sampled_from(places))
        holder[key] = draw(st.one_of(json_values, texts, numbers))
    return value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def texts_in(value: Any) -> Iterator[str]:
    """All text in a value of the lab's."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield from texts_in(dict(value))
    elif hasattr(value, "__match_args__"):
        for name in value.__match_args__:
            yield from texts_in(getattr(value, name))
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from texts_in(key)
            yield from texts_in(each)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for each in value:
            yield from texts_in(each)


def unfit(value: Any) -> list[str]:
    """The texts in a value that may not reach a screen."""
    return [text for text in texts_in(value) if printable(text) != text]


def fit_to_be_told(error: SealegsError) -> None:
    """Assert that an error is a sentence or two for a learner."""
    assert unfit(str(error)) == []
    assert len(str(error)) < 800


def corpus(folder: str) -> list[Path]:
    """The files kept for a target; each once broke something, or stands for a way to."""
    found = sorted((CORPUS / folder).iterdir())
    assert found
    return found


def in_pieces(data: bytes, places: list[int]) -> list[bytes]:
    """Bytes cut at these places, whatever their number; no piece is empty."""
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[a:b] for a, b in pairwise(edges)]
