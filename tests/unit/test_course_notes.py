"""The instructor's notes: read by page, and what is wrong with them told by line."""

import pytest

from tests import course_fixture
from tui.course.notes import load_notes, read_notes
from tui.errors import CourseError
from tui.model.notes import PageNotes

FIRST = course_fixture.course().lessons[0]
SECOND = course_fixture.course().lessons[1]
GOOD = """\
# Notes: First image

Written for whoever teaches this.

## {#run minutes=1.5}

- Say: an `image` is
  no container.
- Ask: why?

## {#names minutes=3.5 skip=0.5}

- Skip: the second example.
- Stuck: names with capitals.
"""


@pytest.fixture
def read(tmp_path):
    """A function that reads notes of the first lesson; gives them and the mistakes."""

    def go(text: str, lesson=FIRST):
        (tmp_path / "notes.md").write_text(text, encoding="utf-8")
        notes = read_notes(tmp_path, lesson.entry, lesson.pages)
        return notes.pages, [f"{each.line}: {each.text}" for each in notes.mistakes]

    return go


def test_good_notes(read):
    """Minutes in halves, what can be left out by itself; a page may have none."""
    assert read(GOOD) == (
        {
            "run": PageNotes(("Say: an `image` is no container.", "Ask: why?"), 1.5),
            "names": PageNotes(("Stuck: names with capitals.",), 3.5, "the second example.", 0.5),
        },
        [],
    )


def test_a_lesson_may_have_no_notes(tmp_path):
    """Nothing is wrong with that."""
    notes = read_notes(tmp_path, FIRST.entry, FIRST.pages)
    assert (notes.pages, notes.mistakes) == ({}, ())


WRONG = {
    "another page": ("{#names", "{#name", '11: lesson.md has no page "name"; did you mean "names"?'),
    "a page twice": ("{#names", "{#run", '11: the page "run" stands here twice'),
    "no id": ("## {#run minutes=1.5}", "## Run it", '5: a page\'s heading is its id: "## {#page-id minutes=2}"'),
    "a word": ("minutes=1.5", "minuts=2", '5: unknown word "minuts=2"; did you mean "minutes=2"?'),
    "odd minutes": ("minutes=1.5", "minutes=1.25", '5: "minutes=1.25" is no number of minutes, as in "minutes=1.5"'),
    "a skip unsaid": ("- Skip: the", "- The", '11: "skip=1" and one item "- Skip: what is left out" go together'),
    "a skip unmeasured": (" skip=0.5", "", '11: "skip=1" and one item "- Skip: what is left out" go together'),
    "too long a skip": ("skip=0.5", "skip=4", "11: leaving out 4 minutes of a page of 3.5"),
    "another sum": ("minutes=1.5", "minutes=2", "1: the pages' minutes add up to 5.5, and the lesson has 5"),
    "prose": ("- Ask: why?\n", "\nAsk yourself why.\n", None),
    "a list in a list": ("- Ask: why?\n", "- Ask: why?\n  - And how?\n", None),
    "a code block": ("- Ask: why?\n", "```\nwhy\n```\n", None),
    "another heading": ("- Ask: why?\n", "\n# Ask\n", None),
    "a hidden character": ("Ask: why", "Ask: \u200ewhy", "9: a hidden character stands here (U+200E)"),
    "nothing": (GOOD, "# Notes\n", '1: there are no notes: "## {#page-id minutes=2}"'),
}


@pytest.mark.parametrize(("old", "new", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_by_its_line(read, old, new, told):
    """In an author's words."""
    assert old in GOOD
    _, mistakes = read(GOOD.replace(old, new))
    if told is None:
        assert [each.partition(": ")[2] for each in mistakes] == [
            'notes are a list of items, "- Ask: who has …", under the page\'s heading'
        ]
    else:
        assert told in mistakes


def test_an_exercise_fits_on_its_page(read):
    """The second lesson's takes ten minutes."""
    _, mistakes = read("## {#build minutes=4}\n\n- Say: go.\n\n## {#codes minutes=1}\n", SECOND)
    assert mistakes == ["1: an exercise of 10 minutes on a page of 4"]


def test_a_course_with_wrong_notes_has_none(tmp_path):
    """All that is wrong is told at once."""
    for lesson in ("first", "second"):
        (tmp_path / lesson).mkdir()
        (tmp_path / lesson / "notes.md").write_text("## {#nowhere}\n\n- Say: no.\n", encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        load_notes(tmp_path, course_fixture.course())
    assert caught.value.what.count('has no page "nowhere"') == 2
