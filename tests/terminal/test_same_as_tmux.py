"""What real programs print looks in the command pane as it does in tmux: text, looks and cursor."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.programs import PROGRAMS, Program
from tests.terminal.recorded import SIZE
from tests.terminal.tmux_pane import TmuxServer

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


@pytest.fixture(scope="module")
def tmux() -> Iterator[TmuxServer]:
    """A tmux server that all comparisons share."""
    server = TmuxServer()
    yield server
    server.close()


@pytest.fixture(params=PROGRAMS, ids=lambda program: program.name)
def program(request: pytest.FixtureRequest) -> Program:
    """Each program that is installed; `./lab test` installs them all."""
    if shutil.which(request.param.needs) is None:
        pytest.skip(f"{request.param.needs} is not installed")
    return request.param


def test_a_program_looks_as_in_tmux(program: Program, tmux: TmuxServer, tmp_path: Path) -> None:
    """At every moment of its script."""
    with program.recorded(tmp_path) as run:
        found = tmux.differences(run.tape, SIZE)
    assert found
    assert not {moment: lines for moment, lines in found.items() if lines}
