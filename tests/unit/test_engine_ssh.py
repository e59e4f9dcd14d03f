"""Addresses that ssh is to reach, the command for it, and the words for what can be wrong there."""

import shlex
from pathlib import Path

import pytest

from tui.engine.ssh.destination import Destination, destination
from tui.engine.ssh.words import no_line, no_socket

FAR = Destination("far", "me", "2222")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ssh://far", Destination("far")),
        ("ssh://far/", Destination("far")),
        ("ssh://me@Far:2222", Destination("Far", "me", "2222")),
        ("ssh://me@[fe80::1]:22/run/x.sock", Destination("fe80::1", "me", "22", "/run/x.sock")),
    ],
)
def test_addresses(url, expected):
    """As the docker command reads them; names keep their capitals, for ssh's configuration knows them so."""
    assert destination(url) == expected


def test_the_command_asks_nothing_and_keeps_words_apart():
    """A socket's path is data, in two shells."""
    socket = "/tmp/it's $(here)/x.sock"
    command = Destination("far", "me", "2222", socket).command(Path("/run/line.sock"))
    assert "BatchMode=yes" in command
    assert command[-3:-1] == ["--", "far"]
    assert shlex.split(command[-1])[-1] == socket
    assert "\n" not in command[-1]
    assert command[-1].count("'") - shlex.quote(socket).count("'") == 2


@pytest.mark.parametrize(
    ("how", "what", "fix"),
    [
        ("forbidden", "permission denied", "ssh -t -p 2222 me@far sudo usermod -aG docker '$USER'"),
        ("missing", "No engine runs at /var/run/docker.sock on far", "ssh://me@far/run/user"),
        (
            "missing /run/user/7/docker.sock",
            "one at /run/user/7/docker.sock",
            "ssh://me@far:2222/run/user/7/docker.sock",
        ),
    ],
)
def test_a_socket_that_is_of_no_use(how, what, fix):
    """And the command, or the address, that helps."""
    error = no_socket(FAR, how)
    assert what in error.what
    assert fix in error.remedy


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("", "ssh could not open a line to far."),
        (
            "Welcome!\nConnection closed by far port 22\n",
            "far: Connection closed by far port 22.",
        ),
        ("ssh: connect to host far port 2222: No route to host\r\n", "No route to host."),
        ("Load key: bad permissions\nme@far: Permission denied (publickey).", "accepts none of your keys"),
        ("\x1b[31mred\x1b[0m", r"far: \x1b[31mred\x1b[0m."),
    ],
)
def test_what_ssh_says(said, what):
    """Its last words where the lab has none of its own; escape sequences are text."""
    error = no_line(FAR, said)
    assert what in error.what
    assert error.remedy


def test_how_to_forget_a_key_is_sshs_own_advice():
    """It may know the machine by another name than the learner does."""
    advice = 'ssh-keygen -f "/home/me/.ssh/known_hosts" -R "[10.0.0.1]:2222"'
    said = f"@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\n  remove with:\n  {advice}\n"
    assert advice in no_line(FAR, said).remedy
    assert "ssh-keygen -R '[far]:2222'" in no_line(FAR, said.replace("ssh-keygen", "x")).remedy
