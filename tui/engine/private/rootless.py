"""A dockerd as an ordinary user: in a user namespace of its own, with a network of its own, by way of rootlesskit.

Root in its containers is the learner outside, so even the host's root folder mounted into one can't be hurt.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from tui.engine.private.facts import SEARCH_PATH, MachineFacts
from tui.engine.private.kind import DAEMON_JSON, Memory, Refusal, missing_programs, no_cgroups
from tui.engine.private.layout import Layout
from tui.engine.private.network import has_way_out
from tui.engine.private.processes import children, command_line, descendants, end
from tui.errors import EngineError

PACKAGES = {
    "dockerd": "docker.io",
    "containerd": "containerd",
    "runc": "runc",
    "rootlesskit": "rootlesskit",
    "slirp4netns": "slirp4netns",
    "newuidmap": "uidmap",
    "newgidmap": "uidmap",
    "ip": "iproute2",
    "setsid": "util-linux",
    "nsenter": "util-linux",
}
"""Program → the Debian and Ubuntu package it is in."""

HOST = "10.0.2.2"
"""This machine's loopback address, as slirp4netns shows it to the engine."""
OVERLAY_SINCE = (5, 11)
"""The first kernel on which an ordinary user may mount an overlay."""
IDS = 65536
"""As many user ids as an image may use."""
STOPS_IN = 15.0
CONTAINERS_STOP_IN = 2.0
NO_OWNERS = frozenset({"nfs", "nfs4", "cifs", "smb3", "9p", "vfat", "exfat", "fuse.sshfs"})
"""File systems on which a user can't give files to the user ids of containers."""

HURRIED = "options timeout:1 attempts:1\n"
"""For resolv.conf where there is no network. slirp4netns lets each question go unanswered there, at 5 seconds a try."""

# /run and /etc are copies that only the engine sees; in the one these may lead to the system engine's own.
_ENTER = """
rm -f /run/docker /run/containerd /run/xtables.lock
[ ! -e "$0" ] || cat "$0" >>/etc/resolv.conf
exec "$@"
"""


class Rootless(Struct, frozen=True):
    """Nothing of it has a name on the machine: all of it is within its namespaces."""

    name = "rootless"
    title = "Docker, run by you (rootless)"
    hub_port = 5054

    def refusals(self, facts: MachineFacts) -> tuple[Refusal, ...]:
        """All that must be as rootlesskit needs it."""
        if facts.uid == 0:
            return (Refusal("root", "It is for an ordinary user, and you are root.", "Log in as yourself."),)
        namespaces = user_namespace_refusals(facts, "rootlesskit")
        return (*missing_programs(PACKAGES, facts), *namespaces, *ground_refusals(facts))

    def notes(self, facts: MachineFacts) -> tuple[str, ...]:
        """It has no cgroups, whatever the machine has."""
        return ("Limits on memory and processors have no effect, and docker stats can't tell one container's part.",)

    def files(self, layout: Layout, hub_port: int) -> Mapping[Path, str]:
        """A daemon.json, so that it doesn't read the user's own rootless engine's."""
        return {_config(layout): DAEMON_JSON}

    def command(self, layout: Layout, hub_port: int) -> list[str]:
        """Rootlesskit makes the namespaces, and dockerd is the first of a process namespace: none outlives it."""
        return [
            "rootlesskit",
            *("--state-dir", str(_state(layout))),
            "--net=slirp4netns",
            "--mtu=65520",
            "--slirp4netns-sandbox=auto",
            "--slirp4netns-seccomp=auto",
            # The lab hub and what the learner serves are on the machine's loopback.
            "--disable-host-loopback=false",
            "--port-driver=builtin",
            "--pidns",
            *("--copy-up=/etc", "--copy-up=/run"),
            "--propagation=rslave",
            *("sh", "-c", _ENTER, str(_hurried(layout))),
            *self._dockerd(layout, hub_port),
        ]

    def _dockerd(self, layout: Layout, hub_port: int) -> list[str]:
        return [
            "dockerd",
            "--rootless",
            *("--config-file", str(_config(layout))),
            *("--data-root", str(layout.root)),
            *("--exec-root", str(layout.exec_root)),
            *("--pidfile", str(layout.pidfile)),
            *("--host", layout.url),
            # As the rootful one: no way out, and no need of the kernel's modules for rules.
            "--iptables=false",
            "--ip6tables=false",
            "--ip-masq=false",
            # Means none at all here. systemd's would depend on how the user has logged in.
            *("--exec-opt", "native.cgroupdriver=cgroupfs"),
            *("--registry-mirror", f"http://{HOST}:{hub_port}"),
            *("--shutdown-timeout", "2"),
        ]

    def environment(self, layout: Layout) -> Mapping[str, str]:
        """Its own folders for what runs and for settings: the user's may hold those of another rootless engine."""
        return {"XDG_RUNTIME_DIR": str(layout.runtime), "XDG_CONFIG_HOME": str(layout.exec_root / "config")}

    def runs_as(self, layout: Layout, words: Sequence[str]) -> bool:
        """The rootlesskit outside the namespaces, known by the data root; its copy inside has another first word."""
        return Path(words[0]).name == "rootlesskit" and str(layout.root) in words

    def named_in(self, words: Sequence[str]) -> Rootless:
        """There are no names."""
        return self

    def taken(self, layout: Layout) -> str:
        """Nothing is shared."""
        return ""

    def prepare(self, layout: Layout, memory: Memory) -> Memory:
        """Its folder for what runs, which rootlesskit wants to be there; and how long to look for names."""
        layout.exec_root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not has_way_out():
            _hurried(layout).write_text(HURRIED, encoding="utf-8")
        return memory

    def end(self, layout: Layout, pids: Sequence[int]) -> None:
        """With rootlesskit goes the process namespace, and with that all there is."""
        end(pids, STOPS_IN, nudge=(CONTAINERS_STOP_IN, lambda: end(_containers(pids), grace=0.0)))

    def remove(self, layout: Layout, folder: Path) -> None:
        """Files of the containers' users can be removed only by someone who is root among them."""
        with suppress(OSError):
            shutil.rmtree(folder)
            return
        kit = shutil.which("rootlesskit", path=SEARCH_PATH) or "rootlesskit"
        state = layout.runtime / "removing"
        command = [kit, "--state-dir", str(state), "rm", "-rf", str(folder)]
        environment = {**os.environ, "PATH": SEARCH_PATH, "XDG_RUNTIME_DIR": str(layout.runtime)}
        try:
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            said = done.stderr.strip().splitlines()[-1:]
        except OSError as error:
            said = [str(error)]
        shutil.rmtree(state, ignore_errors=True)
        if folder.exists():
            raise EngineError(
                f"{folder} can't be removed: {' '.join(said)}.", f"Try it yourself: rootlesskit rm -rf {folder}"
            )

    def remains(self, layout: Layout) -> list[str]:
        """Nothing outside its folders."""
        return []

    def ground(self, memory: Memory) -> str:
        """What keeps it apart."""
        return "namespaces of your own (rootlesskit, slirp4netns)"


def user_namespace_refusals(facts: MachineFacts, maker: str) -> Iterator[Refusal]:
    """Why the program `maker` can't make a user namespace with more than one user id in it."""
    for program in ("newuidmap", "newgidmap"):
        if program in facts.programs and program not in facts.mapping:
            fix = f"Run: sudo chmod u+s $(command -v {program})"
            yield Refusal(program, f"{program} has lost its right to map user ids (it is not setuid).", fix)
    files = {"/etc/subuid": facts.subuid, "/etc/subgid": facts.subgid}
    short = [file for file, text in files.items() if subordinate_ids(text, facts.user, facts.uid) < IDS]
    if short:
        first = free_id(facts.subuid, facts.subgid)
        span = f"{first}-{first + IDS - 1}"
        fix = f"Run: sudo usermod --add-subuids {span} --add-subgids {span} {facts.user or facts.uid}"
        give = "give" if len(short) > 1 else "gives"
        yield Refusal(short[0], f"{' and '.join(short)} {give} you no {IDS} ids for your containers.", fix)
    yield from _forbidden(facts, maker)


def _forbidden(facts: MachineFacts, maker: str) -> Iterator[Refusal]:
    what, sysctls = "user namespaces", facts.sysctls
    if sysctls.get("kernel/unprivileged_userns_clone") == 0:
        fix = "Run: sudo sysctl -w kernel.unprivileged_userns_clone=1"
        yield Refusal(what, "This system lets only root make user namespaces.", fix)
    if sysctls.get("user/max_user_namespaces") == 0:
        fix = "Run: sudo sysctl -w user.max_user_namespaces=15000"
        yield Refusal(what, "This system allows no user namespaces.", fix)
    restricted = sysctls.get("kernel/apparmor_restrict_unprivileged_userns") == 1
    if restricted and not any(name.endswith(maker) for name in facts.profiles):
        fix = "Run: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        yield Refusal(what, f"AppArmor keeps {maker} from making user namespaces.", fix)


def ground_refusals(facts: MachineFacts) -> Iterator[Refusal]:
    """Why a user's engine would have no network, no storage or no cgroups."""
    yield from no_cgroups(facts)
    if not facts.tun:
        fix = "Run: sudo modprobe tun; sudo chmod 666 /dev/net/tun"
        yield Refusal("/dev/net/tun", "You may not open /dev/net/tun, which its network needs.", fix)
    if facts.kernel < OVERLAY_SINCE and "fuse-overlayfs" not in facts.programs:
        why = f"Linux {facts.kernel[0]}.{facts.kernel[1]} keeps overlays to root, and fuse-overlayfs is missing."
        fix = "Install it: sudo apt-get install fuse-overlayfs"
        yield Refusal("overlay", why, fix, "fuse-overlayfs")
    if facts.disk in NO_OWNERS:
        fix = "Set XDG_DATA_HOME to a folder on a disk of this machine."
        yield Refusal(
            "disk", f"Your data folder is on {facts.disk}, where files can't belong to containers' users.", fix
        )


def subordinate_ids(text: str, user: str, uid: int) -> int:
    """How many ids /etc/subuid or /etc/subgid gives a user, in the largest range (subuid(5))."""
    return max((count for owner, _, count in _ranges(text) if owner in (user, str(uid))), default=0)


def free_id(*texts: str) -> int:
    """The first id after all that are given to anyone; those below 100000 are the system's own."""
    return max((first + count for text in texts for _, first, count in _ranges(text)), default=100000)


def _ranges(text: str) -> list[tuple[str, int, int]]:
    """The lines of /etc/subuid: whose, from which id on, how many."""
    return [
        (owner, int(first), int(count)) for owner, first, count in re.findall(r"(?m)^([^:\s]+):(\d+):(\d+)\s*$", text)
    ]


def _containers(pids: Sequence[int]) -> list[int]:
    """The first process of each container that runs under these."""
    shims = (pid for pid in descendants(pids) if "containerd-shim" in " ".join(command_line(pid)[:1]))
    return [child for shim in shims for child in children(shim)]


def _config(layout: Layout) -> Path:
    return layout.data / "daemon.json"


def _hurried(layout: Layout) -> Path:
    return layout.exec_root / "resolv.conf"


def _state(layout: Layout) -> Path:
    """Where rootlesskit keeps its own sockets."""
    return layout.exec_root / "kit"
