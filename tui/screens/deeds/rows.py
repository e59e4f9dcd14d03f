"""What the learner can have done with a row of the browser: each deed is a command that is put at the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.messages import InsertWanted
from tui.model.text import short_ids
from tui.screens.prune_preview import PrunePreviewScreen
from tui.screens.row_menu import PRUNE, RowMenuScreen
from tui.view.details import Kind
from tui.view.prune import Prune, prune_kind, prune_of
from tui.view.row_actions import RowAction, Target, target_of, typed_again
from tui.view.whose import why_not as why_not_theirs

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen

AGAIN = "At the prompt again: Enter runs it, F12 leads back."


class RowDeeds:
    """Acts on a screen's browser; a method for each command, as in `Deeds`."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen

    def row_actions(self) -> None:
        """The commands for the row the cursor is on."""
        browser = self._screen.panes.browser
        seen, row = browser.seen, browser.table.chosen
        if seen is None or row is None:
            self._say("There is no row here.")
            return
        if again := typed_again(seen, browser.view, row):
            self._screen.post_message(InsertWanted(again, counts_as="row-actions", told=AGAIN))
            return
        target = target_of(seen, browser.view, row)
        if target is None:
            self._say("There is no command for this row.")
            return

        why_not = short_ids(why_not_theirs(self._screen.attempt, target.kind, target.row, target.name))

        def chosen(action: RowAction | None) -> None:
            if action is not None and action.key == PRUNE:
                self._preview(target.kind)
            elif action is not None:
                self._insert(target, action)

        self._screen.app.push_screen(RowMenuScreen(target, why_not), chosen)

    def prune_preview(self) -> None:
        """What a prune would take."""
        browser = self._screen.panes.browser
        kind = prune_kind(browser.view, browser.table.chosen or "")
        if kind is None or browser.seen is None:
            self._say("Here is nothing that the lab can tell before it is pruned.")
        else:
            self._preview(kind)

    def _insert(self, target: Target, action: RowAction) -> None:
        gone = target.gone(self._screen.attempt.journal.now)
        if gone:
            self._say(gone)
            return
        self._screen.post_message(InsertWanted((action.line,), counts_as="row-actions"))

    def _preview(self, kind: Kind) -> None:
        if kind in self._screen.attempt.journal.now.refused:
            self._say(f"This engine doesn't list any {kind}: nobody can tell what a prune would take.")
            return
        shown = self._prune(kind)

        def answered(yes: bool | None) -> None:
            if not yes:
                return
            if self._prune(kind).line != shown.line:
                self._say("Something has changed meanwhile: look again.")
                self._preview(kind)
            else:
                self._screen.post_message(InsertWanted((shown.line,), counts_as="prune-preview"))

        self._screen.app.push_screen(PrunePreviewScreen(shown), answered)

    def _prune(self, kind: Kind) -> Prune:
        attempt, seen = self._screen.attempt, self._screen.panes.browser.seen
        frees = seen.disk.usage.frees if seen is not None and seen.disk.usage is not None else {}
        foreign = seen.whose.others.get(kind, frozenset()) if seen is not None else frozenset()
        version = attempt.identity.api_version if attempt.identity is not None else ""
        return prune_of(kind, attempt.journal.now, version, frees, foreign)

    def _say(self, text: str) -> None:
        self._screen.notify(text, severity="warning", markup=False)
