"""Whether the links of a course lead somewhere: to a page of it, or to an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from tui.course.mistakes import Mistake, suggestion
from tui.course.pages import Manuscript

ADDRESS = ("https://", "http://")


def link_mistakes(manuscripts: Mapping[str, Manuscript | None], lessons: Set[str]) -> Iterator[Mistake]:
    """Links that lead nowhere. A lesson of `lessons` that could not be read may have any page."""
    for here, manuscript in manuscripts.items():
        if manuscript is None:
            continue
        for link in manuscript.links:
            if link.image:
                text = "a terminal shows no images"
            elif link.target.startswith(ADDRESS):
                continue
            else:
                text = _nowhere(link.target, here, manuscripts, lessons)
            if text:
                yield Mistake(manuscript.path, link.line + 1, text)


def _nowhere(target: str, here: str, manuscripts: Mapping[str, Manuscript | None], lessons: Set[str]) -> str:
    """Why a link inside the course leads nowhere, or nothing if it leads somewhere."""
    lesson, mark, page = target.partition("#")
    if not mark:
        return f'"{target}" leads nowhere; a link is "#page-id", "lesson-id#page-id" or "https://…"'
    lesson = lesson or here
    if lesson not in lessons:
        return f'a link to "{target}", and there is no lesson "{lesson}"' + suggestion(lesson, lessons)
    manuscript = manuscripts.get(lesson)
    if manuscript is None or not manuscript.lacks(page):
        return ""
    nearest = suggestion(page, [each.id for each in manuscript.pages])
    return f'a link to "{target}", and there is no page "{page}" in "{lesson}"{nearest}'
