"""Where a shell is started: in the folder that was asked for, or in the nearest thing to it that is still there."""

from __future__ import annotations

import os
from pathlib import Path

from tui.model.shell import Launch
from tui.model.text import printable


def landing(launch: Launch) -> tuple[Path, str]:
    """The folder to start in, and a line that says why it is another one, or nothing."""
    wanted = launch.directory
    if _can_be_entered(wanted) or launch.otherwise is None:
        return wanted, ""
    choices = (launch.otherwise, Path(os.environ.get("HOME", "/")), Path("/"))
    found = next((each for each in choices if _can_be_entered(each)), choices[-1])
    how = "can't be entered any more" if os.access(wanted, os.F_OK) else "is gone"
    return found, f"[{printable(str(wanted))} {how}: this shell starts in {printable(str(found))}]"


def _can_be_entered(folder: Path) -> bool:
    # With a dot only folders are found.
    return os.access(f"{folder}/.", os.X_OK)
