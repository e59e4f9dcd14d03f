"""What a reset would do: only what is provably the learner's, and of a lesson only what it is about."""

import pytest
from msgspec.structs import replace

from tests.course_fixture import course as small_course
from tests.course_fixture import entry, task
from tests.unit.conftest import container, image
from tui.model.checks import ContainerIs, FileIs, ImageIs
from tui.model.course import Course, Lesson, Page
from tui.model.engine import Mount, Network, Snapshot, Volume
from tui.model.ours import BEFORE, ELSEWHERE, Claims
from tui.model.progress import Progress, TaskRecord
from tui.model.reset import FolderLook, Plan, Tag
from tui.reset.plan import COURSES, begun, files_asked, files_handed, forgetting, plan_reset
from tui.view.reset import as_text

NAMELESS = "0123456789abcdef" * 4
FILE = "a/Dockerfile"
URL = "unix:///run/docker.sock"


def lesson(number: str, id: str, *checks, files=()) -> Lesson:
    tasks = [task(f"t{place}", "p", "Do it.").model_copy(update={"check": each}) for place, each in enumerate(checks)]
    return Lesson(entry(number, id, id.title()), (Page("p", "P", (), files=files),), tuple(tasks), ())


COURSE = Course(
    "c",
    "C",
    "1",
    ("base:1",),
    (
        lesson("1", "one", ImageIs(ref="app:1"), ContainerIs(name="web"), FileIs(path="out.txt"), files=(FILE,)),
        lesson("2", "two", ImageIs(ref="app:1"), ImageIs(ref="app:2"), FileIs(path="./out.txt"), FileIs(path="b.txt")),
    ),
)  # fmt: skip
IMAGES = (image("base:1", id="sha256:b"), image("app:1", "app:2", id="sha256:a"), image(id="sha256:d"))
WEB = container(
    "web", image="base:1", image_id="sha256:b", networks=("net",), mounts=(Mount("volume", NAMELESS, "/x"),)
)
RUN = container("run", image="app:2", image_id="sha256:a", mounts=(Mount("volume", "data", "/data"),))
HELD = Snapshot(
    (WEB, RUN),
    IMAGES,
    (Volume(NAMELESS, "local", 1.0), Volume("data", "local", 2.0)),
    (Network("n0", "bridge", "bridge", "local"), Network("n1", "net", "bridge", "local")),
)
LEARNT = Progress(
    course="c",
    course_version="1",
    tasks={"one/t0": TaskRecord(done=True), "two/t1": TaskRecord(hints=1)},
    answers={"one/q": 1},
    truths={"one/q": 2},
    settled=["one/q"],
    actions=["zoom", "help"],
    params={"port": "5050"},
).at("two", "p")


PRIVATE = Claims()


def planned(what: str = "", snapshot: Snapshot = HELD, claims: Claims = PRIVATE, **more) -> Plan:
    return plan_reset(COURSE, what, snapshot, claims, LEARNT, FolderLook(**more))


def names(plan: Plan) -> list[str]:
    named = (*plan.containers, *plan.tags, *plan.volumes, *plan.networks)
    return [*(each.name for each in named), *plan.untagged]


def shared(*foreign: tuple[str, str], snapshot: Snapshot = HELD) -> Claims:
    """Claims in which all but these objects are the learner's."""
    base = Claims(URL).after(Snapshot(), (), (), 0.0).after(snapshot, (), (), 1.0, heard=False)
    made = frozenset(each for each in base.maybe if not any(each.startswith(f"{kind} {row}") for kind, row in foreign))
    return replace(base, made=made, maybe=frozenset()).after(snapshot, (), (), 9.0)


def test_everything_in_the_labs_own_engine_but_the_courses_images():
    """And what every engine has."""
    plan = planned()
    assert names(plan) == ["web", "run", "app:1", "app:2", NAMELESS, "data", "net", "sha256:d"]
    assert plan.tags == (Tag("app:1", "sha256:a"), Tag("app:2", "sha256:a"))
    assert plan.stays == (("image base:1", COURSES),)
    assert plan.forgotten == (2, 1)


def test_on_an_engine_of_others_nothing_of_theirs():
    """Each of them is named, with the reason."""
    plan = planned(claims=shared(("container", "id-web"), ("image", "sha256:a app:1"), ("network", "n1")))
    assert names(plan) == ["run", "app:2", "data", "sha256:d"]
    stays = dict(plan.stays)
    assert stays["container web"] == stays["image app:1"] == stays["network net"] == ELSEWHERE


def test_what_was_never_proven_stays():
    """As for a learner without a progress file: all of it was there before."""
    plan = planned(claims=Claims(URL).after(HELD, (), (), 0.0))
    assert names(plan) == []
    assert dict(plan.stays)["container web"] == BEFORE


def test_an_image_or_volume_that_somebody_elses_container_needs_stays():
    """The engine would refuse it, or take it from under them."""
    plan = planned(claims=shared(("container", "id-run"), ("container", "id-web")))
    assert names(plan) == ["sha256:d"]
    stays = dict(plan.stays)
    assert stays["image app:1, app:2"] == "is what run is made of"
    assert (stays["volume data"], stays["network net"]) == ("is used by run", "is used by web")


def test_one_name_goes_while_the_other_keeps_the_image():
    """Untagging takes nothing from a container."""
    plan = planned(claims=shared(("container", "id-run"), ("image", "sha256:a app:2")))
    assert plan.tags == (Tag("app:1", "sha256:a"),)


@pytest.mark.parametrize(
    ("what", "gone"),
    [("one", ["web", "app:1", NAMELESS]), ("two", ["run", "app:2"])],
)
def test_a_lesson_takes_what_it_is_about(what, gone):
    """With its images' containers and its containers' anonymous volumes; an earlier lesson's things stay."""
    plan = planned(what)
    assert sorted(names(plan)) == sorted(gone)
    assert (("image app:1", "is from lesson 1") in plan.stays) is (what == "two")


def test_what_is_in_another_engine_and_what_is_not_listed_is_said():
    """It stays, and nobody need wonder."""
    other = LEARNT.with_made("tcp://other:2375", ["container x"])
    plan = plan_reset(
        COURSE, "", Snapshot(refused=frozenset({"volume"})), Claims(), other, FolderLook(outside=("a/b",))
    )
    assert [what for what, _ in plan.stays] == ["file a/b", "what you made at tcp://other:2375", "each volume"]


def test_files_are_those_of_the_lesson_that_has_them_first():
    """What is handed out is another matter."""
    assert files_handed(COURSE.lessons) == ["a/Dockerfile"]
    assert files_asked(COURSE, "one") == ["out.txt"]
    assert files_asked(COURSE, "two") == ["b.txt"]
    assert files_asked(COURSE, "") == ["b.txt", "out.txt"]
    assert [each.entry.id for each in begun(COURSE, LEARNT)] == ["one", "two"]
    assert [each.entry.id for each in begun(COURSE, Progress(course="c", course_version="1"))] == []


def test_a_lesson_is_forgotten_and_the_others_are_not():
    """Who is elsewhere stays there."""
    left = forgetting(LEARNT, COURSE, "one")
    assert (list(left.tasks), left.answers, left.truths, left.settled) == (["two/t1"], {}, {}, [])
    assert (left.lesson, left.actions, left.params) == ("two", ["zoom", "help"], {"port": "5050"})


def test_all_is_forgotten_but_what_is_the_machines():
    """The learner begins at the beginning, on the same port."""
    left = forgetting(LEARNT, COURSE, "")
    assert left == Progress(course="c", course_version="1", params={"port": "5050"}).at("one", "p")


def test_keys_that_the_lesson_asks_for_count_as_never_used():
    """Else its tasks would be done at once."""
    small = small_course()
    used = Progress(course="small", course_version="1", actions=["help", "zoom"]).at("first", "names")
    left = forgetting(used, small, "first")
    assert (left.actions, left.lesson, left.page) == (["zoom"], "first", "run")


def test_it_is_done_when_nothing_of_it_is_there():
    """Another object of the same name doesn't matter."""
    plan = planned("one")
    assert not plan.is_done_in(HELD)
    again = replace(WEB, id="another")
    other = Snapshot((again,), (image("app:1", id="sha256:new"),), (Volume(NAMELESS, "local", 9.0),), HELD.networks)
    assert plan.is_done_in(other)


def test_the_list_says_it_all():
    """Exactly what goes, what changes, what stays."""
    text = as_text(planned("two", edited=("a/Dockerfile",), made=("b\n.txt",), kept="/home/ann/work.kept"))
    assert (
        text
        == """\
Containers, stopped and removed:
  - run  (exited, of app:2)
Images:
  - app:2  (sha256:a)
Files, kept aside in /home/ann/work.kept:
  ~ a/Dockerfile  (the course's copy comes in its place)
  ~ b\\n.txt  (a task is about it)
Progress:
  - 1 task  (open again)
These stay:
    image app:1  (is from lesson 1)
    every other file in your folder  (is yours)"""
    )
