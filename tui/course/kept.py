"""A course as it was last loaded, kept on disk: reading YAML and Markdown anew takes ten times as long.

What is kept is used only while nothing has changed that it was made of: the course's files and this program's own.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pickle
import platform
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import msgspec
import pydantic

from tui import __version__
from tui.course.places import course_files, files_of
from tui.kept_file import kept_or
from tui.model.course import Course

_TUI = Path(__file__).resolve().parents[1]
_READERS = ("yaml", "markdown_it")
"""The packages that read a course. They are not imported for one that is kept; their first file names their version."""


def course_kept_or(load: Callable[[], Course], folder: Path, actions: frozenset[str] | None, cache: Path) -> Course:
    """The course in `folder` as it is kept in the folder `cache`; if it isn't, `load` it and keep it."""
    file = cache / f"{zlib.crc32(os.fsencode(folder.absolute())):08x}"
    loaded: list[Course] = []

    def pickled() -> bytes:
        loaded.append(load())
        return pickle.dumps(loaded[0], protocol=pickle.HIGHEST_PROTOCOL)

    kept = kept_or(pickled, file, _made_of(folder, actions))
    return loaded[0] if loaded else cast(Course, pickle.loads(kept))


def _made_of(folder: Path, actions: frozenset[str] | None) -> bytes:
    """A digest of everything that decides what a course loads as."""
    digest = hashlib.sha256()
    versions = (__version__, platform.python_version(), pydantic.VERSION, msgspec.__version__)
    digest.update(repr((versions, str(folder.absolute()), sorted(actions or ()), actions is None)).encode())
    for path in _sources(folder):
        try:
            content = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b""
        except OSError:
            content = b""
        digest.update(f"{path}\0{path.resolve()}\0".encode(errors="surrogateescape") + content)
    files = files_of(folder)
    for name in course_files(files):
        digest.update(f"{name}\0{(files / name).resolve()}\0".encode(errors="surrogateescape"))
    return digest.digest()


def _sources(folder: Path) -> Iterator[Path]:
    """The course's own files, and the modules that read them."""
    yield folder / "course.yaml"
    for name in ("lesson.md", "tasks.yaml"):
        yield from sorted(folder.glob(f"*/{name}"))
    for room in ("course", "model"):
        yield from sorted((_TUI / room).glob("*.py"))
    for package in _READERS:
        found = importlib.util.find_spec(package)
        if found and found.origin:
            yield Path(found.origin)
