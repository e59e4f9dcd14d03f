"""What one key steps through: a page's blocks, in their order, from where the cursor was put."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.course import Block
from tui.view.lesson import PageView

Lines = tuple[str, ...]

CHANGED = (
    "What stands at the prompt isn't the block any more: Enter there runs it as it is. The next press puts the block "
    "there again; Ctrl-Y then brings back what you have now."
)
NOT_TOLD = "This shell does not tell the lab when it waits: press Enter in the command pane."
BEGINS = "The command has just begun: the next block comes when it has ended."
PAGE_ENDS = "That was this page's last block: the next press turns the page."
COURSE_ENDS = "This is the end of the course."


def blocks_of(view: PageView) -> tuple[Lines, ...]:
    """The lines of each block on a page that is for this machine."""
    return tuple(part.lines for part in view.parts if isinstance(part, Block))


def next_block(blocks: Sequence[Lines], done: Lines, chosen: Lines) -> Lines:
    """The block to insert next, when `done` was the last one that ran; empty if there is none.

    The block that the cursor was put on by hand comes first, and then those after it.
    """
    if chosen in blocks and chosen != done:
        return chosen
    at = blocks.index(done) + 1 if done in blocks else 0
    return blocks[at] if at < len(blocks) else ()
