"""What stands in the files of a course arrives in the model; what can't be used is told by file and line."""

import os

import pytest

from tests.course.conftest import MINIMAL
from tui import paths
from tui.course import load
from tui.course.conditions import VALUES
from tui.errors import CourseError
from tui.model.course import Block, Prose
from tui.model.machine import Condition

LESSON = "1-greeting/lesson.md"
TASKS = "1-greeting/tasks.yaml"


def mistakes(folder):
    """What `load` says about a course, without the folder's name."""
    with pytest.raises(CourseError) as caught:
        load(folder)
    return [line.removeprefix("mine/") for line in caught.value.what.splitlines()]


def test_the_parts_of_a_page_know_their_machines():
    """A runnable block for all, and a piece of text for each builder."""
    (page,) = load(MINIMAL).lessons[0].pages
    classic, buildkit = (Condition(builder="classic"),), (Condition(builder="buildkit"),)
    assert [(type(part), part.when) for part in page.parts] == [
        (Prose, ()),
        (Block, ()),
        (Prose, classic),
        (Prose, buildkit),
    ]
    assert ":::" not in page.parts[2].markdown


def test_a_page_has_its_exercise_and_its_files():
    """Minutes from the heading, files from tasks.yaml."""
    course = load(MINIMAL)
    (page,) = course.lessons[0].pages
    assert (page.title, page.exercise, page.files) == ("An image of your own", 5, ("greeting",))
    assert (course.files / page.files[0] / "Dockerfile").is_file()
    assert list(course.params) == ["sailor"]


def test_the_shipped_course_has_its_files_beside_it():
    """A course of one's own has them inside."""
    assert load(paths.shipped("content")).files == paths.shipped("dockerfiles")
    assert load(MINIMAL).files == MINIMAL / "dockerfiles"


def test_a_block_may_be_for_some_machines_only(folder, change):
    """Blocks are numbered through the page, inside and outside."""
    block = "```sh insert\necho {}\n```\n"
    change(LESSON, "Each line of", block.format(1) + "\nEach line of")
    change(LESSON, "screen.\n:::\n", "screen.\n:::\n\n" + block.format(2))
    blocks = [part for part in load(folder).lessons[0].pages[0].parts if isinstance(part, Block)]
    assert [(block.id, bool(block.when)) for block in blocks] == [
        ("build-it", False),
        ("own-image-2", True),
        ("own-image-3", False),
    ]


def test_several_words_are_one_condition(folder, change):
    """All of them must hold."""
    change(LESSON, "when builder=classic", "when builder=classic new_image_list=false rootless=true product=podman")
    when = load(folder).lessons[0].pages[0].parts[2].when
    assert when == (Condition(builder="classic", new_image_list=False, rootless=True, product="podman"),)


def test_the_words_are_those_of_the_model():
    """So that a new condition can be written at once."""
    assert {word.partition("=")[0] for word in VALUES} == set(Condition.model_fields)


WRONG_TEXT = {
    "condition": ("builder=classic", "bulder=classic", [
        '13: unknown condition "bulder=classic"; did you mean "builder=classic"?']),
    "value": ("builder=classic", "builder=clasic", [
        '13: unknown condition "builder=clasic"; did you mean "builder=classic"?']),
    "no condition": ("when builder=classic", "when", ['13: a condition is missing: "::: when builder=classic"']),
    "twice": ("builder=classic", "builder=classic builder=buildkit", ['13: "builder" stands here twice']),
    "word": ("when builder=classic", "wen builder=classic", ['13: unknown word "wen"; did you mean "when"?']),
    "not closed": ("screen.\n:::\n", "screen.\n", ['17: nothing closes this; a line ":::" does']),
    "closed twice": ("screen.\n:::\n", "screen.\n:::\n:::\n", ['21: this ":::" closes nothing']),
    "nested": ("Each line", "::: when rootless=true\nEach line", [
        '14: ":::" can\'t stand inside another one, a list or a quotation']),
    "in a list": ("Each line of", "x\n:::\n\n- y\n\n  ::: when rootless=true\n  z\n  :::\n\n::: when rootless=true\n", [
        '19: ":::" can\'t stand inside another one, a list or a quotation']),
    "a page inside": ("Each line of", "## Two {#two}\n\nEach line of", [
        "14: a page can't start between two ':::' lines"]),
    "exercise": ("exercise=5", "exercse=5", ['3: unknown word "exercse=5"; did you mean "exercise=10"?']),
    "no time": ("exercise=5", "exercise=soon", [
        '3: "exercise=soon" is no number of minutes, as in "exercise=10"']),
    "page": ("A Dockerfile is", "A [Dockerfile](#own-imag) is", [
        '5: a link to "#own-imag", and there is no page "own-imag" in "greeting"; did you mean "own-image"?']),
    "lesson": ("it starts from", "it [starts](greting#own-image) from", None),
    "no mark": ("and adds one command", "and adds [one](own-image) command", [
        '6: "own-image" leads nowhere; a link is "#page-id", "lesson-id#page-id" or "https://…"']),
    "file": ("and adds one command", "and adds [one](ftp://example.org) command", None),
    "image": ("and adds one command", "and adds ![one](x.png) command", ["6: a terminal shows no images"]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), WRONG_TEXT.values(), ids=WRONG_TEXT)
def test_a_mistake_in_the_text_is_told_by_line(folder, change, old, new, expected):
    """With the nearest valid word."""
    if old == "it starts from":
        change(LESSON, "It starts from", new)
        expected = ['5: a link to "greting#own-image", and there is no lesson "greting"; did you mean "greeting"?']
    else:
        change(LESSON, old, new)
    found = mistakes(folder)
    if expected is None:
        assert found[0].startswith(f"{LESSON}:6:")
    else:
        assert found == [f"{LESSON}:{line}" for line in expected]


@pytest.mark.parametrize(
    "link",
    ["[x](#own-image)", "[x](greeting#own-image)", "[x](https://example.org/#a)", "`[x](#nowhere)`", "[1] and a < b"],
)
def test_links_that_lead_somewhere(folder, change, link):
    """Pages of this lesson, of another one, and addresses; what is code is no link."""
    change(LESSON, "A Dockerfile is", f"{link} is")
    assert load(folder)


def test_three_colons_in_code_are_code(folder, change):
    """A lesson about Markdown could show them."""
    change(LESSON, "A Dockerfile is", "```text\n:::\n```\n\nA Dockerfile is")
    assert load(folder)


WRONG_FILES = {
    "page": ("  - page: own-image\n    paths", "  - page: own-imag\n    paths", [
        '3: lesson.md has no page "own-imag"; did you mean "own-image"?']),
    "path": ("paths: [greeting]", "paths: [greeting/Dockerfil]", [
        '4: the course has no file "greeting/Dockerfil" in dockerfiles/; did you mean "greeting/Dockerfile"?']),
    "outside": ("paths: [greeting]", "paths: [../course.yaml]", [
        '4: "../course.yaml" leads out of the folder; write it from there, without "/" or "~" in front and ".."']),
    "everything": ("paths: [greeting]", "paths: [.]", ['4: the course has no file "." in dockerfiles/']),
    "of a solution": ("      why: The name behind", "      files: [greting]\n      why: The name behind", [
        '21: the course has no file "greting" in dockerfiles/']),
    "of an alternative": ("        why: docker build", "        files: [greting]\n        why: docker build", None),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), WRONG_FILES.values(), ids=WRONG_FILES)
def test_a_course_file_that_is_not_there_is_told_by_line(folder, change, old, new, expected):
    """Where it is named."""
    change(TASKS, old, new)
    found = mistakes(folder)
    if expected is None:
        assert len(found) == 1
        assert "has no file" in found[0]
    else:
        assert found == [f"{TASKS}:{line}" for line in expected]


def test_no_symlink_leads_out(folder):
    """A course someone sent can't show the learner's own files, nor copy them."""
    (folder / "dockerfiles" / "greeting" / "keys").symlink_to("/etc/passwd")
    assert mistakes(folder) == [f'{TASKS}:4: a symlink leads out of dockerfiles/ in "greeting"']


def test_no_lesson_is_elsewhere(folder):
    """The same for what is read."""
    (folder / LESSON).unlink()
    (folder / LESSON).symlink_to("/etc/passwd")
    assert mistakes(folder) == ['course.yaml:21: a symlink leads out of the course in "1-greeting"']


def test_other_files_and_folders_are_left_alone(folder):
    """Notes beside course.yaml, such as the authoring guide beside the shipped course."""
    (folder / "README.md").write_text("# Not a lesson\n\n::: x\n")
    (folder / "drafts").mkdir()
    (folder / "drafts" / "lesson.md").write_text("nothing yet")
    assert load(folder)


def test_mistakes_of_both_files_of_a_lesson_are_told(folder, change):
    """An author mends a lesson in one go."""
    change(LESSON, "builder=classic", "builder=clasic")
    change(TASKS, "id: which-tag", "id: Which_Tag")
    assert [line.split(": ")[0] for line in mistakes(folder)] == [f"{LESSON}:13", f"{TASKS}:30"]


HOSTILE = {
    "deep": "a: " + "[" * 300 + "]" * 300,
    "deeper": "a: " + "[" * 50_000,
    "a pattern without bounds": "tasks:\n- {id: x, check: {type: command, pattern: 'a{99999999999}'}}",
    "a pattern too deep": "tasks:\n- {id: x, check: {type: command, pattern: '" + "(" * 3000 + ")" * 3000 + "'}}",
    "no character": "a: \ufffe",
    "half a character": 'a: "\\ud800"',
    "a list": "- a",
    "a number": "7",
    "a long number": "tasks: " + "9" * 10_000,
    "a checks' pit": "tasks:\n- {id: x, check: " + "{type: not, check: " * 100 + "{type: engine}" + "}" * 101,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_stands_in_a_file_is_a_mistake_and_no_crash(folder, text):
    """A course may come from anywhere."""
    (folder / TASKS).write_text(text, encoding="utf-8")
    assert all(line.startswith("1-greeting/") for line in mistakes(folder))


def test_a_byte_order_mark_is_no_mistake(folder):
    """Some editors write one."""
    text = (folder / LESSON).read_text(encoding="utf-8")
    (folder / LESSON).write_text(text, encoding="utf-8-sig")
    assert load(folder)


def test_a_pipe_is_no_file(folder):
    """Reading it would never end."""
    (folder / LESSON).unlink()
    os.mkfifo(folder / LESSON)
    assert mistakes(folder) == [f"{LESSON}:1: this is no file"]


def test_what_settles_a_question_is_checked_too(folder, change):
    """It may name a question that isn't there."""
    settled = "settled_by: {type: not, check: {type: answer, question: which-tg}}"
    change(TASKS, "    choices:\n", f"    {settled}\n    choices:\n")
    assert mistakes(folder) == [f'{TASKS}:33: no question "which-tg" in this lesson; did you mean "which-tag"?']
