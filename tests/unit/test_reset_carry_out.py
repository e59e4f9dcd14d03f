"""Carrying a reset out: in an order that works, as far as it can, and again from where it broke off."""

import pytest

from tests.unit.conftest import container
from tui.errors import EngineError, EngineLost
from tui.model.course import Course
from tui.model.engine import Network, Volume
from tui.model.progress import Progress
from tui.model.reset import FolderLook, Origin, Outcome, Plan, Tag
from tui.reset.carry_out import carry_out
from tui.reset.looking import look_into

from .test_reset_plan import lesson

PLAN = Plan(
    "one",
    "Lesson 1, One",
    containers=(container("web"),),
    tags=(Tag("app:1", "sha256:a"),),
    untagged=("sha256:parent", "sha256:child"),
    volumes=(Volume("data", "local"),),
    networks=(Network("n1", "net", "bridge", "local"),),
)


class FakeRemover:
    """Remembers what it was asked for; `refuses` some as often as it says."""

    def __init__(self, **refuses: int) -> None:
        self.asked: list[str] = []
        self._refuses = refuses

    def _remove(self, name: str) -> None:
        self.asked.append(name)
        key = name.rpartition(":")[2]
        if self._refuses.get(key, 0):
            self._refuses[key] -= 1
            raise EngineError(f"The engine refused: {key} is in use.")

    def remove_container(self, id: str) -> None:
        self._remove(id)

    def remove_tag(self, tag: Tag) -> None:
        self._remove(tag.name)

    def remove_image(self, id: str) -> None:
        self._remove(id)

    def origins(self) -> tuple[Origin, ...]:
        return ()

    def remove_volume(self, volume: Volume) -> None:
        self._remove(volume.name)

    def remove_network(self, id: str) -> None:
        self._remove(id)

    def close(self) -> None: ...


@pytest.fixture
def places(tmp_path):
    """The course's files, and the working folder."""
    source, folder = tmp_path / "course", tmp_path / "work"
    (source / "a").mkdir(parents=True)
    folder.mkdir()
    for name in ("Dockerfile", "run.sh"):
        (source / "a" / name).write_text(f"the course's {name}")
    return source, folder


def course(source) -> Course:
    from tui.model.checks import FileIs

    return Course("c", "C", "1", (), (lesson("1", "one", FileIs(path="out/log.txt"), files=("a",)),), files=source)


def look(places) -> FolderLook:
    source, folder = places
    return look_into(folder, course(source), "one", Progress(course="c", course_version="1"))


def test_what_others_stand_on_goes_after_them(tmp_path):
    """And an image that others were made of when they are gone."""
    remover, told = FakeRemover(parent=1), []
    assert carry_out(PLAN, remover, tmp_path, tmp_path, told.append) == Outcome()
    assert remover.asked == ["id-web", "app:1", "sha256:parent", "sha256:child", "sha256:parent", "data", "n1"]
    assert told[:2] == ["Removed container web", "Removed image app:1"]


def test_what_is_refused_stays_and_the_rest_goes_on(tmp_path):
    """It is told in the engine's words."""
    outcome = carry_out(PLAN, FakeRemover(data=9), tmp_path, tmp_path, lambda _: None)
    assert outcome == Outcome(("Not removed volume data: The engine refused: data is in use.",))


def test_it_can_be_broken_off_between_two(tmp_path):
    """As by leaving the lab."""
    remover = FakeRemover()
    outcome = carry_out(PLAN, remover, tmp_path, tmp_path, lambda _: None, lambda: len(remover.asked) == 2)
    assert (outcome.finished, remover.asked) == (False, ["id-web", "app:1"])


def test_a_lost_engine_ends_it(tmp_path):
    """Before anything is done to files."""

    class Lost(FakeRemover):
        def _remove(self, name: str) -> None:
            raise EngineLost("Gone.")

    plan = Plan("one", "One", containers=PLAN.containers, folder=FolderLook(missing=("a",)))
    with pytest.raises(EngineLost):
        carry_out(plan, Lost(), tmp_path, tmp_path / "work", lambda _: None)
    assert not (tmp_path / "work").exists()


def test_the_folder_is_as_the_course_gives_it_and_nothing_is_lost(places):
    """What the learner changed or made for a task lies beside the folder; their other files stay."""
    source, folder = places
    for path, text in (("a/Dockerfile", "mine"), ("out/log.txt", "log"), ("notes.txt", "notes")):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    found = look(places)
    assert (found.edited, found.missing, found.made) == (("a/Dockerfile",), ("a/run.sh",), ("out/log.txt",))
    told: list[str] = []
    assert carry_out(Plan("one", "One", folder=found), None, source, folder, told.append) == Outcome()
    assert told == ["Kept out/log.txt aside", "Kept a/Dockerfile aside, restored", "Restored a/run.sh"]
    kept = folder.with_name("work.kept")
    assert {path.relative_to(kept).as_posix(): path.read_text() for path in kept.rglob("*") if path.is_file()} == {
        "a/Dockerfile": "mine", "out/log.txt": "log"
    }  # fmt: skip
    assert (folder / "a/Dockerfile").read_text() == "the course's Dockerfile"
    assert (folder / "notes.txt").read_text() == "notes"
    assert look(places) == FolderLook(kept=f"{folder}.kept2")


def test_nothing_is_moved_or_written_through_a_link(places, tmp_path):
    """What it leads to is not of the folder."""
    source, folder = places
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "Dockerfile").write_text("foreign")
    (elsewhere / "log.txt").write_text("foreign")
    (folder / "a").symlink_to(elsewhere)
    (folder / "out").symlink_to(elsewhere)
    found = look(places)
    assert (found.edited, found.missing, found.made) == ((), (), ())
    assert found.outside == ("a/Dockerfile", "a/run.sh")
    # Also where the link came after the look.
    late = FolderLook(edited=("a/Dockerfile",), made=("out/log.txt",), kept=str(tmp_path / "kept"))
    outcome = carry_out(Plan("one", "One", folder=late), None, source, folder, lambda _: None)
    assert "leads out of your folder" in outcome.refused[0]
    assert sorted(each.name for each in elsewhere.iterdir()) == ["Dockerfile", "log.txt"]
    assert not (tmp_path / "kept").exists()
