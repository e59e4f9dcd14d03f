"""What going back to a place would do: an earlier lesson is left alone unless something of it is missing or wrong."""

from msgspec.structs import replace

from tests.course_fixture import entry, task
from tests.unit.conftest import container, image
from tui.attempt import Attempt
from tui.checks.names import same_image
from tui.model.checks import AllOf, CommandSeen, ContainerIs, FileIs, ImageIs, ImagesSame
from tui.model.course import Course, Lesson, Page
from tui.model.engine import EngineChanged, Snapshot
from tui.model.facts import Facts, HostFile
from tui.model.machine import Condition, Machine
from tui.model.ours import Claims
from tui.model.policies import Policies
from tui.model.progress import Progress, TaskRecord
from tui.model.reset import FolderLook
from tui.model.restore import Place
from tui.model.tasks import Solution
from tui.reset.restore import Ground, left_behind, plan_restore, wants_before
from tui.revising import keeping
from tui.view.restoring import preview, rows

APP, WEB = ImageIs(ref="app:1", fresh=True), ContainerIs(name="web")
SEEN = CommandSeen(pattern="ls")


def lesson(number: str, id: str, *tasks) -> Lesson:
    return Lesson(entry(number, id, id.title()), (Page("p", "P", ()), Page("q", "Q", ())), tasks, ())


def asks(id: str, check, page: str = "p", **more):
    return task(id, page, f"Do {id}.", **more).model_copy(update={"check": check})


COURSE = Course(
    "c",
    "C",
    "1",
    ("base:1",),
    (
        lesson("1", "one", asks("look", SEEN), asks("pull", ImageIs(ref="base:1"))),
        lesson(
            "2",
            "two",
            asks("build", AllOf(checks=[APP, ImagesSame(**{"ref": "app:1", "as": "twin:1"})])),
            asks("run", WEB),
            asks("write", FileIs(path="out.txt")),
            asks("stop", ContainerIs(name="web", exists=False), baseline=WEB),
            asks("extra", ImageIs(ref="extra:1"), optional=True),
        ),
        lesson(
            "3",
            "three",
            asks("last", SEEN, page="q"),
            asks("first", ImageIs(ref="app:3")),
            asks("offered", SEEN, optional=True),
            asks("needed", SEEN, optional=True),
            asks("second", SEEN, page="q", needs=["needed"]),
        ),
        lesson("4", "four", asks("later", ImageIs(ref="app:4"))),
    ),
)  # fmt: skip
FINE = (image("app:1", "twin:1", id="sha256:a"), image("base:1", id="sha256:b"))
PROGRESS = Progress(course="c", course_version="1", tasks={"two/build": TaskRecord(done=True)}).at("three", "p")
FILES = Facts(files={"out.txt": HostFile(kind="file", size=1)})


def ground(*images, progress=PROGRESS, facts=FILES, absent=()) -> Ground:
    return Ground(Snapshot(images=images), Claims(), progress, Machine(), absent, facts)


NO_FILES = FolderLook(kept="/kept")


def planned(place: Place, on: Ground, look=NO_FILES):
    return plan_restore(COURSE, place, on, lambda lesson: look)


def test_what_lessons_leave_behind():
    """Named things that are there for good; nothing that a later task removes, nothing of the course's own images."""
    left = left_behind(COURSE, COURSE.lessons[:3], ())
    assert [(each.lesson, each.check.type) for each in left] == [
        ("two", "image"), ("two", "same-image"), ("two", "file"), ("three", "image"),
    ]  # fmt: skip
    assert left[0].check == ImageIs(ref="app:1")
    assert wants_before(COURSE, "three", ()).files == {"out.txt"}


def test_what_is_as_it_should_be_stays():
    """Then only the lesson itself begins anew."""
    plan = planned(Place("three"), ground(*FINE))
    assert (plan.broken, plan.steps, plan.reset.also) == ((), (), ())
    assert plan.title == "The start of 3 Three"
    assert plan.page == "p"


def test_what_is_missing_or_wrong_is_made_anew():
    """The whole lesson that makes it, in its order; what it leaves out itself is left out."""
    for images, facts in [((), FILES), ((image("app:1", id="sha256:x"), image("twin:1", id="sha256:a")), FILES),
                          (FINE, Facts(files={"out.txt": None}))]:  # fmt: skip
        plan = planned(Place("three"), ground(*images, facts=facts))
        assert plan.broken == ("2 Two",)
        assert [step.task.id for step in plan.steps] == ["build", "run", "write", "stop"]
        assert plan.reset.also == ("two",)


def test_what_nobody_can_tell_is_no_reason():
    """A file that was not looked at may be there."""
    assert planned(Place("three"), ground(*FINE, facts=Facts())).broken == ()


def test_before_a_task_come_those_before_it_on_the_pages():
    """Optional ones only where they are needed; none that this machine can't do."""
    plan = planned(Place("three", "second"), ground(*FINE))
    assert [step.task.id for step in plan.steps] == ["first", "last"]
    assert (plan.title, plan.page) == ("3 Three, before “Do second.”", "q")
    again = planned(Place("four"), ground(*FINE, progress=PROGRESS))
    assert [step.task.id for step in again.steps] == ["first", "needed", "last", "second"]
    assert [
        each.task.id for each in planned(Place("four"), ground(*FINE, absent=("three/first", "three/last"))).steps
    ] == []


def test_later_lessons_that_were_begun_begin_anew():
    """What they made goes, and so do their ticks."""
    begun = PROGRESS.with_task("four/later", TaskRecord(done=True))
    plan = planned(Place("three"), ground(*FINE, image("app:4", id="sha256:4"), progress=begun))
    assert plan.reset.also == ("four",)
    assert [each.name for each in plan.reset.tags] == ["app:4"]
    assert plan.reset.forgotten == (1, 0)


def test_several_lessons_in_one_list():
    """Nothing twice, and nothing stays that goes."""
    web = container("web", image="app:1", image_id="sha256:a")
    on = replace(ground(), snapshot=Snapshot((web,), (image("app:1", id="sha256:a"),)))
    plan = planned(Place("three"), on, FolderLook(made=("out.txt",), kept="/kept"))
    assert [each.name for each in plan.reset.containers] == ["web"]
    assert plan.reset.folder.made == ("out.txt",)
    assert not [what for what, _ in plan.reset.stays if same_image("app:1", what.partition(" ")[2])]


def test_the_solution_that_is_for_the_machine():
    """The main one, or the first of the others."""
    other = Solution(lines=["other"], why="So.", requires=Condition(product="podman"))
    main = Solution(lines=["main"], why="So.", requires=Condition(product="docker"))
    both = asks("x", SEEN).model_copy(update={"solution": main, "alternatives": [other]})
    assert both.solution_on(Machine(product="podman")) is other
    assert both.solution_on(Machine(product="docker")) is main


def test_the_list_says_what_is_typed_and_what_could_hurt():
    """Every line, in its order."""
    plan = planned(Place("three", "second"), ground(*FINE))
    typed = [group for group in preview(plan, lambda line: "It hurts." if line == "true" else "") if "/" in group.title]
    assert [group.title for group in typed] == ["1/2  Do first.", "2/2  Do last."]
    assert typed[0].rows == (("!", "true", "It hurts."),)


def test_what_was_done_in_earlier_lessons_stays_done():
    """Also where a restore does not come to its end."""
    plan = planned(Place("three"), ground())
    after = plan.keeping(PROGRESS, Progress(course="c", course_version="1"))
    assert after.record("two/build").done
    mine = PROGRESS.with_task("three/last", TaskRecord(done=True))
    assert not plan.keeping(mine, Progress(course="c", course_version="1")).record("three/last").done


def test_what_was_done_stays_done_when_the_engine_is_looked_at_again():
    """A restore that was stopped in an earlier lesson found that its tasks weren't done any more."""
    plan = planned(Place("three"), ground())
    there = Attempt(COURSE, Progress(course="c", course_version="1").at("two", "p"))
    there = there.engine_reported(EngineChanged(Snapshot()), 1.0)
    assert not there.record(COURSE.lessons[1].tasks[0]).done
    kept = keeping(there, plan, PROGRESS)
    assert kept.progress.record("two/build").done
    assert kept.engine_reported(EngineChanged(Snapshot()), 2.0).progress.record("two/build").done


def test_a_class_that_shows_no_solutions_is_not_shown_them_so():
    """But for those that one has seen, or done without."""
    plan = planned(Place("three", "second"), ground(*FINE))
    never = Policies(solutions="never")
    assert plan.shows(Policies(), PROGRESS) == ""
    assert plan.shows(never, PROGRESS) == "Do first."
    seen = PROGRESS.with_task("three/first", TaskRecord(shown=True)).with_task("three/last", TaskRecord(done=True))
    assert plan.shows(never, seen) == ""


def test_places_of_this_lesson_come_first():
    """And nothing can be undone before anything was done."""

    attempt = Attempt(COURSE, PROGRESS)
    found = rows(attempt, None)
    assert [row.key for row in found[:3]] == ["start", "task:first", "task:offered"]
    assert [row.key for row in found if row.key.startswith("lesson:")] == ["lesson:one", "lesson:two", "lesson:four"]
