"""Where sockets and work go, and what is said where they can't."""

import os
import stat
from pathlib import Path

import pytest

from tui import paths
from tui.errors import SealegsError


@pytest.fixture
def user(monkeypatch, tmp_path: Path):
    """Changes who asks: `user(uid, XDG_RUNTIME_DIR=…)`, with nothing else set, and a temporary folder of the test's."""

    def become(uid: int, **environment: object) -> None:
        monkeypatch.setattr(paths.os, "getuid", lambda: uid)
        monkeypatch.setattr(paths.tempfile, "gettempdir", lambda: str(tmp_path / "tmp"))
        for name in ("SEALEGS_RUNTIME_DIR", "XDG_RUNTIME_DIR"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, str(value))

    return become


def test_roots_sockets_outlive_its_sessions(user):
    """XDG_RUNTIME_DIR is removed at root's last logout, under an engine that goes on."""
    user(0, XDG_RUNTIME_DIR="/run/user/0")
    assert paths.runtime_place() == Path("/run/sealegs")


def test_where_sockets_go_can_be_said(user, tmp_path):
    """It is that very folder, made for this user alone."""
    user(os.getuid(), SEALEGS_RUNTIME_DIR=tmp_path / "r", XDG_RUNTIME_DIR=tmp_path)
    assert paths.runtime() == tmp_path / "r"
    assert (tmp_path / "r").stat().st_mode & 0o777 == 0o700


def session_of(owner: int, mode: int, folder: Path) -> Path:
    """A session's folder that somebody else may have made."""
    folder.mkdir()
    folder.chmod(mode)
    os.chown(folder, owner, -1)
    return folder


def test_a_users_sockets_are_in_the_session(user, tmp_path):
    """If it is there."""
    me = os.getuid() or 1000
    user(me, XDG_RUNTIME_DIR=session_of(me, 0o700, tmp_path / "session"))
    assert paths.runtime_place() == tmp_path / "session" / "sealegs"
    user(me, XDG_RUNTIME_DIR=tmp_path / "gone")
    assert paths.runtime_place() == tmp_path / "tmp" / f"sealegs-{me}"
    user(me)
    assert paths.runtime_place() == tmp_path / "tmp" / f"sealegs-{me}"


@pytest.mark.parametrize(("theirs", "mode"), [(False, 0o770), (False, 0o707), (True, 0o777), (True, 0o755)])
def test_a_sessions_folder_in_which_others_can_put_a_socket_in_the_place_of_ours_is_not_used(
    user, tmp_path, theirs, mode
):
    """`su` leaves the name of another user's."""
    if theirs and os.getuid() != 0:
        pytest.skip("only root can give folders away")
    me = os.getuid() or 1000
    user(me, XDG_RUNTIME_DIR=session_of(4321 if theirs else me, mode, tmp_path / "session"))
    assert paths.runtime_place() == tmp_path / "tmp" / f"sealegs-{me}"


def test_a_folder_for_sockets_that_cant_be_made_is_said(user, tmp_path):
    """With the way round it."""
    (tmp_path / "file").touch()
    user(os.getuid(), SEALEGS_RUNTIME_DIR=tmp_path / "file" / "r")
    with pytest.raises(SealegsError, match="can't be made: Not a directory") as caught:
        paths.runtime()
    assert "SEALEGS_RUNTIME_DIR" in caught.value.remedy


def test_a_folder_for_sockets_that_others_can_enter_is_refused(user, tmp_path):
    """Whoever can may use the engine, and is root."""
    (tmp_path / "r").mkdir(mode=0o755)
    user(os.getuid(), SEALEGS_RUNTIME_DIR=tmp_path / "r")
    with pytest.raises(SealegsError, match="only you can enter"):
        paths.runtime()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give folders away")
def test_a_folder_for_sockets_of_someone_elses_is_refused(user, tmp_path):
    """Who made it first in a folder that all may write to could read along; a link to one's own is no better."""
    (tmp_path / "r").mkdir(mode=0o700)
    os.chown(tmp_path / "r", 4321, 4321)
    (tmp_path / "own").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "own")
    for each, remedy in (("r", "set SEALEGS_RUNTIME_DIR to another folder"), ("link", "run: chmod 700")):
        user(os.getuid(), SEALEGS_RUNTIME_DIR=tmp_path / each)
        with pytest.raises(SealegsError, match="only you can enter") as caught:
            paths.runtime()
        assert remedy in caught.value.remedy


def test_the_work_folder_is_made(monkeypatch, tmp_path):
    """Beside a checkout called sealegs, so that removing that never removes the learner's files."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert paths.work_folder() == tmp_path / "sealegs-work"
    assert paths.work_folder().is_dir()


def test_a_file_in_the_work_folders_place_is_said(monkeypatch, tmp_path):
    """It is the learner's to move."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "sealegs-work").touch()
    with pytest.raises(SealegsError, match="can't be made: File exists"):
        paths.work_folder()


@pytest.mark.parametrize("there", ["a file", "not writable"])
def test_where_there_is_no_working_folder_one_that_wont_last_is_used(monkeypatch, tmp_path, there):
    """It is said in a sentence; the next start finds the same."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    if there == "a file":
        (tmp_path / "sealegs-work").touch()
    else:
        monkeypatch.setattr("os.access", lambda path, mode: False)
    folder, told = paths.place_to_work()
    assert folder == tmp_path / f"sealegs-work-{os.getuid()}"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert f"{tmp_path}/sealegs-work can't be" in told
    assert f"You work in {folder} for now" in told
    assert paths.place_to_work() == (folder, told)


def test_a_passing_folder_of_somebody_elses_is_refused(monkeypatch, tmp_path):
    """Others may write there."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "sealegs-work").touch()
    (tmp_path / f"sealegs-work-{os.getuid()}").mkdir(mode=0o755)
    with pytest.raises(SealegsError, match="must be a folder that only you can enter"):
        paths.place_to_work()


def test_usually_nothing_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert paths.place_to_work() == (tmp_path / "sealegs-work", "")


@pytest.mark.parametrize(("beside", "called"), [(True, "./lab"), (False, "sealegs")])
def test_it_is_called_as_it_was_installed(tmp_path, monkeypatch, beside, called):
    """By the script beside the virtual environment, where one is."""
    monkeypatch.setattr(paths.sys, "prefix", str(tmp_path / ".venv"))
    if beside:
        (tmp_path / "lab").touch()
    assert paths.launcher() == called
