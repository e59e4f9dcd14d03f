"""The verdict on a line: one sentence on what it would do, or nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from posixpath import basename

from tui.rails.docker import ends_all, judge_docker
from tui.rails.files import DISK, OVERWRITES, judge_files
from tui.rails.ground import Ground
from tui.rails.lines import Command, commands, plain

_FORK_BOMB = re.compile(r"(?<![\w:])([\w:]+)\s*\(\)\s*\{\s*\1\s*\|\s*\1\s*&")
_SHELLS = {"sh", "bash", "dash", "zsh", "fish"}
_ANOTHER_ENGINE = ("DOCKER_HOST=", "DOCKER_CONTEXT=")


def danger(line: str, ground: Ground) -> str:
    """What a line would do that could hurt, in a sentence; empty if nothing is known against it."""
    if _FORK_BOMB.search(line):
        return "This starts itself anew until nothing else can run."
    line = plain(line)
    if not ground.private and (why := ends_all(line)):
        return why
    for command in commands(line):
        if not command.words:
            continue
        if command.words[0] in {"cd", "pushd"}:
            went = ground.path(command.words[1]) if len(command.words) > 1 else ground.home
            ground = replace(ground, directory=went or ground.directory)
        elif why := _judge(command, ground):
            return why
    return ""


def _judge(command: Command, ground: Ground) -> str:
    if any(map(DISK.match, command.outputs)):
        return OVERWRITES
    program, arguments = basename(command.words[0]), command.words[1:]
    if program in {"docker", "podman"}:
        # sudo drops the variable that leads to the lab's engine.
        elsewhere = command.raised or any(each.startswith(_ANOTHER_ENGINE) for each in command.variables)
        return judge_docker(arguments, replace(ground, private=ground.private and not elsewhere))
    if program in _SHELLS and "-c" in arguments[:-1]:
        return danger(arguments[arguments.index("-c") + 1], ground)
    return judge_files(program, arguments, command.raised, ground)
