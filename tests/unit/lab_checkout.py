"""A checkout with a Python that only notes what it is asked for, for the tests of ./lab."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.waiting import DEADLINE

REPO = Path(__file__).resolve().parents[2]


PYTHON = f"""#!/bin/sh
case "$*" in
-V) echo "Python $VERSION" ;;
"-m venv"*)
    echo venv >>"$NOTES"
    for folder; do :; done
    for old in "$folder"/*; do rm -rf "$old"; done
    mkdir -p "$folder/bin"
    cp "$0" "$folder/bin/python"
    ;;
"-m pip"* | */pip-1.whl/pip*)
    echo pip "$@" >>"$NOTES"
    while [ -e "$NOTES.wait" ]; do sleep 0.01; done
    [ ! -e "$NOTES.fail" ] || exit 1
    for program in sealegs ruff mypy pytest; do
        printf '#!/bin/sh\\necho %s "$@" >>"$NOTES"\\n' $program >"${{0%/*}}/$program"
        chmod +x "${{0%/*}}/$program"
    done
    ;;
*) exec {shlex.quote(sys.executable)} "$@" ;;
esac
"""


class Checkout:
    """A checkout in a folder with a space in its name; `notes` is what was asked of Python and of what it installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "my lab"
        self.folder.mkdir()
        self._notes = folder / "notes"
        shutil.copy2(REPO / "lab", self.folder)
        for name in ("requirements.lock", "requirements-test.lock", "pyproject.toml"):
            (self.folder / name).write_text("", encoding="utf-8")
        programs = folder / "programs"
        programs.mkdir()
        (programs / "python3").write_text(PYTHON, encoding="utf-8")
        (programs / "python3").chmod(0o755)
        self.environment = {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "HOME": str(folder),
            "NOTES": str(self._notes),
            "VERSION": "3.11.2",
        }

    @property
    def notes(self) -> list[str]:
        """The notes, each cut to the program and, where it has such, its verb."""
        lines = self._notes.read_text(encoding="utf-8").splitlines() if self._notes.exists() else []
        return [" ".join(line.split()[: 2 if line.startswith(("sealegs", "ruff")) else 1]) for line in lines]

    def said(self, what: str) -> bool:
        """Whether a text stands in the notes, unabridged."""
        return what in self._notes.read_text(encoding="utf-8")

    def forget(self) -> None:
        """Start the notes anew."""
        self._notes.unlink()

    def flag(self, name: str) -> Path:
        """A file that makes pip "wait" or "fail" while it is there."""
        return Path(f"{self._notes}.{name}")

    def start(self, *arguments: str, mode: str = "test") -> subprocess.Popen[str]:
        """`./lab test`, in the background, in a process group of its own."""
        return subprocess.Popen(
            [self.folder / "lab", mode, *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    def run(self, *arguments: str, mode: str = "test") -> int:
        """`./lab test`; its exit code."""
        with self.start(*arguments, mode=mode) as lab:
            lab.communicate(timeout=DEADLINE)
            return lab.returncode
