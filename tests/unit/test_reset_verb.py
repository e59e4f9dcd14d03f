"""`sealegs reset`: the list, the question, and when it is refused. Engines are in tests/engine."""

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ordinary_user import as_ordinary_user
from tui.__main__ import main
from tui.model.progress import Progress, TaskRecord
from tui.progress import ProgressFile, read

REPO = Path(__file__).resolve().parents[2]
ID = "docker-basics"
FILE = "03_docker_build_deep/Dockerfile.03ctx"


class Machine:
    """A learner's machine, who has done a task of lesson 3.1 and changed its file."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setenv("HOME", str(folder))
        monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
        self._patch, self._capsys = monkeypatch, capsys
        self.file, self.work = folder / "data" / "sealegs" / f"{ID}.json", folder / "sealegs-work"
        done = {"build-context/build-small": TaskRecord(done=True), "layers/cut": TaskRecord(skipped=True)}
        file = ProgressFile(self.file)
        file.open(kept := Progress(course=ID, course_version="1", tasks=done).at("layers", ""))
        file.save(kept)
        file.close()
        (self.work / FILE).parent.mkdir(parents=True)
        (self.work / FILE).write_text("mine")

    def reset(self, *words: str) -> tuple[int, str, str]:
        """Exit code, and what is said on both outputs; with no engine."""
        self._patch.setattr(sys, "argv", ["sealegs", "reset", *words, "--engine", "none"])
        code = main()
        said = self._capsys.readouterr()
        return code, said.out, said.err

    @property
    def tasks(self) -> list[str]:
        kept = read(self.file)
        assert kept is not None
        return list(kept.tasks)


@pytest.fixture
def machine(tmp_path, monkeypatch, capsys, course_cache):
    monkeypatch.setenv("XDG_CACHE_HOME", str(course_cache))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return Machine(tmp_path, monkeypatch, capsys)


LISTED = """\
Lesson 3.1, The build context. A reset does this:
Files, kept aside in {}.kept:
  ~ 03_docker_build_deep/Dockerfile.03ctx  (the course's copy comes in its place)
Progress:
  - 1 task  (open again)
These stay:
    every other file in your folder  (is yours)
"""


@pytest.mark.parametrize("lesson", ["3.1", "build-context"])
def test_a_lesson_by_its_number_or_its_id(machine, lesson):
    """Shown first, also to those who said yes before; the rest of the progress stays."""
    code, said, _ = machine.reset(lesson, "--yes")
    assert (code, said) == (0, LISTED.format(machine.work) + f"""\
Kept {FILE} aside, restored
Lesson 3.1, The build context is reset.
""")  # fmt: skip
    assert machine.tasks == ["layers/cut"]
    assert (machine.work.with_name("sealegs-work.kept") / FILE).read_text() == "mine"
    assert "FROM" in (machine.work / FILE).read_text()
    assert "there is nothing to reset" in machine.reset(lesson, "--yes")[1]


def test_without_one_it_is_the_lesson_one_is_in(machine):
    """As for `read` and `tasks`."""
    code, said, _ = machine.reset("--dry-run")
    assert (code, said.splitlines()[0]) == (0, "Lesson 3.2, Layers. A reset does this:")


def test_a_dry_run_changes_nothing(machine):
    """Also while a lab is open."""
    lab = ProgressFile(machine.file)
    lab.open(Progress(course=ID, course_version="1"))
    code, said, _ = machine.reset("3.1", "--dry-run")
    lab.close()
    assert (code, said) == (0, LISTED.format(machine.work))
    assert machine.tasks == ["build-context/build-small", "layers/cut"]
    assert (machine.work / FILE).read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("all",), 2, "There is no terminal to ask on. Add --yes, or --dry-run to see what would be done."),
        (("9.9", "--yes"), 2, "There is no lesson 9.9. There are: 0, 1.1, "),
        (("all", "--yes", "--course", "/nowhere"), 2, "/nowhere is no course"),
    ],
)
def test_what_can_not_be_asked_or_understood_is_refused(machine, words, code, told):
    """In a sentence, before anything is done."""
    done, said, trouble = machine.reset(*words)
    assert (done, said, len(trouble.splitlines())) == (code, "", 1)
    assert told in trouble
    assert (machine.work / FILE).read_text() == "mine"


def test_an_open_lab_is_not_reset_from_under(machine):
    """It would write its own progress over it."""
    lab = ProgressFile(machine.file)
    lab.open(Progress(course=ID, course_version="1"))
    done = machine.reset("all", "--yes")
    lab.close()
    assert done == (1, "", "sealegs: Another lab is open. Leave it first, or reset there: the key R.\n")
    assert machine.tasks != []


def test_a_damaged_progress_file_is_not_taken_for_none(machine):
    """What is the learner's would be forgotten with it."""
    machine.file.write_bytes(b"{")
    code, said, trouble = machine.reset("all", "--yes")
    assert (code, said) == (1, "")
    assert "is damaged" in trouble
    assert (machine.work / FILE).read_text() == "mine"


def test_without_an_answer_the_engine_counts_as_lost(machine, monkeypatch):
    """Rather than that only half of it is done."""
    monkeypatch.setattr(sys, "argv", ["sealegs", "reset", "all", "--yes", "--engine", "unix:///nowhere/docker.sock"])
    assert main() == 1
    assert machine.tasks != []
    assert (machine.work / FILE).read_text() == "mine"


@pytest.mark.parametrize(("answer", "code", "left"), [(b"\n", 1, 2), (b"y\n", 0, 0)])
def test_it_asks_on_a_terminal_and_no_is_what_enter_says(machine, answer, code, left):
    """The real program."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(REPO)}
    command = [sys.executable, "-m", "tui", "reset", "all", "--engine", "none"]
    with subprocess.Popen(command, env=env, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as child:
        os.write(ours, answer)
        said, _ = child.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert child.returncode == code, said
    assert b"Do this? [y/N]" in said
    assert (b"Nothing was changed." in said) is (code == 1)
    assert len(machine.tasks) == left


@pytest.mark.parametrize("home", ["may only be read", "has a folder of its own"])
def test_an_ordinary_user_whose_home_may_only_be_read(home):
    """What can be reset is: the working folder, which is another one then; the progress stays, and that is said."""
    load_all = (
        "import sys, gzip, tui.__main__, tui.cli, tui.commands, tui.verbs.its_course, tui.verbs.reset, tui.engines;"
        "import tui.claim, tui.command_log, tui.reset.carry_out, tui.reset.plan;"
        "import tui.view.reset, tui.engine.docker_remover;"
        "from tui import paths; from tui.course import load; load(paths.shipped('content'))"
    )
    act = "sys.argv = ['sealegs', 'reset', '3.1', '--yes', '--engine', 'none']; print(tui.__main__.main())"
    with as_ordinary_user() as (folder, run):
        data, passing = folder / "XDG_DATA_HOME" / "sealegs", folder / "passing"
        data.mkdir(parents=True)
        done = {"build-context/build-small": TaskRecord(done=True)}
        kept = Progress(course=ID, course_version="1", tasks=done).model_dump_json()
        (data / f"{ID}.json").write_text(kept, encoding="utf-8")
        passing.mkdir()
        passing.chmod(0o777)
        work = folder / "sealegs-work"
        if home == "has a folder of its own":
            work.mkdir()
            work.chmod(0o777)
        data.chmod(0o555)
        folder.chmod(0o555)
        done = run(load_all, f"import tempfile; tempfile.tempdir = {str(passing)!r}; {act}")
        folder.chmod(0o755)
        data.chmod(0o755)
        assert (data / f"{ID}.json").read_text(encoding="utf-8") == kept
        place = work if work.exists() else next(passing.glob("sealegs-work-*"))
        assert (place / FILE).is_file(), done.stderr
    assert "    your progress  (can't be written: Permission denied)" in done.stdout.splitlines(), done.stderr
    assert done.stdout.splitlines()[-2:] == ["Your progress stays as it was: Permission denied.", "1"]
