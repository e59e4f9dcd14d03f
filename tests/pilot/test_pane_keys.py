"""The keys the command pane keeps can be chosen."""

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, ready
from tests.waiting import eventually
from tui.model.pane_keys import PaneKeys


async def test_the_command_panes_keys_can_be_others(lab):
    """Where F12 is taken: the bottom line and F1 name the chosen ones, and F12 is the program's."""
    app = lab(keys=PaneKeys("f9", "ctrl+a"), remarks=["leaf_key is no setting."])
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await ready(pilot)
        screen = screen_of(app)
        assert "F9 command pane" in text_of(app)
        await eventually(lambda: "leaf_key is no setting." in text_of(app), "the remark")
        await pilot.press("f9")
        assert screen.focused is screen.terminal
        await pilot.press("f12")
        assert screen.focused is screen.terminal
        assert "F9 back" in text_of(app)
        await pilot.press("ctrl+a", "question_mark")
        assert "Ctrl-A o" in text_of(app)
        await pilot.press("escape", "f9")
        assert screen.focused is not screen.terminal
