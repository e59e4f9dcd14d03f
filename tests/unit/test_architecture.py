"""Who may import whom, checked on the source and in a fresh interpreter."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
TUI = REPO / "tui"

_ROW = re.compile(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", re.MULTILINE)
_ROWS = _ROW.findall((REPO / "docs" / "architecture.md").read_text("utf-8"))
MAY_IMPORT = {room: set(re.findall(r"\w+", others)) for room, others in _ROWS}
"""Each room of the house and the rooms it may import from, as the docs have them."""
OPEN_TO_ALL = {"errors", "model"}

TEXTUAL_ROOMS = {"app", "commands", "messages", "outer", "screens", "widgets", "view", "themes", "solve"}
ONLY_IN = {
    "docker": {"engine/docker_answers.py", "engine/docker_sdk.py", "gather/context.py"},
    "dockerfile_parse": {"checks/dockerfile.py"},
    "pty": {"shell/pty.py"},
    "pyghostty": {"shell/ghostty_library.py"},
    "amqtt": {"classroom/broker.py"},
    "paho": {"classroom/link.py"},
    "yaml": {"course/files.py", "course/slips.py", "images/recipe.py"},
}
MODEL_MAY_USE = {"msgspec", "pydantic", "tui"} | set(sys.stdlib_module_names)


def modules() -> list[Path]:
    return sorted(TUI.rglob("*.py"))


def room(path: Path) -> str:
    first = path.relative_to(TUI).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Dotted names a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return found


def rooms_used(path: Path) -> set[str]:
    """The other rooms that a file imports from."""
    used = {name.split(".")[1] for name in imports(path) if name.startswith("tui.")}
    return used - {"__version__", room(path)}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(TUI)))
def test_a_room_imports_only_from_the_rooms_it_may(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        assert not imports(path)
        return
    allowed, used = MAY_IMPORT[here] | OPEN_TO_ALL, rooms_used(path)
    assert used <= allowed, f"{here} may not import {sorted(used - allowed)}"


def test_the_docs_name_every_room_and_only_what_it_imports() -> None:
    """A permission that nobody needs would hide the next one who takes it."""
    used: dict[str, set[str]] = {}
    for path in modules():
        used.setdefault(room(path), set()).update(rooms_used(path) - OPEN_TO_ALL)
    del used["__init__"]
    assert used == MAY_IMPORT


def test_what_is_drawn_is_so() -> None:
    """In the drawing of CONTRIBUTING.md each arrow is an import."""
    drawing = (REPO / "CONTRIBUTING.md").read_text("utf-8").split("## How it is built")[1].split("```")[1]
    arrows = [
        (one, other)
        for line in drawing.strip().splitlines()
        for here, there in pairwise(line.split(" -> "))
        for one in here.split(", ")
        for other in there.split(", ")
    ]
    assert len(arrows) > 10
    assert [(one, other) for one, other in arrows if other not in MAY_IMPORT[one] | OPEN_TO_ALL] == []


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(TUI)))
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    used = {name.split(".")[0] for name in imports(path)}
    where = str(path.relative_to(TUI))
    if "textual" in used:
        assert room(path) in TEXTUAL_ROOMS, "textual belongs to the screen's side"
    for library, files in ONLY_IN.items():
        if library in used:
            assert where in files, f"{library} belongs in {files}"
    if room(path) == "model":
        assert used <= MODEL_MAY_USE | {"__future__"}


def test_files_stay_under_300_lines() -> None:
    long = {str(p.relative_to(TUI)): n for p in modules() if (n := len(p.read_text().splitlines())) > 300}
    assert not long


def test_functions_stay_under_40_lines() -> None:
    functions = (
        (path, node)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    long = {
        f"{path.relative_to(TUI)}:{node.name}": lines
        for path, node in functions
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > 40
    }
    assert not long


@pytest.mark.parametrize(
    ("module", "must_not_load"),
    [
        ("tui", {"textual", "pydantic", "docker", "yaml"}),
        ("tui.__main__", {"textual", "pydantic", "docker", "yaml", "pyghostty"}),
        ("tui.cli", {"textual", "pydantic", "docker", "yaml", "markdown_it", "secrets", "socket", "tui.model.engine"}),
        ("tui.app", {"docker", "pyghostty", "yaml"}),
    ],
)
def test_an_import_drags_in_no_more_than_it_needs(module: str, must_not_load: set[str]) -> None:
    assert not must_not_load & loaded_by(module)


def test_the_first_frame_takes_no_more_packages_than_these():
    """Each costs every start: `python -X importtime -c "import tui.app"` says how much."""
    packages = {name.split(".")[0] for name in loaded_by("tui.app")} & set(packages_distributions())
    assert packages == {
        "annotated_types", "dockerfile_parse", "linkify_it", "markdown_it", "mdurl", "msgspec", "platformdirs",
        "pydantic", "pydantic_core", "rich", "textual", "typing_extensions", "typing_inspection",
    }  # fmt: skip


def loaded_by(module: str) -> set[str]:
    """What an import loads in a fresh interpreter, so that other tests' imports don't hide anything."""
    code = f"import sys; before = set(sys.modules); import {module}; print(*set(sys.modules) - before)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    return set(out.split())
