"""What keeps a line from being there, in a sentence and with the command to run first; read from what ssh prints."""

from __future__ import annotations

import re

from tui.engine.ssh.destination import FORBIDDEN, MISSING, Destination
from tui.errors import EngineLost
from tui.model.text import printable

_CHANGED = "REMOTE HOST IDENTIFICATION HAS CHANGED"
_UNKNOWN_KEY = ("Host key verification failed", "host key is known for", "No matching host key")
_REFUSED_US = ("Permission denied", "Too many authentication failures", "No supported authentication methods")
_TIMED_OUT = ("timed out", "Timeout, server")


def no_line(to: Destination, said: str) -> EngineLost:
    """Why ssh ended before the line was there, by what it `said`."""
    place = f"{to.host} port {to.port}" if to.port else to.host
    if _CHANGED in said:
        return EngineLost(
            f"{to.host} shows another host key than the one ssh knows: it may be another machine.",
            f"Ask who runs it. Only if the new key is right, run: {_forget(to, said)}, then: ssh {to.words}",
        )
    if _any(_UNKNOWN_KEY, said):
        return EngineLost(
            f"ssh doesn't know the host key of {to.host} yet, and the lab must not say yes for you.",
            f"Run: ssh {to.words} and compare the fingerprint it shows.",
        )
    if _any(_REFUSED_US, said):
        return EngineLost(
            f"{to.host} accepts none of your keys, and the lab can't type a password for you.",
            f"Run: ssh-copy-id {to.words} (or ssh-add, if your key has a passphrase), until ssh asks nothing any more.",
        )
    if "Could not resolve hostname" in said:
        return EngineLost(
            f"Nobody knows a machine named {to.host}.", f"Check the name, and the network: ssh {to.words}"
        )
    if "Connection refused" in said:
        return EngineLost(f"Nobody listens for ssh at {place}.", "Check the name and the port, or start sshd there.")
    if _any(_TIMED_OUT, said):
        return EngineLost(f"{place} does not answer in time.", f"Check the network: ssh {to.words}")
    return EngineLost(
        f"ssh could not open a line to {to.host}{_last(said)}.",
        f"This must work without a question: ssh {to.words} true",
    )


def no_socket(to: Destination, how: str) -> EngineLost:
    """Why a line is of no use, by the word that the far end said."""
    kind, _, other = how.partition(" ")
    if kind == FORBIDDEN:
        return EngineLost(
            f"You may not use {to.socket} on {to.host}: permission denied.",
            f"Run: ssh -t {to.words} sudo usermod -aG docker '$USER'",
        )
    if kind == MISSING and other:
        address = f"{to.label}:{to.port}" if to.port else to.label
        return EngineLost(
            f"No engine runs at {to.socket} on {to.host}, but there is one at {printable(other)}.",
            f"Use: --engine ssh://{address}{printable(other)}",
        )
    return EngineLost(
        f"No engine runs at {to.socket} on {to.host}: the socket is not there.",
        f"Start it there, or say where its socket is: ssh://{to.label}/run/user/1000/docker.sock",
    )


def dropped(to: Destination) -> EngineLost:
    """The line was there, and ended."""
    return EngineLost(f"The line to {to.label} has dropped.", "The lab opens it again by itself.")


def unanswered(to: Destination, *, silent: bool) -> EngineLost:
    """The line is there, and nothing answers at its other end."""
    how = "does not answer in time" if silent else "is down; the line to its machine is there"
    return EngineLost(f"The engine at {to.label} {how}.", "The lab asks again by itself.")


def _forget(to: Destination, said: str) -> str:
    """How to forget a host key, in ssh's own words if it says so: it may know the host by another name."""
    found = re.search(r"^\s*(ssh-keygen .*-R .*)$", said, re.MULTILINE)
    if found:
        return printable(found[1].strip())
    return f"ssh-keygen -R '[{to.host}]:{to.port}'" if to.port else f"ssh-keygen -R {to.host}"


def _any(phrases: tuple[str, ...], said: str) -> bool:
    return any(phrase in said for phrase in phrases)


def _last(said: str) -> str:
    """ssh's own last words, which come after banners."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return f": {printable(re.sub(r'[.:]+$', '', lines[-1]))}" if lines else ""
