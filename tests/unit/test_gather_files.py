"""Files in the working folder, and nothing outside of it."""

import os
from pathlib import Path

import pytest

from tui.gather.files import TEXT, host_file
from tui.model.facts import HostFile

ME = os.getuid()


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    work = tmp_path / "work"
    work.mkdir()
    (work / "a").mkdir()
    (work / "a/file").write_text("grüß\n", encoding="utf-8")
    return work


def test_files_and_folders(work):
    """What is there, with owner, size and text; None for what isn't."""
    assert host_file(work, "a/file") == HostFile("file", 7, ME, "grüß\n")
    assert host_file(work, "a") == HostFile("folder", owner=ME)
    assert host_file(work, ".") == HostFile("folder", owner=ME)
    assert host_file(work, "b") is None
    assert host_file(work, "a/file/b") is None
    assert host_file(work / "gone", "a") is None


def test_text_is_text(work):
    """None for what is no UTF-8 or holds a NUL; the first 64 kB of what is long."""
    (work / "nul").write_bytes(b"a\0b")
    (work / "latin").write_bytes(b"gr\xfc\xdf")
    (work / "long").write_bytes("ü".encode() * TEXT)
    (work / "odd").write_bytes(b"x" + "ü".encode() * TEXT)
    assert host_file(work, "nul") == HostFile("file", 3, ME)
    assert host_file(work, "latin") == HostFile("file", 4, ME)
    assert host_file(work, "long") == HostFile("file", 2 * TEXT, ME, "ü" * (TEXT // 2))
    assert host_file(work, "odd") == HostFile("file", 2 * TEXT + 1, ME, "x" + "ü" * (TEXT // 2 - 1))


def test_a_link_inside_counts_as_its_target(work):
    """Of a file or a folder."""
    (work / "link").symlink_to("a/file")
    (work / "folder").symlink_to(work / "a")
    assert host_file(work, "link") == host_file(work, "a/file")
    assert host_file(work, "folder/file") == host_file(work, "a/file")


def test_a_link_that_leads_out_is_not_followed(work):
    """By itself, by a folder, in a circle, or to nothing."""
    (work / "out").symlink_to("../secret")
    (work / "up").symlink_to("..")
    (work / "round").symlink_to("round")
    (work / "nothing").symlink_to("nowhere")
    for name in ("out", "up", "round", "nothing"):
        assert host_file(work, name) == HostFile("other", owner=ME)
    assert host_file(work, "up/secret") is None


@pytest.mark.parametrize("path", ["..", "../secret", "a/../../secret", "/etc/passwd"])
def test_paths_that_lead_out_find_nothing(work, path):
    """The course's models forbid them as well."""
    assert host_file(work, path) is None


def test_a_pipe_is_not_read(work):
    """Opening it would wait for ever."""
    os.mkfifo(work / "pipe")
    assert host_file(work, "pipe") == HostFile("other", owner=ME)


def test_the_working_folder_may_be_a_link(work, tmp_path):
    """Some homes are."""
    (tmp_path / "home").symlink_to(work)
    assert host_file(tmp_path / "home", "a/file") == host_file(work, "a/file")
