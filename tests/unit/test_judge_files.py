"""Files, Dockerfiles, build contexts, and the shell's folder."""

import pytest

from tui.checks.dockerfile import stages_of
from tui.checks.judge import judge
from tui.checks.verdict import LOOKING, Status
from tui.model import checks as ask
from tui.model.facts import ContextFacts, Facts, HostFile

DOCKERFILE = r"""# syntax=docker/dockerfile:1
ARG VERSION=12
FROM debian:${VERSION} as downloader
RUN apt update && \
    # a comment in between

    apt -y   install git
WORKDIR /software

from debian:12
COPY --chown=1000 --from=downloader /software /software
USER root
USER ann:users
CMD ["bash"]
"""
ROOT = "FROM debian:12\nUSER ann\nFROM debian:12\nCOPY --from=0 /a /b\nUSER 0:0\n"


def with_files(seen, **files):
    return seen(facts=Facts(files={path.replace("_", "."): file for path, file in files.items()}))


def text(content, **more):
    return HostFile("file", len(content), text=content, **more)


@pytest.mark.parametrize(
    ("asked", "file", "status"),
    [
        ({}, text("x"), Status.PASS),
        ({}, None, Status.PENDING),
        ({"exists": False}, None, Status.PASS),
        ({"exists": False}, text("x"), Status.FAIL),
        ({"kind": "folder"}, HostFile("folder"), Status.PASS),
        ({"kind": "folder"}, text("x"), Status.FAIL),
        ({"kind": "file"}, HostFile("other"), Status.FAIL),
        ({"contains": r"\d+"}, text("line 12"), Status.PASS),
        ({"contains": r"\d+"}, text("line"), Status.FAIL),
        ({"at_least": 1000}, HostFile("file", 1000), Status.PASS),
        ({"at_least": 1000}, HostFile("file", 999), Status.PENDING),
        ({"owner": 0}, HostFile("file", owner=0), Status.PASS),
        ({"owner": 0}, HostFile("file", owner=1000), Status.FAIL),
    ],
)
def test_files_on_the_host(seen, asked, file, status):
    """There or not, and what it is."""
    assert judge(ask.FileIs(path="a.dat", **asked), with_files(seen, a_dat=file)).status is status


def test_a_text_that_is_missing_is_quoted(seen):
    """Its words would run into the sentence's."""
    verdict = judge(ask.FileIs(path="a.dat", contains="from outside"), with_files(seen, a_dat=text("x")))
    assert verdict.observed == 'a.dat does not contain "from outside"'


@pytest.mark.parametrize("check", [ask.FileIs(path="a"), ask.DockerfileIs(path="a"), ask.ContextIs(at_most=1)])
def test_what_was_not_read_yet_is_looked_for(seen, check):
    """Also without an engine: files have no part in it."""
    assert judge(check, seen(reachable=False)) == LOOKING


def test_a_dockerfile_is_read_in_instructions():
    """One line each with single spaces; comments and blank lines go, ARG before FROM is in no stage."""
    instructions, stages = stages_of(DOCKERFILE)
    assert instructions[0] == "ARG VERSION=12"
    assert [stage.name for stage in stages] == ["downloader", ""]
    assert stages[0].instructions[1] == "RUN apt update && apt -y install git"
    assert stages[1].instructions[0] == "FROM debian:12"
    assert stages_of("nothing here\n")[1] == stages_of("")[1] == ()


@pytest.mark.parametrize(
    ("asked", "content", "passes"),
    [
        ({"has": ["^RUN apt update && apt -y install git$", "WORKDIR"]}, DOCKERFILE, True),
        ({"has": ["ENTRYPOINT"]}, DOCKERFILE, False),
        ({"lacks": ["apt-update"]}, DOCKERFILE, True),
        ({"lacks": ["apt update"]}, DOCKERFILE, False),
        ({"stages_at_least": 2}, DOCKERFILE, True),
        ({"stages_at_least": 3}, DOCKERFILE, False),
        ({"stage": "Downloader"}, DOCKERFILE, True),
        ({"stage": "builder"}, DOCKERFILE, False),
        ({"copies_from": "downloader"}, DOCKERFILE, True),
        ({"copies_from": "debian"}, DOCKERFILE, False),
        ({"copies_from": "first"}, "FROM a AS first\nFROM b\nCOPY --from=0 /x /y\n", True),
        ({"copies_from": "first"}, "FROM a AS first\nFROM b\nCOPY --from=1 /x /y\n", False),
        ({"user": "not root"}, DOCKERFILE, True),
        ({"user": "not root"}, ROOT, False),
        ({"user": "not root"}, "FROM a\nUSER ann\nFROM b\n", False),
        ({"user": "not root"}, "", False),
    ],
)
def test_dockerfiles(seen, asked, content, passes):
    """What is asked of its instructions and stages."""
    verdict = judge(ask.DockerfileIs(path="Dockerfile.02", **asked), with_files(seen, Dockerfile_02=text(content)))
    assert verdict.status is (Status.PASS if passes else Status.FAIL)
    assert passes or (verdict.observed and verdict.wanted and verdict.look == "cat Dockerfile.02")


def test_a_dockerfile_that_is_none(seen):
    """Nothing there is pending, a folder is wrong."""
    check = ask.DockerfileIs(path="x")
    assert judge(check, with_files(seen, x=None)).status is Status.PENDING
    assert judge(check, with_files(seen, x=HostFile("folder"))).status is Status.FAIL


@pytest.mark.parametrize(
    ("asked", "status", "observed"),
    [
        ({"at_least": 5000, "at_most": 6000}, Status.PASS, "the context . has 5.5kB"),
        ({"at_least": 6000}, Status.PENDING, "the context . has 5.5kB"),
        ({"at_most": 5000}, Status.FAIL, "the context . has 5.5kB"),
        ({"ignores": ["big.dat"], "keeps": ["Dockerfile"]}, Status.PASS, "the context . has 5.5kB"),
        ({"ignores": ["small.dat"]}, Status.FAIL, "small.dat is part of the context"),
        ({"keeps": ["big.dat"]}, Status.FAIL, ".dockerignore leaves big.dat out"),
    ],
)
def test_build_contexts(seen, asked, status, observed):
    """How much is sent, and what is left out."""
    facts = Facts(contexts={".": ContextFacts(5500, 3, frozenset({"big.dat"}))})
    verdict = judge(ask.ContextIs(**asked), seen(facts=facts))
    assert (verdict.status, verdict.observed) == (status, observed)


def test_the_ignore_file_of_a_folder_stands_in_it(seen):
    """So that the learner looks in the right place."""
    facts = Facts(contexts={"03": ContextFacts(1, 1)})
    assert judge(ask.ContextIs(folder="03", ignores=["a"]), seen(facts=facts)).look == "03/.dockerignore"


@pytest.mark.parametrize(
    ("path", "directory", "status", "observed"),
    [
        (".", "/h/work/", Status.PASS, "the shell is in work"),
        ("./02", "/h/work/02", Status.PASS, "the shell is in work/02"),
        ("02", "/h/work", Status.PENDING, "the shell is in work"),
        ("02", "/tmp", Status.PENDING, "the shell is in /tmp"),
        (".", "", Status.PENDING, "the shell has not told its folder yet"),
    ],
)
def test_the_folder_the_shell_stands_in(seen, path, directory, status, observed):
    """Told from the working folder on."""
    verdict = judge(ask.FolderIs(path=path), seen(work_folder="/h/work", directory=directory))
    assert (verdict.status, verdict.observed) == (status, observed)
