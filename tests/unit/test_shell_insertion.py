"""Putting text at the prompt: whole, never run, never where it doesn't belong."""

import pytest

from tui.shell.insertion import Insert, Refusal, as_typed, by_letter, insertion, pasted

SET_ASIDE = b"\x1b[24;8~"


def insert(*lines: str, at_prompt: bool = True, alternate: bool = False, bracketed: bool = True, heard: bool = True):
    return insertion(lines, at_prompt=at_prompt, alternate=alternate, bracketed=bracketed, heard=heard)


def test_a_line_is_inserted_as_a_paste_and_not_run() -> None:
    """The half-typed line is set aside first; there is no newline at the end."""
    assert insert("docker ps -a\n") == Insert(SET_ASIDE + b"\x1b[200~docker ps -a\x1b[201~")


def test_a_shell_without_pastes_gets_the_line_typed() -> None:
    """A tab would ask for completion there. One that isn't heard from has no key of ours either."""
    assert insert("a\tb", bracketed=False, heard=False) == Insert(b"\x05\x15a b")


def test_a_space_at_the_end_stays() -> None:
    """The learner types the next word there."""
    assert insert("docker image tag web  ") == Insert(SET_ASIDE + b"\x1b[200~docker image tag web \x1b[201~")


def test_several_lines_go_in_one_paste() -> None:
    """Newlines between the lines don't run them inside the brackets."""
    assert insert("a \\", "  b\nc") == Insert(SET_ASIDE + b"\x1b[200~a \\\n  b\nc\x1b[201~")


def test_several_lines_are_refused_where_newlines_would_run_them() -> None:
    """Without bracketed paste each newline is Enter. A command that is only broken becomes one line."""
    assert isinstance(insert("a", "b", bracketed=False), Refusal)
    assert insert("a \\", "  b", bracketed=False) == Insert(SET_ASIDE + b"a   b")


def test_letter_by_letter_it_comes_to_the_same() -> None:
    """Each letter is a paste of its own; without pastes a newline would run a line, so all comes at once."""
    whole = insert("a ✓", "b")
    assert isinstance(whole, Insert)
    first, *letters = by_letter(whole)
    assert first == SET_ASIDE
    assert [each.removeprefix(b"\x1b[200~").removesuffix(b"\x1b[201~").decode() for each in letters] == list("a ✓\nb")
    assert by_letter(Insert(b"\x05\x15ls")) == [b"\x05\x15ls"]


@pytest.mark.parametrize("evil", ["a\x1b[201~\rrm -rf /", "a\r\x1b[201~b", "a\x9b201~b\x7f", "a\x03\x04\x15b"])
def test_control_characters_are_dropped(evil: str) -> None:
    """Nothing can end the brackets early or act as a key."""
    answer = insert(evil)
    assert isinstance(answer, Insert)
    body = answer.data.removeprefix(SET_ASIDE + b"\x1b[200~").removesuffix(b"\x1b[201~").decode()
    assert all(c == "\n" or c.isprintable() for c in body)


@pytest.mark.parametrize(
    ("state", "word"), [({"at_prompt": False}, "not at a prompt"), ({"alternate": True}, "full-screen")]
)
def test_it_is_refused_with_a_reason(state: dict[str, bool], word: str) -> None:
    """While something runs, or a full-screen program is open."""
    answer = insert("ls", **state)
    assert isinstance(answer, Refusal)
    assert word in answer.reason


def test_nothing_is_not_inserted() -> None:
    """An empty block would only set the learner's line aside."""
    assert isinstance(insert("", " \n"), Refusal)


def test_sent_anyway_leaves_the_line_alone() -> None:
    """A program that reads its own lines has no kill ring."""
    assert as_typed(["select 1;"], bracketed=False) == Insert(b"select 1;")


def test_a_paste_of_the_learner_keeps_its_newlines_as_enter() -> None:
    """As a terminal sends it."""
    assert pasted("a\r\nb\n", bracketed=False) == b"a\rb\r"
    assert pasted("a\x1b[201~\tb", bracketed=True) == b"\x1b[200~a[201~\tb\x1b[201~"
