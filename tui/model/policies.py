"""How a class is run: what a course's author, or a class's instructor, lets learners do. A rail, not a wall."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from tui.model.authored import Authored

Gate = Literal["off", "soft", "hard"]
Blocks = Literal["insert", "type"]
SOLUTIONS = r"^(always|never|after-hints|after-[1-9][0-9]{0,2}-minutes)$"
SolutionsRule = Annotated[str, Field(pattern=SOLUTIONS)]


class Policies(Authored):
    """`gate` is what happens on turning to another page while tasks are open: nothing, a question, or a refusal;
    `solutions` is when one may be seen: always, never, after-hints, or after-5-minutes on the task's page; `blocks`
    whether lines are put at the prompt or learners type them; `minutes` whether learners see how long lessons take."""

    gate: Gate = "off"
    solutions: SolutionsRule = "always"
    blocks: Blocks = "insert"
    minutes: bool = False

    @property
    def solutions_after(self) -> int:
        """Minutes on a task's page until its solution may be seen; 0 where that isn't the rule."""
        match = re.fullmatch(r"after-(\d+)-minutes", self.solutions)
        return int(match[1]) if match else 0

    @property
    def told(self) -> str:
        """What a learner may want to know of them, in a sentence; empty where everything is allowed."""
        gate = {"soft": "tasks come before the next page", "hard": "the next page opens when the tasks are done"}
        solutions = {"never": "solutions stay closed", "after-hints": "solutions come after the last hint"}
        after = f"solutions open after {self.solutions_after} minutes" if self.solutions_after else ""
        parts = (
            gate.get(self.gate, ""),
            solutions.get(self.solutions, after),
            "commands are typed, not inserted" if self.blocks == "type" else "",
        )
        said = "; ".join(part for part in parts if part)
        return f"In this class {said}." if said else ""


INSTRUCTOR = Policies(minutes=True)
"""Of an instructor's own lab: everything is allowed."""
