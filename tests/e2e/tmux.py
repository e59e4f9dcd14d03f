"""A terminal for whole-program tests: tmux on a server of its own, keys in, screen out."""

import os
import shlex
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from tests.waiting import DEADLINE


class Tmux:
    """One full-screen program in a window of a fixed size."""

    def __init__(self, width: int, height: int) -> None:
        # A server of its own for each: one that was just killed may still be on its way out.
        self._tmux = ["tmux", "-f", "/dev/null", "-L", f"sealegs-{uuid.uuid4().hex[:8]}"]
        self._size = ["-x", str(width), "-y", str(height)]
        self._folder = tempfile.TemporaryDirectory()
        self._status = Path(self._folder.name) / "status"

    @property
    def attach(self) -> list[str]:
        """The command that shows the window on another terminal."""
        return [*self._tmux, "attach"]

    def detach(self) -> None:
        """Have it shown nowhere."""
        self._run("detach-client")

    def start(self, command: str, folder: str, environment: dict[str, str]) -> None:
        """Run a shell command line; the window stays when it ends, so that its last words can be read."""
        assignments = [word for name, value in environment.items() for word in ("-e", f"{name}={value}")]
        self._run(
            *("start-server", ";"),
            *("set-option", "-g", "remain-on-exit", "on", ";"),
            *("new-session", "-d", *self._size, "-c", folder, *assignments),
            # Not tmux's own word for how it ended: tmux 3.3 now and then misses that and keeps a zombie.
            f"{command}; echo $? >{shlex.quote(str(self._status))}",
        )

    def keys(self, *keys: str) -> None:
        """Press keys, by tmux's names."""
        self._run("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type text as it is."""
        self._run("send-keys", "-l", text)

    def screen(self) -> str:
        """What stands on the screen."""
        return self._run("capture-pane", "-p")

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another size."""
        self._run("resize-window", "-x", str(size[0]), "-y", str(size[1]))

    def ended(self) -> int | None:
        """The program's exit status, by a shell's rules; None while it runs."""
        said = self._status.read_text(encoding="ascii") if self._status.exists() else ""
        return int(said) if said.endswith("\n") else None

    def until(self, condition: Callable[[str], object], what: str, seconds: float = DEADLINE) -> str:
        """Wait until a condition holds for the screen; fail with the screen if it never does."""
        end = time.monotonic() + seconds
        while True:
            screen = self.screen()
            if condition(screen):
                return screen
            assert time.monotonic() < end, f"waited in vain for {what}:\n{screen}"
            time.sleep(0.05)

    def shows(self, text: str, seconds: float = DEADLINE) -> str:
        """Wait until a text stands on the screen."""
        return self.until(lambda screen: text in screen, repr(text), seconds)

    def close(self) -> None:
        """End the server and everything in it."""
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)
        self._folder.cleanup()

    def _run(self, *words: str) -> str:
        environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        done = subprocess.run([*self._tmux, *words], env=environment, capture_output=True, text=True, timeout=DEADLINE)
        assert done.returncode == 0, done.stderr
        return done.stdout
