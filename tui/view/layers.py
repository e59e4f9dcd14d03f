"""An image's layers: its history as a table with bars, what it shares with other images, and the files of a layer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from tui.model.engine import Image, Snapshot
from tui.model.facts import HistoryRow, ImageDetails, ImageFiles, LayerFile
from tui.model.text import printable, size
from tui.view.tables import Column, Row, Table, short_image

BAR = 12
"""Cells of the largest layer's bar."""
_EIGHTHS = " ▏▎▍▌▋▊▉█"

LAYER_COLUMNS = (
    Column("SIZE", 0, usual=6, value=0),
    Column("", 2, most=BAR, least=BAR),
    Column("CREATED BY", 1, most=70, least=24),
    Column("ALSO IN", 3, most=30, least=10),
)

_NO_LAYER = {
    "ARG", "CMD", "ENTRYPOINT", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "SHELL",
    "STOPSIGNAL", "USER", "VOLUME",
}  # fmt: skip
"""Instructions that change only an image's settings."""


def history_table(snapshot: Snapshot, details: Mapping[str, ImageDetails], name: str) -> Table:
    """`docker image history` of the image with the tag or id `name`, newest row first; `details` are by image id."""
    command = f"docker image history {short_image(name)}".rstrip()
    image = next((each for each in snapshot.images if name == each.id or name in each.tags), None)
    if image is None:
        return Table(command, LAYER_COLUMNS, (), f"no image {short_image(name)} here" if name else "no images yet")
    known = details.get(image.id)
    if known is None:
        return Table(command, LAYER_COLUMNS, (), "reading the image")
    largest = max((row.size for row in known.history), default=0)
    sharing = _sharing(image, known, snapshot.images, details)
    rows = tuple(
        Row(
            f"{image.id} {number}",
            _cells(row, largest, sharing.get(layer, ())),
            "dim" if layer is None else "plain",
            name=instruction(row.created_by),
            values=(-row.size,),
        )
        for number, (row, layer) in enumerate(zip(known.history, layers_of_rows(known), strict=True))
    )
    return Table(command, LAYER_COLUMNS, rows, "no history")


def layers_of_rows(details: ImageDetails) -> list[int | None]:
    """For each row of the history (newest first), which layer it made (lowest is 0); None for settings only.

    The engine doesn't say, so instructions tell; where that doesn't add up, sizes do, and else it stays unknown.
    """
    rows = details.history
    for makes in (_makes_a_layer, lambda row: row.size > 0):
        makers = [number for number in range(len(rows) - 1, -1, -1) if makes(rows[number])]
        if len(makers) == len(details.layers):
            layer_of = {row: layer for layer, row in enumerate(makers)}
            return [layer_of.get(number) for number in range(len(rows))]
    return [None] * len(rows)


def layer_title(details: ImageDetails, layer: int) -> str:
    """A layer in a few words: its number from 1, and the instruction that made it."""
    made_by = [row for row, made in zip(details.history, layers_of_rows(details), strict=True) if made == layer]
    return f"layer {layer + 1}: {instruction(made_by[0].created_by)}" if made_by else f"layer {layer + 1}"


def instruction(created_by: str) -> str:
    """A row's command as it stands in a Dockerfile: "RUN apt update", whichever builder wrote it down."""
    text = created_by.removesuffix("# buildkit").strip()
    if found := re.match(r"/bin/sh -c #\(nop\)\s+(.*)", text, re.DOTALL):
        text = found[1]
    elif found := re.match(r"(?:RUN )?(?:\|\d+ .*?)?/bin/sh -c (.*)", text, re.DOTALL):
        text = f"RUN {found[1]}"
    return printable(" ".join(text.split()))


def bar(part: int, whole: int, cells: int = BAR) -> str:
    """A bar for `part` of `whole`, in eighths of a cell; anything but nothing shows."""
    if part <= 0 or whole <= 0:
        return ""
    eighths = max(1, round(8 * cells * part / whole))
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


def _makes_a_layer(row: HistoryRow) -> bool:
    word = instruction(row.created_by).split(" ", 1)[0].upper()
    return bool(row.size) or word not in _NO_LAYER


def _cells(row: HistoryRow, largest: int, others: Sequence[str]) -> tuple[str, ...]:
    return (size(row.size), bar(row.size, largest), instruction(row.created_by), ", ".join(others))


def _sharing(
    image: Image, own: ImageDetails, images: Sequence[Image], details: Mapping[str, ImageDetails]
) -> dict[int | None, list[str]]:
    """Names of the other images that have a layer too, by layer; a layer is shared with all those below it."""
    shared: dict[int | None, list[str]] = {}
    for other in images:
        theirs = details.get(other.id)
        if other.id == image.id or theirs is None or not other.tags:
            continue
        for number, (mine, its) in enumerate(zip(own.layers, theirs.layers, strict=False)):
            if mine != its:
                break
            shared.setdefault(number, []).append(other.tags[0].removesuffix(":latest"))
    return shared


Found = tuple[int, LayerFile]
"""What lies at a path, and in which layer (the lowest is 0)."""


class LayerLine(Struct, frozen=True):
    """One path in a layer: `sign` is + (comes), ~ (replaces the one below) or - (hidden from here on)."""

    sign: str
    path: str
    size: str
    note: str = ""
    preview: str = ""


def layer_lines(files: ImageFiles, layer: int) -> list[LayerLine]:
    """What a layer does to the files below it: what it hides first, then what it brings, by path.

    What is hidden is told with where it still lies: a removed file leaves the view, not the image.
    """
    below, entries = _seen_through(files.layers[:layer]), files.layers[layer]
    within: dict[str, list[Found]] = {entry.path: [] for entry in entries if entry.kind == "gone"}
    for path, found in below.items() if within else ():
        for folder in _above(path):
            if folder in within and found[1].kind != "folder":
                within[folder].append(found)
    made = {entry.path for entry in entries if entry.kind != "gone"}
    lines = [_came(entry, below) for entry in entries if entry.kind not in ("folder", "gone")]
    for path, inside in within.items():
        # A folder that a layer makes is marked as hiding what lies below it, also where nothing does.
        if inside or (path in below and path not in made):
            lines.append(_went(path, inside, below.get(path)))
    return sorted(lines, key=lambda line: (line.sign != "-", line.path))


def _seen_through(layers: Sequence[Sequence[LayerFile]]) -> dict[str, Found]:
    """What a container on top of some layers sees, by path."""
    seen: dict[str, Found] = {}
    for number, entries in enumerate(layers):
        gone = {entry.path for entry in entries if entry.kind == "gone"}
        if gone:
            seen = {path: found for path, found in seen.items() if path not in gone and gone.isdisjoint(_above(path))}
        seen.update({entry.path: (number, entry) for entry in entries if entry.kind != "gone"})
    return seen


def _above(path: str) -> Iterator[str]:
    """The folders a path lies in, the nearest first."""
    while path not in ("", "/"):
        path = path.rpartition("/")[0] or "/"
        yield path


def _came(entry: LayerFile, below: Mapping[str, Found]) -> LayerLine:
    sign = "~" if entry.path in below else "+"
    return LayerLine(sign, printable(entry.path), size(entry.size), "", _preview(entry))


def _went(path: str, inside: Sequence[Found], own: Found | None) -> LayerLine:
    """A path that is hidden from here on; `own` is what it was, as far as that is written down."""
    if not inside and own is not None and own[1].kind == "folder":
        return LayerLine("-", printable(path), "", f"an empty folder of layer {own[0] + 1}")
    hidden = inside or ([own] if own is not None else [])
    numbers = [str(number + 1) for number in sorted({number for number, _ in hidden})]
    layers = f"layers {', '.join(numbers[:-1])} and {numbers[-1]}" if len(numbers) > 1 else f"layer {numbers[0]}"
    note = f"still in {layers}, {size(sum(entry.size for _, entry in hidden))}"
    return LayerLine("-", printable(path), "", note, _preview(own[1]) if own is not None else "")


def _preview(entry: LayerFile) -> str:
    """The first line of a small text file."""
    try:
        text = entry.content.decode()
    except UnicodeDecodeError:
        return ""
    return printable(text.split("\n", 1)[0])[:60]
