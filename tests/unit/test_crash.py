"""The crash report: a sentence and a file, in which nothing of the learner's is, whatever fails and when."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tui import crash, paths

SECRET = "hunter2-of-the-learner"


def story(error: BaseException) -> str:
    """What stands in the file."""
    said = crash.told(error)
    file = paths.data() / "crash.log"
    assert said == f"What happened is written in {file}"
    assert file.stat().st_mode & 0o777 == 0o600
    return file.read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "anna"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "anna"


def failing(words: str) -> RuntimeError:
    """An error with a story behind it, and a secret in a variable."""
    password = SECRET
    try:
        try:
            raise KeyError(words)
        except KeyError as first:
            raise RuntimeError(words + " " * len(password)) from first
    except RuntimeError as error:
        return error


def test_the_story_is_whole_and_without_values():
    told = story(failing("a bug"))
    assert told.count("Traceback") == 2
    assert "a bug" in told
    assert "test_crash.py" in told
    assert SECRET not in told


@pytest.mark.parametrize("name", ["PASSWORD", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "api_key", "REGISTRY_AUTH"])
def test_a_secret_of_the_environment(monkeypatch, name):
    """Wherever it stands."""
    monkeypatch.setenv(name, SECRET)
    assert SECRET not in story(failing(f"could not say {SECRET!r} to it, x{SECRET}x"))


@pytest.mark.parametrize(
    "words",
    [
        f"tcp://me:{SECRET}@engine:2376 is no address",
        f"docker login -u me -p {SECRET} registry",
        f"docker login --password {SECRET}",
        f"--token={SECRET}",
        f"{{'auth': '{SECRET}', 'x': 1}}",
        f'"identitytoken" , "registry_token": "{SECRET}"',
        f"Authorization: Bearer {SECRET}",
        f"X-Registry-Auth: {SECRET}",
        f"PASSWORD = {SECRET};",
    ],
)
def test_a_secret_in_an_errors_words(words):
    """Of a command line, a configuration file, a request."""
    assert SECRET not in story(failing(words))


def test_the_learners_folder_has_no_name(home):
    told = story(failing(f"{home}/sealegs-work/thesis.txt, {home}, {home}2 and /home/bert/notes, /home/bert"))
    assert "~/sealegs-work/thesis.txt, ~, " in told
    assert "bert" not in told
    assert f"{home}/" not in told


def test_a_file_of_the_labs_own_keeps_its_name():
    assert "tui/whole_file.py" in crash.scrubbed('File "/opt/sealegs/tui/whole_file.py", line 3, in author', {})


def test_a_huge_story_is_cut_and_soon_told():
    """Its end is what matters."""
    begun = time.monotonic()
    told = story(failing("login password token:// " * 500_000 + "the end"))
    assert time.monotonic() - begun < 5
    assert len(told) < 2 * crash.LONGEST
    assert "the end" in told


def test_where_nothing_can_be_written_it_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    said = crash.told(failing("a bug"))
    assert said.startswith("What happened (RuntimeError) can't be written into ")
    assert "a bug" not in said


class Unspeakable(Exception):
    """One that can't say what it is."""

    def __str__(self) -> str:
        raise ValueError


@pytest.mark.parametrize(
    "error", [Unspeakable(), ExceptionGroup("two", [ValueError("\ud800"), KeyError()]), MemoryError()]
)
def test_any_error_can_be_told(error):
    assert "Traceback" in story(error) or type(error).__name__ in story(error)


STARTS = {
    "at an import of ours": "sys.modules['tui.cli'] = type(sys)('tui.cli')",
    "at an import of others'": "sys.argv = ['sealegs', 'images', 'list']; sys.modules['pydantic'] = None",
    "at the import that tells": "sys.modules['platformdirs'] = None",
    "before there is a screen": "import tui.verbs.open; tui.verbs.open.run = lambda _: 1 / 0",
    "in another verb": "sys.argv = ['sealegs', 'images', 'list']; import tui.images.listing as l; l.list_images = None",
}


@pytest.mark.parametrize("fault", STARTS.values(), ids=STARTS.keys())
def test_a_failure_at_the_start_is_one_sentence(tmp_path, fault):
    """And exit code 1."""
    program = f"import sys; from tui.__main__ import main; sys.argv = ['sealegs']\n{fault}\nsys.exit(main())"
    root = str(Path(paths.__file__).resolve().parents[1])
    environment = {**os.environ, "PYTHONPATH": root, "PASSWORD": SECRET, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith(("sealegs has failed. What happened is", "sealegs: this Python "))
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr + done.stdout
    assert SECRET not in done.stderr
