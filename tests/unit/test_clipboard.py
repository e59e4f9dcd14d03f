"""Copying out of the lab: to the terminal, into a file, and what the learner is told."""

import stat
from pathlib import Path

import pytest

from tui.clipboard import MOST, Clipboard


@pytest.fixture
def sent() -> list[str]:
    return []


@pytest.fixture
def clipboard(tmp_path, monkeypatch, sent) -> Clipboard:
    monkeypatch.setenv("HOME", str(tmp_path))
    return Clipboard(sent.append, tmp_path / "data" / "copied.txt")


def put(clipboard: Clipboard, text: str) -> str:
    offered = clipboard.offer(text)
    return clipboard.told(text, offered, clipboard.keep(text))


def test_a_text_goes_to_both(clipboard, sent):
    """And nobody else can read the file."""
    assert put(clipboard, "one\ntwo\nthree") == "Copied 3 lines (also in ~/data/copied.txt)"
    assert put(clipboard, "näher") == "Copied näher (also in ~/data/copied.txt)"
    assert sent == ["one\ntwo\nthree", "näher"]
    assert clipboard.file.read_text("utf-8") == "näher"
    assert stat.S_IMODE(clipboard.file.stat().st_mode) == 0o600
    assert [path.name for path in clipboard.file.parent.iterdir()] == ["copied.txt"]


def test_a_name_is_told_itself_and_longer_text_counted(clipboard):
    """In a row of names one sees which it was."""
    assert put(clipboard, "brave_hopper").startswith("Copied brave_hopper (")
    assert put(clipboard, "a" * 64).startswith("Copied 1 line (")


def test_too_much_for_a_terminal_is_only_in_the_file(clipboard, sent):
    """Bytes count, not characters."""
    assert put(clipboard, "ä" * (MOST // 2)).startswith("Copied")
    sent.clear()
    told = put(clipboard, "ä" * (MOST // 2 + 1))
    assert told == "Too much for a terminal's clipboard (74kB): 1 line written in ~/data/copied.txt"
    assert not sent
    assert len(clipboard.file.read_text("utf-8")) == MOST // 2 + 1


def test_a_file_that_cannot_be_written_is_said(clipboard, sent):
    """What went to the terminal has gone there."""
    clipboard.file.parent.write_text("in the way")
    told = put(clipboard, "one")
    assert told.startswith("Copied one (not into ~/data/copied.txt: ")
    assert sent == ["one"]
    assert put(clipboard, "x" * (MOST + 1)).startswith("Not copied: ")


def test_a_link_in_the_files_place_is_not_followed(clipboard):
    """It is replaced."""
    clipboard.file.parent.mkdir()
    other = Path(clipboard.file.parent / "other")
    other.write_text("mine")
    clipboard.file.symlink_to(other)
    put(clipboard, "one")
    assert other.read_text() == "mine"
    assert not clipboard.file.is_symlink()
