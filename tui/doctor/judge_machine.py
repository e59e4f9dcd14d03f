"""Judges the machine: disks, memory, folders, terminal, Python, clock. Pure."""

from __future__ import annotations

import time

from tui.doctor.facts import EngineAnswer, EngineFacts, Folder, Memory, Python, Room, Terminal, Unknown
from tui.model.doctor import Line
from tui.model.text import size

LEAST_ROOM = 100_000_000
"""Bytes without which nothing goes."""
LEAST_MEMORY = 500_000_000
COMFORT = (80, 24)
"""Columns and rows that the lab is made for; in less it runs, and shows less."""
FIRST_YEAR = 2025
"""The lab is younger; a clock that says less is wrong, and with it nothing that is signed can be trusted."""
APART = 10.0
"""Seconds between the engine's clock and ours that nobody need care about."""
PYTHON = (3, 11)


def disk(rooms: tuple[Room, ...]) -> Line:
    """Whether all that goes to one disk fits there."""
    short, told = [], []
    for device in dict.fromkeys(room.device for room in rooms):
        here = [room for room in rooms if room.device == device]
        free, needed = min(room.free for room in here), sum(room.needed for room in here)
        purposes = _joined([room.purpose for room in here])
        told.append(f"{size(free)} free; {purposes} need {size(needed)}.")
        if free < needed:
            short.append((free, here[-1].path))
    if not short:
        return Line.ok("disk", " ".join(told))
    free, path = min(short)
    verdict = Line.problem if free < LEAST_ROOM else Line.warning
    return verdict("disk", " ".join(told), f"Make room where {path} is; see: df -h")


def memory(found: Memory) -> Line:
    """Whether an engine and a build have room."""
    seen = f"{size(found.available)} of {size(found.total)} can be had."
    if found.available < LEAST_MEMORY:
        return Line.warning("memory", seen, f"Close programs until {size(LEAST_MEMORY)} are free.")
    return Line.ok("memory", seen)


def folders(found: tuple[Folder, ...]) -> Line:
    """Whether the lab can write where it wants to."""
    barred = [folder for folder in found if folder.trouble]
    if not barred:
        return Line.ok("folders", f"The lab can write to {_joined([str(folder.path) for folder in found])}.")
    seen = " ".join(f"{folder.path}, for {folder.purpose}: {folder.trouble}." for folder in barred)
    verdict = Line.problem if any(folder.vital for folder in barred) else Line.warning
    return verdict("folders", seen, "Make it yours, or set HOME to a folder of yours.")


def terminal(found: Terminal) -> Line:
    """Whether a full-screen program can run, and how it would look."""
    if found.size is None:
        seen = "This was not run in a terminal."
        return Line.warning("terminal", seen, "Run it in the one that you will use.")
    colours = "no colours" if found.no_color else f"{_colours(found.colours)} colours"
    inside = f", in {found.inside}" if found.inside else ""
    seen = f"{found.size[0]}x{found.size[1]}, {found.term or 'TERM is not set'}, {colours}{inside}."
    if found.term in ("", "dumb", "unknown"):
        return Line.problem("terminal", f"{seen} It can't show a full screen.", "Use another terminal, or set TERM.")
    if found.size[0] < COMFORT[0] or found.size[1] < COMFORT[1]:
        fix = f"Make it {COMFORT[0]} columns wide and {COMFORT[1]} rows high, or the letters smaller."
        return Line.warning("terminal", f"{seen} It is small.", fix)
    return Line.ok("terminal", seen)


def _colours(count: int) -> str:
    return "16 million" if count >= 1 << 24 else str(count)


def text(encoding: str) -> Line:
    """Whether the shell and its programs take the letters of all languages."""
    if encoding.upper().replace("-", "") == "UTF8":
        return Line.ok("text", "UTF-8.")
    seen = f"The locale's encoding is {encoding}: lines and letters may look wrong."
    return Line.warning("text", seen, "export LANG=C.UTF-8, and unset LC_ALL and LC_CTYPE.")


def python(found: Python) -> Line:
    """Whether this Python will do, and has what the lab needs."""
    where = f", {'virtual environment ' if found.venv else ''}{found.place}"
    seen = f"{'.'.join(map(str, found.version))}{where}."
    if found.version < PYTHON:
        return Line.problem("python", seen, f"Install Python {'.'.join(map(str, PYTHON))} or newer.")
    if found.missing:
        fix = "Install the lab again: ./lab"
        return Line.problem("python", f"{seen} Missing: {', '.join(found.missing)}.", fix)
    return Line.ok("python", seen)


def clock(now: float, engine: EngineFacts | Unknown) -> Line:
    """Whether this machine knows the time, and the engine the same one."""
    told = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(now))
    if time.gmtime(now).tm_year < FIRST_YEAR:
        fix = "Set it: sudo timedatectl set-ntp true"
        return Line.warning("clock", f"It says {told}, which is long past.", fix)
    answer = engine.answer if isinstance(engine, EngineFacts) else None
    ahead = answer.ahead if isinstance(answer, EngineAnswer) else None
    if ahead is not None and abs(ahead) > APART:
        apart = f"{abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} this machine's"
        fix = "Restart the engine, or its virtual machine: ages in the lab would be wrong."
        return Line.warning("clock", f"{told}; the engine's clock is {apart}.", fix)
    return Line.ok("clock", told if ahead is None else f"{told}, and the engine's agrees.")


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
