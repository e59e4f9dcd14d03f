"""The verdict on a line: one sentence on what it would do, or nothing."""

from __future__ import annotations

import re
from itertools import dropwhile, pairwise
from posixpath import basename

from msgspec.structs import replace

from tui.rails.docker import ends_all, judge_docker
from tui.rails.files import DISK, OVERWRITES, judge_files
from tui.rails.ground import Ground
from tui.rails.lines import Command, commands, plain

_FORK_BOMB = re.compile(r"(?<![\w:])([\w:]+)\s*\(\)\s*\{\s*\1\s*\|\s*\1\s*&")
_SHELLS = {"sh", "bash", "dash", "zsh", "fish"}
_RUNS_NEXT = re.compile(r"-\w*c")
_ANOTHER_ENGINE = ("DOCKER_HOST=", "DOCKER_CONTEXT=")


def danger(line: str, ground: Ground) -> str:
    """What a line would do that could hurt, in a sentence; empty if nothing is known against it."""
    if _FORK_BOMB.search(line):
        return "This starts itself anew until nothing else can run."
    line = plain(line)
    if not ground.private and (why := ends_all(line)):
        return why
    for command in commands(line):
        if any(map(DISK.match, command.outputs)):
            return OVERWRITES
        if not command.words:
            continue
        if command.words[0] in {"cd", "pushd"}:
            to = [each for each in command.words[1:] if not each.startswith("-")]
            went = ground.path(to[0]) if to else ground.home
            ground = replace(ground, directory=went or ground.directory)
        elif why := _judge(command, ground):
            return why
    return ""


def _judge(command: Command, ground: Ground) -> str:
    program, arguments = basename(command.words[0]), command.words[1:]
    if program in {"docker", "podman"}:
        # sudo drops the variable that leads to the lab's engine, and podman doesn't know it.
        podman = program == "podman"
        elsewhere = podman or command.raised or any(each.startswith(_ANOTHER_ENGINE) for each in command.variables)
        return judge_docker(arguments, replace(ground, private=ground.private and not elsewhere), podman)
    if program in _SHELLS and (scripts := [b for a, b in pairwise(arguments) if _RUNS_NEXT.fullmatch(a)]):
        return danger(scripts[0], ground)
    if program == "eval":
        return danger(" ".join(dropwhile("eval".__eq__, arguments)), ground)
    return judge_files(program, arguments, command.raised, ground)
