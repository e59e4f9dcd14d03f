"""A failure of the lab's own: the learner gets one sentence, and those who can use it find the story in a file.

The story is made to be sent to somebody: it has no values of variables, and what an error's own words may hold of the
learner's (their folder's name, passwords) is taken out.
"""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Mapping

from tui import paths
from tui.whole_file import write

LONGEST = 100_000
"""Characters of a story that are kept; how it ended is at its end."""
HIDDEN = "[hidden]"

_SECRET = r"pass(?:word|wd|phrase)?|pwd|secret|token|credentials?|auth(?:orization)?|(?:api|access|private)[_-]?key"
_SECRETS_NAME = re.compile(rf"(?:^|_)(?:{_SECRET}|key)s?(?:_|$)", re.IGNORECASE)
_SHORT = 4
"""Characters below which a value may stand anywhere by chance."""
_VALUE = r"(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s,;)}\]]+)"
_IN_WORDS = (
    # scheme://user:password@host
    (re.compile(r"(?<=://)[^/\s@'\"]+(?=@)"), HIDDEN),
    (re.compile(r"\b(basic|bearer)\s+[\w.~+/=-]{4,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    # password=…, "auth": "…", my_token = …
    (re.compile(rf"(?<![\w-])((?:[\w-]{{0,40}}[_-])?(?:{_SECRET})['\"]?\s{{0,9}}[=:]\s{{0,9}}){_VALUE}", re.IGNORECASE),
     rf"\1{HIDDEN}"),
    # --password …, docker login -p …
    (re.compile(rf"(--(?:{_SECRET})\s{{1,9}}|\blogin\b[^\n]{{0,200}}?\s-p[ =]?){_VALUE}", re.IGNORECASE),
     rf"\1{HIDDEN}"),
)  # fmt: skip


def told(error: BaseException) -> str:
    """Where what happened is written, in a sentence; only the learner can read it."""
    what = type(error).__name__
    try:
        file = paths.data() / "crash.log"
        story = "".join(traceback.format_exception(error))
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write(file, scrubbed(story, os.environ).encode(errors="replace"))
    except OSError as trouble:
        return f"What happened ({what}) can't be written into {file}: {trouble.strerror}."
    # Whatever it is, it must not come on top of the first.
    except Exception as trouble:
        return f"What happened ({what}) can't be written down ({type(trouble).__name__})."
    return f"What happened is written in {file}"


def scrubbed(story: str, environment: Mapping[str, str]) -> str:
    """A story without the learner's secrets, as far as they can be told, and without the name of their folder."""
    secrets = {value for name, value in environment.items() if _SECRETS_NAME.search(name) and len(value) >= _SHORT}
    for secret in sorted(secrets, key=len, reverse=True):
        story = story.replace(secret, HIDDEN)
    # Not before: half a secret would not be known for one.
    story = story[-LONGEST:]
    for pattern, instead in _IN_WORDS:
        story = pattern.sub(instead, story)
    home = environment.get("HOME", "").rstrip("/")
    for folder in sorted({home, os.path.realpath(home)} if home else (), key=len, reverse=True):
        story = re.sub(rf"{re.escape(folder)}(?![\w.-])", "~", story)
    return re.sub(r"/home/[^/\s'\":]+", "/home/[someone]", story)
