"""A reset of the lesson from within the lab: the list, the question, and the lesson's beginning when all is gone."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.model.reset import Outcome, Plan
from tui.revising import knowing, restarted
from tui.screens.reset_preview import ResetPreviewScreen
from tui.view.reset import told

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen

Then = Callable[[Outcome], None]
"""What is done once a reset is carried out, given how it went."""


class Resetting:
    """Acts on a screen; one reset at a time."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen
        self._busy = False
        self._awaited: tuple[Plan, Outcome, Then] | None = None
        """What was carried out, and the engine has still to be read since."""

    def reset_lesson(self) -> None:
        """The list of what a reset would do, and the question."""
        attempt = self._screen.attempt
        if self.may_begin():
            snapshot, lesson = attempt.journal.now, attempt.lesson.entry.id
            self._screen.outside.plan_reset(lesson, snapshot, attempt.claims, attempt.progress, self._ask)

    def may_begin(self) -> bool:
        """Whether something can be reset now; the learner is told why not."""
        attempt = self._screen.attempt
        if self._busy:
            self._say("A reset is under way.")
        elif self._screen.outside.unkept():
            self._say(f"Nothing can be reset here. {self._screen.outside.unkept()}")
        elif attempt.trouble and self._screen.endpoint is not None:
            self._say("The engine does not answer now: nobody can tell what there is to be removed.")
        else:
            return True
        return False

    def begin(self, plan: Plan, then: Then) -> bool:
        """Carry out a plan that the learner has agreed to, and go on with how it went once the engine shows it; whether
        it is begun: one at a time."""
        if self._busy:
            return False
        self._busy = True
        self._screen.call_later(self._carry_out, plan, then)
        return True

    async def go_on(self) -> None:
        """Begin the lesson anew once the engine has been read without what was removed: what is still seen would do
        its tasks at once."""
        if self._awaited is None:
            return
        (plan, outcome, then), attempt = self._awaited, self._screen.attempt
        if not (plan.is_done_in(attempt.journal.now) or outcome.refused or attempt.trouble):
            return
        self._awaited, self._busy = None, False
        await self._screen.become(restarted(attempt, plan, time.monotonic()))
        self._screen.gather()
        then(outcome)

    def _ask(self, plan: Plan) -> None:
        def done(outcome: Outcome) -> None:
            self._say(told(outcome, plan.title), warning=bool(outcome.refused) or not outcome.finished)

        def answered(yes: bool | None) -> None:
            if yes:
                self.begin(plan, done)

        if plan.empty:
            self._say(f"{plan.title}: there is nothing to reset.")
        else:
            self._screen.app.push_screen(ResetPreviewScreen(plan, self._screen.said), answered)

    async def _carry_out(self, plan: Plan, then: Then) -> None:
        """Keep whose the hidden images are, and begin."""
        await self._screen.become(knowing(self._screen.attempt, plan.steps))
        self._screen.outside.carry_out(plan, lambda outcome: self._carried_out(plan, outcome, then))

    def _carried_out(self, plan: Plan, outcome: Outcome, then: Then) -> None:
        if not outcome.finished:
            self._busy = False
            then(outcome)
            return
        self._awaited = plan, outcome, then
        self._screen.outside.look_again()
        self._screen.call_later(self.go_on)

    def _say(self, text: str, *, warning: bool = True) -> None:
        self._screen.notify(text, severity="warning" if warning else "information", markup=False)
