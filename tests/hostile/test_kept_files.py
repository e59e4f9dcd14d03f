"""Whatever stands in the files the lab reads at its start: what they say, or a sentence; and they stay as they are."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.hostile.odd import corpus, fit_to_be_told, json_values, spoilt, unfit
from tui.command_log import CommandLog
from tui.engine.client import docker_client, machine_of
from tui.engine.contexts import context_endpoint, current_context
from tui.engine.discovery import Surroundings, choose
from tui.engine.ping import Reply
from tui.engine.ssh.line import Line
from tui.errors import EngineError, ProgressError
from tui.model.engine import Endpoint, Tried
from tui.model.log import LoggedCommand
from tui.model.progress import Progress, TaskRecord
from tui.progress import ProgressFile, read
from tui.settings import settings_or_usual

FRESH = Progress(course="c", course_version="2")
FULL = FRESH.model_copy(
    update={
        "lesson": "l",
        "page": "p",
        "tasks": {"l/t": TaskRecord(done=True, hints=2)},
        "answers": {"l/q": 1},
        "truths": {"l/q": 2},
        "settled": ["l/q"],
        "params": {"port": "5050"},
        "actions": ["a"],
        "directory": "/",
        "made": {"unix:///x": ["container a"]},
    }
)
LOGGED = LoggedCommand(lesson="l", line="docker ps", exit_status=0, at=1.0, seconds=0.5, effects=("+ image a",))
as_bytes = st.one_of(json_values.map(json.dumps).map(str.encode), st.binary(max_size=60))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(folder)


def opened(folder: Path, content: bytes) -> None:
    """Open a progress file with this in it, and be asked for it as `sealegs progress show` is."""
    file = folder / "c.json"
    for old in folder.glob("c.json*"):
        old.unlink()
    file.write_bytes(content)
    try:
        understood = read(file) is not None
    except ProgressError as error:
        fit_to_be_told(error)
        understood = False
    kept = ProgressFile(file)
    found = kept.open(FRESH)
    assert isinstance(found, Progress)
    assert understood or found == FRESH
    assert unfit([kept.unkept, kept.kept_aside]) == []
    kept.close()
    # As it was, here or aside.
    assert content in [each.read_bytes() for each in folder.glob("c.json*")]


@given(st.one_of(as_bytes, spoilt(json.loads(FULL.model_dump_json())).map(json.dumps).map(str.encode)))
@example(b"[" * 100_000)
@example(b'{"format_version": 1e400}')
@example(b'{"format_version": 99999999999999999999}')
@example(b"\0" * 4096)
@example(FULL.model_dump_json().encode()[:-1])
def test_progress(folder, content):
    opened(folder, content)


@pytest.mark.parametrize("file", corpus("progress"), ids=lambda file: file.name)
def test_progress_that_was_kept(folder, file):
    opened(folder, file.read_bytes())


@given(st.lists(st.one_of(as_bytes, spoilt(json.loads(LOGGED.model_dump_json())).map(json.dumps).map(str.encode))))
@example([b"[" * 100_000, b'{"lesson": "\\ud800"}'])
def test_the_command_log(folder, lines):
    """A line that makes no sense takes no other with it, and adding goes on."""
    file = folder / "log.jsonl"
    file.write_bytes(b"\n".join(lines))
    log = CommandLog(file)
    added = LOGGED.model_copy(update={"at": 12345.5})
    log.add(added)
    assert added in log.read()


@given(st.one_of(st.text(), st.binary(max_size=60).map(lambda data: data.decode("latin-1"))))
@example("leave_key = 7")
@example('rails = "no"')
@example("leave_key = 'F12'\nprefix_key = 'F12'")
@example("a." * 3000 + "a = 1")
@example("a = " + "[" * 3000)
@example("a = " + "9" * 5000)
@example('"\\u001b[2J" = 1')
@example("x = 9999-99-99")
@example('leave_key = "' + "x" * 100_000 + '"')
def test_settings(folder, said):
    file = folder / "settings.toml"
    file.write_text(said, encoding="utf-8", errors="surrogatepass")
    settings, remark = settings_or_usual(file)
    assert settings.pane_keys
    assert unfit(remark) == []
    assert len(remark) < 800


def dockers(folder: Path, config: bytes, meta: bytes) -> None:
    """What the lab makes of the docker command's files."""
    (folder / "config.json").write_bytes(config)
    key = folder / "contexts" / "meta" / ("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881")
    key.mkdir(parents=True, exist_ok=True)
    (key / "meta.json").write_bytes(meta)
    try:
        assert isinstance(current_context(folder), str)
        assert isinstance(context_endpoint(folder, "x").url, str)
    except EngineError as error:
        fit_to_be_told(error)
    environment = {"DOCKER_CONFIG": str(folder), "PATH": ""}
    assert machine_of(docker_client(environment), None, environment)
    none = Tried("private engine", "no")
    around = Surroundings(environment, folder, lambda _: (none,), ask=lambda _: Reply.UNKNOWN, line=_no_line)
    for said in ("", "x"):
        for tried in choose(said, around).tried:
            assert unfit(tried) == []


def _no_line(endpoint: Endpoint) -> Line:
    raise EngineError("There is no line.", "")


META = {"Name": "x", "Endpoints": {"docker": {"Host": "unix:///x.sock"}}}


@given(
    st.one_of(as_bytes, spoilt({"currentContext": "x", "cliPluginsExtraDirs": ["/x"]}).map(json.dumps).map(str.encode)),
    st.one_of(as_bytes, spoilt(META).map(json.dumps).map(str.encode)),
)
@example(b"[" * 100_000, b"[" * 100_000)
@example(b'{"currentContext": "\\u0000\\ud800\\u001b[2J"}', b'{"Endpoints": {"docker": {"Host": "unix://\\u001b[2J"}}}')
@example(b'{"cliPluginsExtraDirs": 7}', b'{"Endpoints": {"docker": {"Host": "tcp://[::1"}}}')
@example(b'{"cliPluginsExtraDirs": ["\\u0000", "\\ud800"]}', b"{}")
def test_the_docker_commands_files(folder, config, meta):
    dockers(folder, config, meta)


@pytest.mark.parametrize("file", corpus("docker"), ids=lambda file: file.name)
def test_the_docker_commands_files_that_were_kept(folder, file):
    dockers(folder, file.read_bytes(), file.read_bytes())
