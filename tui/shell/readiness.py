"""Make the screen fit for a prompt, whatever the program before it left on."""

from __future__ import annotations

from tui.shell.emulator import Emulator

# What a program that was killed, or a file that was printed, may have left on: character sets, the mouse, focus
# reports, keypad modes, inserting, no wrap, a hidden cursor, all text for a status line that nobody sees, margins
# (setting them moves the cursor). ST first: an unended string would swallow the prompt.
_PROMPT_READY = (
    b"\x1b\\\x0f\x1b(B\x1b[?1;1000;1002;1003;1004;1006l\x1b>\x1b[4l\x1b[?7;25h\x1b[0$}\x1b7\x1b[?69l\x1b[r\x1b8"
)
_LEAVE_ALTERNATE = b"\x1b[?1049l"


def make_ready(emulator: Emulator) -> str | None:
    """Undo what would get in a prompt's way; a full-screen program's screen is left.

    What stands before the cursor then: a mark comes when the prompt is drawn, and in bash before that as well.
    """
    emulator.feed(_PROMPT_READY)
    if emulator.on_alternate_screen():
        emulator.feed(_LEAVE_ALTERNATE)
    return emulator.before_cursor()
