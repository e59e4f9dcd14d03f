"""A small course that stays as it is while the shipped one grows."""

from tui.model.checks import ActionUsed
from tui.model.course import Block, Course, Lesson, LessonEntry, Page, Prose
from tui.model.progress import Progress, TaskRecord
from tui.model.tasks import Choice, Question, Solution, Task

HERE = ("first", "names")
ABSENT = {"second/cache": "needs BuildKit, and docker build uses the classic builder here"}

NAMES = """\
You gave your container **no name**, so Docker made one up with `--name`
left out. A name belongs to *one* container; see [the list](#list) and
[exit codes](second#codes), or
[docs.docker.com/reference](https://docs.docker.com/reference/cli/docker/container/run/?with=a-rather-long-query&and=more-of-it).

Nothing here is [evil](javascript:alert), or [a file](file:///etc/passwd).
"""


def task(id: str, page: str, text: str, **more) -> Task:
    return Task(
        id=id,
        page=page,
        text=text,
        check=ActionUsed(type="action", action="help"),
        hints=["One.", "Two."],
        solution=Solution(lines=["true"], why="It does."),
        **more,
    )


def entry(number: str, id: str, title: str) -> LessonEntry:
    return LessonEntry(id=id, number=number, title=title, minutes=5, folder=id)


def course() -> Course:
    """Three lessons; the learner of `progress()` is in the middle of the first."""
    first = Lesson(
        entry("2.1", "first", "First image, first container"),
        (
            Page("run", "Your first container", (Prose("An **image** is a program."), Block("b", ("docker run hi",)))),
            Page("list", "The images you have", (Prose("The engine keeps its images in a folder of its own."),)),
            Page("names", "Names", (Prose(NAMES),)),
        ),
        (
            task("run-hello", "run", "Run hello-world."),
            task("list-images", "list", "List the images you have."),
            task("list-one", "list", "List the images of one repository only, with a pattern that you choose."),
            task("name", "names", "Run a container whose name is ahoy."),
            task("again", "names", "Run another one."),
            task("beyond", "names", "Rename it.", optional=True),
        ),
        (
            Question(
                id="why",
                page="names",
                text="Why does Docker say Conflict?",
                choices=[
                    Choice(text="The name is taken.", correct=True, why="It is."),
                    Choice(text="A war.", why="No."),
                ],
            ),
        ),
    )
    second = Lesson(
        entry("2.2", "second", "Building an image"),
        (Page("build", "From a Dockerfile", (Prose("A Dockerfile lists steps."),), exercise=10),
         Page("codes", "Exit codes", (Prose("Every program leaves a number behind."),))),
        (task("cache", "build", "Build with a cache mount."), task("plain", "build", "Build it.")),
        (),
    )  # fmt: skip
    third = Lesson(entry("5", "home", "Home port"), (Page("end", "The end", (Prose("Well sailed."),)),), (), ())
    return Course("small", "Learning containers", "1", (), (first, second, third))


def progress() -> Progress:
    """Every way of doing a task."""
    records = {
        "first/run-hello": TaskRecord(done=True),
        "first/list-images": TaskRecord(done=True, by="hint", hints=2),
        "first/list-one": TaskRecord(done=True, by="shown", shown=True),
        "first/name": TaskRecord(skipped=True),
    }
    return Progress(course="small", course_version="1", tasks=records).at(*HERE)
