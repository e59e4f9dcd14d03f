"""The private engine's bridge, and a subnet for it that this machine does not reach already."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from ipaddress import IPv4Interface, IPv4Network
from typing import Any

from tui.engine.private.facts import SEARCH_PATH
from tui.errors import EngineError

OTHER_SUBNETS = (
    "10.214.77.1/24",
    "172.29.77.1/24",
    "192.168.213.1/24",
    *(f"198.18.{number}.1/24" for number in range(77, 109)),
)
"""Where to go when the first choice is taken; the last ones are set aside for benchmarks (RFC 2544) and hardly ever
used. As many labs as these can have engines on one machine."""

_NOT_A_DESTINATION = ("local", "broadcast", "multicast")


def choose_subnet(wanted: Iterable[str], taken: Iterable[IPv4Network]) -> str:
    """The first of `wanted` (addresses like "10.213.77.1/24") that overlaps nothing taken.

    Raises `EngineError` if all do.
    """
    occupied = tuple(taken)
    for subnet in wanted:
        network = IPv4Interface(subnet).network
        if not any(network.overlaps(other) for other in occupied):
            return subnet
    raise EngineError("This machine's routes leave no subnet for the lab's engine.", "See: ip route")


def reached_networks(routes: Iterable[dict[str, Any]], but_through: str) -> tuple[IPv4Network, ...]:
    """The networks that routes (as `ip -json route` prints them) lead to, but through one's own bridge."""
    return tuple(
        IPv4Network(route["dst"], strict=False)
        for route in routes
        if route.get("dev") != but_through and route.get("type") not in _NOT_A_DESTINATION and route["dst"] != "default"
    )


def routes() -> list[dict[str, Any]]:
    """This machine's IPv4 routes, those of VPNs with tables of their own included."""
    return _ip_json("-4", "route", "show", "table", "all")


def has_way_out() -> bool:
    """Whether any route leads out of this machine and its neighbourhood."""
    return any(_ip_json(family, "route", "show", "default") for family in ("-4", "-6"))


def make_bridge(name: str, address: str) -> None:
    """Make a bridge with an address ("10.213.77.1/24") and nothing else on it; a wrong one is made anew."""
    if address in _addresses(name):
        return
    remove_link(name)
    _ip("link", "add", name, "type", "bridge")
    _ip("addr", "add", address, "dev", name)
    _ip("link", "set", name, "up")


def link_exists(name: str) -> bool:
    """Whether there is an interface of this name."""
    return any(link["ifname"] == name for link in _ip_json("link", "show"))


def remove_link(name: str) -> None:
    """Remove an interface if it is there."""
    if link_exists(name):
        _ip("link", "del", name)


def _addresses(name: str) -> list[str]:
    """The IPv4 addresses of an interface that is up."""
    return [
        f"{info['local']}/{info['prefixlen']}"
        for link in _ip_json("-4", "addr", "show", "up")
        if link.get("ifname") == name
        for info in link["addr_info"]
    ]


def _ip_json(*arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(_ip("-json", *arguments) or "[]")
    return [entry for entry in found if entry]


def _ip(*arguments: str) -> str:
    program = shutil.which("ip", path=SEARCH_PATH) or "ip"
    try:
        done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError(f"ip {' '.join(arguments)} failed: {error}.", "Look whether it works: ip link") from error
    if done.returncode:
        said = " ".join(done.stderr.split()).rstrip(".")
        raise EngineError(
            f"ip {' '.join(arguments)} failed: {said}.",
            "The private engine makes a bridge; where root may not (a container without NET_ADMIN), use another.",
        )
    return done.stdout
