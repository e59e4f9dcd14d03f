"""A small course that is right, and ways to make it wrong."""

from pathlib import Path

import pytest

from tui.course import load
from tui.errors import CourseError

COURSE = """\
format_version: 1
id: small
title: A small course
version: "1"
images: [busybox]
lessons:
  - id: first
    number: "1"
    title: The first lesson
    minutes: 5
    folder: first
"""

LESSON = """\
# The first lesson

## One idea {#one}

Some prose.

```sh insert
echo one
```

More prose, and output:

```text
one
```

## Another idea {#two}

```sh insert id=named
echo two \\
  three
```
"""

TASKS = """\
tasks:
  - id: say-one
    page: one
    text: Say one.
    check: {type: command, pattern: 'echo one'}
    hints: [Think., echo]
    solution:
      lines: [echo one]
      why: It says one.

questions:
  - id: how-many
    page: two
    text: How many?
    choices:
      - {text: Two., correct: true, why: You counted.}
      - {text: Three., why: Count again.}
"""


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def change(path: Path, old: str, new: str) -> None:
    """Replace what must stand in a file exactly once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    write(path, text.replace(old, new))


def mistakes(folder: Path, **options) -> list[str]:
    """What `load` says about a course, line by line."""
    with pytest.raises(CourseError) as caught:
        load(folder, **options)
    return caught.value.what.splitlines()
