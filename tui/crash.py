"""A failure of the lab's own: the learner gets one sentence, and those who can use it find the story in a file."""

from __future__ import annotations

import traceback

from tui import paths
from tui.whole_file import write


def told(error: BaseException) -> str:
    """Where what happened is written, in a sentence; only the learner can read it, and no values are in it."""
    file = paths.data() / "crash.log"
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write(file, "".join(traceback.format_exception(error)).encode(errors="replace"))
    except OSError as trouble:
        return f"What happened ({type(error).__name__}) can't be written into {file}: {trouble.strerror}."
    return f"What happened is written in {file}"
