"""An engine on another machine: a real sshd and a real ssh between the lab and the fake Engine API."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine_api.server import FakeApi
from tests.engine_news import News
from tests.sshd import SSHD, Far, children, silent_port
from tests.waiting import until
from tui.engine.docker_sdk import engine_at
from tui.engine.ping import Reply, ping
from tui.engine.ssh import destination, line
from tui.engine.ssh.line import Line
from tui.engine.watch import Watch
from tui.errors import EngineError, EngineLost
from tui.model.engine import Endpoint, EngineAnswers, EngineChanged, EngineUnreachable

pytestmark = pytest.mark.skipif(SSHD is None, reason="there is no sshd here")


def line_to(path: Path, folder: Path, host: str = "far") -> Line:
    return Line(Endpoint(f"ssh://{host}{path}", host), folder)


@pytest.fixture
def the_line(far: Far, api: FakeApi, tmp_path: Path) -> Iterator[Line]:
    """Not yet open."""
    line = line_to(api.path, tmp_path)
    yield line
    line.close()


@pytest.fixture
def watched(the_line: Line, news: News) -> Iterator[News]:
    """The engine watched over the line, and read once."""
    engine = engine_at(the_line.endpoint, the_line)
    watch = Watch(engine, news)
    watch.start()
    news.wait(lambda: len(news.changes) == 1)
    yield news
    watch.close()
    engine.close()


def ssh_of(line: Line) -> int:
    """Its process."""
    assert line._ssh is not None
    return line._ssh.pid


def why(line: Line) -> EngineError:
    """Why it doesn't open."""
    with pytest.raises(EngineError) as caught:
        line.open()
    assert not line.endpoint.near or not Path(line.endpoint.near.removeprefix("unix://")).exists()
    return caught.value


def test_everything_goes_over_one_line(api, watched, the_line):
    """One ssh for all requests, the stream of events among them."""
    api.world.run("far_away")
    watched.wait(lambda: any(each.name == "far_away" for each in watched.snapshot.containers))
    assert watched.kinds()[:2] == [EngineAnswers, EngineChanged]
    assert ping(the_line.endpoint.near) is Reply.ANSWERS
    assert children(os.getpid()).count(ssh_of(the_line)) == 1
    socket = Path(the_line.endpoint.near.removeprefix("unix://"))
    assert socket.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("end", ["ssh", "sshd", "sshd, for a while"])
def test_a_line_that_drops_opens_again_by_itself(api, far, watched, the_line, end):
    """It is said once, and what happened meanwhile is there afterwards."""
    if end == "ssh":
        os.kill(ssh_of(the_line), signal.SIGKILL)
    elif end == "sshd":
        far.drop()
    else:
        far.stop()
    watched.wait(lambda: EngineUnreachable in watched.kinds())
    api.world.run("meanwhile")
    if end == "sshd, for a while":
        far.start()
    watched.wait(lambda: any(each.name == "meanwhile" for each in watched.snapshot.containers))
    assert [each.reason for each in watched.all if isinstance(each, EngineUnreachable)] == [
        "The line to far has dropped."
    ]
    api.world.run("afterwards")
    watched.wait(lambda: any(event.name == "afterwards" for event in watched.events))


def test_an_engine_that_stops_is_told_from_a_line_that_drops(api, watched, the_line):
    """The line stays."""
    before = ssh_of(the_line)
    api.stop()
    watched.wait(lambda: EngineUnreachable in watched.kinds())
    reason = next(each.reason for each in watched.all if isinstance(each, EngineUnreachable))
    assert "line" not in reason
    with pytest.raises(EngineLost, match="The engine at far is down; the line to its machine is there"):
        engine_at(the_line.endpoint, the_line).identity()
    api.start()
    watched.wait(lambda: len(watched.changes) == 2)
    assert ssh_of(the_line) == before


@pytest.mark.parametrize(
    ("key", "words", "fix"),
    [
        ("", "doesn't know the host key of far", "ssh far"),
        ("other_host", "another host key than the one ssh knows", '-R "[127.0.0.1]:'),
    ],
    ids=["unknown", "wrong"],
)
def test_a_host_key_that_is_not_known(far, the_line, key, words, fix):
    """The lab says neither yes nor anything else for the learner."""
    far.know(key)
    error = why(the_line)
    assert words in error.what
    assert fix in error.remedy
    assert key or not (far.folder / "known_hosts").read_text()


def test_no_key_of_ours_is_accepted(far, the_line):
    """A password is never asked for, since the screen is the lab's."""
    far.use_key("other_user")
    error = why(the_line)
    assert "accepts none of your keys" in error.what
    assert "ssh-copy-id far" in error.remedy


def test_nobody_listens(far, the_line):
    """One sentence."""
    far.stop()
    assert why(the_line).what == "Nobody listens for ssh at far."


def test_a_machine_that_nobody_knows(far, tmp_path):
    assert why(line_to(Path("/x"), tmp_path, "nowhere.invalid")).what == "Nobody knows a machine named nowhere.invalid."


def test_a_machine_that_says_nothing(far, tmp_path, monkeypatch):
    """It is given up in time."""
    monkeypatch.setattr(destination, "_OPTIONS", (*destination._OPTIONS, "ConnectTimeout=1"))
    monkeypatch.setattr(line, "OPENING", 0.5)
    with silent_port() as port:
        begun = time.monotonic()
        assert "does not answer in time" in why(Line(Endpoint(f"ssh://127.0.0.1:{port}", "x"), tmp_path)).what
        assert time.monotonic() - begun < 3


def test_no_ssh(the_line, monkeypatch, tmp_path):
    with monkeypatch.context() as patched:
        patched.setenv("PATH", str(tmp_path))
        assert why(the_line).what == "ssh is not installed here."


def test_no_socket_there(far, tmp_path):
    """Known before anything is asked of an engine."""
    error = why(line_to(tmp_path / "none.sock", tmp_path))
    assert error.what == f"No engine runs at {tmp_path}/none.sock on far: the socket is not there."


def test_a_socket_elsewhere_is_named(far, tmp_path, api):
    """A rootless engine's, where the login has its own runtime folder."""
    (tmp_path / "docker.sock").symlink_to(api.path)
    (far.folder / "authorized").write_text(
        f'environment="XDG_RUNTIME_DIR={tmp_path}" {(far.folder / "user.pub").read_text()}'
    )
    far.stop()
    far.start()
    error = why(line_to(tmp_path / "none.sock", tmp_path))
    assert f"there is one at {tmp_path}/docker.sock" in error.what
    assert error.remedy == f"Use: --engine ssh://far{tmp_path}/docker.sock"


@pytest.mark.parametrize(
    "url", ["ssh://", "ssh://-oProxyCommand=x", "ssh://-l@far", "ssh://far:x", "ssh://far?x", "ssh://me:secret@far"]
)
def test_addresses_that_are_none(url, tmp_path):
    """Least of all ones that ssh would take for options."""
    with pytest.raises(EngineError) as caught:
        Line(Endpoint(url, url), tmp_path)
    assert "secret" not in caught.value.what


def test_a_line_of_the_learners_is_used(far, the_line, tmp_path):
    """For machines that want a password or a code: whoever has a line open already is not asked again."""
    master = subprocess.Popen(["ssh", "-MN", "far"], stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        until((far.folder / "master").exists)
        far.use_key("other_user")
        the_line.open()
        assert ping(the_line.endpoint.near) is Reply.ANSWERS
        the_line.close()
        assert ping(the_line.endpoint.near) is not Reply.ANSWERS
        assert line_opens_again(the_line, tmp_path)
        assert master.poll() is None
    finally:
        master.terminate()
        master.wait(10)


def line_opens_again(closed: Line, folder: Path) -> bool:
    again = Line(closed.endpoint, folder)
    again.open()
    answers = ping(again.endpoint.near) is Reply.ANSWERS
    again.close()
    return answers


def test_it_ends_with_the_lab_whatever_ends_that(far, api, tmp_path):
    """Also with kill -9: nothing is left running, here or there."""
    code = (
        "import sys, time; from pathlib import Path; from tui.engine.ssh.line import Line; "
        "from tui.model.engine import Endpoint; "
        f"line = Line(Endpoint('ssh://far{api.path}', 'far'), Path({str(tmp_path)!r})); line.open(); "
        "print(line._ssh.pid, flush=True); time.sleep(60)"
    )
    lab = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert lab.stdout is not None
    ssh = int(lab.stdout.readline())
    lab.kill()
    lab.wait()
    lab.stdout.close()
    until(lambda: not Path(f"/proc/{ssh}").exists(), "ssh's end")


def test_closing_does_not_wait_for_one_that_is_being_opened(far, tmp_path):
    """Leaving the lab takes no longer for a machine that doesn't answer."""
    with silent_port() as port:
        opening = Line(Endpoint(f"ssh://127.0.0.1:{port}", "x"), tmp_path)
        failed: list[EngineError] = []

        def open_it() -> None:
            try:
                opening.open()
            except EngineError as error:
                failed.append(error)

        thread = threading.Thread(target=open_it)
        thread.start()
        until(lambda: opening._ssh is not None)
        begun = time.monotonic()
        opening.close()
        thread.join(5)
        assert failed
        assert time.monotonic() - begun < 2
