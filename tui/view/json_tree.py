"""What `docker inspect` prints, as a tree that folds: its lines, what is found, and how to ask docker for a part."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator

from msgspec import Struct

from tui.model.looks import Json
from tui.view.columns import clip
from tui.view.toned import Part, TonedRow, hanging

Path = tuple[str | int, ...]

FOLDED, UNFOLDED = "▸ ", "▾ "
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PREVIEW = 200
"""Characters of what is folded that are told at most."""


class Node(Struct, frozen=True):
    """One line of the tree: a value, and the way to it. `unfolded` is None where there is nothing to unfold."""

    path: Path
    value: Json
    unfolded: bool | None


def nodes(value: Json, unfolded: Collection[Path], path: Path = ()) -> Iterator[Node]:
    """The lines that are in sight."""
    for key, each in _children(value):
        way = (*path, key)
        opens = way in unfolded if _children(each) else None
        yield Node(way, each, opens)
        if opens:
            yield from nodes(each, unfolded, way)


def tree_rows(value: Json, unfolded: Collection[Path], found: Collection[Path], width: int) -> list[TonedRow]:
    """The tree as far as it is unfolded; what was found is marked."""
    return [row for node in nodes(value, unfolded) for row in _node_rows(node, node.path in found, width)]


def find(value: Json, words: str, path: Path = ()) -> Iterator[Path]:
    """The ways to all that has words in its name or is text with them, in the order of the lines."""
    for key, each in _children(value):
        way = (*path, key)
        texts = [key if isinstance(key, str) else "", "" if _children(each) else _written(each)]
        if any(words.casefold() in text.casefold() for text in texts):
            yield way
        yield from find(each, words, way)


def above(path: Path) -> set[Path]:
    """What must be unfolded for a line to be in sight."""
    return {path[:length] for length in range(1, len(path))}


def at(value: Json, path: Path) -> Json:
    """What stands at the end of a way."""
    for key in path:
        value = dict(_children(value)).get(key)
    return value


def template(path: Path) -> str:
    """What `docker inspect --format` takes to print one value."""
    expression = ""
    for key in path:
        if isinstance(key, str) and _NAME.fullmatch(key):
            expression += f".{key}"
        else:
            expression = f"(index {expression or '.'} {json.dumps(key)})"
    if expression.startswith("(") and expression.endswith(")"):
        expression = expression[1:-1]
    return "{{" + expression + "}}"


def copied(value: Json) -> str:
    """A value as one wants to paste it: text bare, the rest as JSON."""
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)


def _children(value: Json) -> list[tuple[str | int, Json]]:
    match value:
        case dict():
            return list(value.items())
        case list():
            return list(enumerate(value))
    return []


def _node_rows(node: Node, found: bool, width: int) -> Iterator[TonedRow]:
    sign = {None: "  ", True: UNFOLDED, False: FOLDED}[node.unfolded]
    key = node.path[-1]
    name = key if isinstance(key, str) else f"[{key}]"
    before: tuple[Part, ...] = (
        ("  " * (len(node.path) - 1) + sign, "quiet"),
        (name, "mark" if found else "key"),
        (" " if node.unfolded is not None else ": ", "plain"),
    )
    if node.unfolded is None:
        yield from hanging(before, _written(node.value), "plain" if node.value else "quiet", width, node.path)
        return
    children = len(_children(node.value))
    count = f"{{{children}}}" if isinstance(node.value, dict) else f"[{children}]"
    told = count if node.unfolded else f"{count} {_preview(node.value)}"
    room = max(1, width - sum(len(part) for part, _ in before))
    yield TonedRow((*before, (clip(told, room).rstrip(), "quiet")), node.path)


def _preview(value: Json) -> str:
    """The beginning of what is folded."""
    told = ""
    for key, each in _children(value):
        written = "…" if _children(each) else _written(each)
        if isinstance(key, str):
            written = f"{key} {written}"
        elif written == "…":
            break
        told += f"; {written}" if told else written
        if len(told) > _PREVIEW:
            break
    return told


def _written(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
