"""Text from outside is data: nothing in it acts on the terminal it is shown on."""

import sys
import unicodedata

import pytest

from tui.model.text import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("nginx:1.27 grün 日本 👩‍🚀", "nginx:1.27 grün 日本 👩‍🚀"),
        ("\x1b]0;owned\x07", r"\x1b]0;owned\x07"),
        ("a\nb\tc\r\x7f", r"a\nb\tc\r\x7f"),
        ("\x9b31m", r"\x9b31m"),
        ("one\u2028two\u2029three\x85", r"one\u2028two\u2029three\x85"),
        ("abc\u202e\u2066fed\u200f", r"abc\u202e\u2066fed\u200f"),
        ("\ud800", r"\ud800"),
    ],
)
def test_what_acts_on_a_terminal_is_spelt_out(text, shown):
    """Everything else stays as it is."""
    assert printable(text) == shown


def test_nothing_of_these_kinds_is_left():
    """No control character, no separator of lines, no half character, whatever the text."""
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    assert {unicodedata.category(letter) for letter in printable(everything)}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    bidi = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert {unicodedata.bidirectional(letter) for letter in printable(everything)}.isdisjoint(bidi)
