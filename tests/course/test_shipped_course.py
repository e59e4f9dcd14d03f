"""What the shipped course promises its learners, checked on every lesson, page and task."""

import pytest

from tui import paths
from tui.checks.lines import says
from tui.commands import BY_ID
from tui.course import load
from tui.course.findings import check
from tui.course.notes import load_notes
from tui.model.checks import ActionUsed, CommandSeen, inner_checks

COURSE = load(paths.shipped("content"), frozenset(BY_ID))
TASKS = [(lesson, task) for lesson in COURSE.lessons for task in lesson.tasks]

tasks = pytest.mark.parametrize(("lesson", "task"), TASKS, ids=[f"{one.entry.id}/{two.id}" for one, two in TASKS])


def parts_of(check):
    """A check and all those inside it."""
    yield check
    for inner in inner_checks(check):
        yield from parts_of(inner)


def task_of(lesson_id, task_id):
    return next(task for lesson, task in TASKS if (lesson.entry.id, task.id) == (lesson_id, task_id))


def matches(task, line):
    """Whether the command check of a task accepts a line."""
    (check,) = [part for part in parts_of(task.check) if isinstance(part, CommandSeen)]
    return says(line, check.pattern)


def test_the_timetable_is_kept():
    """Ids and minutes that progress files and the pace clock rely on."""
    assert [(lesson.entry.id, lesson.entry.number, lesson.entry.minutes) for lesson in COURSE.lessons] == [
        ("welcome", "0", 5),
        ("what-containers-are", "1.1", 2),
        ("what-containers-are-not", "1.2", 2),
        ("why-and-why-not", "1.3", 1),
        ("first-container", "2.1", 20),
        ("building", "2.2", 20),
        ("build-context", "3.1", 5),
        ("layers", "3.2", 10),
        ("smaller-images", "3.3", 20),
        ("data-and-users", "4.1", 20),
        ("sharing", "4.2", 10),
        ("home-port", "5", 5),
    ]
    assert COURSE.images == ("hello-world", "busybox", "debian:12", "registry:2")


def test_the_shipped_course_has_no_findings():
    """All that `sealegs course check` looks at: ids, links, lengths, hints, images, files."""
    assert [str(finding) for finding in check(paths.shipped("content"), frozenset(BY_ID))] == []


@tasks
def test_a_task_says_what_to_do_in_one_line(lesson, task):
    """Short enough for two rows of a narrow pane, and a sentence."""
    assert len(task.text) <= 90
    assert task.text.endswith(".")
    assert "\n" not in task.text


@tasks
def test_a_task_helps_and_corrects(lesson, task):
    """A solution with why, a wrong attempt, and sentences that end once."""
    assert all(each.why.endswith(".") for each in (task.solution, *task.alternatives))
    assert task.wrong_attempts
    for diagnosis in task.diagnoses:
        assert not diagnosis.say.endswith("."), "the lab ends the sentence"


@tasks
def test_commands_a_task_waits_for_are_not_those_of_its_wrong_attempts(lesson, task):
    """A task whose check is a command alone is not passed by a wrong line."""
    if isinstance(task.check, CommandSeen):
        for attempt in task.wrong_attempts:
            passing = [line for line in attempt.lines if says(line, task.check.pattern)]
            assert not passing


@tasks
def test_keys_a_solution_presses_do_what_the_task_waits_for(lesson, task):
    """The keys are bound to the very action the check names."""
    wanted = {part.action for part in parts_of(task.check) if isinstance(part, ActionUsed)}
    for solution in (task.solution, *task.alternatives):
        bound = {command.id for command in BY_ID.values() if set(command.keys) & set(solution.keys)}
        assert bool(bound & wanted) == bool(wanted)


@tasks
def test_text_outside_lesson_md_is_plain(lesson, task):
    """Tasks are shown as they stand, so Markdown in them would be seen."""
    says = [diagnosis.say for diagnosis in task.diagnoses]
    for text in (task.text, task.done, *task.hints, *says, task.solution.why):
        assert "`" not in text
        assert "**" not in text


@pytest.mark.parametrize(
    "line",
    [
        "docker ps -a",
        "docker ps --all",
        "docker ps -aq",
        "docker ps -qa",
        "sudo docker ps -a",
        "docker  ps   -a",
        "docker container ls -a",
        "docker container ls --all",
        "docker container list -a --no-trunc",
        "docker container ps -a",
        "docker ps -a | grep hello",
        "docker ps -q -a",
        "docker ps --filter status=exited -a",
        "docker ps --format '{{.Names}}' -a",
        "docker ps --no-trunc --all && echo done",
    ],
)
def test_each_usual_way_to_list_all_containers_counts(line):
    """And none of them counts as listing the running ones."""
    assert matches(task_of("first-container", "list-all"), line)
    assert not matches(task_of("first-container", "list-running"), line)


@pytest.mark.parametrize(
    "line",
    [
        "docker ps",
        "docker ps -q",
        "docker container ls",
        "docker container ls --no-trunc",
        "docker ps -f name=ahoy",
        "docker ps --filter name=-a",
        "docker ps | grep -a hello",
        "docker ps; ls -a",
    ],
)
def test_listing_running_containers_is_not_listing_all(line):
    """An -a that belongs to something else is not docker's."""
    assert matches(task_of("first-container", "list-running"), line)
    assert not matches(task_of("first-container", "list-all"), line)


@pytest.mark.parametrize(
    "line",
    [
        "docker ps -l",
        "docker ps -n 3",
        "docker ps --last 3",
        "docker psa",
        "docker pull -a",
        "echo docker ps -a",
        "ps -a",
    ],
)
def test_other_lists_are_neither(line):
    """The newest containers are neither all nor the running ones."""
    assert not matches(task_of("first-container", "list-running"), line)
    assert not matches(task_of("first-container", "list-all"), line)


@pytest.mark.parametrize(
    ("line", "accepted"),
    [
        ("docker image ls 'hello*'", True),
        ('docker images "hello*"', True),
        (r"docker image ls hello\*", True),
        ("docker image ls 'h*'", True),
        ("docker image ls '*hello*'", True),
        ("docker image ls 'hello?world'", True),
        ("docker image ls --filter=reference='hello-*'", True),
        ("docker image ls -q 'hello*' | wc -l", True),
        ("docker image ls hello-world", False),
        ("docker image ls '*'", False),
        ("docker image ls | grep 'hello*'", False),
        ("docker ps 'hello*'", False),
    ],
)
def test_a_wildcard_counts_where_docker_reads_it(line, accepted):
    """The pattern has to reach docker, quoted in any way."""
    assert matches(task_of("first-container", "list-by-pattern"), line) is accepted


def test_every_page_has_notes_for_its_instructor():
    """For as long as the timetable has it, with more than a little that can be left out; short enough for a glance."""
    notes = load_notes(paths.shipped("content"), COURSE)
    assert list(notes.pages) == [(lesson.entry.id, page.id) for lesson, page in COURSE.pages]
    assert all(3 <= len(each.lines) + bool(each.skip) <= 7 for each in notes.pages.values())
    assert max(len(line) for each in notes.pages.values() for line in each.lines) <= 130
    assert sum(each.minutes for each in notes.pages.values()) == 120
    assert sum(each.saves for each in notes.pages.values()) >= 20
