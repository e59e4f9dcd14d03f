"""Who may import whom, checked on the source and in a fresh interpreter."""

import ast
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

TUI = Path(__file__).resolve().parents[2] / "tui"

# Each room of the house and the rooms it may import from. `errors` and `model` are open to all.
MAY_IMPORT: dict[str, set[str]] = {
    "__main__": {"app", "cli", "crash", "paths"},
    "app": {"backstage", "crash", "messages", "opening", "outer", "screens", "themes", "widgets"},
    "backstage": {
        "attempt", "chores", "classroom", "clipboard", "course", "engine", "following", "gather", "messages",
        "opening", "paths", "rails", "screens", "shell",
    },
    "chores": {"checks", "clipboard", "command_log", "engine", "handout", "progress", "reset", "view"},
    "opening": {"classroom", "command_log", "engine", "progress"},
    "following": {"paths", "whole_file"},
    "classroom": {"checks", "whole_file"},
    "cli": {"verbs"},
    "verbs": {
        "app", "attempt", "claim", "classroom", "command_log", "commands", "course", "doctor", "engine", "engines",
        "following", "images", "judging", "kit", "opening", "paths", "progress", "reset", "screens", "settings",
        "setup", "shell", "solve", "view", "whole_file",
    },
    "doctor": {
        "claim", "commands", "course", "engine", "engines", "gather", "images", "paths", "progress",
    },
    "engines": {"engine", "paths", "setup"},
    "revising": {"attempt", "checks", "reset"},
    "judging": {"attempt", "engine", "gather", "reset"},
    "reset": {"checks", "engine", "handout", "paths"},
    "setup": {"engine", "images", "paths"},
    "screens": {"attempt", "checks", "commands", "messages", "outer", "reset", "revising", "themes", "view", "widgets"},
    # A learner made of code: uses the whole lab.
    "solve": {
        "app", "attempt", "checks", "command_log", "commands", "course", "engine", "gather", "images", "opening",
        "paths", "progress", "screens", "shell", "view", "widgets",
    },
    "widgets": {"attempt", "commands", "messages", "outer", "shell", "view"},
    "outer": set(),
    "commands": set(),
    "messages": set(),
    "themes": set(),
    "view": {"attempt", "checks"},
    "attempt": {"checks"},
    "checks": set(),
    "course": {"checks", "kept_file", "paths"},  # course check asks what the lab would ask; the shipped course's files
    "engine": {"paths"},
    "gather": {"checks", "engine"},
    "images": {"paths"},
    "kit": {"images"},
    "shell": {"kept_file", "paths"},  # the emulator's declarations
    "progress": {"claim", "paths", "whole_file"},
    "claim": set(),
    "kept_file": set(),
    "whole_file": set(),
    "crash": {"paths", "whole_file"},
    "handout": {"paths"},
    "clipboard": set(),
    "command_log": {"whole_file"},
    "paths": set(),
    "rails": set(),
    "settings": set(),
    "model": set(),
    "errors": set(),
}  # fmt: skip
OPEN_TO_ALL = {"errors", "model"}

TEXTUAL_ROOMS = {"app", "commands", "messages", "outer", "screens", "widgets", "view", "themes", "solve"}
ONLY_IN = {
    "docker": {"engine/docker_answers.py", "engine/docker_sdk.py", "gather/context.py"},
    "dockerfile_parse": {"checks/dockerfile.py"},
    "pty": {"shell/pty.py"},
    "pyghostty": {"shell/ghostty_library.py"},
    "amqtt": {"classroom/broker.py"},
    "paho": {"classroom/link.py"},
    "yaml": {"course/files.py", "images/recipe.py"},
}
MODEL_MAY_USE = {"pydantic", "tui"} | set(sys.stdlib_module_names)


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


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(TUI)))
def test_a_room_imports_only_from_the_rooms_it_may(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        assert not imports(path)
        return
    allowed = MAY_IMPORT[here] | OPEN_TO_ALL | {here}
    used = {name.split(".")[1] for name in imports(path) if name.startswith("tui.")} - {"__version__"}
    assert used <= allowed, f"{here} may not import {sorted(used - allowed)}"


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
        ("tui.cli", {"textual", "pydantic", "docker", "yaml", "markdown_it"}),
        ("tui.app", {"docker", "pyghostty", "yaml"}),
    ],
)
def test_an_import_drags_in_no_more_than_it_needs(module: str, must_not_load: set[str]) -> None:
    assert not must_not_load & loaded_by(module)


def test_the_first_frame_takes_no_more_packages_than_these():
    """Each costs every start: `python -X importtime -c "import tui.app"` says how much."""
    packages = {name.split(".")[0] for name in loaded_by("tui.app")} & set(packages_distributions())
    assert packages == {
        "annotated_types", "dockerfile_parse", "linkify_it", "markdown_it", "mdurl", "platformdirs", "pydantic",
        "pydantic_core", "rich", "textual", "typing_extensions", "typing_inspection",
    }  # fmt: skip


def loaded_by(module: str) -> set[str]:
    """What an import loads in a fresh interpreter, so that other tests' imports don't hide anything."""
    code = f"import sys; before = set(sys.modules); import {module}; print(*set(sys.modules) - before)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    return set(out.split())
