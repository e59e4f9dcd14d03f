"""Whatever stands in a course's files: findings, each with a file and a line, soon; never anything else."""

import copy
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile.odd import corpus, json_values, spoilt, texts
from tui.course import load
from tui.course.mistakes import Refusal

TINY = Path(__file__).parents[1] / "course" / "tiny"
FILES = {
    name: (TINY / name).read_text(encoding="utf-8") for name in ("course.yaml", "1-one/tasks.yaml", "1-one/lesson.md")
}
YAML = [name for name in FILES if name.endswith(".yaml")]
SOON = 5.0


@pytest.fixture(scope="module")
def course() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(shutil.copytree(TINY, Path(folder) / "tiny"))


def loaded(course: Path, name: str, content: bytes) -> None:
    """Load the course with this in one of its files."""
    (course / name).write_bytes(content)
    begun = time.monotonic()
    try:
        load(course, None)
    except Refusal as refusal:
        assert_findings(refusal, course)
    finally:
        (course / name).write_text(FILES[name], encoding="utf-8")
    assert time.monotonic() - begun < SOON


def assert_findings(refusal: Refusal, course: Path) -> None:
    assert refusal.mistakes
    for mistake in refusal.mistakes:
        assert mistake.path.is_relative_to(course)
        assert mistake.line >= 1
        assert mistake.text
        assert "\x1b" not in str(mistake)
        assert len(str(mistake)) < 2000


def test_the_course_is_right(course):
    load(course, None)


@pytest.mark.parametrize("name", FILES)
@given(content=st.one_of(st.binary(max_size=200), texts.map(lambda text: text.encode(errors="surrogatepass"))))
def test_any_bytes(course, name, content):
    loaded(course, name, content)


@pytest.mark.parametrize("name", YAML)
@given(data=st.data())
def test_values_of_other_kinds(course, name, data):
    right = yaml.safe_load(FILES[name])
    value = data.draw(st.one_of(spoilt(copy.deepcopy(right)), json_values))
    try:
        content = yaml.safe_dump(value, allow_unicode=True).encode(errors="surrogatepass")
    except yaml.YAMLError:
        return
    loaded(course, name, content)


MARKS = [
    "{",
    "}",
    "[",
    "]",
    ":",
    "-",
    "&a ",
    "*a",
    "!!python/object:os.system ",
    "!!binary ",
    "!x ",
    "|",
    ">",
    "---",
    "...",
    "%YAML 1.2",
    "'",
    '"',
    "\\",
    "#",
    "\n",
    "  ",
    "\t",
    "? ",
    "<<: ",
    "~",
    "```",
    "```sh {run}",
    "# ",
    "![x](/etc/passwd)",
    "[a](b)",
    "<script>",
    "2024-99-99",
    "0x",
    "1_000",
    "!!set",
    "\ufeff",
    "\u2028",
    "\x85",
]


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
def test_marks_anywhere(course, name, data):
    text = FILES[name]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.sampled_from(MARKS)) + text[at + data.draw(st.integers(0, 3)) :]
    loaded(course, name, text.encode())


BOMBS = {
    "aliases": "\n".join([f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" if n else "a0: &a0 x" for n in range(12)]),
    "an alias of itself": "a: &a [*a]",
    "brackets": "[" * 100_000,
    "keys in keys": "".join(" " * n + "a:\n" for n in range(2000)),
    "questions": "? " * 50_000,
    "dashes": "- " * 50_000,
    "a number without end": "version: " + "9" * 100_000,
    "ten megabytes": "title: " + "x" * 10_000_000,
    "many keys": "".join(f"k{n}: 1\n" for n in range(20_000)),
    "quotes": "> " * 20_000 + "x",
    "stars": "*a **a " * 5_000,
    "links": "[" * 5_000 + "](x)" * 5_000,
    "fences": "```\n" * 20_001,
    "underscores": "_" * 50_000 + "a" + "*" * 50_000,
    "angles": "<" * 50_000,
    "entities": "&#" * 20_000,
    "ticks": "`a``b```" * 5_000,
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_bombs(course, name, bomb):
    loaded(course, name, bomb.encode())


@pytest.mark.parametrize("file", corpus("course"), ids=lambda file: file.name)
def test_files_that_were_kept(course, file):
    for name in FILES:
        loaded(course, name, file.read_bytes())
