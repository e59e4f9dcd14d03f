"""A slip in YAML is told in an author's words, by the line to look at, whichever parser there is."""

import pytest
import yaml

from tui.course.files import read_yaml
from tui.course.slips import slip

LOADERS = [getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader]
QUOTE = "put the whole text in quotes"
NO_START = 'a text can\'t start with "{}"; put it in quotes'.format
ASKEW = "this doesn't line up with what it belongs to, which begins in line {}".format
OPEN = "a bracket that opens here is not closed, or a comma or a quotation mark is missing"
SLIPS = {
    "a colon in a text": ("a:\n  b: Remove: all\n", 2,
                          f"a colon with a space behind it makes a key of what stands before; {QUOTE}"),
    "too deep": ("a: 1\n b: 2\n", 2, "this is indented deeper than the line it belongs with"),
    "not deep enough": ("a:\n  - b: 1\n    c: 2\n   d: 3\n", 4, ASKEW(2)),
    "deeper behind brackets": ("a:\n  b: {c: d}\n    e: f\n", 3, ASKEW(2)),
    "an item among keys": ("a:\n  b: 1\n  - c\n", 3, ASKEW(2)),
    "a no-break space": ("a:\n  b: 1\n \u00a0c: 2\n", 3, "a no-break space stands here; use a plain one"),
    "a word alone": ("a: 1\nb\nc: 2\n", 2, 'this is neither "key: value" nor "- item"'),
    "no space behind the colon": ("a: 1\nb:2\nc: 3\n", 2, 'this is neither "key: value" nor "- item"'),
    "a backtick": ("a: `b` c\n", 1, NO_START("`")),
    "an asterisk": ("a: *b* c\n", 1, NO_START("*")),
    "an at sign": ("a: @b\n", 1, NO_START("@")),
    "an exclamation mark": ("a: !b c\n", 1, NO_START("!")),
    "a bar": ("a: |b c\n", 1, NO_START("|")),
    "text behind quotes": ('a: "b" c\n', 1, f"something stands behind a closed quotation or bracket; {QUOTE}"),
    "text behind brackets": ("a: [b] c\n", 1, f"something stands behind a closed quotation or bracket; {QUOTE}"),
    "an open brace": ("a:\n  b: {c: 1\nd: 2\n", 2, OPEN),
    "an open bracket": ("a: [b\n", 1, OPEN),
    "an open quotation": ("a: 1\nb: 'c\nd: 2\n", 2, "nothing closes the quotation mark that opens here"),
    "a backslash": (r'a: "\s"', 1, "in double quotes a backslash is an escape; use single quotes"),
    "two documents": ("a: 1\n---\nb: 2\n", 2, "this is not YAML: but found another document"),
}  # fmt: skip


@pytest.mark.parametrize("loader", LOADERS, ids=["C", "Python"])
@pytest.mark.parametrize(("text", "line", "said"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_in_an_authors_words(loader, text, line, said):
    """Not in the parser's, which are about tokens and block mappings."""
    with pytest.raises(yaml.MarkedYAMLError) as caught:
        yaml.load(text, loader)
    assert slip(caught.value, text) == (line, said)


def test_words_and_numbers_are_read_as_editors_read_them(tmp_path):
    """YAML 1.2: `off` and `no` are words, 22:30 and a date are text."""
    (tmp_path / "x").write_text("[off, No, yes, 22:30, 2024-12-31, 010, true, 7, -1, 2.10, null, ~, ]")
    read = ["off", "No", "yes", "22:30", "2024-12-31", "010", True, 7, -1, 2.1, None, None]
    assert read_yaml(tmp_path / "x").data == read
