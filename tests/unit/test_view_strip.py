"""The command line strip: what it says, how large, and how it is drawn."""

import pytest

from tui.model.journal import CommandRun
from tui.view.big_type import ROWS, can_be_drawn, cells, drawn
from tui.view.strip import HIGH, LOW, Said, said, strip_rows

RAN = CommandRun("docker ps", 1.0, 2.0, 0)


def text(what: Said, width: int, height: int) -> list[str]:
    return ["".join(part for part, _ in row).rstrip() for row in strip_rows(what, width, height)]


@pytest.mark.parametrize(
    ("typed", "newest", "told"),
    [
        ("", None, Said()),
        ("docker p", RAN, Said("docker p")),
        ("   ", RAN, Said("docker ps", "✓", "good")),
        ("", CommandRun("docker ps", 1.0), Said("docker ps", "…", "quiet")),
        ("", CommandRun("false", 1.0, 2.0, 1), Said("false", "✗ 1", "bad")),
        ("", CommandRun("exit", 1.0, 2.0, None), Said("exit")),
        ("echo 'a\n b'\x1b[2J", None, Said("echo 'a b'\\x1b[2J")),
    ],
)
def test_what_is_typed_comes_before_what_ran(typed: str, newest: CommandRun | None, told: Said) -> None:
    """And what ran says how it ended, in one line without anything that moves a cursor."""
    assert said(typed, newest) == told


def test_a_continued_line_is_told_as_one_would_type_it() -> None:
    """Whoever copies it from the wall gets the same command; a backslash that is part of a word stays."""
    assert said("docker run --rm \\\n  busybox echo a\\ b", None).line == "docker run --rm busybox echo a\\ b"


def test_a_short_line_is_large_where_there_is_room() -> None:
    """All its rows are used, and the mark comes after it."""
    rows = text(Said("docker ps", "✓", "good"), 120, HIGH)
    assert not any("docker" in row for row in rows)
    assert sum(bool(row) for row in rows) == ROWS
    assert "  $ docker ps  ✓" in text(Said("docker ps", "✓", "good"), 120, LOW)


def test_a_long_line_is_plain_and_whole() -> None:
    """In as many rows as it takes."""
    line = "docker container run --rm --name web --publish 8080:80 --volume data:/data nginx:1.29"
    rows = ["".join(part for part, _ in row) for row in strip_rows(Said(line, "✗ 125", "bad"), 60, HIGH)]
    assert "".join(row.removeprefix("  ") for row in rows) == f"$ {line}  ✗ 125"
    assert max(map(len, rows)) <= 58


def test_of_a_line_too_long_the_end_is_shown() -> None:
    """There the next letter comes."""
    rows = text(Said("x" * 200 + "the end"), 40, LOW)
    assert len(rows) == LOW
    assert rows[0].strip().startswith("…")
    assert rows[-1].endswith("the end")


@pytest.mark.parametrize("width", [0, 1, 5, 20])
def test_on_a_tiny_screen_nothing_fails(width: int) -> None:
    """It is cut, at the worst."""
    assert len(strip_rows(Said("docker ps", "✓", "good"), width, LOW)) == LOW


def test_every_letter_of_ascii_is_there() -> None:
    """Each as wide as the others, and no two alike."""
    letters = [chr(code) for code in range(0x20, 0x7F)]
    assert can_be_drawn("".join(letters) + "✓✗…")
    shapes = {letter: tuple(drawn(letter)) for letter in letters}
    assert len(set(shapes.values())) == len(letters)
    assert {len(row) for rows in shapes.values() for row in rows} == {cells("x")}
    assert not can_be_drawn("größer")


def test_a_letter_looks_like_one() -> None:
    """The dots are where they belong."""
    assert drawn("L") == ["▌  ", "▌  ", "▌  ", "▀▀▘"]
