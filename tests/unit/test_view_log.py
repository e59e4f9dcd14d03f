"""The log as a table, and a command of it in full."""

import time

import pytest

from tests.unit.conftest import container, image
from tui.model.effects import Effect
from tui.model.engine import Network, Snapshot, Volume
from tui.model.journal import CommandRun, Journal
from tui.view.log import command_lines, log_essence, log_table, since_then

NOON = 1_800_014_400.0
EFFECTS = (Effect("+", "image", "hello-world:latest", id="sha256:1"), Effect("+", "container", "a", "exited 0", "id-a"))


@pytest.fixture(autouse=True)
def utc(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def run(line: str, status: int | None = 0, **more) -> CommandRun:
    values = {"ended": 2.5, "exit_status": status, "when": NOON, "directory": "/w", **more}
    return CommandRun(line, 1.0, **values)


def page(*runs: CommandRun, place: int = 0, width: int = 60, now=Snapshot()) -> str:  # noqa: B008
    lines = command_lines(Journal(runs, now=now), place, NOON, width)
    assert max(line.cell_length for line in lines) <= width
    return "\n".join(line.plain.rstrip() for line in lines)


def test_the_newest_command_comes_first():
    """With the time of day, in a line of its own."""
    runs = (run("docker run hello-world", effects=EFFECTS), run("false", 1), run("a \\\n  b\tc", ended=None))
    rows = log_table(Journal(runs)).rows
    assert [row.cells for row in rows] == [
        ("12:00", "a b c", "runs", ""),
        ("12:00", "false", "1", ""),
        ("12:00", "docker run hello-world", "0", "+ image hello-world, + container a (exited 0)"),
    ]
    assert [(row.key, row.tone) for row in rows] == [("2", "good"), ("1", "bad"), ("0", "plain")]


def test_a_shell_that_ended_with_its_command_leaves_no_exit_status():
    """Which is said, not guessed."""
    assert log_table(Journal((run("exec true", None),))).rows[0].cells[2] == "?"
    assert "ended   as its shell did, after 1.5 s" in page(run("exec true", None))


def test_a_row_changes_with_its_effects_and_its_end():
    """And with nothing else."""
    first, ended = run("x", ended=None), run("x")
    told = [log_essence(Journal((each,)))["0"] for each in (first, ended, run("x", effects=EFFECTS), ended)]
    assert told[0] != told[1] != told[2]
    assert told[1] == told[3]


def test_a_page_has_it_all():
    """The lines as they were typed, and how things stand."""
    shown = page(
        run("docker run \\\n  hello-world", effects=EFFECTS), now=Snapshot(images=(image("hello-world:latest"),))
    )
    assert shown.splitlines() == [
        "$ docker run \\",
        "    hello-world",
        "",
        "typed   12:00:00",
        "folder  /w",
        "ended   with exit status 0, after 1.5 s",
        "",
        "+ image hello-world:latest",
        "+ container a (exited 0)" + "now: removed".rjust(36),
    ]


@pytest.mark.parametrize("width", [20, 34, 80])
def test_a_page_is_no_wider_than_its_room(width):
    """Long lines wrap; how things stand goes below what it doesn't fit beside."""
    shown = page(run("docker run hello-world " * 9, effects=EFFECTS), width=width)
    assert "now: removed" in shown


def test_which_pane_is_said_once_there_are_two():
    """Before, there is nothing to tell apart."""
    assert "command pane" not in page(run("x"))
    assert "12:00:00, in command pane 1" in page(run("x"), run("y", shell=2))
    assert "12:00:00, in command pane 2" in page(run("x"), run("y", shell=2), place=1)


@pytest.mark.parametrize(("ended", "told"), [(1.04, "0.0 s"), (60.9, "59.9 s"), (84.0, "1 min 23 s"), (7202.0, "2 h")])
def test_how_long_it_ran(ended, told):
    """To what matters."""
    assert f"after {told}" in page(run("x", ended=ended))


HERE = Snapshot(
    containers=(container("a"),),
    images=(image("app:1"), image(id="sha256:2")),
    volumes=(Volume("logs", "local"),),
    networks=(Network("id-net", "net", "bridge", "local"),),
)


@pytest.mark.parametrize(
    ("effect", "told"),
    [
        (Effect("+", "container", "a", "running", "id-a"), "Exited (0) 1 min ago"),
        (Effect("+", "container", "old", "running", "id-a"), "called a, Exited (0) 1 min ago"),
        (Effect("+", "container", "b", "running", "id-b"), "removed"),
        (Effect("~", "container", "b", "created, exited 0, removed", "id-b"), ""),
        (Effect("-", "container", "a", "", "id-b"), ""),
        (Effect("+", "image", "app:1", "", "sha256:1"), ""),
        (Effect("+", "image", "app:1", "", "sha256:2"), "another image"),
        (Effect("+", "image", "app:2", "", "sha256:1"), "removed"),
        (Effect("-", "image", "app:1", "", "sha256:1"), "there again"),
        (Effect("~", "image", "app:1", "pushed"), ""),
        (Effect("+", "image", "2", "untagged", "sha256:2"), ""),
        (Effect("+", "image", "1", "untagged", "sha256:1"), "called app:1"),
        (Effect("+", "image", "3", "untagged", "sha256:3"), "removed"),
        (Effect("+", "volume", "logs", "", "logs"), ""),
        (Effect("-", "volume", "logs", "", "logs"), "there again"),
        (Effect("+", "volume", "gone", "", "gone"), "removed"),
        (Effect("+", "network", "net", "", "id-net"), ""),
        (Effect("+", "network", "gone", "", "id-gone"), "removed"),
        (Effect("~", "2 containers", "", "created, exited 0, removed"), ""),
    ],
)
def test_how_things_stand_now(effect, told):
    """Only what the effect doesn't say."""
    assert since_then(effect, HERE, 161.0) == told
