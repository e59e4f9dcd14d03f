"""Read a course's files: text, and YAML that remembers on which line each value stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tui.course.mistakes import Mistake, refusal
from tui.errors import CourseError

# Characters that act on a terminal or hide what a line says; a course's lines are typed into a shell.
_HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")

DEEPEST = 40
"""Keys and lists inside each other; what is deeper is no course, and would be too deep for Python's stack."""

# The C loader is about eight times faster; a PyYAML built without libyaml lacks it.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Where = tuple[str | int, ...]
"""The way to a value in a YAML file: keys and list positions, from the top."""


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file: its plain data, and the line (from 1) on which each key or list item stands."""

    path: Path
    data: object
    lines: Mapping[Where, int]

    def mistake(self, where: Where, text: str) -> Mistake:
        """A mistake at the value `where` leads to, or at the nearest thing around it."""
        while where not in self.lines:
            where = where[:-1]
        return Mistake(self.path, self.lines[where], text)


def read_text(path: Path) -> str:
    """The text of a file, in UTF-8 and without hidden characters. Raises CourseError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise refusal(Mistake(path, 1, f"can't be read: {error.strerror}")) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise refusal(Mistake(path, line, "this is not UTF-8 text")) from None
    if hit := _HIDDEN.search(text):
        raise refusal(Mistake(path, text.count("\n", 0, hit.start()) + 1, _hidden(hit[0])))
    return text


def read_yaml(path: Path) -> Document:
    """A YAML file with the lines of its values. Raises CourseError."""
    loader = _LOADER(read_text(path))
    try:
        return _Reader(path, loader).document()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise refusal(Mistake(path, line, f"this is not YAML: {error.problem}")) from None
    except (yaml.YAMLError, RecursionError):
        raise refusal(Mistake(path, 1, "this is not YAML that a course can be read from")) from None
    finally:
        loader.dispose()


def _hidden(character: str) -> str:
    if character == "\t":
        return "a tab stands here; use spaces"
    return f"a hidden character stands here (U+{ord(character):04X})"


class _Reader:
    """Turns YAML nodes into plain data, noting lines.

    Takes only what a course needs: no aliases (they can grow without bound), and no key twice (the last one
    would win without a word).
    """

    def __init__(self, path: Path, loader: yaml.SafeLoader) -> None:
        self._path = path
        self._loader = loader
        self._lines: dict[Where, int] = {(): 1}
        self._met: set[int] = set()

    def document(self) -> Document:
        node = self._loader.get_single_node()
        data = {} if node is None else self._plain(node, ())
        return Document(self._path, data, self._lines)

    def _plain(self, node: yaml.Node, where: Where) -> object:
        if id(node) in self._met:
            raise self._refusal(node, "an alias stands for this; write it out")
        self._met.add(id(node))
        if len(where) > DEEPEST:
            raise self._refusal(node, "this stands too deep inside other things")
        if isinstance(node, yaml.MappingNode):
            return dict(self._entries(node, where))
        if isinstance(node, yaml.SequenceNode):
            return list(self._items(node, where))
        return self._scalar(node)

    def _entries(self, node: yaml.MappingNode, where: Where) -> Iterator[tuple[str, object]]:
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self._refusal(key, "a key must be a word")
            here = (*where, key.value)
            if here in self._lines:
                raise self._refusal(key, f'"{key.value}" stands here twice')
            self._lines[here] = key.start_mark.line + 1
            yield key.value, self._plain(value, here)

    def _items(self, node: yaml.SequenceNode, where: Where) -> Iterator[object]:
        for index, item in enumerate(node.value):
            here = (*where, index)
            self._lines[here] = item.start_mark.line + 1
            yield self._plain(item, here)

    def _scalar(self, node: yaml.Node) -> object:
        try:
            value = self._loader.construct_object(node)
        except ValueError:  # what looks like a date or a number and is none, such as 2024-13-45
            raise self._refusal(node, f'write it in quotes: "{node.value}"') from None
        if isinstance(value, str) and (hit := _HIDDEN.search(value)):
            raise self._refusal(node, _hidden(hit[0]))
        return value

    def _refusal(self, node: yaml.Node, text: str) -> CourseError:
        return refusal(Mistake(self._path, node.start_mark.line + 1, text))
