"""What programs print stays in the pane: the outer terminal gets cells, programs get answers from a fixed list."""

import json
import re
import sys

import pytest

from tests.bench.outer import Outer
from tests.terminal import hostile
from tests.terminal.hostile import HOSTILE, SHOWN, WORD
from tests.terminal.recorded import Watched
from tests.waiting import until
from tui.shell.ghostty import GhosttyEmulator

# What the lab draws with: moves, looks, the cursor, and the frame around one update.
DRAWING = re.compile(
    r"\x1b\[(?:\d+(?:;\d+)*)?[mHC]|[\b\r]|\x1b\[\?(?:25|2026)[hl]|[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]"
)

# What may be typed into a program that asked: numbers in fixed frames, and the emulator's own name.
ANSWERS = {
    "attributes": rb"\x1b\[[?>][0-9;]+c|\x1bP!\|[0-9A-F]{8}\x1b\\",
    "status": rb"\x1b\[\??[0-9;]+n",
    "cursor": rb"\x1b\[\??[0-9;]+R",
    "a mode": rb"\x1b\[\??\d+;[0-4]\$y",
    "sizes": rb"\x1b\[(?:4|6|8|48)(?:;\d+){2,4}t",
    "a colour": rb"\x1b\](?:4;\d+|1[0-9]);rgb:[0-9a-f]+/[0-9a-f]+/[0-9a-f]+(?:\x07|\x1b\\)",
    "settings": rb"\x1bP[01]\$r[0-9;:]*(?:m|r|s|\"p|\"q| q)?\x1b\\",
    "keyboard": rb"\x1b\[\?\d+u|\x1b\[>4;\d+m",
    "version": rb"\x1bP>\|(?:libghostty|ghostty [0-9.a-z+-]*)\x1b\\",
    "terminfo in hex": rb"\x1bP1\+r636F6C6F7273=323536\x1b\\",
}
ANSWERED = re.compile(rb"(?:" + rb"|".join(ANSWERS.values()) + rb")*")


class Seen:
    """The outer terminal's screen: what it was sent, drawn."""

    def __init__(self, outer: Outer) -> None:
        self._outer = outer
        self._screen = Watched((100, 30))
        self.taken = 0

    def wait(self, text: str) -> None:
        """Wait until a text stands on it."""
        until(lambda: text in "\n".join(self._now()), text)

    def _now(self) -> list[str]:
        new = bytes(self._outer.written[self.taken :])
        self.taken += len(new)
        self._screen.emulator.feed(new)
        return self._screen.screen().text


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, bytes]]:
    """For each hostile thing printed in the lab's command pane: what the outer terminal got, what was typed in."""
    folder = tmp_path_factory.mktemp("hostile")
    outer = Outer([sys.executable, "-m", "tui", "open", "--engine", "none"], folder, (100, 30), {})
    told = folder / "typed.json"
    written: dict[str, str] = {}
    try:
        outer.shows("sealegs-work [#$]")
        outer.quiet()
        outer.send(b"\x1b[24~")
        outer.quiet()
        outer.send(f"{sys.executable} {hostile.__file__} {told}\r".encode())
        seen = Seen(outer)
        for number, name in enumerate([*HOSTILE, *SHOWN]):
            seen.wait(f"start-{number}-")
            start = outer.send(b"\r")
            seen.wait(f"end-{number}-")
            written[name] = bytes(outer.written[start : seen.taken]).decode("utf-8")
            outer.send(b"\r")
        typed = json.loads(told.read_text(encoding="utf-8"))
    finally:
        outer.close()
    return {name: (written[name], typed[name].encode("latin-1")) for name in written}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_outer_terminal_gets_cells_only(name: str, printed: dict[str, tuple[str, bytes]]) -> None:
    """No title, clipboard, query, notification or picture; and no text of the program's that isn't shown."""
    written, _ = printed[name]
    assert DRAWING.sub("", written) == ""
    assert WORD not in written


@pytest.mark.parametrize("name", HOSTILE)
def test_a_program_gets_answers_from_a_fixed_list(name: str, printed: dict[str, tuple[str, bytes]]) -> None:
    """Nothing of its own choice, least of all a Return."""
    _, typed = printed[name]
    assert ANSWERED.fullmatch(typed)
    assert not re.search(rb"[\r\n]|(?i:%s|%s)" % (WORD.encode(), WORD.encode().hex().encode()), typed)


@pytest.mark.parametrize("name", SHOWN)
def test_a_links_text_is_shown_and_its_address_is_not_passed_on(name: str, printed: dict) -> None:
    """A click can't open what a program chose."""
    written, typed = printed[name]
    assert SHOWN[name][1] in written
    assert DRAWING.sub("", written) == ""
    assert WORD not in written
    assert typed == b"\x1b[0n"


def test_characters_that_are_not_seen_are_not_in_the_rows() -> None:
    """DEL does nothing, nor does what would turn the direction of writing."""
    emulator = GhosttyEmulator(20, 2)
    emulator.feed("a\x7fb\u202ec\u2066d\u2028e漢\u200e\r\n\u202e\x9bx".encode())
    assert "".join(text for text, _ in emulator.take_changed_rows()[0]) == "abcde漢" + " " * 13


@pytest.mark.parametrize("start", [b"\x1b[?40h\x1b[?3h", b"\x1b[?40h\x1b[?3l"], ids=["132", "80"])
def test_a_switch_of_the_width_clears_the_screen_and_no_more(start: bytes) -> None:
    """Whether or not the screen was looked at between."""
    seen, unseen = GhosttyEmulator(20, 3), GhosttyEmulator(20, 3)
    for piece in (b"\x1b[2;3rbefore", start, b"\x1b[2;90Hx\x1b[3;1Hy"):
        seen.feed(piece)
        seen.take_changed_rows()
        unseen.feed(piece)
    rows = ["".join(text for text, _ in runs) for runs in unseen.take_changed_rows().values()]
    assert rows == [" " * 20, " " * 19 + "x", "y" + " " * 19]
    seen.feed(b"\x1b[1;1H")
    assert seen.cursor() is not None
