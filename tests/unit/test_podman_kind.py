"""A podman of the lab's own: what keeps it from running, what it reads, and how it is known again."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tui.engine.private import MachineFacts, Podman
from tui.engine.private.layout import Layout

LINE = "kim:100000:65536\n"
FINE = MachineFacts(uid=1000, user="kim", subuid=LINE, subgid=LINE)
LAYOUT = Layout(Path("/data"), Path("/run/user/1000/sealegs/podman"), Path("/store"))


def test_a_machine_with_everything_refuses_nothing():
    """What is less than with Docker is a note."""
    assert Podman().refusals(FINE) == ()
    assert "--rm" in Podman().notes(FINE)[0]
    assert "Limits" in Podman().notes(replace(FINE, cgroups=1))[1]


@pytest.mark.parametrize(
    ("changed", "why", "fix"),
    [
        ({"uid": 0}, "you are root", "Log in as yourself"),
        ({"programs": FINE.programs - {"podman"}}, "podman is missing", "apt-get install podman"),
        ({"programs": FINE.programs - {"runc"}}, "runc is missing", "apt-get install runc"),
        ({"subuid": ""}, "/etc/subuid gives you no", "usermod --add-subuids"),
        ({"sysctls": {"user/max_user_namespaces": 0}}, "no user namespaces", "user.max_user_namespaces=15000"),
        ({"sysctls": {"kernel/apparmor_restrict_unprivileged_userns": 1}}, "keeps podman from", "userns=0"),
        ({"tun": False}, "/dev/net/tun", "modprobe tun"),
    ],
)
def test_each_refusal_has_its_reason_and_its_fix(changed, why, fix):
    """In one sentence and one line."""
    [refusal] = Podman().refusals(replace(FINE, **changed))
    assert why in refusal.why
    assert fix in refusal.fix
    assert "\n" not in refusal.why + refusal.fix


def test_it_needs_neither_rootlesskit_nor_dockerd():
    """And AppArmor may let podman do what rootlesskit may not."""
    restricted = {"kernel/apparmor_restrict_unprivileged_userns": 1}
    without = FINE.programs - {"rootlesskit", "dockerd", "containerd"}
    allowed = replace(FINE, programs=without, sysctls=restricted, profiles=frozenset({"podman"}))
    assert Podman().refusals(allowed) == ()


def test_all_that_it_reads_and_writes_is_the_lab_s():
    """No file or folder of a podman of the user's own; the hub is its mirror."""
    files = Podman().files(LAYOUT, 5099)
    environment = Podman().environment(LAYOUT)
    settings = {name: Path(value) for name, value in environment.items() if name.startswith("CONTAINERS_")}
    assert set(settings.values()) == set(files)
    assert {name.removeprefix("CONTAINERS_") for name in settings} == {"CONF", "REGISTRIES_CONF", "STORAGE_CONF"}
    assert 'location = "127.0.0.1:5099"' in files[settings["CONTAINERS_REGISTRIES_CONF"]]
    folders = {name: Path(value) for name, value in environment.items() if name.startswith("XDG_")}
    assert set(folders) == {"XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"}
    assert all(each.is_relative_to(LAYOUT.root) or each == LAYOUT.exec_root for each in folders.values())


def test_it_is_known_by_its_storage():
    """Not one of the user's own, nor a command that looks into it, nor one whose name begins the same."""
    command = Podman().command(LAYOUT, 5099)
    assert command[-1] == LAYOUT.url
    assert Podman().runs_as(LAYOUT, ["/usr/bin/podman", *command[1:]])
    assert not Podman().runs_as(LAYOUT, ["podman", "system", "service", "--time=0", LAYOUT.url])
    assert not Podman().runs_as(LAYOUT, ["podman", "--root", "/data/root/storage", "ps"])
    assert not Podman().runs_as(replace(LAYOUT, data=Path("/dat")), command)
