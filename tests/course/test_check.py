"""`sealegs course check`: each kind of finding, by file and line."""

import json
import shutil

import pytest

from tests.course.conftest import MINIMAL
from tui import cli
from tui.errors import UsageError

LESSON = "1-greeting/lesson.md"
TASKS = "1-greeting/tasks.yaml"
DOCKERFILE = "dockerfiles/greeting/Dockerfile"
ADVICE = "give it a tag other than latest, or a digest"


@pytest.fixture
def check(folder, capsys):
    """A function that gives what is printed about the copy of the minimal course, but for the last line."""

    def run():
        code = cli.run(["course", "check", "mine"])
        *found, count = capsys.readouterr().out.splitlines()
        words = "No findings." if not found else "1 finding." if len(found) == 1 else f"{len(found)} findings."
        assert (code, count) == (1 if found else 0, words)
        return [line.removeprefix("mine/") for line in found]

    return run


def test_the_minimal_course_has_no_findings(check):
    """It is what an author starts from."""
    assert check() == []


LONG_PAGE = "It starts from Debian,\n" + "\n".join(["one two three four five six seven eight nine ten eleven,"] * 26)
FINDINGS = {
    "a mistake": (LESSON, "builder=classic", "builder=clasic", [
        f'{LESSON}:13: unknown condition "builder=clasic"; did you mean "builder=classic"?']),
    "an empty hint": (TASKS, "- A folder with a Dockerfile becomes an image in one command.", '- " "', [
        f"{TASKS}:12: an empty hint"]),
    "a hint again": (TASKS, "- A folder with a Dockerfile becomes an image in one command.",
                     "- docker  image build TAKES the folder, and the name behind -t.", [
        f"{TASKS}:13: this hint repeats an earlier one"]),
    "nowhere to look": (TASKS, "        look: docker image ls greeting\n", "", [
        f'{TASKS}:16: a diagnosis without "look": say what to look at next']),
    "an expectation no diagnosis meets": (TASKS, "expect: with another tag", "expect: with no tag", [
        f'{TASKS}:27: no diagnosis of this task says "with no tag"']),
    "an unmet command": (TASKS, 'check: {type: image, ref: "greeting:${sailor}"}',
                         "check: {type: command, pattern: 'docker build.*${sailor}'}", [
        f'{TASKS}:19: the task waits for the command "docker build.*anna", and no line here is one']),
    "no machine has both": (TASKS, "    hints:\n",
                            "    requires: {builder: classic}\n    needs: [other]\n    hints:\n", None),
    "no choice is right": (TASKS, "correct: true, ", "", [
        f"{TASKS}:33: one choice is correct, no more and no fewer; 0 are marked"]),
    "an unpinned image": ("course.yaml", "  - debian:12\n", "  - debian\n", [
        f'course.yaml:9: the image "debian" is not pinned: {ADVICE}']),
    "an image of latest": ("course.yaml", "  - debian:12\n", "  - localhost:5000/debian:latest\n", [
        f'course.yaml:9: the image "localhost:5000/debian:latest" is not pinned: {ADVICE}']),
    "a registry's port is no tag": ("course.yaml", "  - debian:12\n", "  - localhost:5000/debian\n", [
        f'course.yaml:9: the image "localhost:5000/debian" is not pinned: {ADVICE}']),
    "an unpinned FROM": (DOCKERFILE, "debian:12", "--platform=linux/amd64 debian AS base", [
        f'{DOCKERFILE}:1: FROM "debian" is not pinned: {ADVICE}']),
    "a page of many rows": (LESSON, "It starts from Debian,", LONG_PAGE, [
        f"{LESSON}:3: a page of 52 rows at 44 columns, with its tasks and questions; 45 fit"]),
    "a wide block": (LESSON, "docker image build \\\n", f"docker image build {'x' * 26}\n", [
        f"{LESSON}:9: a line to insert of 45 columns; 44 fit a narrow pane"]),
    "an undeclared parameter": (LESSON, "It starts from", "It starts, ${sailer}, from", [
        f'{LESSON}:5: no parameter "sailer" in course.yaml; did you mean "sailor"?']),
    "one in a task": (TASKS, "text: Build the image", "text: Build, ${x_1}, the image", [
        f'{TASKS}:9: no parameter "x_1" in course.yaml']),
    "one in course.yaml": ("course.yaml", "title: A minimal course", "title: A minimal course for ${x}", [
        'course.yaml:4: no parameter "x" in course.yaml']),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "expected"), FINDINGS.values(), ids=FINDINGS)
def test_a_finding_is_told_by_file_and_line(folder, change, check, file, old, new, expected):
    """One a line, at the place to mend."""
    change(file, old, new)
    if expected is None:
        text = (folder / TASKS).read_text(encoding="utf-8")
        task = text[text.index("  - id: build-greeting") : text.index("\nquestions")]
        other = task.replace("build-greeting", "other").replace("needs: [other]", "needs: []")
        change(TASKS, "\nquestions", other.replace("builder: classic", "builder: buildkit") + "\nquestions")
        expected = [f"{TASKS}:12: no machine has all the tasks that this one needs, so it can't be reached"]
    assert check() == expected


PINNED = ["debian:12", "localhost:5000/debian:12", "debian@sha256:0f", "debian:latest@sha256:0f", "homemade"]


@pytest.mark.parametrize("image", PINNED)
def test_a_pinned_image_is_no_finding(folder, change, check, image):
    """By its tag or digest, or because the course makes it."""
    recipe = folder / "dockerfiles" / "images" / "homemade"
    recipe.mkdir(parents=True)
    (recipe / "recipe.yaml").write_text("name: homemade:latest\nwhat: ours\n", encoding="utf-8")
    change("course.yaml", "  - debian:12\n", f"  - {image}\n")
    assert check() == []


def test_a_dockerfile_may_start_from_what_the_course_makes(folder, change, check):
    """In the lab there is no other image of that name."""
    recipe = folder / "dockerfiles" / "images" / "homemade"
    recipe.mkdir(parents=True)
    (recipe / "recipe.yaml").write_text("name: homemade:latest\nwhat: ours\n", encoding="utf-8")
    change(DOCKERFILE, "debian:12", "homemade")
    assert check() == []


def test_stages_of_a_dockerfile_are_no_images(folder, check):
    """Nor is the empty one."""
    (folder / DOCKERFILE).write_text("FROM debian:12 AS one\nfrom One as two\nFROM scratch\n", encoding="utf-8")
    assert check() == []


def test_a_file_nobody_gets_is_found(folder, check):
    """It was forgotten in tasks.yaml, or is left over."""
    (folder / "dockerfiles" / "greeting-2").write_text("x")
    assert check() == ["dockerfiles/greeting-2:1: no lesson gives this file out"]


def test_mistakes_and_findings_of_all_files_come_at_once(folder, change, check):
    """In the order of files and lines."""
    change("course.yaml", "  - debian:12\n", "  - debian\n")
    change(TASKS, "page: own-image\n    text: Build", "page: own-imag\n    text: Build")
    change(LESSON, "exercise=5", "exercise=x")
    assert [line.split(": ")[0] for line in check()] == [f"{LESSON}:3", f"{TASKS}:8", "course.yaml:9"]


def test_a_course_without_readable_outline_has_one_finding(folder, change, check):
    """No traceback."""
    change("course.yaml", "id: minimal", "id: [")
    (found,) = check()
    assert found.startswith("course.yaml:")


def test_programs_get_a_list_of_objects(folder, change, capsys):
    """File, line and text; an empty list where nothing is found."""
    assert cli.run(["course", "check", "mine", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    change(LESSON, "exercise=5", "exercise=x")
    assert cli.run(["course", "check", "mine", "--json"]) == 1
    text = '"exercise=x" is no number of minutes, as in "exercise=10"'
    assert json.loads(capsys.readouterr().out) == [{"file": f"mine/{LESSON}", "line": 3, "text": text}]


def test_no_course_is_a_usage_error(tmp_path):
    """Exit code 2."""
    with pytest.raises(UsageError, match=r"no course\.yaml"):
        cli.run(["course", "check", str(tmp_path)])


@pytest.mark.parametrize("within", [LESSON, "1-greeting", "course.yaml"])
def test_what_stands_in_a_course_is_told_whose_it_is(folder, within):
    """A lesson, or a file, is what an author has at hand."""
    with pytest.raises(UsageError, match="no course") as caught:
        cli.run(["course", "check", f"mine/{within}"])
    assert caught.value.remedy == "The course is the folder mine."


def test_what_a_file_says_is_printed_as_text(folder, capsys):
    """A finding of a course someone sent moves no cursor."""
    shutil.copytree(MINIMAL, folder.parent / "a\x1b[31mred")
    (folder.parent / "a\x1b[31mred" / "1-greeting" / "lesson.md").unlink()
    assert cli.run(["course", "check", "a\x1b[31mred"]) == 1
    assert "\x1b" not in capsys.readouterr().out
