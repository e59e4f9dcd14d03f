"""The instructor's notes on a course, page by page."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class PageNotes(Struct, frozen=True):
    """What an instructor glances at on a page: each of `lines` is a piece of Markdown.

    `minutes` is how long the page is meant to be shown. `skip` is what can be left out when time is short, empty for
    nothing, and `saves` the minutes that saves.
    """

    lines: tuple[str, ...] = ()
    minutes: float = 0.0
    skip: str = ""
    saves: float = 0.0


NONE = PageNotes()


class Notes(Struct, frozen=True):
    """The notes on all pages that have some, by ids of lesson and page."""

    pages: Mapping[tuple[str, str], PageNotes] = field(default_factory=dict)

    def of(self, lesson: str, page: str) -> PageNotes:
        """A page's notes."""
        return self.pages.get((lesson, page), NONE)

    def minutes(self, lesson: str, page: str) -> float:
        """How long a page is meant to be shown; 0 where that isn't said."""
        return self.of(lesson, page).minutes
