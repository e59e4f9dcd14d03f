"""Turn a YAML document into the model an author writes, with messages an author understands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tui.course.files import Document, Where
from tui.course.mistakes import Mistake, refusal, suggestion
from tui.model.course import PARAMETER
from tui.model.policies import SOLUTIONS
from tui.model.tasks import SLUG

Model = TypeVar("Model", bound=BaseModel)

MOST = 200
"""Mistakes of one file that are told; nobody reads more before correcting some."""


def validated(model: type[Model], document: Document) -> Model:
    """The document as `model`. Raises CourseError with every mistake found."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise refusal(*(_mistake(model, document, detail) for detail in error.errors()[:MOST])) from None


def _mistake(model: type[BaseModel], document: Document, detail: ErrorDetails) -> Mistake:
    where = _where(document, detail["loc"])
    text = _explained(detail, document.written.get(where, ""), _valid_keys(model, detail["loc"]))
    if detail["type"] == "union_tag_invalid":
        where = (*where, "type")
    return document.mistake(where, text)


def _where(document: Document, location: Where) -> Where:
    """pydantic's location as a way through the file: without the tags it puts in where it chose a model."""
    where: Where = ()
    for step in location:
        if (*where, step) in document.lines:
            where = (*where, step)
    return where


_SAID = {
    "missing": "is missing",
    "too_short": "needs at least {min_length}, and has {actual_length}",
    "greater_than_equal": "is {ge} or more",
    "less_than_equal": "is {le} or less",
    "bool_type": "is true or false",
    "bool_parsing": "is true or false",
    "int_type": "is a whole number",
    "int_parsing": "is a whole number",
    "int_from_float": "is a whole number",
    "list_type": 'is a list: a line "- …" for each, or [one, two]',
    "string_too_short": "is empty",
}
"""What is said of a key, by pydantic's name for the mistake; in braces, what pydantic says of it besides."""

_PATTERNS = {
    SLUG: "takes small letters and digits, with single dashes between",
    PARAMETER: "takes small letters, digits and underscores",
    SOLUTIONS: "is always, never, after-hints, or after-5-minutes",
}


def _explained(detail: ErrorDetails, written: str, valid_keys: set[str]) -> str:
    """What is wrong, in an author's words; `written` is how what isn't text stands in the file."""
    # A key that is wrong itself is called [key] by pydantic, behind what it is.
    name = next((step for step in reversed(detail["loc"]) if isinstance(step, str) and step != "[key]"), "")
    context: dict[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            return f'unknown key "{name}"' + suggestion(name, valid_keys)
        case "union_tag_invalid":
            return f'unknown check type "{context["tag"]}"' + _nearest_of(context["tag"], context["expected_tags"])
        case "union_tag_not_found":
            return 'a check needs a "type"'
        case "literal_error":
            word = written or str(detail["input"])
            nearest = _nearest_of(word, context["expected"]) or f"; it is {context['expected'].replace(chr(39), '')}"
            return f'"{name}" can\'t be "{word}"{nearest}'
        case "string_pattern_mismatch":
            return f'"{name}" {_PATTERNS[context["pattern"]]}'
        case "string_type" if detail["input"] is None:
            return f'"{name}" is empty'
        case "string_type":
            return f'"{name}" is text: write it in quotes' + (f', "{written}"' if written else "")
        case "value_error":
            return str(context["error"])
        case "model_type" | "model_attributes_type" | "dict_type":
            return f'{_called(detail["loc"])} holds keys with values, "key: value"'
        case kind if kind in _SAID:
            return f'"{name}" {_SAID[kind].format(**context)}'
        case _:
            return f'"{name}": {detail["msg"][:1].lower()}{detail["msg"][1:]}' if name else detail["msg"]


def _called(location: Where) -> str:
    """What stands at a place, for a sentence about it."""
    if not location:
        return "this file"
    return f'each of "{location[-2]}"' if isinstance(location[-1], int) and len(location) > 1 else f'"{location[-1]}"'


def _nearest_of(word: str, quoted: str) -> str:
    """The suggestion out of pydantic's list of valid words: 'a', 'b' or 'c'."""
    return suggestion(word, re.findall(r"'([^']*)'", quoted))


def _valid_keys(model: type[BaseModel], location: Where) -> set[str]:
    """The keys that may stand beside the one at `location`."""
    here = [model]
    for step in location[:-1]:
        if isinstance(step, int):
            continue
        chosen = [option for option in here if len(here) > 1 and option.model_fields["type"].default == step]
        here = chosen or [
            inner
            for option in here
            if step in option.model_fields
            for inner in _models_in(option.model_fields[step].annotation)
        ]
    return {key for option in here for key in option.model_fields}


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """The models an annotation mentions: list[Task], A | B, Annotated[…]."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        # One that was not needed yet has fields whose types are but names.
        annotation.model_rebuild()
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
