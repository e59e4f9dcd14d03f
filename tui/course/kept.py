"""A course as it was last loaded, kept on disk: reading YAML and Markdown anew takes ten times as long.

What is kept is used only while nothing has changed that it was made of: the course's files and this program's own.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pickle
import platform
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pydantic

from tui import __version__
from tui.course.places import course_files, files_of
from tui.model.course import Course

_TUI = Path(__file__).resolve().parents[1]
_READERS = ("yaml", "markdown_it")
"""The packages that read a course. They are not imported for one that is kept; their first file names their version."""
_DIGEST = hashlib.sha256().digest_size


def kept_or(load: Callable[[], Course], folder: Path, actions: frozenset[str] | None, cache: Path) -> Course:
    """The course in `folder` as it is kept in the folder `cache`; if it isn't, `load` it and keep it."""
    made_of = _made_of(folder, actions)
    file = cache / f"{zlib.crc32(os.fsencode(folder.absolute())):08x}"
    if course := _read(file, made_of):
        return course
    course = load()
    _write(file, made_of, course)
    return course


def _read(file: Path, made_of: bytes) -> Course | None:
    """The course in a file of ours, if it was made of the same; None for any other file, whole or not."""
    try:
        found = file.stat()
        # Unpickling runs what it is told to: what somebody else could have written is not even read.
        if found.st_uid != os.getuid() or found.st_mode & 0o022:
            return None
        content = file.read_bytes()
    except OSError:
        return None
    head, digest, pickled = content[:_DIGEST], content[_DIGEST : 2 * _DIGEST], content[2 * _DIGEST :]
    if head != made_of or digest != hashlib.sha256(pickled).digest():
        return None
    course = pickle.loads(pickled)
    return course if isinstance(course, Course) else None


def _write(file: Path, made_of: bytes, course: Course) -> None:
    """Keep a course. Where that can't be (a full disk, a read-only home), it is read anew each time, as before."""
    pickled = pickle.dumps(course, protocol=pickle.HIGHEST_PROTOCOL)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as written:
            new = Path(written.name)
            try:
                written.write(made_of + hashlib.sha256(pickled).digest() + pickled)
                written.flush()
                new.replace(file)
            except BaseException:
                new.unlink(missing_ok=True)
                raise
    except OSError:
        return


def _made_of(folder: Path, actions: frozenset[str] | None) -> bytes:
    """A digest of everything that decides what a course loads as."""
    digest = hashlib.sha256()
    about = (__version__, platform.python_version(), pydantic.VERSION, str(folder.absolute()), sorted(actions or ()))
    digest.update(repr((about, actions is None)).encode())
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
