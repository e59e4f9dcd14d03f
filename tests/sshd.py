"""A machine far away, which is this one: an sshd on a port of its own, with keys that were made for the test."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.listening import free_port, until_listening

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


class Far:
    """sshd on 127.0.0.1, and what the learner needs to log in there as `far` without a question."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        for name in ("host", "other_host", "user", "other_user"):
            keygen = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name))
            subprocess.run(keygen, check=True)
        shutil.copy(folder / "user.pub", folder / "authorized")
        self._process: subprocess.Popen[bytes] | None = None
        self.know("host")
        self.use_key("user")

    def know(self, key: str) -> None:
        """Have ssh know a host key as far's; another one than "host" is wrong, none is unknown."""
        public = f"[127.0.0.1]:{self.port} {(self.folder / f'{key}.pub').read_text()}" if key else ""
        (self.folder / "known_hosts").write_text(public)

    def use_key(self, key: str) -> None:
        """Have ssh offer a key."""
        lines = [
            "Host far", "  HostName 127.0.0.1", f"  Port {self.port}", "  IdentitiesOnly yes", "  IdentityAgent none",
            f"  IdentityFile {self.folder / key}", f"  UserKnownHostsFile {self.folder / 'known_hosts'}",
            "  GlobalKnownHostsFile /dev/null", f"  ControlPath {self.folder}/master",
        ]  # fmt: skip
        (self.folder / "config").write_text("\n".join(lines) + "\n")

    def put_first(self, bin: Path) -> None:
        """Put an `ssh` into a folder of the PATH that reads this configuration and no other."""
        bin.mkdir(exist_ok=True)
        script = bin / "ssh"
        script.write_text(f'#!/bin/sh\nexec {shutil.which("ssh")} -F {self.folder}/config "$@"\n')
        script.chmod(0o755)

    def start(self) -> None:
        """Begin to listen. Who logs in has a home of their own: cut short, start-up files may leave a lock behind."""
        Path("/run/sshd").mkdir(exist_ok=True)
        (self.folder / "home").mkdir(exist_ok=True)
        settings = (
            f"Port {self.port}", "ListenAddress 127.0.0.1", f"HostKey {self.folder}/host", "StrictModes no",
            f"AuthorizedKeysFile {self.folder}/authorized", "UsePAM no", "PasswordAuthentication no", "PidFile none",
            "PermitUserEnvironment yes", f"SetEnv HOME={self.folder}/home",
        )  # fmt: skip
        words = [word for each in settings for word in ("-o", each.replace(" ", "=", 1))]
        with (self.folder / "log").open("ab") as log:
            command = [str(SSHD), "-D", "-e", "-f", "/dev/null", *words]
            self._process = subprocess.Popen(command, stderr=log, start_new_session=True)
        until_listening(self.port)

    def drop(self) -> None:
        """Cut every line there is; sshd goes on listening."""
        assert self._process is not None
        _kill(children(self._process.pid))

    def stop(self) -> None:
        """Listen no more, and cut every line."""
        if self._process is not None:
            lines = children(self._process.pid)
            self._process.terminate()
            self._process.wait(10)
            _kill(lines)
            self._process = None


def _kill(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def children(pid: int) -> list[int]:
    """A process's own, and theirs."""
    told = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout
    return [each for child in map(int, told.split()) for each in (child, *children(child))]


@contextmanager
def silent_port() -> Iterator[int]:
    """A port on which connections are taken, and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
