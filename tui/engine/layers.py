"""Read what an image's layers hold from the archive the engine exports, without ever writing it to disk.

Two formats: `<id>/layer.tar` with manifest.json last (dockerd before 25; a layer that occurs twice is a link), and
`blobs/sha256/…` (an OCI layout with a manifest.json beside it, since 25). One pass: until manifest.json tells which
files are layers, each file that looks like a tar, plain or gzipped, is read as one.
Whiteouts: https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts
"""

from __future__ import annotations

import json
import posixpath
import tarfile
import zlib
from collections.abc import Iterable

from tui.engine.tar import BLOCK, Entry, Part, Readable, entries, exactly, is_header, refused
from tui.errors import EngineError
from tui.model.facts import ImageFiles, LayerFile
from tui.model.text import printable

MOST_ENTRIES = 200_000
MOST_BYTES = 4 << 30
"""Bytes of an archive and of what is unpacked from it, at most."""
MOST_KEPT = 64 << 20
"""Bytes of names and contents that are kept, at most."""
SMALL_FILE = 1024
"""Bytes of the largest file whose content is kept."""
_CHUNK = 1 << 16
_LARGEST_MANIFEST = 4 << 20
_GZIP = b"\x1f\x8b"
_WHITEOUT, _OPAQUE = ".wh.", ".wh..wh..opq"

Layer = tuple[LayerFile, ...]


def read_image(chunks: Iterable[bytes]) -> ImageFiles:
    """The layers of the first image in an exported archive. Raises `EngineError` for one that can't be read."""
    try:
        return _Archive().read(_Chunks(chunks))
    except (OSError, EOFError, zlib.error, ValueError, RecursionError) as error:
        raise refused("it is damaged") from error


class _Chunks:
    """A stream of the pieces an answer comes in."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._piece = memoryview(b"")

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes of the piece at hand."""
        while size and not self._piece:
            piece = next(self._chunks, None)
            if piece is None:
                return b""
            self._piece = memoryview(piece)
        found, self._piece = self._piece[:size], self._piece[size:]
        return bytes(found)


class _Again:
    """A stream whose beginning was read already."""

    def __init__(self, begun: bytes, rest: Readable) -> None:
        self._begun = begun
        self._rest = rest

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""
        found, self._begun = self._begun[:size], self._begun[size:]
        return found or self._rest.read(size)


class _Counted:
    """A stream that tells an archive how much of it was read."""

    def __init__(self, stream: Readable, archive: _Archive) -> None:
        self._stream = stream
        self._archive = archive

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""
        found = self._stream.read(size)
        self._archive.count(len(found))
        return found


class _Unzipped:
    """What a gzipped stream holds; it may be several gzip files in a row."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._zip = zlib.decompressobj(wbits=31)

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""
        while size:
            if self._zip.eof:
                rest = self._zip.unused_data or self._stream.read(_CHUNK)
                if not rest:
                    return b""
                self._zip = zlib.decompressobj(wbits=31)
            else:
                rest = self._zip.unconsumed_tail or self._stream.read(_CHUNK)
            found = self._zip.decompress(rest, size)
            if found or not (rest or self._zip.eof):
                return found
        return b""


class _Archive:
    """What has been read of one archive so far."""

    def __init__(self) -> None:
        self._layers: dict[str, Layer] = {}
        self._links: dict[str, str] = {}
        self._manifest: object = None
        self._entries = self._bytes = self._kept = 0

    def read(self, stream: Readable) -> ImageFiles:
        """Read all of it."""
        for entry, data in entries(_Counted(stream, self)):
            self._note()
            name = posixpath.normpath(entry.name)
            if entry.type in (tarfile.SYMTYPE, tarfile.LNKTYPE):
                start = posixpath.dirname(name) if entry.type == tarfile.SYMTYPE else ""
                self._links[name] = posixpath.normpath(posixpath.join(start, entry.link))
            elif name == "manifest.json":
                self._manifest = _json(data)
            elif entry.is_file:
                self._read_layer(name, data)
        return ImageFiles(tuple(self._layer(name) for name in _layer_names(self._manifest)))

    def count(self, size: int) -> None:
        """So many bytes more were read."""
        self._bytes += size
        if self._bytes > MOST_BYTES:
            raise refused("it is too large")

    def _note(self, kept: int = 0) -> None:
        """One more entry, of which so many bytes are kept."""
        self._entries += 1
        self._kept += kept
        if self._entries > MOST_ENTRIES or self._kept > MOST_KEPT:
            raise refused("it holds too many files")

    def _read_layer(self, name: str, data: Part) -> None:
        """Read a file that may be a layer."""
        start = data.read(BLOCK)
        if start.startswith(_GZIP):
            # Counted once more, since a small file may unpack to a huge one.
            unpacked = _Counted(_Unzipped(_Again(start, data)), self)
            start = exactly(unpacked, BLOCK)
            if is_header(start):
                self._layers[name] = self._files(_Again(start, unpacked))
        elif is_header(start):
            self._layers[name] = self._files(_Again(start, data))

    def _files(self, stream: Readable) -> Layer:
        """What one layer holds; what it removes from lower layers comes first."""
        gone: list[LayerFile] = []
        here: dict[str, LayerFile] = {}
        for entry, data in entries(stream):
            path = _path(entry.name)
            self._note(len(path))
            folder, base = posixpath.split(path)
            if base == _OPAQUE:
                gone.append(LayerFile(folder, "gone"))
            elif base.startswith(_WHITEOUT + _WHITEOUT):
                continue  # a storage driver's own notes
            elif base.startswith(_WHITEOUT):
                gone.append(LayerFile(posixpath.join(folder, base.removeprefix(_WHITEOUT)), "gone"))
            else:
                here[path] = self._file(path, entry, data, here)
        return (*gone, *here.values())

    def _file(self, path: str, entry: Entry, data: Part, here: dict[str, LayerFile]) -> LayerFile:
        if entry.type == tarfile.DIRTYPE:
            return LayerFile(path, "folder")
        if entry.type == tarfile.SYMTYPE:
            return LayerFile(path, "link")
        if entry.type == tarfile.LNKTYPE:
            # A second name of a file; nothing tells the two apart.
            same = here.get(_path(entry.link))
            return LayerFile(path, "file", same.size, same.content) if same else LayerFile(path, "file")
        if not entry.is_file:
            return LayerFile(path, "file")
        content = exactly(data, entry.size) if entry.size <= SMALL_FILE else b""
        self._kept += len(content)
        return LayerFile(path, "file", entry.size, content)

    def _layer(self, name: str) -> Layer:
        """A layer by its name in the manifest, which may be a link to another layer's."""
        for _ in range(8):
            if name in self._layers:
                return self._layers[name]
            if name not in self._links:
                break
            name = self._links[name]
        raise refused("a layer is missing, or in a format the lab can't read")


def _path(name: str) -> str:
    """An entry's name as a container sees it."""
    if ".." in name.split("/"):
        raise refused("a name leads out of it")
    return printable(posixpath.normpath("/" + name.lstrip("/")))


def _json(data: Part) -> object:
    if data.left > _LARGEST_MANIFEST:
        raise refused("its manifest is too large")
    return json.loads(data.read(data.left))


def _layer_names(manifest: object) -> list[str]:
    """The layers' files in the archive, lowest first."""
    first = manifest[0] if isinstance(manifest, list) and manifest else None
    names = first.get("Layers") if isinstance(first, dict) else None
    if not isinstance(names, list):
        raise EngineError("The image's archive can't be read: it has no manifest.", "Try another engine.")
    return [posixpath.normpath(str(name)) for name in names]
