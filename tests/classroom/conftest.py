"""Brokers: the board's own, and Mosquitto."""

import gc
import shutil
import signal
import socket
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.waiting import until
from tui.classroom.address import Address
from tui.classroom.broker import LEAD, OwnBroker
from tui.model.classroom import Topics

CLASS = "small-class"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Mosquitto:
    """A real broker, which can be killed and started again; `config` are lines of its own kind."""

    def __init__(self, folder: Path, config: str = "allow_anonymous true\n") -> None:
        program = shutil.which("mosquitto", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
        if program is None:
            pytest.skip("mosquitto is not installed")
        self.port = free_port()
        self._file = folder / "mosquitto.conf"
        self._file.write_text(f"listener {self.port} 127.0.0.1\n{config}")
        self._program = program
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen([self._program, "-c", str(self._file)], stderr=subprocess.DEVNULL)
        until(self._answers, "mosquitto")

    def hang(self) -> None:
        """Take what comes, and answer nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@pytest.fixture
def mosquitto(tmp_path) -> Iterator[Mosquitto]:
    broker = Mosquitto(tmp_path)
    yield broker
    broker.kill()


def end(broker: OwnBroker) -> None:
    """Close it. amqtt leaves open what connects meanwhile; collected any later, it would count against another test."""
    broker.close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def own() -> Iterator[tuple[OwnBroker, int]]:
    port = free_port()
    broker = OwnBroker("127.0.0.1", port, Topics(CLASS).root)
    yield broker, port
    end(broker)


@pytest.fixture(params=["own", "mosquitto"])
def broker(request) -> tuple[Address, Address]:
    """A learner's way to a broker, and the lead's."""
    if request.param == "own":
        brought, port = request.getfixturevalue("own")
        return Address("127.0.0.1", port, CLASS), Address("127.0.0.1", port, CLASS, False, LEAD, brought.password)
    at = Address("127.0.0.1", request.getfixturevalue("mosquitto").port, CLASS)
    return at, at
