"""How long a page is on the narrowest screen: pure functions from a page to rows."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from itertools import product
from math import ceil
from typing import get_args

from rich.cells import cell_len

from tui.model.checks import Builder, Product
from tui.model.course import Block, Page, Prose
from tui.model.machine import Machine
from tui.model.tasks import Question, Task

NARROW = 44
"""Columns of text in the lesson pane beside a browser on a screen of 100 columns."""

PAGE_ROWS = 45
"""Rows of a page there, with its tasks and questions: a screen and a short scroll."""

MACHINES = tuple(
    Machine(builder, brand, rootless, new, remote)
    for builder, brand, rootless, new, remote in product(get_args(Builder), get_args(Product), *[(False, True)] * 3)
)
"""Every machine that a condition can tell from another."""


_ITEM = re.compile(r"\s*([-*+]|[0-9]+[.)])\s|\|")
"""How a list item or a row of a table starts."""


def rows(page: Page, tasks: list[Task], questions: list[Question]) -> int:
    """Rows a page takes with its own tasks and questions, on the machine where it is longest."""
    return max(_rows_on(machine, page, tasks, questions) for machine in MACHINES)


def _rows_on(machine: Machine, page: Page, tasks: list[Task], questions: list[Question]) -> int:
    total = 1
    for part in page.parts:
        if all(condition.holds(machine) for condition in part.when):
            total += _part_rows(part)
    total += sum(_wrapped(task.text, NARROW - 2) for task in tasks)
    for question in questions:
        if question.requires.holds(machine):
            texts = [question.text, *(choice.text for choice in question.choices)]
            total += sum(_wrapped(text, NARROW - 5) for text in texts)
    return total


def _part_rows(part: Prose | Block) -> int:
    """Rows of a part and the blank one after it."""
    if isinstance(part, Block):
        return len(part.lines) + 1
    return sum(max(1, _wrapped(item, NARROW)) for item in _paragraphs(part.markdown))


def _wrapped(text: str, columns: int) -> int:
    """Rows of a text; one of wide characters, which may be parted anywhere, is taken by its width."""
    wide = cell_len(text) - len(text)
    return len(textwrap.wrap(text, columns)) if wide <= 0 else ceil((len(text) + wide) / (columns - 1))


def _paragraphs(markdown: str) -> Iterator[str]:
    """Paragraphs, list items and lines of code of a piece of prose, and the blank lines between and after them."""
    together: list[str] = []
    code = False
    for line in (*markdown.split("\n"), ""):
        mark = line.startswith("```")
        if together and (mark or code or not line.strip() or _ITEM.match(line)):
            yield " ".join(together)
            together = []
        if mark or code or not line.strip():
            yield line
        else:
            together.append(line)
        code ^= mark
