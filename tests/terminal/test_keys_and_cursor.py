"""Keys as a terminal sends them, through Textual and back; and the cursor as it is drawn."""

import pytest
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual._xterm_parser import XTermParser
from textual.strip import Strip

from tui.shell.keys import encode
from tui.widgets import key_table
from tui.widgets.terminal_strips import with_cursor


def typed(sequence: str) -> list[events.Key]:
    """The key events of what a terminal sends."""
    parser = XTermParser()
    return [event for event in parser.feed(sequence) if isinstance(event, events.Key)]


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b.", "\x1b<", "\x1b_", "\x1b-", "\x1b1", "\x1bb", "\x1bf", "\x1bA", "\x1b\r", "\x1b\x7f", "\x1b ",
        "\x1b\x01", "\x08", "\x7f", "\x1b[1;3D", "\x1b[3;3~", "\x1b[1;2P", "\x1b[15;2~", "\x1b[Z", "\x1b[1;5C",
        "\x1f", "\x1d", "\x00",
    ],
)  # fmt: skip
def test_a_key_reaches_the_program_as_it_was_sent(sequence: str) -> None:
    """Through Textual's parser, its mended table and our encoder."""
    key_table.install()
    (event,) = typed(sequence)
    assert encode(event.key, event.character, application_cursor=False) == sequence.encode()


PLAIN = Style(color="red")


@pytest.mark.parametrize(("column", "cell"), [(0, "漢"), (1, "漢"), (2, "b")])
def test_the_cursor_is_a_whole_character(column: int, cell: str) -> None:
    """Also on a wide one."""
    strip = with_cursor(Strip([Segment("漢bc", PLAIN)]), column)
    assert [text for text, style, _ in strip if style and style.reverse] == [cell]
    assert (strip.text, strip.cell_length) == ("漢bc", 4)
