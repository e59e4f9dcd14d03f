"""How many rows a page takes on a narrow screen."""

from tui.course.length import MACHINES, rows
from tui.model.course import Block, Page, Prose
from tui.model.machine import Condition
from tui.model.tasks import Choice, Question

LONG = "word " * 20  # three rows of 44 columns


def page(*parts):
    return Page("p", "P", parts)


def test_text_wraps_and_commands_do_not():
    """A row for the heading, one blank row after each part and paragraph."""
    assert rows(page(), [], []) == 1
    assert rows(page(Prose(LONG)), [], []) == 1 + 3 + 1
    assert rows(page(Prose(f"{LONG}\n\n{LONG}")), [], []) == 1 + 2 * (3 + 1)
    assert rows(page(Prose("```text\none\n\ntwo\n```\n\n- one\n- two")), [], []) == 1 + 5 + 1 + 2 + 1
    assert rows(page(Block("b", ("echo one", "echo two"))), [], []) == 1 + 2 + 1


def test_the_longest_machine_counts():
    """No machine shows the text for both builders, so they don't add up."""
    classic = Prose(LONG, (Condition(builder="classic"),))
    buildkit = Prose("Short.", (Condition(builder="buildkit"),))
    assert rows(page(classic, buildkit), [], []) == rows(page(classic), [], [])
    assert len(set(MACHINES)) == 32


def test_questions_count_where_they_are_asked():
    """With all there is to choose from."""
    choices = [Choice(text="One.", correct=True, why="."), Choice(text=LONG, why=".")]
    question = Question(id="q", page="p", text="Which?", choices=choices)
    assert rows(page(), [], [question]) == 1 + 1 + 1 + 3
