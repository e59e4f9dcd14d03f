"""The command log on disk, and the sheet that is made of it."""

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests import course_fixture
from tui.command_log import CommandLog
from tui.model.course import Course, Lesson, LessonEntry, Page
from tui.model.log import LoggedCommand
from tui.view.sheet import command_sheet


def command(line: str, lesson: str = "first", status: int | None = 0) -> LoggedCommand:
    return LoggedCommand(lesson=lesson, line=line, exit_status=status, at=1.0, seconds=0.5)


def course() -> Course:
    entry = LessonEntry(id="first", number="1", title="First", minutes=1, folder="1")
    pages = (Page("one", "One", ()),)
    second = entry.model_copy(update={"id": "second", "number": "2", "title": "Second"})
    return Course("c", "Course", "1", (), (Lesson(entry, pages, (), ()), Lesson(second, pages, (), ())))


def test_commands_come_back_in_their_order(tmp_path):
    """Also lines with newlines and quotes in them."""
    log = CommandLog(tmp_path / "sub" / "log.jsonl")
    said = (command("docker ps"), command('echo "a\nb"', "second", 1))
    for each in said:
        log.add(each)
    assert log.read() == said


def test_no_log_yet_is_an_empty_one(tmp_path):
    """Before the first command there is no file."""
    assert CommandLog(tmp_path / "log.jsonl").read() == ()


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_damaged_line_costs_nothing_but_itself(tmp_path, end):
    """A crash in the middle of writing leaves half a line, which may not spoil the next."""
    log = CommandLog(tmp_path / "log.jsonl")
    log.add(command("docker ps"))
    with (tmp_path / "log.jsonl").open("a") as file:
        file.write(f'{{"lesson": "fi{end}')
    log.add(command("docker image ls"))
    assert [each.line for each in log.read()] == ["docker ps", "docker image ls"]


def test_a_line_with_any_separator_in_it_is_one_line(tmp_path):
    """Unicode has more ends of lines than a file."""
    log = CommandLog(tmp_path / "log.jsonl")
    said = tuple(command(f"echo a{separator}b") for separator in "\n\x0b\x0c\x1c\x85\u2028\u2029")
    for each in said:
        log.add(each)
    assert log.read() == said


def test_the_order_is_that_of_typing_whatever_the_clock_says(tmp_path):
    """It may have been set back."""
    log = CommandLog(tmp_path / "log.jsonl")
    said = tuple(command(f"echo {at}").model_copy(update={"at": at}) for at in (9.0, 1.0, -5.0))
    for each in said:
        log.add(each)
    assert log.read() == said
    sheet = command_sheet(course(), log.read())
    assert sheet.index("echo 9.0") < sheet.index("echo 1.0") < sheet.index("echo -5.0")


def test_a_killed_lab_loses_nothing_that_has_ended(tmp_path):
    """Each line is on the disk before the next."""
    code = (
        "import os, signal; from pathlib import Path; from tui.command_log import CommandLog;"
        "from tui.model.log import LoggedCommand;"
        f"log = CommandLog(Path({str(tmp_path / 'log.jsonl')!r}));"
        "[log.add(LoggedCommand(lesson='l', line=f'echo {n}', exit_status=0, at=1, seconds=1)) for n in range(9)];"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2])
    assert done.returncode == -signal.SIGKILL
    assert [each.line for each in CommandLog(tmp_path / "log.jsonl").read()] == [f"echo {n}" for n in range(9)]


def test_a_line_with_a_space_in_front_is_not_kept(tmp_path):
    """As most shells' histories have it."""
    log = CommandLog(tmp_path / "log.jsonl")
    log.add(command(" docker login -p secret"))
    log.add(command("docker ps"))
    assert [each.line for each in log.read()] == ["docker ps"]
    assert "secret" not in (tmp_path / "log.jsonl").read_text()


@pytest.mark.parametrize(
    "line",
    [
        "docker login -u me -p secret",
        "docker login localhost:5000 --password=secret -u me",
        "sudo podman login -psecret",
        "echo secret | docker login -u me --password-stdin",
        "docker \\\n  login -u me \\\n  -p secret",
    ],
)
def test_a_password_is_not_kept(tmp_path, line):
    """Whoever reads the log, or the sheet that is made of it, could use it."""
    log = CommandLog(tmp_path / "log.jsonl")
    log.add(command(line))
    log.add(command("docker login -u pierre localhost:5000"))
    log.add(command("docker run -p 80:80 login"))
    assert [each.line for each in log.read()] == ["docker login -u pierre localhost:5000", "docker run -p 80:80 login"]


def test_the_log_is_the_learners_alone(tmp_path):
    """What was typed may be private."""
    CommandLog(tmp_path / "log.jsonl").add(command("docker ps"))
    assert stat.S_IMODE((tmp_path / "log.jsonl").stat().st_mode) == 0o600


def test_a_sheet_has_the_lessons_in_the_courses_order():
    """Whatever order they were done in; one where nothing was typed is left out."""
    sheet = command_sheet(course(), [command("docker ps", "second"), command("docker run x", "first", 125)])
    assert sheet.index("## 1 First") < sheet.index("## 2 Second")
    assert "docker run x  # exit status 125" in sheet
    assert "docker ps\n" in sheet
    assert "## 2" not in command_sheet(course(), [command("docker ps")])


def test_what_was_ticked_by_hand_is_told():
    """Nobody saw it done, and the sheet says so; also of a lesson where nothing was typed."""
    sheet = command_sheet(course_fixture.course(), [], {"first/name"})
    assert "Ticked by hand: Run a container whose name is ahoy." in sheet


def test_the_same_command_in_a_row_is_one_line():
    """Somebody who pressed the up arrow ten times learns nothing from ten lines."""
    assert command_sheet(course(), [command("docker ps")] * 3).count("docker ps") == 1


def test_a_command_with_a_fence_in_it_does_not_end_the_block():
    """A heredoc may hold Markdown."""
    sheet = command_sheet(course(), [command("cat <<E\n````\nE")])
    assert "`````sh\n" in sheet


def test_an_empty_sheet_says_so():
    """Rather than nothing at all."""
    assert "Nothing yet." in command_sheet(course(), [])


def test_what_a_command_did_may_come_after_it(tmp_path):
    """Then it is written down once more, and read as one; an old log has no effects."""
    log = CommandLog(tmp_path / "log.jsonl")
    typed = command("docker rm a")
    log.add(typed)
    log.add(command("docker ps").model_copy(update={"at": 2.0}))
    log.add(typed.model_copy(update={"effects": ("- container a",), "lesson": "second"}))
    assert [(each.line, each.lesson, each.effects) for each in log.read()] == [
        ("docker rm a", "first", ("- container a",)),
        ("docker ps", "first", ()),
    ]
    with (tmp_path / "log.jsonl").open("a") as file:
        file.write('{"lesson":"first","line":"docker run a","exit_status":0,"at":0.5,"seconds":1.0}\n')
    assert log.read()[-1].effects == ()


def test_a_sheet_tells_what_each_command_did():
    """Below it; commands without effects stand together."""
    did = ("+ image a:1", "+ container `b`")
    typed = [
        command("docker ps"),
        command("docker run a:1", status=3).model_copy(update={"effects": did}),
        command("docker image ls"),
        command("docker ps"),
    ]
    assert (
        command_sheet(course(), typed).partition("## 1 First\n")[2]
        == """
```sh
docker ps
docker run a:1  # exit status 3
```

- `+ image a:1`
- `` + container `b` ``

```sh
docker image ls
docker ps
```
"""
    )
