"""Choose the engine: the one that was said, else the one that was chosen before, else the private one, else one that
answers, else none.

Looks and asks only; starting the private engine is its own business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tui.engine.contexts import DEFAULT, config_folder, context_endpoint, current_context
from tui.engine.ping import Reply, explain, ping
from tui.engine.ssh.line import Line, open_line
from tui.engine.tls import folder_of
from tui.errors import EngineError
from tui.model.engine import READING, Candidate, Endpoint, Tried

SYSTEM = "unix:///var/run/docker.sock"
PRIVATE, NONE = "private", READING.choice
_CONTEXT = "context "
_SSH = "ssh://"
FAR = 5.0
"""Seconds another machine's engine may take to answer; one here has a second."""


class Choice(Struct, frozen=True):
    """The engine to use, or None; what was tried before it, and what is to be said of it; and the line to it, open,
    where it needs one."""

    endpoint: Endpoint | None
    tried: tuple[Tried, ...] = ()
    remark: str = ""
    line: Line | None = None


def ask_once(endpoint: Endpoint) -> Reply:
    """Ask whether an engine answers."""
    return ping(endpoint.url, FAR if endpoint.remote else 1.0, endpoint.certificates)


class Surroundings(Struct, frozen=True):
    """What the choice depends on, apart from what was said.

    `private` starts the lab's own engine, of a kind (`of_kind`) or, for "private", the best that starts; it gives the
    reasons why not, one by one, and its endpoint, if there is one, last. `remembered` is what was chosen before, as
    --engine takes it, or empty; `line` opens a line to an ssh:// endpoint, or raises `EngineError`.
    """

    environment: Mapping[str, str]
    home: Path
    private: Callable[[str], Iterable[Endpoint | Tried]]
    remembered: str = ""
    ask: Callable[[Endpoint], Reply] = ask_once
    line: Callable[[Endpoint], Line] = open_line


def choose(said: str, around: Surroundings) -> Choice:
    """Choose for `--engine said`: an address, a context's name, "private", "none", or "" where nothing was said.

    What was said is used or refused, never replaced by something else.
    """
    said = said or said_by(around.environment)
    if said == NONE:
        return Choice(None)
    return _first(_try_said(said, around)) if said else choose_again(around)


def choose_again(around: Surroundings) -> Choice:
    """Choose what was chosen before; where that can't be used now, the best there is, with a word on it."""
    kept = around.remembered
    if not kept:
        return _first(_all(around))
    if kept == NONE:
        return Choice(None)
    again = _first(_try_said(kept, around))
    if again.endpoint:
        return again
    found, rest = again.tried[0], _first(_all(around))
    instead = f"the lab uses the {rest.endpoint.label}" if rest.endpoint else "the lab opens without one"
    remark = f"The engine you chose can't be used now, so {instead}. {found.what}: {found.why_not} {found.fix}"
    return replace(rest, tried=(*again.tried, *rest.tried), remark=remark.strip())


def of_kind(kind: str) -> str:
    """What --engine takes for the lab's own engine of a kind."""
    return f"{PRIVATE}-{kind}"


def other_engine(around: Surroundings) -> Endpoint | None:
    """The first engine that answers of those that aren't the lab's own."""
    choice = _first(_others(around))
    if choice.line is not None:
        choice.line.close()
    return choice.endpoint


def candidates(around: Surroundings) -> tuple[Candidate, ...]:
    """All engines that aren't the lab's own, those that don't answer too; and none."""
    found = [_candidate(each, around) for each in _usual(around)]
    seen: dict[str, Candidate] = {}
    for each in found:
        seen.setdefault(each.url or each.what, each)
    return (*seen.values(), READING)


def _candidate(usual: Endpoint | Tried, around: Surroundings) -> Candidate:
    if isinstance(usual, Tried):
        return Candidate("", usual.what, "", usual.why_not, usual.fix)
    choice = usual.label.removeprefix(_CONTEXT) if usual.label.startswith(_CONTEXT) else usual.url
    # Over ssh it would take seconds to ask; whoever chooses that one is told then why it can't be used.
    found = usual if usual.url.startswith(_SSH) else _try(usual, around)
    why_not, fix = (found.why_not, found.fix) if isinstance(found, Tried) else ("", "")
    return Candidate(choice, usual.label, usual.url, why_not, fix)


def _first(candidates: Iterable[Endpoint | Line | Tried]) -> Choice:
    """The first candidate that answers; later ones are not even asked."""
    tried: list[Tried] = []
    for candidate in candidates:
        if isinstance(candidate, Endpoint):
            return Choice(candidate, tuple(tried))
        if isinstance(candidate, Line):
            return Choice(candidate.endpoint, tuple(tried), line=candidate)
        tried.append(candidate)
    return Choice(None, tuple(tried))


def said_by(environment: Mapping[str, str]) -> str:
    """What the environment says: DOCKER_HOST, else DOCKER_CONTEXT, the docker command's own order."""
    return environment.get("DOCKER_HOST") or environment.get("DOCKER_CONTEXT") or ""


def _all(around: Surroundings) -> Iterator[Endpoint | Line | Tried]:
    yield from around.private(PRIVATE)
    yield from _others(around)


def _others(around: Surroundings) -> Iterator[Endpoint | Line | Tried]:
    asked = set()
    for endpoint in _usual(around):
        if isinstance(endpoint, Tried):
            yield endpoint
        elif endpoint.url not in asked:
            asked.add(endpoint.url)
            yield _try(endpoint, around)


def _usual(around: Surroundings) -> Iterator[Endpoint | Tried]:
    """Where engines usually are: the current context, then the sockets of the common engines."""
    folder = config_folder(around.environment, around.home)
    try:
        name = current_context(folder)
        if name != DEFAULT:
            yield context_endpoint(folder, name)
    except EngineError as error:
        yield Tried("the current docker context", error.what, error.remedy)
    yield Endpoint(SYSTEM, "system engine")
    runtime = around.environment.get("XDG_RUNTIME_DIR")
    if runtime:
        yield Endpoint(f"unix://{runtime}/docker.sock", "rootless engine")
    for place, label in (
        (".docker/run/docker.sock", "Docker Desktop"),
        (".colima/default/docker.sock", "Colima"),
        (".orbstack/run/docker.sock", "OrbStack"),
    ):
        if (around.home / place).exists():
            yield Endpoint(f"unix://{around.home / place}", label)
    if runtime:
        yield Endpoint(f"unix://{runtime}/podman/podman.sock", "rootless Podman")
    yield Endpoint("unix:///run/podman/podman.sock", "Podman")


def _try_said(said: str, around: Surroundings) -> Iterator[Endpoint | Line | Tried]:
    if said == PRIVATE or said.startswith(of_kind("")):
        yield from around.private(said)
    elif "://" in said:
        yield _try(_at(said, around), around)
    elif said == DEFAULT:
        yield _try(_at(around.environment.get("DOCKER_HOST") or SYSTEM, around), around)
    else:
        try:
            yield _try(context_endpoint(config_folder(around.environment, around.home), said), around)
        except EngineError as error:
            yield Tried(f"{_CONTEXT}{said}", error.what, error.remedy)


def _at(url: str, around: Surroundings) -> Endpoint:
    """An address, with the certificates that the environment has for it."""
    certificates = folder_of(around.environment) if url.startswith("tcp://") else ""
    return Endpoint(url, _label(url), certificates=certificates)


def _label(url: str) -> str:
    kind, _, place = url.partition("://")
    if kind == "ssh":
        return place.partition("/")[0]
    return "system engine" if url == SYSTEM else place.rstrip("/")


def _try(endpoint: Endpoint, around: Surroundings) -> Endpoint | Line | Tried:
    if endpoint.url.startswith(_SSH):
        try:
            return around.line(endpoint)
        except EngineError as error:
            return Tried(endpoint.label, error.what, error.remedy)
    reply = around.ask(endpoint)
    if reply is Reply.ANSWERS:
        return endpoint
    why_not, fix = explain(endpoint.url, reply)
    return Tried(endpoint.label, why_not, fix)
