"""The emulator's library is loaded from what was kept of its declarations, and as well without it."""

import subprocess
import sys
from pathlib import Path

import pytest

CODE = (
    "import sys; from tui.shell.ghostty import GhosttyEmulator; screen = GhosttyEmulator(20, 2); screen.feed(b'here'); "
    "screen.scroll_to_end(); print(screen.text(unwrapped=True).strip(), 'pyghostty' in sys.modules)"
)
READ, KEPT = "here True\n", "here False\n"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "sealegs" / "emulator"


def says() -> str:
    """What an emulator in a fresh process shows, and whether the declarations were read there."""
    done = subprocess.run([sys.executable, "-W", "error", "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def test_the_declarations_are_read_once(kept: Path) -> None:
    """And again once what was kept is damaged."""
    assert (says(), says()) == (READ, KEPT)
    kept.write_bytes(kept.read_bytes()[:-1])
    assert (says(), says()) == (READ, KEPT)


def test_what_somebody_else_could_have_written_is_not_run(kept: Path) -> None:
    """It is written anew, for oneself alone."""
    says()
    kept.chmod(0o666)
    assert says() == READ
    assert kept.stat().st_mode & 0o777 == 0o600
    assert says() == KEPT


def test_where_nothing_can_be_kept_all_works(kept: Path) -> None:
    """A folder is in the file's place."""
    kept.mkdir(parents=True)
    assert says() == READ
