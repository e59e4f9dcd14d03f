"""A course that is wrong is refused by file, line and nearest word."""

import pytest

from tests.unit.course_loading.small import COURSE, LESSON, TASKS, change, mistakes, write
from tui.course import load
from tui.course.findings import check
from tui.errors import CourseError

OUTLINE = {
    "unknown key": ("minutes: 5", "minuts: 5", [
        '7: "minutes" is missing',
        '10: unknown key "minuts"; did you mean "minutes"?',
    ]),
    "number without quotes": ('number: "1"', "number: 2.10", ['8: "number" is text: write it in quotes, "2.10"']),
    "no such folder": ("folder: first", "folder: fist", ['11: no folder "fist" beside course.yaml']),
    "a folder elsewhere": ("folder: first", "folder: ../content/first",
                           ['11: no folder "../content/first" beside course.yaml']),
    "not a slug": ("id: small", "id: Small_Course",
                   ['2: "id" takes small letters and digits, with single dashes between']),
    "not YAML": ("minutes: 5", "minutes: [5", [
        "10: a bracket that opens here is not closed, or a comma or a quotation mark is missing"]),
    "a key twice": ("minutes: 5", "minutes: 5\n    minutes: 6", ['11: "minutes" stands here twice']),
    "an alias": ("id: small", "id: &name small", None),
    "a wrong type": ("minutes: 5", "minutes: soon",
                     ['10: "minutes" is a whole number']),
    "too small a number": ("minutes: 5", "minutes: -1", ['10: "minutes" is 0 or more']),
    "no value": ("title: A small course", "title:", ['3: "title" is empty']),
    "brackets for a text": ("title: A small course", "title: {small}", ['3: "title" is text: write it in quotes']),
    "a text for keys": ("id: small", "policies: hard\nid: small", [
        '2: "policies" holds keys with values, "key: value"']),
    "a text for a lesson": ("lessons:\n", "lessons:\n  - one\n", [
        '7: each of "lessons" holds keys with values, "key: value"']),
    "a text for a list": ("images: [busybox]", "images: busybox", [
        '5: "images" is a list: a line "- …" for each, or [one, two]']),
    "a parameter's name": ("id: small", "params: {Port: {port: 5050}}\nid: small", [
        '2: "Port" takes small letters, digits and underscores']),
    "a rule for solutions": ("id: small", "policies: {solutions: later}\nid: small", [
        '2: "solutions" is always, never, after-hints, or after-5-minutes']),
    "none of the words": ("id: small", "policies: {gate: shut}\nid: small", [
        '2: "gate" can\'t be "shut"; it is off, soft or hard']),
    "no image's name": ("images: [busybox]", "images: [Busy Box]", [
        '5: "Busy Box" is no image\'s name, as in "debian:12" or "localhost:5000/team/app:v1"']),
    "a number sign": ("title: A small course", "title: Course #1", [
        '3: from " #" on it would be a comment; put the whole text in quotes']),
    "a tag": ("id: small", "id: !!python/name:os.system small", [
        '2: a text can\'t start with "!"; put it in quotes']),
    "an escape": ("title: A small course", r'title: "\e]0;x\a"', ["3: a hidden character stands here (U+001B)"]),
    "no lessons": (COURSE[COURSE.index("lessons:"):], "lessons: []", ['6: "lessons" needs at least 1, and has 0']),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), OUTLINE.values(), ids=OUTLINE)
def test_a_mistake_in_course_yaml_is_told_by_line(folder, old, new, expected):
    """Unknown keys, wrong values and broken YAML alike."""
    change(folder / "course.yaml", old, new)
    if new == "id: &name small":
        change(folder / "course.yaml", "title: A small course", "title: *name")
        expected = ["2: an alias stands for this; write it out"]
    found = mistakes(folder)
    assert found == [f"content/course.yaml:{line}" for line in expected]


TASK = {
    "unknown key": ("hints: [Think., echo]", "hint: [Think., echo]", [
        '2: "hints" is missing',
        '6: unknown key "hint"; did you mean "hints"?',
    ]),
    "unknown key of a check": ("pattern: 'echo one'", "patern: 'echo one'", [
        '5: "pattern" is missing',
        '5: unknown key "patern"; did you mean "pattern"?',
    ]),
    "unknown key deep inside": (
        "check: {type: command, pattern: 'echo one'}",
        "check:\n      type: all\n      checks:\n        - {type: engine}\n"
        "        - {type: event, object: image, action: pull, imag: x}",
        ['9: unknown key "imag"; did you mean "image"?'],
    ),
    "unknown type of check": ("type: command", "type: comand", [
        '5: unknown check type "comand"; did you mean "command"?']),
    "no type of check": ("type: command, ", "", ['5: a check needs a "type"']),
    "a word that is not a mode": ("text: Say one.", "text: Say one.\n    mode: egde", [
        '5: "mode" can\'t be "egde"; did you mean "edge"?']),
    "one hint": ("hints: [Think., echo]", "hints: [Think.]", ['6: "hints" needs at least 2, and has 1']),
    "a solution that does nothing": ("      lines: [echo one]\n", "", [
        '7: a solution needs "lines" to type or "keys" to press']),
    "one choice": ("      - {text: Three., why: Count again.}\n", "", ['12: a question needs two "choices" or more']),
    "two right choices": ("{text: Three.,", "{text: Three., correct: true,", [
        "15: one choice is correct, no more and no fewer; 2 are marked"]),
    "an unknown page": ("page: two", "page: tow", ['13: lesson.md has no page "tow"; did you mean "two"?']),
    "an id twice": ("id: how-many", "id: say-one", ['12: the id "say-one" is taken in line 2']),
    "an unknown need": ("text: Say one.", "text: Say one.\n    needs: [say-two]", [
        '5: no task "say-two" in this lesson; did you mean "say-one"?']),
    "a task that waits for itself": ("text: Say one.", "text: Say one.\n    needs: [say-one]", [
        "5: tasks wait for each other: say-one, say-one"]),
    "a pattern that is none": ("'echo one'", "'echo (one'", [
        "5: the pattern is no regular expression: missing ), unterminated subpattern at position 5"]),
    "an unknown question": ("{type: command, pattern: 'echo one'}", "{type: answer, question: how-man}", [
        '5: no question "how-man" in this lesson; did you mean "how-many"?']),
    "an unknown action": ("{type: command, pattern: 'echo one'}", "{type: action, action: zom}", [
        '5: the lab has no action "zom"; did you mean "zoom"?']),
    "a path from elsewhere": ("{type: command, pattern: 'echo one'}", "{type: file, path: ~/x}", [
        '5: "~/x" leads out of the folder; write it from there, without "/" or "~" in front and ".."']),
    "a space of the web's": ("lines: [echo one]", "lines: [echo\u200bone]", [
        "8: what looks like a space, or like nothing, is U+200B here; type it anew"]),
    "a mistake in a diagnosis": (
        "text: Say one.",
        "text: Say one.\n    diagnoses:\n      - say: No.\n        when:\n          type: not\n"
        "          check: {type: command, pattern: '['}",
        ["9: the pattern is no regular expression: unterminated character set at position 0"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), TASK.values(), ids=TASK)
def test_a_mistake_in_tasks_yaml_is_told_by_line(folder, old, new, expected):
    """The nearest valid word is offered where there is one."""
    change(folder / "first" / "tasks.yaml", old, new)
    assert mistakes(folder, actions=frozenset({"zoom"})) == [f"content/first/tasks.yaml:{line}" for line in expected]


def test_a_task_can_not_ask_for_an_answer_that_some_are_not_asked_for(folder):
    """The question is for some machines only, and the task for all."""
    path = folder / "first" / "tasks.yaml"
    change(path, "{type: command, pattern: 'echo one'}", "{type: answer, question: how-many}")
    change(path, "id: how-many", "id: how-many\n    requires: {builder: classic}")
    assert mistakes(folder) == [
        'content/first/tasks.yaml:5: the question "how-many" requires builder: classic, and this task does not'
    ]
    change(path, "text: Say one.", "text: Say one.\n    requires: {builder: classic}")
    assert load(folder).lessons


def test_tasks_that_wait_in_a_circle_are_named(folder):
    """A circle of needs could never be opened."""
    path = folder / "first" / "tasks.yaml"
    second = TASKS.split("tasks:\n")[1].split("\nquestions")[0].replace("id: say-one", "id: say-two")
    change(path, "    text: Say one.", "    text: Say one.\n    needs: [say-two]")
    change(path, "\nquestions:", second.replace("text:", "needs: [say-one]\n    text:") + "\nquestions:")
    (found,) = mistakes(folder)
    assert found.startswith("content/first/tasks.yaml:5: tasks wait for each other: say-")


def test_without_a_set_of_actions_any_is_accepted(folder):
    """A course can be checked without the lab's screen."""
    change(folder / "first" / "tasks.yaml", "{type: command, pattern: 'echo one'}", "{type: action, action: zom}")
    assert load(folder).lessons


PAGE = {
    "another title": ("# The first lesson", "# First lesson", [
        '1: the first line must be "# The first lesson", the title in course.yaml']),
    "no title": ("# The first lesson\n\n", "", [
        '1: the first line must be "# The first lesson", the title in course.yaml']),
    "a second title": ("Some prose.", "# Again\n\nSome prose.", ['5: a second title; a page starts with "##"']),
    "text before the first page": ("# The first lesson\n", "# The first lesson\nHello.\nMore.\n", [
        "2: this stands before the first page"]),
    "a page without an id": ("## One idea {#one}", "## One idea", [
        '3: a page\'s heading ends with its id: "## Heading {#page-id}"']),
    "an id that is no slug": ("{#one}", "{#One Idea}", [
        '3: a page\'s heading ends with its id: "## Heading {#page-id}"']),
    "a page's id twice": ("{#two}", "{#one}", ['17: the id "one" is taken in line 3']),
    "a block's id twice": ("sh insert id=named", "sh insert id=one-1", ['19: the id "one-1" is taken in line 7']),
    "a misspelt word": ("sh insert\n", "sh inset\n", ['7: unknown word "inset"; did you mean "insert"?']),
    "an id on a block that is only shown": ("```text", "```text id=out", [
        '13: only a block marked "insert" has an id']),
    "another language": ("sh insert\n", "python insert\n", [
        '7: a block to insert is of language "sh", not "python"']),
    "an empty block": ("echo one\n", "", ["7: a block to insert holds at least one line"]),
    "a block in a list": ("```sh insert\necho one\n```", "- x\n\n  ```sh insert\n  echo one\n  ```", [
        "9: a block to insert can't stand inside a list or a quotation"]),
    "a line that is too wide": ("echo one\n", "echo " + 70 * "1" + "\n", ["8: code of 75 columns; 74 fit the pane"]),
    "output that is too wide": ("\none\n```", "\n" + 75 * "1" + "\n```", ["14: code of 75 columns; 74 fit the pane"]),
    "a page that is too long": ("Some prose.", "Some prose.\n" * 33, ["3: a page of 46 lines; 45 fit the pane"]),
    "no page": (LESSON.split("\n\n", 1)[1], "", ['1: a lesson needs a page: "## Heading {#page-id}"']),
    "a fence that is open": ("echo one\n```\n", "echo one\n", ['7: nothing closes this; a line "```" does']),
    "an exercise without minutes": ("{#one}", "{#one exercise=ten}", [
        '3: "exercise=ten" is no number of minutes, as in "exercise=10"']),
    "HTML": ("Some prose.", "<!-- to do -->", [
        "5: learners see HTML as it stands here; notes for yourself go into notes.md"]),
    "wide characters": ("echo one\n", "echo " + 35 * "容" + "\n", ["8: code of 75 columns; 74 fit the pane"]),
    "a space of the web's": ("echo one\n", "echo\u00a0one\n", [
        "8: what looks like a space, or like nothing, is U+00A0 here; type it anew"]),
    "a tab": ("echo one\n", "echo\tone\n", ["8: a tab stands here; use spaces"]),
    "an escape sequence": ("Some prose.", "Some \x1b[31mprose.", ["5: a hidden character stands here (U+001B)"]),
    "text turned round": ("echo one\n", "echo \u202eeno\n", ["8: a hidden character stands here (U+202E)"]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), PAGE.values(), ids=PAGE)
def test_a_mistake_in_lesson_md_is_told_by_line(folder, old, new, expected):
    """Where a page does not fit the pane, or a block could not be put at a prompt."""
    change(folder / "first" / "lesson.md", old, new)
    write(folder / "first" / "tasks.yaml", "{}")
    assert mistakes(folder) == [f"content/first/lesson.md:{line}" for line in expected]


@pytest.mark.parametrize(("old", "new"), [(" {#one}", ""), ("{#one}", "{#two}"), ("echo one\n```\n", "echo one\n")])
def test_a_page_that_is_lost_is_told_once(folder, old, new):
    """And not once more for everything that names it, or another page that is lost with it."""
    change(folder / "course.yaml", "[busybox]", "[busybox:1]")
    change(folder / "first" / "lesson.md", old, new)
    write(folder / "first" / "notes.md", "## {#one minutes=2}\n\n- Say: one.\n\n## {#two minutes=3}\n\n- Say: two.\n")
    (found,) = check(folder, None)
    assert found.path.name == "lesson.md"


def test_two_tasks_of_one_name_are_not_said_to_wait_for_each_other(folder):
    """Which of the two is needed can't be told."""
    path = folder / "first" / "tasks.yaml"
    again = TASKS.split("tasks:\n")[1].split("\nquestions")[0]
    change(path, "\nquestions:", again.replace("text:", "needs: [say-one]\n    text:") + "\nquestions:")
    (found,) = mistakes(folder)
    assert 'the id "say-one" is taken in line 2' in found


def test_a_text_may_stand_on_several_lines(folder):
    """Folded or not: it is shown in one piece."""
    change(folder / "first" / "tasks.yaml", "text: Say one.", "text: |\n      Say\n      one.")
    assert load(folder).lessons[0].tasks[0].text == "Say one."


def test_code_of_74_columns_and_a_page_of_45_lines_fit(folder):
    """The limits themselves are allowed."""
    change(folder / "first" / "lesson.md", "echo one\n", "echo " + 69 * "1" + "\n")
    change(folder / "first" / "lesson.md", "Some prose.", "Some prose.\n" * 32)
    assert load(folder).lessons[0].pages


def test_text_that_is_not_utf8_is_told_by_line(folder):
    """An editor that saves Latin-1 is common enough."""
    (folder / "first" / "lesson.md").write_bytes(LESSON.replace("Some prose", "Söme prose").encode("latin-1"))
    assert mistakes(folder) == ["content/first/lesson.md:5: this is not UTF-8 text"]


def test_ids_numbers_and_folders_of_lessons_are_their_own(folder):
    """Progress is kept by a lesson's id, so two lessons can't share one."""
    change(folder / "course.yaml", "lessons:\n", "lessons:\n" + COURSE.split("lessons:\n")[1])
    assert mistakes(folder) == [
        'content/course.yaml:12: the id "first" is taken in line 7',
        'content/course.yaml:13: the number "1" is taken in line 8',
        'content/course.yaml:16: the folder "first" is taken in line 11',
    ]


def test_the_remedy_is_a_command(folder):
    """Whoever reads the error can try again at once."""
    change(folder / "course.yaml", "minutes: 5", "minuts: 5")
    with pytest.raises(CourseError) as caught:
        load(folder)
    assert "open the lab again" in caught.value.remedy
