"""Copy mode without a screen: places, search, selection, keys; and the marks on its rows."""

import random

import pytest

from tui.shell.emulator import PLAIN
from tui.view.copy_text import copy_text
from tui.view.copying import Left, Reading, Taken, bottom, headline, pressed
from tui.widgets.copy_marks import marked, marked_rows, selection

NAMED = {"/": "slash", "?": "question_mark", "$": "dollar_sign", "^": "circumflex_accent", " ": "space"}


def text_of(*lines: str, columns: int = 10, blank: int = 0):
    """A text whose lines are wrapped at some column, with blank rows below that no emulator tells of."""
    rows = [line[at : at + columns] for line in lines for at in range(0, max(len(line), 1), columns)]
    return copy_text("\n".join(lines), rows + [""] * blank)


def reading(*lines: str, height: int = 5, **options) -> Reading:
    return Reading(text_of(*lines, **options), height)


def press(at: Reading, *keys: str):
    """Keys by name, or as characters."""
    for key in keys:
        assert isinstance(at, Reading)
        at = pressed(at, NAMED.get(key, key), key if len(key) == 1 else None)
    return at


def test_rows_and_places_belong_together():
    """Of wrapped lines, blank ones, and wide and combined characters."""
    text = text_of("0123456789abc", "", "漢字e\u0301!", blank=2)
    assert [text.row(row) for row in range(len(text.starts))] == ["0123456789", "abc", "", "漢字e\u0301!", "", ""]
    for place in range(len(text.text) + 1):
        row = text.row_of(place)
        assert text.starts[row] <= place <= text.end_of(row)
        back = text.at(row, text.column_of(place))
        assert back == place or text.text[place] == "\u0301"
    assert text.at(3, 1) == text.at(3, 0)
    assert text.column_of(text.at(3, 9)) == 6
    assert text.row_of(text.last) == 3


def test_a_row_that_was_emptied_is_stepped_over():
    """A wrapped line's second row can be erased: it has no place of its own, and the cursor must not stick to it."""
    text = copy_text("0123456789\nnext", ["0123456789", "", "next"])
    at = Reading(text, 5)
    assert press(at, "down").cursor == text.starts[2]
    assert press(at, "down", "up").cursor == 0


@pytest.mark.parametrize(
    ("keys", "row", "column"),
    [
        (["down", "down"], 2, 0),
        (["j", "l", "l", "j", "k", "k"], 0, 2),
        (["$", "j", "j"], 2, 7),
        (["$", "j", "j", "j"], 3, 3),
        (["end"], 5, 0),
        (["G", "g"], 0, 0),
        (["G", "home", "left"], 0, 0),
        (["j", "j", "j", "$", "0"], 2, 0),
        (["w", "w"], 1, 0),
        (["w", "l", "b"], 0, 4),
        (["pagedown"], 4, 0),
        (["pagedown", "pagedown", "pageup"], 1, 0),
        (["ctrl+d"], 2, 0),
    ],
)
def test_the_cursor_moves(keys, row, column):
    """By characters, words, rows, pages; up and down keep the column."""
    at = press(reading("one two", "three", "0123456789abc", "four", "five"), *keys)
    assert (at.text.row_of(at.cursor), at.text.column_of(at.cursor)) == (row, column)


def test_the_cursor_is_always_in_sight():
    """Whatever is pressed, in whatever order."""
    chance = random.Random(4)
    lines = ["x" * chance.choice((0, 3, 25)) for _ in range(40)]
    at = reading(*lines, blank=3)
    keys = ["up", "down", "left", "right", "pageup", "pagedown", "g", "G", "w", "b", "$", "0", "v", "V", "n", "ctrl+u"]
    for _ in range(2000):
        at = press(at, chance.choice(keys)).scrolled(chance.choice((0, 0, -3, 3)))
        assert 0 <= at.cursor <= len(at.text.text)
        assert at.top <= at.text.row_of(at.cursor) < at.top + at.height
        assert 0 <= at.top <= len(at.text.starts) - at.height


@pytest.mark.parametrize(
    ("keys", "copied"),
    [
        (["v", "l", "l", "enter"], "one"),
        (["space", "w", "y"], "one t"),
        (["j", "V", "y"], "three"),
        (["V", "j", "enter"], "one two\nthree"),
        (["j", "enter"], "three"),
        (["j", "j", "v", "$", "y"], "0123456789abc"),
        (["j", "j", "j", "V", "y"], "0123456789abc"),
        (["$", "v", "j", "j", "y"], "\nthree\n0123456789"),
        (["j", "v", "g", "y"], "one two\nt"),
        (["v", "V", "y"], "one two"),
        (["v", "v", "j", "y"], "three"),
    ],
)
def test_what_is_copied(keys, copied):
    """From the first character to the one under the cursor, or whole lines as they were before they were wrapped."""
    assert press(reading("one two   ", "three", "0123456789abc"), *keys) == Taken(copied)


def test_leaving():
    """With nothing."""
    for keys in (["escape"], ["q"], ["v", "ctrl+c"]):
        assert press(reading("one"), *keys) == Left()


def test_search():
    """Across the right margin, either way, round at the ends; capitals only if one is typed."""
    at = reading("Error a", "0123456errorb", "ERROR c", "Ärger")
    found = press(at, "/", *"errorb", "enter")
    assert (found.cursor, bottom(found)) == (15, "1 match")
    assert press(at, "/", *"ÄR", "enter").said == "ÄR is not in here."
    assert at.text.row(at.text.row_of(press(at, "/", *"är", "enter").cursor)) == "Ärger"
    rows = []
    at = press(at, "?", *"error", "enter")
    for key in ("n", "n", "n", "N", "N"):
        rows.append(at.text.row_of(at.cursor))
        at = press(at, key)
    assert rows == [3, 1, 0, 3, 0]
    assert press(at, "/", "escape").words == "error"
    assert press(at, "/", "x", "backspace", "backspace").typing is None
    assert press(reading("a"), "n").said == "Nothing was searched for yet: / searches."
    assert "\x1b" not in bottom(press(reading("a"), "/").typed("\x1b[2J"))


def test_a_letter_whose_small_form_is_longer_moves_nothing():
    """İ becomes two characters in small letters."""
    at = press(reading("İİİ x"), "/", "x", "enter")
    assert at.cursor == 4


def test_a_new_size_keeps_the_line():
    """Also far down, and with the cursor in the blank rows below everything."""
    lines = [f"{number} " + "x" * 15 for number in range(50)]
    at = press(reading(*lines), "/", *"30 x", "enter", "l")
    wide = at.resized(text_of(*lines, columns=40), 7)
    assert wide.text.text[wide.cursor :].startswith("0 xx")
    assert wide.text.row_of(wide.cursor) == 30
    below = reading(*lines, blank=4)
    below = below.moved(len(below.text.text)).resized(text_of(*lines, columns=40, blank=2), 7)
    assert below.text.row_of(below.cursor) == 49


def test_marks_keep_the_rows_width():
    """On wide characters too: a mark never cuts one."""
    odd = "a\u200d👩\u200d👩\u200d👧\ufe0f\u0301b"
    assert all("".join(text for text, _ in marked([(odd, PLAIN)], [(n, n + 2)], selection)) == odd for n in range(9))
    runs = [("ab漢字", PLAIN), ("e\u0301f", PLAIN)]
    for start in range(8):
        for end in range(start, 9):
            parts = marked(runs, [(start, end)], selection)
            assert "".join(text for text, _ in parts) == "ab漢字e\u0301f"
    assert [text for text, style in marked(runs, [(2, 4)], selection) if style.reverse] == ["漢"]
    assert [text for text, style in marked(runs, [(6, 7)], selection) if style.reverse] == ["e\u0301"]


def test_selection_and_matches_are_marked_by_more_than_colour():
    """In reverse; bold and underlined. An empty line that is selected shows a cell."""
    at = press(reading("one two", "", "two"), "/", *"two", "enter", "V", "j", "j")
    rows = marked_rows(at, [[(f"{row:<10}", PLAIN)] for row in ("one two", "", "two", "", "")], 10)
    assert [(text, style.reverse, style.underline) for text, style in rows[0]] == [
        ("one ", True, False),
        ("two", True, True),
        (" ", True, False),
        ("  ", False, False),
    ]
    assert [text for text, style in rows[1] if style.reverse] == [" "]


def test_the_headline_says_whole_keys_or_none():
    """How to leave it is the last to go."""
    at = reading("x")
    assert headline(at, 76) == "copy mode 1/1 · Space select · Enter copy · / search · Esc leave"
    assert headline(at, 60) == "copy mode 1/1 · Space select · Enter copy · Esc leave"
    assert headline(at, 34) == "copy mode 1/1 · Esc leave"
    assert headline(at, 20) == "copy mode 1/1"
    assert headline(press(at, "V"), 76) == "copy mode 1/1 · arrows extend · Enter copy · Esc leave"


def test_picking_by_words_goes_both_ways():
    """From the word's far end."""
    at = reading("one two/x three", columns=40)
    assert at.picked(9, 5, 2).taken() == Taken("two/x")
    assert at.picked(5, 12, 2).taken() == Taken("two/x three")
    assert at.picked(12, 5, 2).taken() == Taken("two/x three")
    assert at.picked(3, 3, 2).taken().text == ""
