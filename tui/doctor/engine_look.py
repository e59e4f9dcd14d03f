"""Finds the engine the lab would open on, and asks it, and the docker command, what they are. Starts nothing."""

from __future__ import annotations

import grp
import json
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from typing import Any

from tui import engines
from tui.doctor.facts import Command, EngineAnswer, EngineFacts, Rights, Unknown
from tui.doctor.passing_line import PassingLine
from tui.doctor.private_look import own_engines
from tui.engine.client import docker_client
from tui.engine.command import docker_environment
from tui.engine.discovery import PRIVATE, Surroundings, choose
from tui.engine.ping import SYSTEM_SOCKETS, Reply, connection_to, explain, ping, preferred_builder, reply_to
from tui.engine.records import Record, date, identity_from, images_from
from tui.model.engine import Endpoint, Tried

TIMEOUT = 0.7
"""Seconds for one answer: a student may have several engines that hang."""
COMMAND_TIMEOUT = 2.0
_LONGEST = 1 << 24


def engine_facts(said: str, line: PassingLine) -> EngineFacts:
    """The engine for `--engine said`, and what it says of itself, over a line if it needs one."""
    own, remembered = own_engines(TIMEOUT), engines.remembered()

    def offered(word: str) -> tuple[Endpoint | Tried]:
        return (own[word].offered() if word in own else Tried(word, f"There is no {word} engine for you."),)

    def ask(endpoint: Endpoint) -> Reply:
        return ping(endpoint.url, TIMEOUT, endpoint.certificates)

    choice = choose(said, Surroundings(os.environ, Path.home(), offered, remembered, ask, line.open))
    endpoint, best = choice.endpoint, own[PRIVATE].found
    # What was chosen earlier and can't be used is told in a remark.
    who = _who_said(said, "" if choice.remark else remembered)
    if endpoint is None:
        return EngineFacts(choice, best, said=who)
    mine = next((each for each in own.values() if each.endpoint == endpoint), None)
    answer = _answer(endpoint) if mine is None or mine.found.running else None
    data = answer.data if isinstance(answer, EngineAnswer) else None
    return EngineFacts(choice, best, answer, who, mine.data if mine else data)


def _who_said(said: str, remembered: str) -> str:
    if said:
        return "as --engine says"
    variable = next((name for name in ("DOCKER_HOST", "DOCKER_CONTEXT") if os.environ.get(name)), "")
    if variable:
        return f"as {variable} says"
    return "as you chose in the lab" if remembered else ""


def _answer(endpoint: Endpoint) -> EngineAnswer | Unknown:
    """What an engine says of itself, or why it doesn't. The lab goes on without /info, as some refuse it."""
    version, images, info = (_ask(endpoint, path) for path in ("/version", "/images/json", "/info"))
    refused = next((each for each in (version, images) if isinstance(each, Unknown)), None)
    if refused:
        return refused
    info = info if isinstance(info, dict) else {}
    try:
        return EngineAnswer(
            identity=identity_from(version, info),
            builder_version=preferred_builder(endpoint.near, endpoint.certificates, TIMEOUT),
            ahead=_ahead(info.get("SystemTime")),
            images=frozenset(tag for image in images_from(images) for tag in image.tags),
            data=_data(endpoint.url, info),
        )
    except (AttributeError, TypeError, ValueError, KeyError):
        return Unknown("What it says of itself makes no sense.")


def _data(url: str, info: Record) -> Path | None:
    """Where an engine keeps what it has, if that is on this machine and not in a virtual one, as Docker Desktop's."""
    root = info.get("DockerRootDir")
    here = url.startswith("unix://") and "desktop" not in str(info.get("OperatingSystem")).lower()
    return Path(root) if here and isinstance(root, str) else None


def _ask(endpoint: Endpoint, path: str) -> Any:  # noqa: ANN401
    """What an engine answers, from JSON, or why it doesn't (`Unknown`)."""
    try:
        with closing(connection_to(endpoint.near, TIMEOUT, endpoint.certificates)) as connection:
            connection.request("GET", path)
            response = connection.getresponse()
            body = response.read(_LONGEST)
        return json.loads(body) if response.status == 200 else Unknown(f"It refuses {path} ({response.status}).")
    except (OSError, HTTPException) as error:
        return Unknown(explain(endpoint.url, reply_to(error))[0])
    except (ValueError, RecursionError):
        return Unknown(f"Its answer to {path} makes no sense.")


def _ahead(told: object) -> float | None:
    """How many seconds an engine's clock is before ours."""
    engines_time = date(told)
    return engines_time - time.time() if engines_time else None


def rights() -> Rights:
    """Whether the system engine's socket is there and may be used."""
    path = next((each for each in SYSTEM_SOCKETS if os.path.lexists(each)), SYSTEM_SOCKETS[0])
    root = os.geteuid() == 0
    try:
        owner = Path(path).stat().st_gid
    except FileNotFoundError:
        return Rights(path, root=root)
    except OSError:
        return Rights(path, there=True, root=root)
    usable = os.access(path, os.R_OK | os.W_OK)
    try:
        group = grp.getgrgid(owner)
    except KeyError:
        return Rights(path, there=True, usable=usable, root=root)
    return Rights(path, True, usable, group.gr_name, _user() in group.gr_mem, root)


def _user() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # as in a container that is run with any number for a user
        return ""


def command(engine: EngineFacts | Unknown) -> Command:
    """The docker command, and whether it can talk to the engine that was chosen and runs."""
    environment = os.environ
    path = shutil.which("docker", path=environment.get("PATH", os.defpath))
    if path is None:
        return Command()
    answers = isinstance(engine, EngineFacts) and engine.identity is not None
    endpoint = engine.choice.endpoint if isinstance(engine, EngineFacts) and answers else None
    return Command(
        path=path,
        client=docker_client(environment),
        buildkit=environment.get("DOCKER_BUILDKIT", ""),
        api=environment.get("DOCKER_API_VERSION", ""),
        refusal=_refusal(path, {**environment, **docker_environment(endpoint)}) if endpoint else None,
    )


def _refusal(path: str, environment: Mapping[str, str]) -> str:
    """What the docker command says if it can't talk to its engine. It knows best whether their versions go together."""
    try:
        done = subprocess.run(
            [path, "version", "--format", "{{.Server.Version}}"], env=dict(environment), stdin=subprocess.DEVNULL,
            capture_output=True, timeout=COMMAND_TIMEOUT, check=False, encoding="utf-8", errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"no answer in {COMMAND_TIMEOUT:.0f} seconds"
    except OSError as error:
        return f"{path} can't be run: {error.strerror}"
    said = [line for line in done.stderr.splitlines() if line.strip()]
    return "" if done.returncode == 0 else (said[-1].strip() if said else f"it ends with {done.returncode}")
