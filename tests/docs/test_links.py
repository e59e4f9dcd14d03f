"""Links in the docs lead somewhere."""

import re

import pytest

from tests.docs.commands_in_docs import REPO
from tests.docs.reference import FILES

TEXTS = [REPO / "README.md", REPO / "CONTRIBUTING.md", *sorted((REPO / "docs").glob("*.md"))]
_LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(?:#([\w-]+))?\)")


def headings(text: str) -> set[str]:
    """The anchors of a text's headings."""
    found = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in found}


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.name)
def test_links_lead_somewhere(text):
    """To a file that is there, and a heading in it."""
    for file, heading in _LINK.findall(text.read_text(encoding="utf-8")):
        there = (text.parent / file).resolve() if file else text
        assert there.exists(), file
        if heading:
            assert heading in headings(there.read_text(encoding="utf-8")), f"{file}#{heading}"


def test_every_guide_can_be_reached():
    """From the README, at once or by a guide."""
    reached = {"README.md"}
    for _ in range(3):
        for name in list(reached):
            path = REPO / name
            found = _LINK.findall(path.read_text(encoding="utf-8")) if path.suffix == ".md" else []
            reached |= {str((path.parent / file).resolve().relative_to(REPO)) for file, _ in found if file}
    assert {str(path.relative_to(REPO)) for path in (REPO / "docs").glob("*.md")} <= reached
    assert {f"docs/{name}" for name in FILES} <= reached


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_files_that_are_named_are_there(name):
    """In full, or as the end of a path."""
    there = {f"/{path.relative_to(REPO)}" for folder in ("tui", "tests") for path in (REPO / folder).rglob("*.py")}
    named = set(re.findall(r"`((?:[\w-]+/)*\w+\.py)`", (REPO / name).read_text(encoding="utf-8")))
    assert len(named) > 10
    assert {each for each in named if not any(path.endswith(f"/{each}") for path in there)} == set()
