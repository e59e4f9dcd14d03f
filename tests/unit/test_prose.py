"""Prose: Markdown laid out in lines of a given width."""

import pytest
from rich.cells import cell_len

from tui.course import load
from tui.model.course import Prose
from tui.paths import shipped
from tui.view.laid import hanging
from tui.view.prose import lay_out, pieces


def lines(markdown: str, width: int = 40) -> list[str]:
    return [line.plain.rstrip() for line in lay_out(pieces(markdown), width)]


def test_paragraphs_wrap_at_words_with_a_line_between():
    """Line breaks of the author are spaces; a break asked for is one."""
    assert lines("one two\nthree four\n\nfive\\\nsix", 12) == ["one two", "three four", "", "five", "six"]


def test_items_hang_on_their_bullets_and_numbers():
    """Items of a line each stay together; those of paragraphs stand apart."""
    assert lines("- one two\n- three\n  - four", 8) == ["• one", "  two", "• three", "  • four"]
    assert lines("9. nine\n10. ten") == [" 9. nine", "10. ten"]
    assert lines("- one\n\n- two\n\n  more") == ["• one", "", "• two", "", "  more"]
    assert lines("words\n\n- one\n- two\n\nwords") == ["words", "", "• one", "• two", "", "words"]
    assert lines("-\n- two") == ["•", "• two"]


def test_code_keeps_its_lines_and_goes_on_below_where_there_is_no_room():
    """Also in a list; a block is as wide as the pane."""
    code = "```text\n  two  spaces\n\n0123456789abcdef\n```"
    assert lines(code, 12) == ["   two", " ↪ spaces", "", " 01234567", " ↪ 89abcdef"]
    assert {line.cell_length for line in lay_out(pieces(code), 12)} == {12}
    assert lines("- item\n\n  ```text\n  code\n  ```") == ["• item", "", "   code"]


def test_coloured_code_is_the_same_text():
    """Whatever the language."""
    code = "FROM debian:12\n\n# why\nRUN true"
    for language in ("dockerfile", "sh", "nonsense", "text"):
        found = lay_out(pieces(f"```{language}\n{code}\n```"), 40)
        assert [line.plain.strip() for line in found] == code.split("\n"), language


def test_a_quotation_has_its_bar_on_each_line():
    """But not above it."""
    assert lines("a\n\n> one two\n>\n> three", 8) == ["a", "", "▌ one", "▌ two", "▌", "▌ three"]


def test_tables_are_aligned_and_wrap_in_their_cells():
    """The widest column gives."""
    table = "| a | size |\n| :-- | --: |\n| long words here | 9 MB |\n| x | 10 MB |"
    assert lines(table) == [
        "a                 size",
        "──────────────────────",
        "long words here   9 MB",
        "x                10 MB",
    ]
    assert lines(table, 13)[2:4] == ["long     9 MB", "words"]


def test_styles_and_links_are_spans():
    """And other addresses than pages and the web are only text."""
    [line] = lay_out(pieces("**a** *b* `c` [d](x#y) [e](ftp://f) ![g](h.png)"), 40)
    assert line.plain == "a b c d e g"
    styled = {line.plain[span.start : span.end]: span.style for span in line.spans}
    assert styled["a"] == "bold"
    assert styled["b"] == "italic"
    assert styled["d"].meta == {"@click": "link('x#y')"}
    assert set(styled) == {"a", "b", "c", "d"}


@pytest.mark.parametrize(
    "text", ["[red]x[/]", "a\x1b[31mb", "`\x9b31m`", "<b onclick='x'>y</b>", "```\n\x1b]0;t\x07\n```"]
)
def test_nothing_an_author_writes_is_markup_or_escapes(text):
    """It is shown as it stands."""
    shown = "".join(lines(text))
    assert not set(shown) & {"\x1b", "\x9b", "\x07"}
    for word in ("[red]x[/]", "onclick"):
        assert (word in shown) is (word in text)


@pytest.mark.parametrize("width", [1, 2, 7, 20, 44, 78, 150])
def test_no_line_of_the_course_is_too_wide_and_no_word_is_lost(width):
    """At any width."""
    for lesson in load(shipped("content")).lessons:
        for page in lesson.pages:
            for part in (part for part in page.parts if isinstance(part, Prose)):
                found = lay_out(pieces(part.markdown), width)
                if width >= 7:
                    assert max(cell_len(line.plain) for line in found) <= width
                if width == 150:
                    shown = "".join("".join(line.plain.split()) for line in found)
                    texts = [piece.text.plain for piece in pieces(part.markdown)]
                    assert all("".join(text.split()) in shown for text in texts)


def test_something_is_said_at_the_right_end():
    """Next to the first line of what hangs."""
    from textual.content import Content

    found = hanging(Content("* "), Content("one two three"), Content("ok"), 14)
    assert [line.plain for line in found] == ["* one two   ok", "  three"]
