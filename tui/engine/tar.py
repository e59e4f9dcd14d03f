"""Read a tar archive from a stream that can't be rewound and may be hostile: one entry after the other, bounded.

The standard library's reader takes a name of any length into memory, and recurses as deep as an archive asks; the
engine's archives hold what anyone put into an image. Formats: POSIX ustar and pax, GNU long names
(https://www.gnu.org/software/tar/manual/html_node/Standard.html).
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from tui.errors import EngineError

BLOCK = 512
LONGEST_HEADER = 1 << 20
"""Bytes of a pax record or long name, at most; extended attributes stand there, too."""
LONGEST_NAME = 4096
_CHUNK = 1 << 16
_ZEROS = bytes(BLOCK)
_EXTENDED = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
_WITHOUT_DATA = (
    tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE,
)  # fmt: skip


class Readable(Protocol):
    """A binary stream."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, none at the end."""
        ...


class Entry(Struct, frozen=True):
    """One entry's header; `type` is tar's letter, `link` is where a link leads."""

    name: str
    type: bytes
    size: int
    link: str = ""

    @property
    def is_file(self) -> bool:
        """Whether it is a file with data of its own."""
        return self.type not in _WITHOUT_DATA


def refused(why: str) -> EngineError:
    """An archive that can't be read, in words a learner reads."""
    return EngineError(f"The image's archive can't be read: {why}.", "Try another image, or another engine.")


class Part:
    """The next `size` bytes of a stream; raises `EngineError` if it ends before."""

    def __init__(self, stream: Readable, size: int) -> None:
        self.left = size
        self._stream = stream

    def read(self, size: int = _CHUNK, /) -> bytes:
        """At most `size` bytes; fewer only where the part ends."""
        found = exactly(self._stream, min(size, self.left))
        self.left -= len(found)
        return found

    def skip(self) -> None:
        """Read past the rest."""
        while self.left:
            self.read(_CHUNK)


def exactly(stream: Readable, size: int) -> bytes:
    """The next `size` bytes; raises `EngineError` if there are fewer."""
    found = stream.read(size)
    while len(found) < size:
        more = stream.read(size - len(found))
        if not more:
            raise refused("it ends too early")
        found += more
    return found


def is_header(block: bytes) -> bool:
    """Whether a block begins a tar archive: a header, or the zeros of an empty one."""
    if block == _ZEROS:
        return True
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return False
    return True


def entries(stream: Readable) -> Iterator[tuple[Entry, Part]]:
    """Each entry with its data, which can be read until the next one is asked for.

    Raises `EngineError` for an archive that is damaged or out of bounds.
    """
    said: dict[str, str] = {}
    while (entry := _header(stream)) is not None:
        data = Part(stream, entry.size if entry.is_file else 0)
        padding = -data.left % BLOCK
        if entry.type in _EXTENDED:
            said |= _pax(_whole(data))
        elif entry.type == tarfile.GNUTYPE_LONGNAME:
            said["path"] = _name(_whole(data))
        elif entry.type == tarfile.GNUTYPE_LONGLINK:
            said["linkpath"] = _name(_whole(data))
        elif entry.type != tarfile.XGLTYPE:
            full = _told(entry, said)
            said = {}
            data = Part(stream, full.size if full.is_file else 0)
            padding = -data.left % BLOCK
            yield full, data
        data.skip()
        exactly(stream, padding)


def _header(stream: Readable) -> Entry | None:
    """The next header, or None at the end of the archive."""
    block = stream.read(BLOCK)
    if not block:
        return None
    block += exactly(stream, BLOCK - len(block))
    if block == _ZEROS:
        return None
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError) as error:
        raise refused("a header is damaged") from error
    if info.size < 0:
        raise refused("a size is negative")
    return Entry(info.name, info.type, info.size, info.linkname)


def _told(entry: Entry, said: dict[str, str]) -> Entry:
    """An entry as the records before it tell it."""
    size = said.get("size", "")
    full = replace(entry, name=said.get("path", entry.name), link=said.get("linkpath", entry.link))
    if size:
        if not (size.isascii() and size.isdigit() and len(size) < 20):
            raise refused("a size is no number")
        full = replace(full, size=int(size))
    if max(len(full.name), len(full.link)) > LONGEST_NAME:
        raise refused("a name is too long")
    return full


def _whole(data: Part) -> bytes:
    if data.left > LONGEST_HEADER:
        raise refused("a name is too long")
    return data.read(data.left)


def _name(data: bytes) -> str:
    return data.partition(b"\0")[0].decode("utf-8", "surrogateescape")


def _pax(data: bytes) -> dict[str, str]:
    """The records that matter here of lines such as "30 path=usr/share/…"; each begins with its own length."""
    found: dict[str, str] = {}
    at = 0
    while at < len(data) and data[at]:
        space = data.find(b" ", at, at + 20)
        length = data[at:space] if space > 0 else b""
        if not length.isdigit() or not space - at < int(length) <= len(data) - at:
            raise refused("a header is damaged")
        key, _, value = data[space + 1 : at + int(length) - 1].partition(b"=")
        if key in (b"path", b"linkpath", b"size"):
            found[key.decode()] = value.decode("utf-8", "surrogateescape")
        at += int(length)
    return found
