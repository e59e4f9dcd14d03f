"""Copy mode in the lab: from inside the command pane and from outside, what is told, and how it looks."""

import stat

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import ready
from tests.waiting import eventually
from tui.model.pane_keys import USUAL_KEYS

OUTPUT = ("sh", "-c", "seq -f 'step %g of 40, all is well' 40; printf 'sealegs $ '; exec cat")
NARROW = (80, 24)


async def copying(pilot) -> None:
    terminal = screen_of(pilot.app).terminal
    await eventually(lambda: terminal._copy is not None, "copy mode")


async def test_copying_over_the_prefix(lab, tmp_path, monkeypatch):
    """Ctrl-] [ in the pane; the clipboard has it, the file has it, and both are told."""
    monkeypatch.setenv("HOME", str(tmp_path))
    async with lab(shell=OUTPUT).run_test(size=NARROW, notifications=True) as pilot:
        await ready(pilot)
        await eventually(lambda: "step 40 of 40" in text_of(pilot.app), "output")
        await pilot.press("f12", "ctrl+right_square_bracket", "left_square_bracket")
        await copying(pilot)
        assert "copy mode" in text_of(pilot.app)
        assert "Enter copy" in text_of(pilot.app)
        await pilot.press("question_mark", *"step", "space", *"12", "enter", "V", "j", "j", "enter")
        await eventually(lambda: "Copied 3 lines" in text_of(pilot.app), "the message")
        wanted = "\n".join(f"step {number} of 40, all is well" for number in (12, 13, 14))
        assert pilot.app.clipboard == wanted
        file = tmp_path / "data" / "sealegs" / "copied.txt"
        assert file.read_text() == wanted
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert "copy mode" not in text_of(pilot.app)


async def test_copy_mode_from_outside(lab):
    """y goes to the pane; help, the way out of the pane and its own prefix still work."""
    async with lab(shell=OUTPUT).run_test(size=NARROW) as pilot:
        await ready(pilot)
        await eventually(lambda: "step 40 of 40" in text_of(pilot.app), "output")
        await pilot.press("y")
        await copying(pilot)
        screen = screen_of(pilot.app)
        assert screen.focused is screen.terminal
        await pilot.press("f1")
        await eventually(lambda: pilot.app.screen is not screen, "help")
        await pilot.press("escape", "f12")
        assert screen.focused is not screen.terminal
        assert screen.terminal.copying
        await pilot.press("f12", "escape")
        assert not screen.terminal.copying
        assert screen.attempt.progress.actions[-1] != "quit"


def test_copy_mode_looks(snap_compare, lab):
    """At 80x24, with the pane zoomed and a search's matches and a selection in sight."""

    async def act(pilot) -> None:
        await eventually(lambda: "step 40 of 40" in text_of(pilot.app), "output")
        await pilot.press("f12", USUAL_KEYS.prefix, "z", USUAL_KEYS.prefix, "left_square_bracket")
        await copying(pilot)
        await pilot.press("question_mark", *"30", "enter", "v", "j", "j", "w", "w", "slash", *"well", "enter")
        await pilot.pause()

    assert snap_compare(lab(shell=OUTPUT), terminal_size=NARROW, run_before=act)


def test_a_search_looks(snap_compare, lab):
    """While it is typed."""

    async def act(pilot) -> None:
        await eventually(lambda: "step 40 of 40" in text_of(pilot.app), "output")
        await pilot.press("f12", USUAL_KEYS.prefix, "z", USUAL_KEYS.prefix, "left_square_bracket")
        await copying(pilot)
        await pilot.press("slash", *"all", "space", *"is")
        await pilot.pause()

    assert snap_compare(lab(shell=OUTPUT), terminal_size=NARROW, run_before=act)
