"""What an instructor's lab tells, and who hears it: sockets of this user alone, that are gone with the lab."""

import asyncio
import os
import socket
import stat
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.engine.sailor import Sailor
from tests.waiting import eventually
from tui.following import follower, lectern
from tui.following.follower import followed
from tui.following.lectern import Lectern
from tui.following.places import own_socket, sockets
from tui.model.following import NO_LAB, OTHER_VERSION, Shown, TaskShown
from tui.model.pace import Countdown, Pace

PACE = Pace(began=1.0, counted=100.0, lesson="first", spent={"first": 99.0}, countdown=Countdown(ends=160.0, title="x"))


def shown(page: str, *tasks: str, pace: Pace = PACE) -> Shown:
    told = tuple(TaskShown(text=text, state="open") for text in tasks)
    return Shown(course="small", lesson="first", page=page, tasks=told, pace=pace)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """The folder for sockets."""
    monkeypatch.setenv("SEALEGS_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setattr(follower, "AGAIN", 0.02)
    return tmp_path / "run"


@pytest.fixture
def opened(place, tmp_path):
    """A function that makes a lectern which keeps the time in a file."""

    def make(keeps: bool = True) -> Lectern:
        return Lectern(tmp_path / "pace.json", lambda: keeps, pytest.fail)

    return make


async def take(told: AsyncIterator[Shown | str]) -> Shown | str:
    return await asyncio.wait_for(anext(told), 10)


async def test_a_follower_hears_every_change_and_the_end_and_what_comes_after(opened):
    """It may have come before the lab."""
    told = followed()
    assert await take(told) == NO_LAB
    lab = opened()
    await lab.open()
    lab.show(shown("run", "Run it."))
    assert await take(told) == shown("run", "Run it.")
    lab.show(shown("list"))
    assert await take(told) == shown("list")
    await lab.close()
    assert await take(told) == NO_LAB
    again = opened()
    assert await again.open() == PACE
    again.show(shown("names"))
    assert await take(told) == shown("names")
    await again.close()
    await told.aclose()


async def test_many_may_follow_and_what_they_say_is_not_read(opened):
    """One comes late, one talks."""
    lab = opened()
    await lab.open()
    lab.show(shown("run"))
    many = [followed() for _ in range(20)]
    assert [await take(each) for each in many] == [shown("run")] * 20
    reader, writer = await asyncio.open_unix_connection(str(own_socket()))
    writer.write(b'{"page": "names"}\n' * 1000)
    assert Shown.model_validate_json(await reader.readline()) == shown("run")
    lab.show(shown("list"))
    assert [await take(each) for each in many] == [shown("list")] * 20
    writer.close()
    for each in many:
        await each.aclose()
    await lab.close()


async def test_a_follower_that_does_not_read_is_let_go(opened, monkeypatch):
    """It never holds the lab: what waits for it stays small."""
    lab = opened()
    await lab.open()
    with socket.socket(socket.AF_UNIX) as slow:
        slow.connect(str(own_socket()))
        await eventually(lambda: lab._followers, "the follower")
        for number in range(5000):
            lab.show(shown(f"page-{number}", "x" * 1000))
            if number % 100 == 0:
                await asyncio.sleep(0)
        await eventually(lambda: not lab._followers, "its end")
    await lab.close()


async def test_only_the_user_can_open_the_socket(opened, place):
    """And it is gone with the lab."""
    lab = opened()
    assert sockets() == []
    await lab.open()
    assert stat.S_IMODE(own_socket().stat().st_mode) == 0o600
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    await lab.close()
    assert sockets() == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
async def test_another_user_is_refused(monkeypatch, tmp_path):
    """Even one who may pass through the folder, as this one may."""
    home = Path(tempfile.mkdtemp(prefix="sln", dir="/tmp"))
    monkeypatch.setenv("SEALEGS_RUNTIME_DIR", str(tmp_path / "run"))
    sailor, lab = Sailor(home), Lectern(tmp_path / "pace.json", lambda: True, pytest.fail)
    await lab.open()
    try:
        code = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"
        done = await asyncio.to_thread(sailor.run, "python3", "-c", code, own_socket())
        assert done.returncode == 1
        assert "PermissionError" in done.stderr
        assert not lab._followers
    finally:
        await lab.close()
        sailor.leave()


async def test_sockets_of_labs_that_were_killed_are_cleared_away(opened, place):
    """One of a lab that runs stays, and the newest is followed."""
    place.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(place / "notes-1.sock"))
    with socket.socket(socket.AF_UNIX) as older:
        older.bind(str(place / "notes-2.sock"))
        older.listen()
        lab = opened()
        await lab.open()
        assert sockets() == [own_socket(), place / "notes-2.sock"]
        lab.show(shown("run"))
        told = followed()
        assert await take(told) == shown("run")
        await told.aclose()
        await lab.close()


async def test_a_newer_lab_is_said_to_be_one(opened, place):
    """What it tells is not taken for something else; too long a line is the end of it."""
    place.mkdir(mode=0o700)

    async def newer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(shown("run").model_dump_json().replace('"format":1', '"format":2').encode() + b"\n")
        writer.write(shown("run").model_dump_json()[:-1].encode() + b',"more":1}\n')
        writer.write(b"x" * 1_000_000)
        writer.close()

    server = await asyncio.start_unix_server(newer, path=str(place / "notes-3.sock"))
    told = followed()
    assert await take(told) == OTHER_VERSION
    assert await take(told) == NO_LAB
    await told.aclose()
    server.close()


async def test_the_time_is_kept_by_the_lab_that_keeps_progress(opened, tmp_path):
    """Another one reads it; what can't be read is no class."""
    lab = opened()
    assert await lab.open() is None
    lab.show(shown("run"))
    await lab.close()
    assert lectern.read(tmp_path / "pace.json") == PACE
    second = opened(keeps=False)
    assert await second.open() == PACE
    second.show(shown("run", pace=PACE.model_copy(update={"spent": {}})))
    await second.close()
    assert lectern.read(tmp_path / "pace.json") == PACE
    (tmp_path / "pace.json").write_bytes(b'{"format": 1, "began": NaN}')
    assert lectern.read(tmp_path / "pace.json") is None


async def test_what_can_not_be_had_is_told_and_the_lab_goes_on(tmp_path, monkeypatch):
    """No socket where the path is too long, no file on a disk that can't be written; the latter is said once."""
    monkeypatch.setenv("SEALEGS_RUNTIME_DIR", str(tmp_path / ("x" * 120)))
    told: list[str] = []
    (tmp_path / "file").touch()
    lab = Lectern(tmp_path / "file" / "pace.json", lambda: True, told.append)
    await lab.open()
    assert "can't follow this lab" in told[0]
    for page in ("run", "list"):
        lab.show(shown(page))
        await eventually(lambda: lab._keeping is None, "the file")
    await lab.close()
    assert [each.partition(".")[0] for each in told[1:]] == ["The class's time can't be kept"]
