"""The learner in a class: a hand that can be raised, and the instructor's page that can be gone to."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tui.model.classroom import LeadRecord, PoliciesRecord
from tui.model.policies import Policies
from tui.revising import under
from tui.widgets.bottom_line import BottomLine

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen


class Attending:
    """Acts on a screen; the class is the outside's, if there is one."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen
        self._lead: LeadRecord | None = None
        self._authors = screen.attempt.course.policies
        self._trouble = ""

    def raise_hand(self) -> None:
        """Ask for help, or no longer."""
        classroom = self._screen.outside.classroom
        if classroom is None:
            self._say("You are in no class. Open the lab with --class to join one.")
            return
        classroom.raise_hand(not classroom.raised)
        up = "Your hand is up. Press H again when you no longer need help."
        self._say(up if classroom.raised else "Your hand is down.")
        self._note()

    async def go_to_lead(self) -> None:
        """To the page that the instructor shows."""
        screen, lead = self._screen, self._lead
        if screen.outside.classroom is None:
            self._say("You are in no class. Open the lab with --class to join one.")
        elif lead is None or lead.course != screen.attempt.course.id:
            self._say("The instructor has shown no page of this course yet.")
        elif not screen.attempt.course.has(lead.lesson, lead.page):
            self._say("The instructor shows a page that this course does not have.")
        else:
            screen.panes.focus_pane(screen.panes.lesson)
            await screen.become(screen.attempt.gone_to(lead.lesson, lead.page, time.monotonic()))

    async def heard(self, record: LeadRecord | PoliciesRecord) -> None:
        """The class is told something."""
        match record:
            case LeadRecord():
                first, self._lead = self._lead is None, record
                if first:
                    self._say("You are in the class: G goes to the instructor's page, H raises your hand.")
            case PoliciesRecord():
                await self._run_as(record.over(self._authors))

    async def _run_as(self, policies: Policies) -> None:
        attempt = self._screen.attempt
        if policies != attempt.course.policies:
            await self._screen.become(under(attempt, policies))
            self._say(policies.told or "In this class everything is allowed.")

    def line_is(self, trouble: str) -> None:
        """Why the class is out of reach, or "" for it is not."""
        self._trouble = trouble
        self._note()

    def _note(self) -> None:
        """Say in the bottom line how things are."""
        classroom = self._screen.outside.classroom
        if classroom is not None:
            words = "hand up" if classroom.raised else "no class yet" if self._trouble else "in class"
            self._screen.query_one(BottomLine).note(words)

    def _say(self, text: str) -> None:
        self._screen.notify(text, markup=False)
