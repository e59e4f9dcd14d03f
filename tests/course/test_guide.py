"""The authoring guide says what there is, all of it; run as a module it prints the table of check types."""

import inspect
import re
from typing import get_args

import pytest

from tests.course.conftest import MINIMAL
from tui import paths
from tui.course.conditions import VALUES
from tui.course.schema import TABLES
from tui.model import checks

GUIDE = paths.shipped("content") / "README.md"


def table() -> str:
    """The check types with their keys, and the first paragraph of what the model says about each."""
    rows = ["| type | keys | holds if |", "|---|---|---|"]
    for check in get_args(get_args(checks.Check)[0]):
        fields = check.model_fields
        keys = ", ".join(f"`{field.alias or name}`" for name, field in fields.items() if name != "type")
        says = " ".join(inspect.getdoc(check).split("\n\n")[0].split()).replace("|", "\\|")
        rows.append(f"| `{fields['type'].default}` | {keys} | {says} |")
    return "\n".join(rows)


def section(heading: str) -> str:
    """What stands under a heading, up to the next one."""
    text = GUIDE.read_text(encoding="utf-8")
    (found,) = re.findall(rf"^##+ {re.escape(heading)}\n(.*?)(?=^##+ |\Z)", text, re.MULTILINE | re.DOTALL)
    return found


def first_cells(heading: str) -> list[str]:
    """The words in the first column of the first table under a heading."""
    first_table = section(heading).split("|---|---|")[1].split("\n\n")[0]
    return re.findall(r"^\| `([^`]+)` ", first_table, re.MULTILINE)


def test_every_check_type_is_in_the_guide_as_the_model_has_it():
    """The table can be printed: python -m tests.course.test_guide."""
    assert table() in GUIDE.read_text(encoding="utf-8")


@pytest.mark.parametrize(("heading", "model"), TABLES.items(), ids=TABLES)
def test_every_key_is_in_the_guide(heading, model):
    """In the order of the model, and none that there isn't."""
    assert first_cells(heading) == list(model.model_fields)


def test_every_condition_is_in_the_guide():
    """Each word there is."""
    assert first_cells("Conditions") == list(VALUES)


def test_the_guides_course_is_the_minimal_one():
    """What a teacher copies out of the guide is what the tests run."""
    text = GUIDE.read_text(encoding="utf-8")
    files = [path for path in MINIMAL.rglob("*") if path.is_file()]
    assert len(files) == 4
    for path in files:
        assert f"`mycourse/{path.relative_to(MINIMAL)}`" in text
        assert f"\n{path.read_text(encoding='utf-8')}```" in text


if __name__ == "__main__":
    print(table())
