"""Running things as somebody who isn't root."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
BECOME = "import os; os.getuid() or (os.setgroups([]), os.setgid(65534), os.setuid(65534))"
"""Root becomes nobody, and can't load modules from root's own folders any more."""

Run = Callable[..., subprocess.CompletedProcess[str]]


@contextmanager
def as_ordinary_user() -> Iterator[tuple[Path, Run]]:
    """A folder that everybody can enter, and `run(first, then, *words)`: Python code of which the second half is run by
    an ordinary user, whose home it is. Where the suite isn't run by root, that is who runs the suite."""
    folder = Path(tempfile.mkdtemp(prefix="sealegs-test-"))
    folder.chmod(0o755)
    names = {name: str(folder / name) for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    env = {**os.environ, "HOME": str(folder), "PYTHONPATH": str(REPO), "PYTHONDONTWRITEBYTECODE": "1", **names}

    def run(first: str, then: str, *words: str) -> subprocess.CompletedProcess[str]:
        code = f"{first}\n{BECOME}\n{then}"
        command = [sys.executable, "-c", code, *words]
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False)

    try:
        yield folder, run
    finally:
        shutil.rmtree(folder)
