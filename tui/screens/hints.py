"""Which keys the bottom line names: those that work where the learner is, most needed first."""

from __future__ import annotations

from textual.widget import Widget

from tui.commands import BY_ID
from tui.model.pane_keys import PaneKeys
from tui.widgets.panes import Panes

Hint = tuple[str, str]
"""A key, and what it does."""
TO_PRESENT = ("step", "lesson-large", "browser-large", "terminal-large", "blank")


def keys_now(panes: Panes, focused: Widget | None, keys: PaneKeys, prefixed: bool, presenting: bool) -> list[Hint]:
    """The keys to name; `prefixed` says that the prefix key was pressed and another is to follow."""
    if prefixed:
        return [("n", "next"), ("?", "help"), ("a", "other shell"), ("k", "end"), ("z", "zoom")]
    if focused is panes.terminal and panes.terminal.rail.why:
        return [("Enter", "run it anyway"), ("Ctrl-C", "drop it")]
    if presenting:
        return [(BY_ID[each].shown, BY_ID[each].label) for each in TO_PRESENT]
    if focused is panes.terminal:
        help_key = f"{keys.prefix_written} ?" if panes.terminal.running else "F1"
        return [(keys.leave_written, "back"), (help_key, "help")]
    if panes.lesson in (focused, *(focused.ancestors if focused else ())):
        return _as_chosen(panes.lesson.keys, keys)
    if panes.browser in (focused, *(focused.ancestors if focused else ())):
        back = [] if panes.lesson.display or panes.typing else [(BY_ID["swap-browser"].shown, "lesson")]
        return [*back, *_as_chosen(panes.browser.keys, keys)]
    wanted = ("focus-pane", "help", "next-pane", "zoom", "quit")
    return _as_chosen([(BY_ID[each].shown, BY_ID[each].label) for each in wanted], keys)


def _as_chosen(hints: list[Hint], keys: PaneKeys) -> list[Hint]:
    """The same with the learner's own key for the command pane."""
    usual = BY_ID["focus-pane"].shown
    return [(keys.leave_written if key == usual else key, label) for key, label in hints]
