"""Judges engines, the right to use them, and the docker command. Pure."""

from __future__ import annotations

from tui.doctor.facts import Command, EngineAnswer, EngineFacts, Rights, Unknown
from tui.engine.client import TRUE, machine_of
from tui.model.doctor import Line
from tui.model.engine import EngineIdentity, Tried

OLDEST_API = (1, 41)
"""Docker 20.10's; the lab is tried with nothing older."""


def engine(facts: EngineFacts) -> Line:
    """The engine the lab would open on."""
    endpoint, tried = facts.choice.endpoint, _told(facts.choice.tried)
    said = f", {facts.said}" if facts.said else ""
    if endpoint is None:
        why = f"{facts.choice.remark} There is none{said}. {tried}".strip()
        return Line.problem("engine", why, _way_out(facts))
    which = f"The {'engine at ' * (endpoint.label in endpoint.url)}{endpoint.label}{said}"
    seen = f"{facts.choice.remark} {which}".strip()
    if isinstance(facts.answer, Unknown):
        fix = f"Restart it, or use another one; it is at {endpoint.url}"
        return Line.problem("engine", f"{seen}. {facts.answer.why} {tried}".strip(), fix)
    if facts.answer is None:
        return Line.ok("engine", f"{seen}; it doesn't run now, the lab starts it.")
    identity = facts.answer.identity
    seen = f"{seen}: {_named(identity)}."
    if _numbers(identity.api_version) < OLDEST_API:
        oldest = ".".join(map(str, OLDEST_API))
        return Line.warning(
            "engine", f"{seen} The lab is made for API {oldest} and later. {tried}".strip(), "Update it."
        )
    return Line.ok("engine", f"{seen} {tried}".strip())


def _way_out(facts: EngineFacts) -> str:
    """What to do where there is no engine."""
    if not facts.said:
        return "See what is said of the private engine, and of rights."
    fixes = (each.fix for each in facts.choice.tried if each.fix)
    return next(fixes, "Choose another one: sealegs --engine WHICH, or the key e in the lab.")


def _named(identity: EngineIdentity) -> str:
    rootless = ", rootless" if identity.rootless else ""
    return f"{identity.product} {identity.version}, API {identity.api_version}{rootless}"


def _told(tried: tuple[Tried, ...]) -> str:
    """What was tried before; why it isn't the private engine, another line tells."""
    others = [f"{each.what}: {each.why_not}" for each in tried if not each.what.startswith("private engine")]
    return f"Tried: {' '.join(others)}" if others else ""


def _numbers(version: str) -> tuple[int, ...]:
    """An API's version; what is none doesn't count as old."""
    parts = version.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else OLDEST_API


def private(facts: EngineFacts) -> Line:
    """Whether a private engine can run here; one that can't is no trouble where another engine answers."""
    found = facts.private
    if found.able:
        return Line.ok("private engine", f"{found.title}: it {'runs' if found.running else 'can run'} here.")
    seen = f"{found.title}: it can't run here. {' '.join(each.why_not for each in found.why_not)}"
    if facts.choice.endpoint:
        return Line.ok("private engine", f"{seen} Another engine does.")
    fixes = dict.fromkeys(each.fix for each in found.why_not if each.fix)
    if found.packages:
        fixes[f"Install what is missing: sudo apt-get install {' '.join(found.packages)} (./lab offers to)"] = None
    return Line.warning("private engine", seen, "\n".join(fixes))


def rights(found: Rights, engine: EngineFacts | Unknown) -> Line:
    """Whether the system engine's socket may be used; where there is another engine, nobody needs to."""
    if not found.there:
        return Line.ok("rights", f"There is no system engine to have rights to ({found.path}).")
    if found.root:
        return Line.ok("rights", f"You are root, and may use {found.path}.")
    if found.usable:
        return Line.ok("rights", f"You may use {found.path}, and so are as good as root on this machine.")
    seen = f"You may not use {found.path}: permission denied."
    if isinstance(engine, EngineFacts) and engine.choice.endpoint:
        return Line.ok("rights", f"{seen} The lab doesn't need to.")
    if found.member:
        late = f"{seen} You are in the group {found.group}, but not since this session began."
        return Line.problem("rights", late, f"Log out and in again; or, for this terminal: newgrp {found.group}")
    if found.group in ("", "root"):
        return Line.problem("rights", seen, f"See: ls -lL {found.path}")
    join = f'Run: sudo usermod -aG {found.group} "$USER", then log out and in again.'
    fix = f"{join} Whoever is in that group is as good as root here; a private engine needs no such right."
    return Line.problem("rights", f"{seen} Its group, {found.group}, may.", fix)


def command(found: Command) -> Line:
    """The docker command, and whether it goes together with the engine."""
    if not found.path:
        return Line.problem("docker command", "There is none in PATH.", "Install docker-cli, or docker.io.")
    version = found.client.version
    seen = f"Docker {version}, {found.path}." if version else f"{found.path} doesn't say which Docker it is."
    if found.refusal:
        return Line.problem("docker command", f"{seen} It can't talk to the engine: {found.refusal}", _agreement(found))
    if not version:
        return Line.warning("docker command", seen, "See: docker --version")
    return Line.ok("docker command", seen if found.refusal is None else f"{seen} It talks to the engine.")


def _agreement(found: Command) -> str:
    """What brings it and the engine together."""
    if found.api:
        return f"unset DOCKER_API_VERSION (it is {found.api})"
    if found.refusal and ("too old" in found.refusal or "too new" in found.refusal):
        return "Install a docker command that is as old as the engine, or use another engine."
    return "See: docker version"


def builder(found: Command, engine: EngineFacts | Unknown) -> Line | None:
    """What `docker build` builds with. The course goes both ways."""
    if not found.path:
        return None
    answer = engine.answer if isinstance(engine, EngineFacts) else None
    identity, said = (answer.identity, answer.builder_version) if isinstance(answer, EngineAnswer) else (None, "")
    if found.client.needs_buildx and not found.client.buildx and found.buildkit in TRUE:
        seen = f"DOCKER_BUILDKIT={found.buildkit} is set, but buildx is missing: docker build fails."
        return Line.problem("builder", seen, "unset DOCKER_BUILDKIT, or install docker-buildx.")
    machine = machine_of(found.client, identity, {"DOCKER_BUILDKIT": found.buildkit}, said)
    if machine.builder == "classic":
        return Line.ok("builder", "The classic builder.")
    return Line.ok("builder", "BuildKit, through buildx." if found.client.buildx else "BuildKit.")
