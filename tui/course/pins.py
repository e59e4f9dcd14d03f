"""Images by name: what one without a tag is called in full, and which of a course are pinned: those that are the same
on every day and machine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from pathlib import Path

from tui.course.files import Document, read_text, read_yaml
from tui.course.mistakes import Mistake, Refusal
from tui.course.places import RECIPES, course_files

_FROM = re.compile(r"\s*FROM\s+(?:--\S+\s+)*(?P<image>\S+)(?:\s+AS\s+(?P<stage>\S+))?", re.IGNORECASE)


def unpinned_images(document: Document, images: list[str], files: Path) -> Iterator[Mistake]:
    """Images of course.yaml that may be another one tomorrow; one that a recipe of the course makes can't."""
    made = _made_here(files)
    for index, image in enumerate(images):
        if not is_pinned(image) and with_tag(image) not in made:
            yield document.mistake(("images", index), f'the image "{image}" is not pinned: {_ADVICE}')


def unpinned_bases(files: Path) -> Iterator[Mistake]:
    """FROM lines of the course's Dockerfiles that name an image without saying which one of that name."""
    made = _made_here(files)
    for path in course_files(files):
        if not Path(path).name.lower().startswith("dockerfile"):
            continue
        try:
            text = read_text(files / path)
        except Refusal as refusal:
            yield from refusal.mistakes
            continue
        yield from _unpinned_in(files / path, text, made)


def is_pinned(image: str) -> bool:
    """Whether an image's name has a digest, or a tag other than `latest`."""
    return "@" in image or not with_tag(image).endswith(":latest")


_ADVICE = "give it a tag other than latest, or a digest"


def _unpinned_in(path: Path, text: str, made: Set[str]) -> Iterator[Mistake]:
    stages = {"scratch"}
    for number, line in enumerate(text.splitlines(), 1):
        match = _FROM.match(line)
        if match is None:
            continue
        image = match["image"]
        if image.lower() not in stages and not is_pinned(image) and with_tag(image) not in made:
            yield Mistake(path, number, f'FROM "{image}" is not pinned: {_ADVICE}')
        if match["stage"]:
            stages.add(match["stage"].lower())


def with_tag(image: str) -> str:
    """The name as Docker completes it; a colon before the last slash is a port's."""
    return image if ":" in image.rpartition("/")[2] else f"{image}:latest"


def _made_here(files: Path) -> set[str]:
    """The names, with tags, of the images that recipes of the course make: those are pinned by their recipes."""
    names = set()
    for recipe in sorted((files / RECIPES).glob("*/recipe.yaml")):
        try:
            data = read_yaml(recipe).data
        except Refusal:
            continue  # a recipe is another tool's to check
        if isinstance(data, dict) and isinstance(data.get("name"), str):
            names.add(with_tag(data["name"]))
    return names
