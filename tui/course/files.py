"""Read a course's files: text, and YAML that remembers on which line each value stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml
from msgspec import Struct

from tui.course.mistakes import Mistake, refusal
from tui.course.slips import slip
from tui.errors import CourseError

# Characters that act on a terminal or hide what a line says; a course's lines are typed into a shell.
_HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")

_CUT = re.compile(r"\s+#\w")
"""What is meant as part of a text, "task #1", and starts a comment."""

DEEPEST = 40
"""Keys and lists inside each other; what is deeper is no course, and would be too deep for Python's stack."""

# The C loader is about eight times faster; a PyYAML built without libyaml lacks it.
_SAFE: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MOST_NESTED = 5000
"""Things inside each other that libyaml can take: it calls itself for each, and 30,000 end the program.

Brackets nest once each, and what is without brackets nests at most twice a column.
"""

_TAG = "tag:yaml.org,2002:"
_PLAIN = {
    "null": (r"~|null|Null|NULL|", ("~", "n", "N", "")),
    "bool": (r"true|True|TRUE|false|False|FALSE", tuple("tTfF")),
    "int": (r"[-+]?(?:0|[1-9][0-9]*)", tuple("-+0123456789")),
    "float": (r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", tuple("-+.0123456789")),
}
"""What isn't text though it stands without quotes: as YAML 1.2 has it, and so editors. In PyYAML's 1.1 `off` and `no`
are false, and 22:30 is a number."""


_LOADER: type[yaml.SafeLoader] = type("_Loader", (_SAFE,), {"yaml_implicit_resolvers": {}})
for _kind, (_shape, _firsts) in _PLAIN.items():
    _LOADER.add_implicit_resolver(_TAG + _kind, re.compile(rf"^(?:{_shape})$"), _firsts)

Where = tuple[str | int, ...]
"""The way to a value in a YAML file: keys and list positions, from the top."""


class Document(Struct, frozen=True):
    """A YAML file: its plain data, the line (from 1) on which each key or list item stands, and how what isn't text is
    written there (2.10 is the number 2.1)."""

    path: Path
    data: object
    lines: Mapping[Where, int]
    written: Mapping[Where, str]

    def mistake(self, where: Where, text: str) -> Mistake:
        """A mistake at the value `where` leads to, or at the nearest thing around it."""
        while where not in self.lines:
            where = where[:-1]
        return Mistake(self.path, self.lines[where], text)


def read_text(path: Path) -> str:
    """The text of a file, in UTF-8 and without hidden characters. Raises CourseError."""
    if not path.is_file():
        raise refusal(Mistake(path, 1, "this is no file" if path.exists() else _MISSING.get(path.name, _GONE)))
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
    text = read_text(path)
    if text.count("[") + text.count("{") + 2 * max(map(len, text.split("\n"))) > MOST_NESTED:
        raise refusal(Mistake(path, 1, "this has a line too long, or too many brackets, to be a course"))
    loader = _LOADER(text)
    try:
        return _Reader(path, text, loader).document()
    except yaml.MarkedYAMLError as error:
        raise refusal(Mistake(path, *slip(error, text))) from None
    except (yaml.YAMLError, RecursionError):
        raise refusal(Mistake(path, 1, "this is not YAML that a course can be read from")) from None
    finally:
        loader.dispose()


_GONE = "there is no such file"
_MISSING = {
    "lesson.md": "there is no such file; every lesson has one",
    "tasks.yaml": "there is no such file; an empty one will do for a lesson without tasks",
}


def _hidden(character: str) -> str:
    if character == "\t":
        return "a tab stands here; use spaces"
    return f"a hidden character stands here (U+{ord(character):04X})"


class _Reader:
    """Turns YAML nodes into plain data, noting lines.

    Takes only what a course needs: no aliases (they can grow without bound), and no key twice (the last one
    would win without a word).
    """

    def __init__(self, path: Path, text: str, loader: yaml.SafeLoader) -> None:
        self._path = path
        self._loader = loader
        self._text = text.split("\n")
        self._lines: dict[Where, int] = {(): 1}
        self._written: dict[Where, str] = {}
        self._met: set[int] = set()

    def document(self) -> Document:
        node = self._loader.get_single_node()
        data = {} if node is None else self._plain(node, ())
        return Document(self._path, data, self._lines, self._written)

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
        value = self._scalar(node)
        if not isinstance(value, str):
            self._written[where] = str(node.value)
        return value

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
        except ValueError:  # a number of more digits than Python reads
            raise self._refusal(node, f'write it in quotes: "{node.value}"') from None
        if isinstance(value, str):
            if hit := _HIDDEN.search(value):
                raise self._refusal(node, _hidden(hit[0]))
            end = node.end_mark
            if isinstance(node, yaml.ScalarNode) and not node.style and _CUT.match(self._text[end.line], end.column):
                raise self._refusal(node, 'from " #" on it would be a comment; put the whole text in quotes')
        return value

    def _refusal(self, node: yaml.Node, text: str) -> CourseError:
        return refusal(Mistake(self._path, node.start_mark.line + 1, text))
