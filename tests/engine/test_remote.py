"""A real dockerd as one on another machine: over ssh, and on a port with TLS; the docker command goes the same way."""

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import tls
from tests.engine.conftest import docker_for, import_tiny, new_engine
from tests.engine_news import News
from tests.listening import free_port
from tui.engine.command import docker_environment
from tui.engine.discovery import Choice, Surroundings, choose
from tui.engine.docker_sdk import engine_at
from tui.engine.private import processes, requirements
from tui.engine.ssh.line import Line
from tui.engine.watch import Watch
from tui.model.engine import Endpoint, EngineUnreachable, Tried

pytestmark = pytest.mark.engine

Choose = Callable[..., Choice]


@pytest.fixture
def choose_here(tmp_path: Path) -> Iterator[Choose]:
    """What the lab would choose for `--engine said`, with an environment of our own."""
    lines: list[Line] = []

    def line(endpoint: Endpoint) -> Line:
        lines.append(made := Line(endpoint, tmp_path))
        made.open()
        return made

    def not_wanted(word: str) -> tuple[Tried]:
        return (Tried(word, "Not wanted."),)

    def here(said: str, **environment: str) -> Choice:
        return choose(said, Surroundings(environment, tmp_path, not_wanted, line=line))

    yield here
    for each in lines:
        each.close()


def shell(endpoint: Endpoint, *words: str, config: Path) -> str:
    """What a docker command says in the command pane."""
    environment = {**os.environ, "DOCKER_CONFIG": str(config), **docker_environment(endpoint)}
    done = subprocess.run(["docker", *words], env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_context(home: Path, where: str) -> None:
    """`docker context create far`."""
    words = ("docker", "--config", str(home / ".docker"), "context", "create", "far", "--docker", where)
    subprocess.run(words, check=True, capture_output=True)


def watched_while(choice: Choice, name: str, image: str, config: Path) -> News:
    """The news of an engine while a container is run in it from the command pane."""
    assert choice.endpoint is not None
    engine = engine_at(choice.endpoint, choice.line)
    news = News()
    watch = Watch(engine, news)
    watch.start()
    try:
        news.wait(lambda: bool(news.changes))
        shell(choice.endpoint, "run", "--name", name, image, "true", config=config)
        news.wait(lambda: any(e.name == name and e.action == "die" for e in news.events))
        [container] = (each for each in news.snapshot.containers if each.name == name)
        assert engine.container_details(container.id) is not None
        logs = engine.logs(container.id)
        assert logs is not None
        assert list(logs) == []
    finally:
        watch.close()
        engine.close()
    return news


# ssh


@pytest.mark.parametrize("named", ["address", "context"])
def test_an_engine_over_ssh(far, choose_here, private_engine, tiny, empty_engine, tmp_path, named):
    """Views, events, details and the command pane's docker, over one line."""
    url = private_engine.endpoint.url.replace("unix://", "ssh://far")
    said = url
    if named == "context":
        make_context(tmp_path, f"host={url}")
        said = "far"
    choice = choose_here(said)
    assert choice.endpoint is not None, choice.tried
    assert choice.endpoint.url == url
    news = watched_while(choice, f"by-{named}", tiny, tmp_path / ".docker")
    assert not [each for each in news.all if isinstance(each, EngineUnreachable)]


def test_a_dropped_line_comes_back(far, choose_here, private_engine, docker, tiny, empty_engine, tmp_path):
    """What others did to the engine meanwhile is there, and the learner's docker works again."""
    choice = choose_here(private_engine.endpoint.url.replace("unix://", "ssh://far"))
    assert choice.endpoint is not None, choice.tried
    engine, news = engine_at(choice.endpoint, choice.line), News()
    watch = Watch(engine, news)
    watch.start()
    try:
        news.wait(lambda: len(news.changes) == 1)
        far.drop()
        news.wait(lambda: any(isinstance(each, EngineUnreachable) for each in news.all))
        docker("run", "--name", "meanwhile", tiny, "true")
        news.wait(lambda: any(each.name == "meanwhile" for each in news.snapshot.containers))
        assert "meanwhile" in shell(choice.endpoint, "ps", "--all", config=tmp_path)
    finally:
        watch.close()
        engine.close()


# TLS


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The engine's, ours, and all kinds of wrong ones."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl here")
    folder = tmp_path_factory.mktemp("tls")
    for name in ("right", "wrong"):
        tls.authority(folder, name)
    tls.certificate(folder, "engine", "right")
    tls.certificate(folder, "us", "right")
    tls.certificate(folder, "stranger", "wrong")
    tls.docker_folder(folder, "good", ca="right", own="us")
    tls.docker_folder(folder, "wrong-ca", ca="wrong", own="us")
    tls.docker_folder(folder, "unknown-to-it", ca="right", own="stranger")
    tls.docker_folder(folder, "nobody", ca="right", own="")
    return folder


@pytest.fixture(scope="module")
def tls_port(certificates: Path, tmp_path_factory: pytest.TempPathFactory, hub_store: Path) -> Iterator[int]:
    """A dockerd that also listens on a port, with TLS both ways; it has an image of busybox."""
    if missing := requirements():
        pytest.skip(f"no private engine here: {', '.join(each.what for each in missing)} missing")
    folder, port = tmp_path_factory.mktemp("tls-engine"), free_port()
    wrapper, dockerd = folder / "bin" / "dockerd", shutil.which("dockerd", path=processes.SEARCH_PATH)
    wrapper.parent.mkdir()
    wrapper.write_text(
        f'#!/bin/sh\nexec {dockerd} "$@" -H tcp://127.0.0.1:{port} --tlsverify '
        f"--tlscacert {certificates}/right-ca.pem --tlscert {certificates}/engine.pem "
        f"--tlskey {certificates}/engine-key.pem\n"
    )
    wrapper.chmod(0o755)
    engine = new_engine(folder, hub_store)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(processes, "SEARCH_PATH", f"{wrapper.parent}:{processes.SEARCH_PATH}")
        engine.start()
    import_tiny(docker_for(engine, folder / "config"))
    yield port
    engine.clean()


def test_an_engine_over_tls(choose_here, tls_port, certificates, tmp_path):
    """With the environment's certificates; also for the docker command."""
    choice = choose_here("", DOCKER_HOST=f"tcp://127.0.0.1:{tls_port}", DOCKER_TLS_VERIFY="1",
                         DOCKER_CERT_PATH=f"{certificates}/good")  # fmt: skip
    assert choice.endpoint is not None, choice.tried
    watched_while(choice, "by-environment", "tiny", tmp_path)


def test_a_context_with_its_own_certificates(choose_here, tls_port, certificates, tmp_path):
    """As `docker context create` stores them."""
    good = f"{certificates}/good"
    where = f"host=tcp://127.0.0.1:{tls_port},ca={good}/ca.pem,cert={good}/cert.pem,key={good}/key.pem"
    make_context(tmp_path, where)
    choice = choose_here("far")
    assert choice.endpoint is not None, choice.tried
    watched_while(choice, "by-context", "tiny", tmp_path)


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("wrong-ca", "has not signed"),
        ("unknown-to-it", "does not accept your certificate"),
        ("nobody", "does not accept your certificate"),
        ("missing", "has not signed"),
        ("", "speaks TLS only"),
    ],
)
def test_wrong_certificates(choose_here, tls_port, certificates, folder, words):
    """One sentence each, and a way on."""
    environment = {"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": str(certificates / folder)} if folder else {}
    [tried] = choose_here(f"tcp://127.0.0.1:{tls_port}", **environment).tried
    assert words in tried.why_not
    assert tried.fix


@pytest.mark.parametrize(("listens", "words"), [(False, "Nobody listens"), (True, "does not answer in time")])
def test_a_port_without_an_engine(choose_here, certificates, listens, words, monkeypatch):
    """With certificates all the same."""
    monkeypatch.setattr("tui.engine.discovery.FAR", 0.5)
    environment = {"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": f"{certificates}/good"}
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1] if listens else free_port()
        [tried] = choose_here(f"tcp://127.0.0.1:{port}", **environment).tried
    assert words in tried.why_not


def test_a_context_of_the_docker_command_is_read_as_it_wrote_it(choose_here, private_engine, tmp_path):
    """A unix socket's, chosen by `docker context use`."""
    make_context(tmp_path, f"host={private_engine.endpoint.url}")
    use = ("docker", "--config", str(tmp_path / ".docker"), "context", "use", "far")
    subprocess.run(use, check=True, capture_output=True)
    assert choose_here("").endpoint == Endpoint(private_engine.endpoint.url, "context far")
