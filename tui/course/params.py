"""Course parameters: values of the learner's own, and the course with them in place of `${name}`."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeVar, get_args

from msgspec.structs import replace
from pydantic import BaseModel

from tui.model.checks import Pattern
from tui.model.course import Block, Course, Lesson, Page, Parameter, Prose
from tui.model.tasks import WrongAnswer

NAME = re.compile(r"\$\{([a-z][a-z0-9_]*)\}")
"""Where a parameter stands in a text; a shell's own variables are in capitals."""

PORTS = 100
"""How many ports after a taken one are tried."""

Model = TypeVar("Model", bound=BaseModel)


def choose(
    params: Mapping[str, Parameter],
    kept: Mapping[str, str],
    is_free: Callable[[int], bool],
    pick: random.Random,
) -> dict[str, str]:
    """A value for each parameter: the one that was kept, if it may still be, or a new one.

    A kept port is not asked whether it is free: what the learner started on it may well be listening there.
    """
    return {name: _value(parameter, kept.get(name, ""), is_free, pick) for name, parameter in params.items()}


def _value(parameter: Parameter, kept: str, is_free: Callable[[int], bool], pick: random.Random) -> str:
    if parameter.port is None:
        return kept if kept in parameter.pick else pick.choice(parameter.pick)
    last = min(parameter.port + PORTS, 65536)
    ports = range(parameter.port, last)
    if kept.isdecimal() and int(kept) in ports:
        return kept
    return str(next((port for port in ports if is_free(port)), parameter.port))


def longest(params: Mapping[str, Parameter]) -> dict[str, str]:
    """For each parameter the longest value it may have."""
    return {name: max(each.pick, key=len) if each.pick else str(each.port) for name, each in params.items()}


def filled(course: Course, values: Mapping[str, str]) -> Course:
    """The course with the values of its declared parameters in every text, line, pattern and check."""
    known = {name: value for name, value in values.items() if name in course.params}
    if not known:
        return course
    fill = Filling(known)
    return replace(
        course,
        title=fill.text(course.title),
        images=tuple(map(fill.text, course.images)),
        lessons=tuple(map(fill.lesson, course.lessons)),
    )


class Filling:
    """Puts values in; what holds no parameter is passed on as it is, not copied."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def text(self, text: str) -> str:
        """A text with the values in it."""
        if "${" not in text:
            return text
        return NAME.sub(lambda match: self._values.get(match[1], match[0]), text)

    def pattern(self, text: str) -> str:
        """A regular expression that looks for the values as they stand."""
        return NAME.sub(lambda match: re.escape(self._values[match[1]]) if match[1] in self._values else match[0], text)

    def lesson(self, lesson: Lesson) -> Lesson:
        """A lesson with the values in all its parts."""
        return Lesson(
            entry=self.model(lesson.entry),
            pages=tuple(map(self.page, lesson.pages)),
            tasks=tuple(map(self.model, lesson.tasks)),
            questions=tuple(map(self.model, lesson.questions)),
        )

    def page(self, page: Page) -> Page:
        """A page with the values in its texts and lines."""
        return replace(page, title=self.text(page.title), parts=tuple(map(self._part, page.parts)))

    def _part(self, part: Prose | Block) -> Prose | Block:
        if isinstance(part, Prose):
            return replace(part, markdown=self.text(part.markdown)) if "${" in part.markdown else part
        if any("${" in line for line in part.lines):
            return replace(part, lines=tuple(map(self.text, part.lines)))
        return part

    def model(self, model: Model) -> Model:
        """Something an author wrote in YAML, with the values in it and in what is inside it."""
        patterns = _patterns(type(model))
        changed = {}
        for name, value in model.__dict__.items():
            new = self._inside(value, name in patterns)
            if new is not value:
                changed[name] = new
        return model.model_copy(update=changed) if changed else model

    def _inside(self, value: object, pattern: bool) -> object:
        if isinstance(value, str):
            if "${" not in value:
                return value
            return self.pattern(value) if pattern else self.text(value)
        if isinstance(value, BaseModel):
            return self.model(value)
        if isinstance(value, list):
            new = [self._inside(each, pattern) for each in value]
            return new if any(one is not other for one, other in zip(new, value, strict=True)) else value
        return value


@cache
def _patterns(model: type[BaseModel]) -> frozenset[str]:
    """The fields of a model that hold regular expressions. A typed wrong answer may be one, and is taken for one."""
    mark = get_args(Pattern)[1]

    def is_pattern(annotation: object, metadata: list[object]) -> bool:
        return mark in metadata or any(inner == Pattern or is_pattern(inner, []) for inner in get_args(annotation))

    found = {name for name, field in model.model_fields.items() if is_pattern(field.annotation, field.metadata)}
    return frozenset(found | ({"answer"} if model is WrongAnswer else set()))
