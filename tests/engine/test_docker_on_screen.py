"""docker's own screens look in the command pane as they do in tmux, from a real engine."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.engine.conftest import Docker
from tests.terminal.recorded import SIZE, Recorded, need
from tests.terminal.tmux_pane import TmuxServer
from tui.engine.private import PrivateEngine

pytestmark = pytest.mark.engine

# The host's own programs, seen from a container.
HOST = "docker run -it --rm -v /:/host:ro tiny busybox chroot /host"
NOISY = r"""
for i in 1 2 3; do printf "\033[3${i}mline $i\033[0m and on\n"; done
printf "50%%\r100%% 漢字\n"
exec sleep 600
"""


def sh(run: Recorded) -> None:
    """busybox's shell and its vi."""
    run.type("docker run -it --rm tiny sh\r")
    run.shows("/ #")
    run.type("cd /bin; ls -l /; echo " + "0123456789" * 9 + "\r")
    run.moment("listed, wrapped", "bin", "0123456789")
    run.press("up", "up")
    run.type("\x01" + "\x1b[C" * 5 + "inserted")
    run.moment("history, edited", "inserted")
    run.type("\x15busybox vi note\r")
    run.shows("~", "note")
    run.type("ihello from vi")
    run.moment("inserted", "hello from vi")
    run.type("\x1b")
    run.shows("- note")
    run.type("yy20p")
    run.moment("vi", "hello from vi\nhello")
    run.type(":q!\r")
    run.moment("left vi", "/bin #")
    run.type("exit\r")
    run.moment("left", "/bin # exit\n$")


def bash(run: Recorded) -> None:
    """bash, with readline."""
    run.type(f"{HOST} env -i TERM=$TERM LC_ALL=C.UTF-8 PS1='in: ' bash --norc\r")
    run.shows("\nin:")
    run.type("ls --color=always -C /usr /etc/apt\r")
    run.moment("coloured", "share", "\nin:")
    run.press("up")
    run.type("\x01echo 漢字 " + "0123456789" * 8)
    run.moment("edited, wrapped", "漢字 0123456789")
    run.type("\x05\x15exit\r")
    run.moment("left", "exit\n$")


def python(run: Recorded) -> None:
    """Python's read-eval-print loop."""
    run.type(f"{HOST} {sys.executable} -q -i\r")
    run.shows(">>>")
    run.type("for i in range(30):\r    print(i)\r\r")
    run.moment("a loop", "28\n29\n>>>")
    run.type("1/0\r")
    run.moment("a traceback", "ZeroDivisionError")
    run.type("exit()\r")
    run.moment("left", "exit()\n$")


def build(run: Recorded) -> None:
    """The classic builder's progress."""
    context = run.folder / "context"
    context.mkdir()
    lines = ["FROM tiny", "ENV A=漢字", r"RUN for i in 1 2 3; do printf '\033[32m%s%%\r' $i; done; echo done", "CMD sh"]
    (context / "Dockerfile").write_text("\n".join(lines), encoding="utf-8")
    run.type("DOCKER_BUILDKIT=0 docker build --rm -t built context\r")
    run.moment("built", "Successfully tagged built")


def stats(run: Recorded) -> None:
    """A table drawn over itself each second."""
    run.type("docker run -d --name busy tiny sleep 600; docker stats\r")
    run.moment("opened", "CPU %", "busy")
    run.answers(lambda: None)
    run.moment("drawn again", "CPU %", "busy")
    run.type("\x03")
    run.moment("left", "$")


def logs(run: Recorded) -> None:
    """What a container prints, colours and carriage returns, as it comes."""
    (run.folder / "noisy").write_text(NOISY, encoding="utf-8")
    run.type('docker run -d -t --name noisy tiny sh -c "$(cat noisy)"; docker logs -f noisy\r')
    run.moment("followed", "100% 漢字")
    run.type("\x03")
    run.moment("left", "^C$")


@pytest.fixture
def tmux() -> Iterator[TmuxServer]:
    """A tmux server."""
    need("tmux")
    server = TmuxServer()
    yield server
    server.close()


@pytest.mark.parametrize("script", [sh, bash, python, build, stats, logs], ids=lambda script: script.__name__)
def test_docker_looks_as_in_tmux(
    script: Callable[[Recorded], None],
    tmux: TmuxServer,
    docker: Docker,
    private_engine: PrivateEngine,
    empty_engine: None,
    tmp_path: Path,
) -> None:
    """At every moment of the script."""
    extra = {**private_engine.environment(), "DOCKER_CONFIG": str(tmp_path)}
    run = Recorded(["bash", "--norc", "--noprofile", "-i"], tmp_path, SIZE, extra)
    try:
        run.shows("$")
        script(run)
        found = tmux.differences(run.tape, SIZE)
    finally:
        run.close()
    assert found
    assert not {moment: lines for moment, lines in found.items() if lines}
