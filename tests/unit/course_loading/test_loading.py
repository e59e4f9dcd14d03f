"""A course that is right loads as written; of one that is wrong all mistakes are told at once."""

from tests.unit.course_loading.small import COURSE, LESSON, change, mistakes, write
from tui.course import load
from tui.model.checks import CommandSeen
from tui.model.course import Block, Prose


def test_a_lesson_is_its_pages_tasks_and_questions(folder):
    """Everything an author writes arrives in the model."""
    course = load(folder)
    (lesson,) = course.lessons
    assert (course.id, course.images, lesson.entry.minutes) == ("small", ("busybox",), 5)
    assert [(page.id, page.title) for page in lesson.pages] == [("one", "One idea"), ("two", "Another idea")]
    assert lesson.tasks_on(lesson.pages[0])[0].check == CommandSeen(pattern="echo one")
    assert [choice.correct for choice in lesson.questions_on(lesson.pages[1])[0].choices] == [True, False]


def test_a_page_is_cut_at_its_runnable_blocks(folder):
    """A block marked `insert` stands alone; other fences stay in the prose; a block without id is numbered."""
    one, two = load(folder).lessons[0].pages
    assert one.parts == (
        Prose("Some prose."),
        Block("one-1", ("echo one",)),
        Prose("More prose, and output:\n\n```text\none\n```"),
    )
    assert two.parts == (Block("named", ("echo two \\", "  three")),)


def test_a_file_that_is_missing_is_named(folder):
    """No traceback, also when a file is not there at all."""
    (folder / "first" / "tasks.yaml").unlink()
    assert mistakes(folder) == [
        "content/first/tasks.yaml:1: there is no such file; an empty one will do for a lesson without tasks"
    ]


def test_a_file_elsewhere_is_shown_in_full(folder, monkeypatch):
    """A path outside the current folder is not shortened."""
    monkeypatch.chdir("/")
    change(folder / "course.yaml", "minutes: 5", "minutes: -5")
    assert mistakes(folder)[0].startswith(str(folder / "course.yaml").lstrip("/"))


def test_all_mistakes_of_all_lessons_are_told_at_once(folder):
    """An author mends a course in one go, not in ten."""
    second = COURSE.split("lessons:\n")[1].replace("first", "second").replace('"1"', '"2"')
    write(folder / "course.yaml", COURSE + second)
    (folder / "second").mkdir()
    write(folder / "second" / "lesson.md", LESSON)
    write(folder / "second" / "tasks.yaml", "{}")
    change(folder / "first" / "tasks.yaml", "page: one", "page: onne")
    change(folder / "first" / "tasks.yaml", "correct: true, ", "")
    assert mistakes(folder) == [
        'content/first/tasks.yaml:3: lesson.md has no page "onne"; did you mean "one"?',
        "content/first/tasks.yaml:15: one choice is correct, no more and no fewer; 0 are marked",
        'content/second/lesson.md:1: the first line must be "# The second lesson", the title in course.yaml',
    ]
