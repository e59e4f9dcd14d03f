"""The links of a page: those within the course, which lead to a page, and those to the web, which can be copied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token
from msgspec import Struct
from textual.content import Content

from tui.model.course import Block, Course, Prose
from tui.model.text import printable
from tui.view.inline import LINK
from tui.view.laid import hanging
from tui.view.markdown import parsed


class Link(Struct, frozen=True):
    """A link as it stands on a page. `target` is the (lesson, page) it leads to and `leads_to` says it in words;
    both are empty for an address on the web."""

    text: str
    address: str
    target: tuple[str, str] | None = None
    leads_to: str = ""


def page_links(course: Course, lesson: str, parts: Sequence[Prose | Block]) -> tuple[Link, ...]:
    """The links in a page's parts, in order, each address once. Links to pages that aren't there are left out."""
    found: dict[str, Link] = {}
    for part in parts:
        if isinstance(part, Prose):
            for text, address in _links(part.markdown):
                link = _link(course, lesson, text, address)
                if link is not None:
                    found.setdefault(address, link)
    return tuple(found.values())


def link_lines(link: Link, width: int) -> list[Content]:
    """A link in two rows: its text, and where it leads."""
    mark = "→" if link.target else "↗"
    where = link.leads_to if link.target else link.address
    return [
        *hanging(Content.styled(f"{mark} ", "$primary"), Content(link.text), Content(), width),
        (Content("  ") + Content.styled(where, "$quiet")).truncate(width, ellipsis=True),
    ]


def _links(markdown: str) -> Iterator[tuple[str, str]]:
    """(text, address) of every link."""
    for token in parsed(markdown):
        yield from _links_in(token.children or [])


def _links_in(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    text, address = "", ""
    for token in tokens:
        if token.type == "link_open":
            text, address = "", str(token.attrs.get("href", ""))
        elif token.type == "link_close":
            yield printable(text), address
        else:
            text += " " if token.type == "softbreak" else token.content


def _link(course: Course, lesson: str, text: str, address: str) -> Link | None:
    match = LINK.fullmatch(address)
    if match is None:
        return None
    if match["page"] is None:
        return Link(text, printable(address))
    wanted = (match["lesson"] or lesson, match["page"])
    for each in course.lessons:
        for page in each.pages:
            if (each.entry.id, page.id) == wanted:
                return Link(text, address, wanted, f"{each.entry.number} {each.entry.title}: {page.title}")
    return None
