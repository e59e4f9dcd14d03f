"""Checks of the shipped course that go by a command: all right ways to type it pass, and near misses don't."""

import pytest

from tui import paths
from tui.checks.evidence import Evidence
from tui.checks.judge import judge
from tui.course import load
from tui.model.course import Course
from tui.model.facts import Facts, HostFile
from tui.model.journal import CommandRun

WORK = "/h/sealegs-work"
MULTI = "03_docker_build_deep/Dockerfile.03multi"
DATA = "04_docker_deploy_deep"


@pytest.fixture(scope="module")
def course() -> Course:
    return load(paths.shipped("content"))


def passes(
    course: Course, item: str, line: str, folder: str = "", exit_status: int = 1, facts: Facts | None = None
) -> bool:
    """Whether a task is done, or a prediction settled, by a command typed in a folder of the working folder."""
    lesson_id, _, name = item.partition("/")
    lesson = next(each for each in course.lessons if each.entry.id == lesson_id)
    checks = {task.id: task.check for task in lesson.tasks}
    checks |= {each.id: each.settled_by for each in lesson.questions if each.settled_by is not None}
    run = CommandRun(line, 1.0, 2.0, exit_status, directory=f"{WORK}/{folder}")
    return judge(checks[name], Evidence(commands=(run,), work_folder=WORK, facts=facts or Facts())).passed


@pytest.mark.parametrize(
    ("line", "folder", "right"),
    [
        (f"docker image build --target downlaoder -f   {MULTI}   --tag a:b .", "", True),
        (f"docker buildx build . --file={MULTI} --target=x", "", True),
        (f"docker build --target x - < {MULTI}", "", True),
        (f"cat {MULTI} | docker build --target x -", "", True),
        (f"sudo docker build --target downloader-2 -f ./{MULTI} ~/sealegs-work", "", True),
        ("docker build --target x -f Dockerfile.03multi .", "03_docker_build_deep", True),
        (f"docker build --target x -f ~/sealegs-work/{MULTI} .", "02_docker_intro", True),
        (f"docker build --target downloader -f {MULTI} .", "", False),
        ("docker build --target x .", "", False),
        (f"docker build --target x -f {MULTI}", "", False),
        (f"docker build --target x -t a:b < {MULTI}", "", False),
        (f"docker build --target x -f {MULTI} .", "02_docker_intro", False),
        ("docker build --target x -f Dockerfile.03multi .", "", False),
        ("docker build --target x -f Dockerfile.three .", "", False),
    ],
)
def test_a_target_that_is_refused(course, line, folder, right):
    """Not a Dockerfile that isn't found, nor a context that is missing."""
    assert passes(course, "smaller-images/bad-target", line, folder) is right


@pytest.mark.parametrize("item", ["data-and-users/wrong-context", "data-and-users/what-of-copy"])
@pytest.mark.parametrize(
    ("line", "folder", "right"),
    [
        (f"docker build -f {DATA}/Dockerfile.04 {DATA}", "", True),
        (f"docker build - < {DATA}/Dockerfile.04", "", True),
        (f"docker build --file={DATA}/Dockerfile.04 -t x:y 03_docker_build_deep", "", True),
        ("docker build -f Dockerfile.04 .", DATA, True),
        (f"docker build -f $HOME/sealegs-work/{DATA}/Dockerfile.04 /tmp", "02_docker_intro", True),
        (f"docker build -t a -f {DATA}/Dockerfile.04", "", False),
        (f"docker build -f Dockerfile.04 {DATA}", "", False),
        (f"docker build -f {DATA}/Dockerfile.04 {DATA}", "02_docker_intro", False),
        (f"docker build {DATA}", "", False),
    ],
)
def test_a_copy_that_fails(course, item, line, folder, right):
    """The task and the prediction beside it go by the same."""
    assert passes(course, item, line, folder) is right


@pytest.mark.parametrize("template", ["{{.Size}}", "'{{.Size}} bytes'"])
def test_two_bases_at_once(course, template):
    """Quoted or not, with docker inspect or docker image inspect."""
    for words in ("inspect", "image inspect"):
        line = f"docker {words} debian:12 busybox --format {template}"
        assert passes(course, "smaller-images/bases", line, exit_status=0)
        assert not passes(course, "smaller-images/bases", line, exit_status=1)


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("docker build -f 02_docker_intro/Dockerfile.02 -t docker_intro:v0.1 .", True),
        ("docker build . --tag=docker_intro:v0.1 --file=02_docker_intro/Dockerfile.02", True),
        ("docker build -f 02_docker_intro/Dockerfile.02 -tag docker_intro:v0.1 .", False),
        ("docker build -f 02_docker_intro/Dockerfile.02 --tag docker_intro:v0.1", False),
        ("docker build -f 02_docker_intro/Dockerfile --tag docker_intro:v0.1 .", False),
    ],
)
def test_a_build_that_is_to_fail(course, line, right):
    """In its RUN, not at the command line: with BuildKit the status is 1 for both."""
    path = "02_docker_intro/Dockerfile.02"
    facts = Facts(files={path: HostFile(kind="file", text=(paths.shipped("dockerfiles") / path).read_text())})
    assert passes(course, "building/failing-build", line, facts=facts) is right


@pytest.mark.parametrize(
    ("line", "exit_status", "right"),
    [
        ("docker run --rm docker_intro:v0.1c git --version", 127, True),
        ("docker container run -it docker_intro:v0.1c sh", 127, True),
        ("docker run --rm docker_intro:v0.1c", 125, False),
        ("docker run --rm docker_intro:v0.1c ls", 1, False),
        ("docker run --rm docker_intro:v0.1b git", 1, False),
    ],
)
def test_a_look_for_git(course, line, exit_status, right):
    """By its name, or in a shell that passes on that it was not found."""
    assert passes(course, "building/look-for-git", line, exit_status=exit_status) is right
