"""However the lab ends, the terminal is as it was, nothing is left behind, and a learner reads a sentence at most."""

import os
import signal
import sys
import time
import uuid

import pytest

from tests.e2e.tmux import Tmux
from tests.engine_api.server import FakeApi
from tests.engine_api.world import World
from tests.listening import listening
from tests.terminal.leaving import LEARNER, OPEN, environment, marked
from tests.waiting import until
from tui.progress import read

FAULTS = {
    "at the first frame": "app.LabApp._after_first_frame = broken",
    "before the first frame": "app.LabScreen.compose = broken",
    "as it is mounted": "app.LabApp.on_mount = broken",
    "in a key": "from tui.screens.deeds import Deeds; Deeds.next_page = broken; press = 'n'",
    "in two at once": "app.LabApp._after_first_frame = lambda self: [self.call_later(broken), self.call_later(broken)]",
    "while it draws": "from tui.widgets.bottom_line import BottomLine; BottomLine.render_line = broken",
    "while it reads keys": "from textual._xterm_parser import XTermParser; XTermParser.parse = broken",
    "one that shows itself": "from rich.text import Text; RuntimeError = type('Shown', (RuntimeError,), "
    "{'__rich__': lambda self: Text('shown')}); app.LabApp._after_first_frame = broken",
    "on the way out": "app.LabApp.on_unmount = broken; app.LabApp._after_first_frame = lambda self: self.exit()",
}
PROGRAM = """
import sys
from tui import app
from tui.__main__ import main

def broken(*_, **__):
    raise RuntimeError("a bug")

{fault}
sys.argv = ["sealegs", "open", "--engine", "none"]
sys.exit(main())
"""


@pytest.mark.parametrize(
    "keys", [b"q", b"\x11", b"\x1b[24~\x1dq"], ids=["q in the lesson", "Ctrl-Q", "Ctrl-] q in the command pane"]
)
def test_leaving(lab, keys):
    """Without a word."""
    assert lab.attributes() != lab.before
    lab.outer.send(keys)
    assert lab.code() == 0
    assert lab.last_words().strip("\x1b[?0123456789hl") == ""
    lab.clean()


@pytest.mark.parametrize(
    "number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGXCPU], ids=lambda n: n.name
)
def test_ended_by_a_signal(lab, number):
    """In order, also if it comes twice, as it does from a shell whose window is closed. A signal's exit code."""
    lab.outer.send(b"\x1b[24~sleep 1000 & cat\r")
    until(lambda: len(lab.family()) == 4, "the lab, a shell, and two programs")
    pid = lab.pid
    os.kill(pid, number)
    os.kill(pid, number)
    assert lab.code() == 128 + number
    assert "Traceback" not in lab.last_words()
    lab.clean()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_crash_is_one_sentence_and_a_file(start, tmp_path, fault):
    """The story goes to a file that the sentence names; nobody else can read it, and it holds no environment."""
    lab = start([sys.executable, "-c", PROGRAM.format(fault=fault)])
    if "press" in fault:
        lab.opened()
        lab.outer.send(b"n")
    elif "Parser" in fault:
        until(lambda: lab.attributes() != lab.before, "the keys to be read")
        lab.outer.send(b"n")
    assert lab.code() == 1
    log = tmp_path / "data" / "sealegs" / "crash.log"
    words = " ".join(lab.last_words().split())
    assert " has failed" in words
    assert words.count(".") == 2, words  # The sentence's end and the file's.
    assert "Traceback" not in words
    told = log.read_text(encoding="utf-8")
    assert "a bug" in told
    assert "Traceback" in told
    assert LEARNER not in told
    assert log.stat().st_mode & 0o777 == 0o600
    lab.clean()


def test_a_thread_that_fails_is_told_of(start, tmp_path):
    """The lab goes on, and its end is as ever."""
    fault = "import threading; app.LabApp._after_first_frame = lambda _: threading.Thread(target=broken).start()"
    lab = start([sys.executable, "-c", PROGRAM.format(fault=fault)])
    lab.opened()
    lab.outer.shows("has failed")
    assert "a bug" in (tmp_path / "data" / "sealegs" / "crash.log").read_text(encoding="utf-8")
    lab.outer.send(b"q")
    assert lab.code() == 0
    assert "Traceback" not in lab.last_words()
    lab.clean()


def test_a_shell_that_is_killed(lab):
    """The lab goes on."""
    (shell,) = [pid for pid, parent in lab.family() if parent == lab.pid]
    os.kill(shell, signal.SIGKILL)
    lab.outer.shows("was killed by signal 9")
    lab.outer.send(b"q")
    assert lab.code() == 0
    lab.clean()


@pytest.mark.parametrize("ignored", ["CONT", "HUP"], ids=["as usual", "and hang-ups are ignored, as under nohup"])
def test_a_closed_window(tmp_path, ignored):
    """Nothing goes on without a terminal."""
    mark = uuid.uuid4().hex
    tmux = Tmux(80, 24)
    try:
        tmux.start(f'trap "" {ignored}; {" ".join(OPEN)}', str(tmp_path), environment(tmp_path, mark))
        tmux.shows("F1 help")
        tmux.shows("$ " if os.getuid() else "# ")
        assert marked(mark)
    finally:
        tmux.close()
    until(lambda: not marked(mark), "the end of all of it")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ([*OPEN, "--shell", "no-such-shell"], 2),
        ([*OPEN, "--course", "/no/such/course"], 2),
        ([*OPEN[:-1], "unix:///no/such/socket"], None),
    ],
    ids=["shell", "course", "engine"],
)
def test_trouble_at_the_start(start, command, code):
    """A sentence, on an untouched terminal."""
    lab = start(command)
    if code is None:
        lab.outer.shows("No engine")
        lab.outer.send(b"\r")
        lab.opened()
        lab.outer.send(b"q")
        code = 0
    assert lab.code() == code
    assert b"Traceback" not in lab.outer.written
    lab.clean()


def test_what_it_keeps_is_the_learners_alone(lab, tmp_path):
    """It listens nowhere, nobody else can read its files, and neither a password nor the environment is in its log."""
    lab.outer.send(b"\x1b[24~docker() { :; }\rdocker login -u me -p hunter2\recho over\r")
    lab.outer.shows("┃over ")
    assert listening(pid for pid, _ in lab.family()) == set()
    lab.outer.send(b"\x1dq")
    assert lab.code() == 0
    files = [file for file in (tmp_path / "data").rglob("*") if file.is_file()]
    assert {file.name: oct(file.stat().st_mode & 0o777) for file in files if file.stat().st_mode & 0o077} == {}
    assert [file for file in files if LEARNER.encode() in file.read_bytes()] == []
    (log,) = (file.read_text(encoding="utf-8") for file in files if file.suffix == ".jsonl")
    assert "echo over" in log
    assert "hunter2" not in log


@pytest.mark.parametrize("hangs", [False, True], ids=["answers", "hangs"])
def test_no_stream_of_an_engine_is_left(start, tmp_path, hangs):
    """Whatever the engine is at, it ends soon."""
    with FakeApi(tmp_path / "engine.sock", World(4, 2)) as api:
        lab = start([*OPEN[:-1], api.url])
        lab.opened()
        until(lambda: api.open.total() == 1, "the stream of events")
        if hangs:
            api.hang()
        begun = time.monotonic()
        os.kill(lab.pid, signal.SIGTERM)
        assert lab.code() == 128 + signal.SIGTERM
        assert time.monotonic() - begun < 5
        api.go_on()
        until(lambda: api.open.total() == 0, "its end")
        lab.clean()


def test_a_crash_keeps_the_place(start, tmp_path):
    """What was done right before it is on the disk, and no secret is in the story, though the error held one."""
    fault = (
        "import os; from tui.screens.deeds import Deeds; "
        "Deeds.previous_page = lambda *_: open(os.environ['PASSWORD'] + '/' + os.environ['HOME'])"
    )
    lab = start([sys.executable, "-c", PROGRAM.format(fault=fault)])
    lab.opened()
    lab.outer.send(b"nnp")
    assert lab.code() == 1
    story = (tmp_path / "data" / "sealegs" / "crash.log").read_text(encoding="utf-8")
    assert "FileNotFoundError" in story
    assert LEARNER not in story
    assert f"{tmp_path}/" not in story
    (kept,) = (read(file) for file in (tmp_path / "data" / "sealegs").glob("*.json"))
    assert kept is not None
    assert kept.page
    lab.clean()
