"""`sealegs progress`: the real program, as a learner runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.course_fixture import course, progress
from tests.ordinary_user import as_ordinary_user
from tui import paths
from tui.__main__ import main
from tui.command_log import CommandLog
from tui.course import load
from tui.model.log import LoggedCommand
from tui.model.progress import Progress, TaskRecord
from tui.progress import ProgressFile, read
from tui.view.progress_report import data, sentences

REPO = Path(__file__).resolve().parents[2]
ID = "docker-basics"
COMMANDS = tuple(
    LoggedCommand(lesson="first-container", line=f"docker ps # {number}", exit_status=0, at=number, seconds=0.1)
    for number in range(3)
)


class Machine:
    """A learner's machine, and `sealegs progress` on it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.data = folder, folder / "data" / "sealegs"
        self.file, self.log = self.data / f"{ID}.json", CommandLog(self.data / f"{ID}.commands.jsonl")
        self.here = folder / "here"
        self.here.mkdir(parents=True)
        self._patch, self._capsys = monkeypatch, capsys

    def sealegs(self, *words: str) -> subprocess.CompletedProcess[str]:
        """In this process, which is ten times faster."""
        self._patch.chdir(self.here)
        self._patch.setenv("XDG_DATA_HOME", str(self.folder / "data"))
        self._patch.setattr(sys, "argv", ["sealegs", "progress", *words])
        code = main()
        said = self._capsys.readouterr()
        return subprocess.CompletedProcess(words, code, said.out, said.err)

    def child(self, *words: str) -> subprocess.CompletedProcess[str]:
        """As a learner runs it."""
        env = {**os.environ, "XDG_DATA_HOME": str(self.folder / "data"), "PYTHONPATH": str(REPO)}
        command = [sys.executable, "-m", "tui", "progress", *words]
        return subprocess.run(command, cwd=self.here, env=env, capture_output=True, text=True, timeout=60, check=False)

    def learn(self, page: str = "", commands: tuple[LoggedCommand, ...] = COMMANDS, **more: object) -> Progress:
        """Two tasks of a lesson done, commands typed."""
        done = {f"first-container/{each}": TaskRecord(done=True) for each in tasks()[:2]}
        progress = Progress(course=ID, course_version="1", tasks=done, **more).at("first-container", page)
        file = ProgressFile(self.file)
        file.open(progress)
        file.save(progress)
        file.close()
        for each in commands:
            self.log.add(each)
        return progress


def tasks() -> list[str]:
    shipped = load(paths.shipped("content"))
    lesson = next(each for each in shipped.lessons if each.entry.id == "first-container")
    return [each.id for each in lesson.tasks if not each.optional]


@pytest.fixture
def machine(tmp_path, monkeypatch, capsys, course_cache):
    monkeypatch.setenv("XDG_CACHE_HOME", str(course_cache))
    return Machine(tmp_path / "one", monkeypatch, capsys)


@pytest.fixture
def other(tmp_path, monkeypatch, capsys):
    return Machine(tmp_path / "other", monkeypatch, capsys)


# show


def test_it_is_told_in_sentences():
    """Each way of doing a task, no symbols, no columns to line up in the ear."""
    assert (
        sentences(course(), progress())
        == """\
Learning containers: 3 of 7 tasks done.
You are in lesson 2.1, First image, first container, on the page “Names”.

2.1  First image, first container
     3 of 5 tasks done: 1 by yourself, 1 after hints, 1 with the solution shown;
     1 skipped.
2.2  Building an image
     0 of 2 tasks done.
5    Home port
     No tasks.

Tasks that can't be done on this machine are counted, too."""
    )


def test_it_is_told_to_scripts():
    """Every task, with how it was done."""
    told = data(course(), progress())
    assert (told["lesson"], told["page"], told["done"], told["total"]) == ("first", "names", 3, 7)
    first = told["lessons"][0]
    assert (first["id"], first["done"], first["total"], len(first["tasks"])) == ("first", 3, 5, 6)
    assert first["tasks"][1] == {
        "id": "list-images", "optional": False, "skipped": False, "done": True, "by": "hint", "hints": 2,
    }  # fmt: skip


def test_show(machine):
    """At 80 columns, also while there is nothing to show; nothing is written."""
    nothing = machine.sealegs("show")
    assert (nothing.returncode, nothing.stderr) == (0, "")
    assert "0 of" in nothing.stdout.splitlines()[0]
    assert not machine.data.exists()
    machine.learn()
    shown = machine.child("show")
    assert f"2 of {len(tasks())} tasks done: 2 by yourself." in shown.stdout
    assert "You are in lesson 2.1, " in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80
    assert json.loads(machine.sealegs("show", "--json").stdout)["done"] == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "is damaged, or nothing that sealegs has written."),
        ('{"format_version": 9}', "is from a newer sealegs than this one, and stays as it is. Update sealegs."),
    ],
)
def test_a_file_that_can_not_be_shown_stays_where_it_is(machine, content, told):
    """Exit code 1 and a sentence."""
    machine.data.mkdir(parents=True)
    machine.file.write_text(content, encoding="utf-8")
    for part in ("show", "export"):
        done = machine.sealegs(part)
        assert (done.returncode, done.stdout, done.stderr) == (1, "", f"sealegs: {machine.file} {told}\n")
    assert [each.name for each in machine.data.iterdir()] == [machine.file.name]
    assert machine.file.read_text(encoding="utf-8") == content


# export and import


def test_from_one_machine_to_another(machine, other):
    """Everything comes along; what was there before is kept aside, byte for byte."""
    given = machine.learn("names")
    done = machine.child("export")
    assert done.returncode == 0, done.stderr
    file = machine.here / f"{ID}-progress.json"
    assert "2 of 94 tasks done, 3 commands typed" in done.stdout
    assert file.stat().st_mode & 0o077 == 0
    other.learn("list", COMMANDS[:1], directory="/srv")
    before, log_before = other.file.read_bytes(), (other.data / f"{ID}.commands.jsonl").read_bytes()

    done = other.child("import", str(file))
    assert done.returncode == 0, done.stderr
    said, *asides = done.stdout.splitlines()
    assert said == "Imported: 2 of 94 tasks done, 3 commands typed."
    kept = [Path(each.removeprefix("What was here before is kept as ")) for each in asides]
    assert [each.read_bytes() for each in kept] == [before, log_before]
    assert all(".before-2" in each.name for each in kept)
    # The folder the command pane was in is one of the machine's.
    assert read(other.file) == given.model_copy(update={"directory": "/srv"})
    assert other.log.read() == COMMANDS


def test_to_a_machine_where_nothing_is(machine, other):
    """Or nothing that can be read: that is kept aside, too."""
    given = machine.learn("names", directory="/home/ann")
    machine.sealegs("export", "p.json")
    done = other.sealegs("import", str(machine.here / "p.json"))
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)
    assert read(other.file) == given.model_copy(update={"directory": ""})
    other.file.write_bytes(b"{")
    done = other.sealegs("import", str(machine.here / "p.json"))
    assert done.returncode == 0
    aside = next(each for each in other.data.iterdir() if each.name.startswith(f"{ID}.json.before-"))
    assert aside.read_bytes() == b"{"


def test_an_export_overwrites_nothing_unasked(machine):
    """With --force a file, but never a link or what isn't a file."""
    machine.learn()
    target = machine.here / "p.json"
    target.write_text("mine", encoding="utf-8")
    done = machine.sealegs("export", "p.json")
    assert (done.returncode, done.stderr) == (
        2, "sealegs: p.json is there already. Choose another name, or add --force.\n"
    )  # fmt: skip
    assert target.read_text(encoding="utf-8") == "mine"
    assert machine.sealegs("export", "p.json", "--force").returncode == 0
    assert json.loads(target.read_bytes())["progress"]["course"] == ID
    (machine.here / "link").symlink_to(target)
    (machine.here / "folder").mkdir()
    for name in ("link", "folder"):
        assert machine.sealegs("export", name, "--force").returncode == 2
    assert sorted(each.name for each in machine.here.iterdir()) == ["folder", "link", "p.json"]


def test_there_must_be_something_to_export(machine):
    """And no empty file is left."""
    done = machine.sealegs("export", "p.json")
    assert (done.returncode, done.stderr) == (1, "sealegs: There is no progress yet. Open the lab first: sealegs\n")
    assert list(machine.here.iterdir()) == []


def test_nothing_is_imported_while_a_lab_is_open(machine):
    """It would write its own over it. Exporting may be done at any time."""
    machine.learn()
    lab = ProgressFile(machine.file)
    lab.open(Progress(course=ID, course_version="1"))
    before = machine.file.read_bytes()
    assert machine.sealegs("export", "p.json").returncode == 0
    done = machine.sealegs("import", "p.json")
    lab.close()
    assert (done.returncode, done.stderr) == (
        1, "sealegs: Another lab is open. Leave it first, then import.\n"
    )  # fmt: skip
    assert machine.file.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is damaged, or nothing that sealegs has written."),
        (b"\x89PNG", "is damaged, or nothing that sealegs has written."),
        (b'{"format_version": 2, "all": []}', "is from a newer sealegs than this one"),
        (
            b'{"progress": {"course": "../../etc", "course_version": "1"}, "commands": []}',
            "is about the course '../../etc', not 'docker-basics'.",
        ),
        (None, "No such file or directory"),
    ],
)
def test_what_is_no_export_changes_nothing(machine, content, told):
    """Exit code 1, a sentence, and no copies are made."""
    machine.learn()
    before = {each: each.read_bytes() for each in machine.data.iterdir()}
    if content is not None:
        (machine.here / "p.json").write_bytes(content)
    done = machine.sealegs("import", "p.json")
    assert done.returncode == 1
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert {each: each.read_bytes() for each in machine.data.iterdir()} == before


def test_an_ordinary_user_whose_home_may_only_be_read():
    """Showing works; an import is refused, and says which folder it is."""
    load_all = (
        "import sys, tui.__main__, tui.cli, tui.command_log, tui.commands, tui.model.export, tui.view.progress_report;"
        "from tui import paths; from tui.course import load, params; load(paths.shipped('content'))"
    )
    act = (
        "for part in (['show'], ['export'], ['import', 'p.json']):\n"
        "    sys.argv = ['sealegs', 'progress', *part]; print(tui.__main__.main())"
    )
    with as_ordinary_user() as (folder, run):
        data = folder / "XDG_DATA_HOME" / "sealegs"
        data.mkdir(parents=True)
        kept = Progress(course=ID, course_version="1").at("layers", "")
        (data / f"{ID}.json").write_text(kept.model_dump_json(), encoding="utf-8")
        export = f'{{"progress": {kept.model_dump_json()}, "commands": []}}'
        (folder / "p.json").write_text(export, encoding="utf-8")
        data.chmod(0o555)
        folder.chmod(0o555)
        done = run(load_all, act)
        folder.chmod(0o755)
        data.chmod(0o755)
    assert "You are in lesson 3.2, Layers" in done.stdout, done.stderr
    assert [line for line in done.stdout.splitlines() if line.isdecimal()] == ["0", "1", "1"]
    assert done.stderr.splitlines() == [
        f"sealegs: {ID}-progress.json: Permission denied.", f"sealegs: {data}/{ID}.lock: Permission denied."
    ]  # fmt: skip
