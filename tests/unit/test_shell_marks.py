"""The marks a shell puts in its output: taken out whole, whatever the chunks, and never believed without the nonce."""

from itertools import combinations, pairwise

import pytest

from tui.model.shell import AtPrompt, CommandStarted
from tui.shell.integration import Mark, MarkSplitter, ShellState

NONCE = "0ddba11"
START = f"\x1b]7773;{NONCE};".encode()


def split(*chunks: bytes) -> list[bytes | Mark]:
    """What comes out of the chunks, neighbouring bytes joined."""
    splitter = MarkSplitter(NONCE)
    pieces: list[bytes | Mark] = [piece for chunk in chunks for piece in splitter.feed(chunk)]
    joined: list[bytes | Mark] = []
    for piece in pieces:
        if isinstance(piece, bytes) and joined and isinstance(joined[-1], bytes):
            joined[-1] += piece
        elif piece:
            joined.append(piece)
    return joined


STREAM = b"a" + START + b"P;\x07b" + START + b"C;ls%0A\x1b\\\x1b\x1b]7773;no;P;\x07" + START[:9]
EXPECTED = [b"a", Mark("P", ""), b"b", Mark("C", "ls\n"), b"\x1b\x1b]7773;no;P;\x07"]


def test_marks_are_taken_out_in_order() -> None:
    """Bytes around the marks stay, in their order."""
    assert split(STREAM) == EXPECTED


@pytest.mark.parametrize("cuts", [1, 2])
def test_chunks_make_no_difference(cuts: int) -> None:
    """Every way to cut the stream in two and in three gives the same pieces."""
    for places in combinations(range(len(STREAM) + 1), cuts):
        edges = [0, *places, len(STREAM)]
        assert split(*(STREAM[a:b] for a, b in pairwise(edges))) == EXPECTED


def test_byte_by_byte_makes_no_difference() -> None:
    """The stream one byte at a time gives the same pieces."""
    assert split(*(STREAM[i : i + 1] for i in range(len(STREAM)))) == EXPECTED


@pytest.mark.parametrize(
    "forged",
    [b"\x1b]7773;P;\x07", b"\x1b]7773;;P;\x07", b"\x1b]7773;0ddba1;P;\x07", b"\x1b]7773;0DDBA11;P;\x07"],
)
def test_a_mark_without_the_nonce_is_output(forged: bytes) -> None:
    """A printed file can't say that the shell is at a prompt."""
    assert split(b"x" + forged + b"y") == [b"x" + forged + b"y"]


def test_plain_output_is_never_held() -> None:
    """What can't be the start of a mark comes out at once."""
    assert list(MarkSplitter(NONCE).feed(b"plain \x1b[1m")) == [b"plain \x1b[1m"]


def test_the_start_of_a_mark_is_held_until_it_is_none() -> None:
    """Then nothing of it is lost."""
    splitter = MarkSplitter(NONCE)
    assert list(splitter.feed(b"a" + START[:9])) == [b"a"]
    assert list(splitter.feed(b"x")) == [START[:9] + b"x"]


def test_an_endless_mark_is_output_in_the_end() -> None:
    """No more than 64 kB wait for the end of a mark."""
    splitter = MarkSplitter(NONCE)
    assert list(splitter.feed(START + b"C;" + b"x" * 65_000)) == []
    flushed = b"".join(p for p in splitter.feed(b"x" * 1000) if isinstance(p, bytes))
    assert flushed == START + b"C;" + b"x" * 66_000


def test_text_is_decoded() -> None:
    """Percent codes are undone, also those of a UTF-8 character; broken UTF-8 doesn't raise."""
    assert split(START + "C;é%25%0a%1B%FF\x07".encode()) == [Mark("C", "é%\n\x1b\ufffd")]


@pytest.fixture
def state() -> ShellState:
    """A shell at its first prompt in /home/ada."""
    state = ShellState()
    assert state.take(Mark("D", "0;/home/ada"), 1.0) == []
    assert state.take(Mark("P", ""), 1.0) == [AtPrompt("/home/ada", None)]
    return state


def test_a_command_is_started_and_ends(state: ShellState) -> None:
    """The prompt after a command says how it ended and where the shell is now."""
    assert state.take(Mark("C", "0;cd /tmp"), 1.0) == [CommandStarted("cd /tmp")]
    assert (state.at_prompt, state.running) == (False, "cd /tmp")
    state.take(Mark("D", "0;/tmp"), 1.0)
    assert state.take(Mark("P", ""), 1.0) == [AtPrompt("/tmp", 0)]
    assert (state.at_prompt, state.running) == (True, None)


def test_a_prompt_drawn_again_is_no_news(state: ShellState) -> None:
    """Ctrl-L, a new size and an empty line draw the prompt again."""
    assert state.take(Mark("P", ""), 1.0) == []
    state.take(Mark("D", "0;/home/ada"), 1.0)
    assert state.take(Mark("P", ""), 1.0) == []


def test_ctrl_c_at_the_prompt_ends_no_command(state: ShellState) -> None:
    """It sets $? to 130, but the last command's status stays what it was."""
    state.take(Mark("D", "130;/home/ada"), 1.0)
    assert state.take(Mark("P", ""), 1.0) == []


def test_a_half_typed_command_is_not_a_prompt(state: ShellState) -> None:
    """While the shell asks for the rest of a command nothing can be inserted."""
    state.take(Mark("W", ""), 1.0)
    assert not state.at_prompt
    assert state.take(Mark("P", ""), 1.0) == []
    assert state.at_prompt


def test_each_time_it_waits_for_a_line_is_counted(state: ShellState) -> None:
    """Also for the rest of a command, and after a line that ran nothing; a prompt that is drawn again is not."""
    assert (state.turns, state.wants_more) == (1, False)
    state.take(Mark("P", ""), 1.0)
    assert state.turns == 1
    state.take(Mark("W", ""), 1.0)
    assert (state.turns, state.wants_more) == (2, True)
    state.take(Mark("C", "0;echo \\\n a"), 1.0)
    assert (state.turns, state.wants_more) == (2, False)
    state.take(Mark("D", "0;/home/ada"), 1.0)
    state.take(Mark("P", ""), 1.0)
    state.take(Mark("D", "2;/home/ada"), 1.0)
    assert (state.turns, state.at_prompt) == (4, True)


def test_lines_pasted_together_are_told_apart(state: ShellState) -> None:
    """Between two pasted commands there is no prompt; the first one's end is told all the same."""
    state.take(Mark("C", "0;false"), 1.0)
    assert state.take(Mark("C", "1;true"), 1.0) == [AtPrompt("/home/ada", 1), CommandStarted("true")]


def test_a_folder_may_have_any_name(state: ShellState) -> None:
    """Semicolons included."""
    state.take(Mark("D", "0;/a;b"), 1.0)
    assert state.take(Mark("P", ""), 1.0) == [AtPrompt("/a;b", None)]
