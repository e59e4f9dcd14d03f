"""What a pattern looks for, in words."""

import re

import pytest

from tests.unit.conftest import container
from tui import paths
from tui.checks.judge import judge
from tui.checks.wants import every_check
from tui.checks.wording import in_words
from tui.course import load
from tui.model import checks as ask
from tui.model.engine import ContainerDetails, Snapshot
from tui.model.facts import Facts


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\binstall\b.*\bgit\b", "install … git"),
        (r"\b(ls|find|tree)\b", "ls"),
        (r"os-release|debian_version", "os-release"),
        (r"^RUN .*\bapt(-get)? (-\S+ )*update\b", "RUN … apt update"),
        (r"(?im)^\s*hello\.sh\s*$", "hello.sh"),
        (r"(?<!x)a((b|c)d)?(?!e)(?:f|g)h", "afh"),
        (r"[a-z]+ colou?r", "color"),
        (r"(?i:one|two) (?P<last>three)", "one three"),
        (r"\d+", "…"),
    ],
)
def test_a_pattern_in_words(pattern, words):
    """The plainest text it finds."""
    assert in_words(pattern) == words


def test_no_learner_of_the_shipped_course_reads_a_pattern():
    """Each one that may come up in what a check wants is plain in words, and says something."""
    tasks = [task for lesson in load(paths.shipped("content")).lessons for task in lesson.tasks]
    checks = list(every_check([each for task in tasks for each in (task.check, task.baseline) if each is not None]))
    told = [getattr(check, key, None) for check in checks for key in ("runs", "cmd", "entrypoint", "env", "contains")]
    listed = [pattern for check in checks for pattern in [*getattr(check, "has", ()), *getattr(check, "lacks", ())]]
    patterns = [pattern for pattern in [*told, *listed] if pattern is not None]
    assert len(patterns) > 30
    assert [each for each in patterns if in_words(each) == "…" or re.search(r"[\\*?()\[\]|^$]", in_words(each))] == []


def test_a_shell_in_a_container_is_told_as_one(seen):
    """Its commands are out of the lab's sight, which is not the learner's fault."""
    facts = Facts(containers={"id-web": ContainerDetails(command=("/bin/bash",), tty=True)})
    verdict = judge(ask.ContainerIs(runs=r"\bls\b|find"), seen(snapshot=Snapshot((container("web"),)), facts=facts))
    assert verdict.observed == "web runs a shell, and what is typed in it the lab can't see"
    assert verdict.wanted == "a command with ls after the image"
