"""What a build would send. tests/engine/test_facts.py holds the same rules against a real builder."""

from pathlib import Path

import pytest

from tui.gather import context as context_module
from tui.gather.context import context_facts
from tui.model.facts import ContextFacts


@pytest.fixture
def work(tmp_path: Path) -> Path:
    for name, size in {"Dockerfile": 10, "a.dat": 1000, "sub/b.dat": 100, "sub/c.txt": 1, "sub/deep/d.dat": 7}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * size)
    return tmp_path


def facts(work: Path, ignore: str, *asked: str) -> ContextFacts:
    (work / ".dockerignore").write_text(ignore, encoding="utf-8")
    found = context_facts(work, ".", asked)
    return ContextFacts(found.size - len(ignore.encode()), found.files - 1, found.ignored)


def test_without_a_dockerignore_all_is_sent(work):
    """And nothing is ignored."""
    assert context_facts(work, ".", ["a.dat"]) == ContextFacts(1118, 5)


@pytest.mark.parametrize(
    ("ignore", "size", "files"),
    [
        ("*.dat", 118, 4),
        ("**/*.dat", 11, 2),
        ("sub", 1010, 2),
        ("/sub/", 1010, 2),
        ("sub/*\n", 1010, 2),
        ("*/*.dat", 1018, 4),
        ("sub\n!sub/c.txt", 1011, 3),
        ("*\n!sub/deep", 17, 2),
        ("**/deep", 1111, 4),
        ("# sub\n  \n", 1118, 5),
        ("\ufeff*.dat\r\n", 118, 4),
        ("*", 10, 1),
        ("Dockerfile\n.dockerignore\na.dat", 118, 4),
    ],
)
def test_what_the_patterns_leave_out(work, ignore, size, files):
    """The Dockerfile and .dockerignore are sent whatever the patterns say."""
    found = facts(work, ignore)
    assert (found.size, found.files) == (size, files)


def test_which_of_the_paths_asked_for_are_left_out(work):
    """Also those that don't exist, or are in a folder that is left out."""
    asked = ("a.dat", "new.dat", "sub/b.dat", "sub/deep/d.dat", "sub/deep", "./a.dat", "sub/deep/x/y", "Dockerfile")
    assert facts(work, "*.dat\n**/deep\nDockerfile", *asked).ignored == {
        "a.dat", "new.dat", "./a.dat", "sub/deep", "sub/deep/d.dat", "sub/deep/x/y",
    }  # fmt: skip


def test_a_link_counts_as_a_link(work, tmp_path_factory):
    """What it leads to isn't sent, be it a file or a folder."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "large").write_bytes(b"x" * 9999)
    (work / "link").symlink_to(elsewhere / "large")
    (work / "folder").symlink_to(elsewhere)
    assert context_facts(work, ".", []) == ContextFacts(1118, 7)


def test_a_folder_of_the_working_folder(work):
    """With its own .dockerignore; one that isn't there, or is outside, sends nothing."""
    (work / "sub/.dockerignore").write_text("deep", encoding="utf-8")
    assert context_facts(work, "sub", ["deep", "a.dat"]) == ContextFacts(105, 3, frozenset({"deep"}))
    (work / "out").symlink_to("/etc")
    for folder in ("none", "out", "a.dat"):
        assert context_facts(work, folder, ["deep"]) == ContextFacts(0, 0)


def test_it_stops_somewhere(work, monkeypatch):
    """A context may be a whole home."""
    monkeypatch.setattr(context_module, "MOST_FILES", 3)
    assert context_facts(work, ".", []).files <= 3
