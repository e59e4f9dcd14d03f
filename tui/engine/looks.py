"""Turn what the Engine API tells of one object on a closer look into the lab's values: pure functions, like `records`.

Formats: Docker Engine API v1.41, ContainerAttach ("Stream format"), ContainerStats and ContainerTop
(https://docs.docker.com/reference/api/engine/version/v1.41/).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

from tui.engine.records import Record, as_record, number, text, whole
from tui.model.looks import Json, LogLine, Processes, Sample
from tui.model.text import plain_line

LONGEST = 2048
"""Bytes of a line that are kept."""
_HEADER = struct.Struct(">BxxxL")
_STDERR = 2
_DEEPEST = 60
"""Levels of an answer that are read; what is below is left out."""


def json_from(value: object, depth: int = 0) -> Json:
    """An answer of the engine with all its text printable."""
    match value:
        case None | bool() | int() | float():
            return value
        case dict() if depth < _DEEPEST:
            return {text(key): json_from(each, depth + 1) for key, each in value.items()}
        case list() if depth < _DEEPEST:
            return [json_from(each, depth + 1) for each in value]
        case dict() | list():
            return "…"
        case _:
            return text(value)


def lines_from(chunks: Iterable[bytes], tty: bool) -> Iterator[LogLine]:
    """`GET /containers/{id}/logs`, in pieces of any size. With a terminal it is the bare output; without, each piece
    of output has a header that tells standard output from standard error."""
    pieces = ((0, chunk) for chunk in chunks) if tty else _demultiplexed(chunks)
    begun: dict[bool, bytearray] = {False: bytearray(), True: bytearray()}
    for stream, piece in pieces:
        error = stream == _STDERR
        first, *others = piece.split(b"\n")
        _append(begun[error], first)
        for other in others:
            yield _line(begun[error], error)
            begun[error].clear()
            _append(begun[error], other)
    for error, rest in begun.items():
        if rest:
            yield _line(rest, error)


def _append(line: bytearray, piece: bytes) -> None:
    # A byte more than is shown tells that there is more.
    line += piece[: max(0, LONGEST + 1 - len(line))]


def _line(raw: bytearray, error: bool) -> LogLine:
    cut = "…" if len(raw) > LONGEST else ""
    return LogLine(plain_line(raw[:LONGEST].decode("utf-8", "replace")) + cut, error)


def _demultiplexed(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Pieces of output, each with the number of the stream it was written to."""
    held = bytearray()
    stream = left = 0
    for chunk in chunks:
        held += chunk
        while held:
            if left:
                piece = bytes(held[:left])
                del held[:left]
                left -= len(piece)
                yield stream, piece
            elif len(held) >= _HEADER.size:
                stream, left = _HEADER.unpack_from(held)
                del held[: _HEADER.size]
            else:
                break


def samples_from(records: Iterable[Record]) -> Iterator[Sample]:
    """`GET /containers/{id}/stats`, until the container stops: from then on an engine sends records of nothing."""
    for record in records:
        if not _is_of_running(record):
            return
        yield sample_from(record)


def sample_from(record: Record) -> Sample:
    """One record of `GET /containers/{id}/stats`, counted as the docker command does
    (github.com/docker/cli, cli/command/container/stats_helpers.go)."""
    memory, networks = _part(record, "memory_stats"), _part(record, "networks")
    return Sample(
        cpu=_cpu(record),
        memory=_used(memory),
        limit=whole(memory.get("limit")),
        received=sum(whole(_part(networks, name).get("rx_bytes")) for name in networks),
        sent=sum(whole(_part(networks, name).get("tx_bytes")) for name in networks),
        processes=whole(_part(record, "pids_stats").get("current")),
    )


def processes_from(answer: Record) -> Processes:
    """`GET /containers/{id}/top`."""
    rows = (tuple(text(cell) for cell in row) for row in answer.get("Processes") or ())
    return Processes(tuple(text(title) for title in answer.get("Titles") or ()), tuple(rows))


def _is_of_running(record: Record) -> bool:
    """Whether a record has anything in it; of a container that isn't running it has no time and no usage."""
    usage = _part(_part(record, "cpu_stats"), "cpu_usage").get("total_usage")
    return bool(number(usage) or _part(record, "memory_stats") or _part(record, "networks"))


def _cpu(record: Record) -> float | None:
    """Of all the time the processors had between two moments, how much went to the container; one processor is 100."""
    now, before = _part(record, "cpu_stats"), _part(record, "precpu_stats")
    # The first record of a stream has no moment before it.
    if not number(before.get("system_cpu_usage")):
        return None
    used = number(_part(now, "cpu_usage").get("total_usage")) - number(_part(before, "cpu_usage").get("total_usage"))
    passed = number(now.get("system_cpu_usage")) - number(before.get("system_cpu_usage"))
    if used < 0 or passed <= 0:
        return 0.0
    per_processor = _part(now, "cpu_usage").get("percpu_usage")
    processors = number(now.get("online_cpus")) or len(per_processor if isinstance(per_processor, list) else ()) or 1
    return used / passed * processors * 100


def _used(memory: Record) -> int:
    """What is in use less the files that are in memory only as long as nothing else needs it."""
    usage, stats = whole(memory.get("usage")), _part(memory, "stats")
    for name in ("total_inactive_file", "inactive_file"):  # cgroup v1 has both, and the first counts
        cached = whole(stats.get(name))
        if cached and cached < usage:
            return usage - cached
    return usage


def _part(record: Record, name: str) -> Record:
    return as_record(record.get(name))
