"""What keeps a rootless engine from running, each with its reason and its fix; and what does not."""

from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from tui.engine.private import MachineFacts, Rootless, facts, machine_facts
from tui.engine.private.layout import Layout
from tui.engine.private.rootless import free_id, subordinate_ids

LINE = "kim:100000:65536\n"
FINE = MachineFacts(uid=1000, user="kim", subuid=LINE, subgid=LINE)
RESTRICTED = {"kernel/apparmor_restrict_unprivileged_userns": 1}


def test_a_machine_with_everything_refuses_nothing():
    """Whatever its cgroups; that limits don't work is a note."""
    assert Rootless().refusals(FINE) == ()
    assert Rootless().refusals(replace(FINE, cgroups=1)) == ()
    assert "Limits" in Rootless().notes(replace(FINE, cgroups=1))[0]


@pytest.mark.parametrize(
    ("changed", "why", "fix"),
    [
        ({"uid": 0}, "you are root", "Log in as yourself"),
        ({"programs": FINE.programs - {"slirp4netns"}}, "slirp4netns is missing", "apt-get install slirp4netns"),
        ({"programs": FINE.programs - {"rootlesskit"}}, "rootlesskit is missing", "apt-get install rootlesskit"),
        ({"programs": FINE.programs - {"newuidmap"}}, "newuidmap is missing", "apt-get install uidmap"),
        ({"mapping": frozenset({"newgidmap"})}, "not setuid", "chmod u+s $(command -v newuidmap)"),
        ({"subuid": ""}, "/etc/subuid gives you no", "--add-subuids 165536-231071 --add-subgids 165536-231071 kim"),
        ({"subgid": "ann:165536:65536\n"}, "/etc/subgid gives you no", "--add-subuids 231072-296607"),
        ({"subuid": "", "subgid": ""}, "/etc/subuid and /etc/subgid give you no", "--add-subgids 100000-165535"),
        ({"subuid": "kim:100000:1000\n"}, "/etc/subuid gives you no", "usermod"),
        ({"sysctls": {"kernel/unprivileged_userns_clone": 0}}, "only root", "kernel.unprivileged_userns_clone=1"),
        ({"sysctls": {"user/max_user_namespaces": 0}}, "no user namespaces", "user.max_user_namespaces=15000"),
        ({"sysctls": RESTRICTED}, "AppArmor", "apparmor_restrict_unprivileged_userns=0"),
        ({"tun": False}, "/dev/net/tun", "modprobe tun"),
        ({"kernel": (5, 10), "programs": FINE.programs - {"fuse-overlayfs"}}, "Linux 5.10", "install fuse-overlayfs"),
        ({"disk": "nfs4"}, "on nfs4", "XDG_DATA_HOME"),
        ({"cgroups": 0}, "No cgroups are mounted", "mount -t cgroup2"),
    ],
)
def test_each_refusal_has_its_reason_and_its_fix(changed, why, fix):
    """In one sentence and one line."""
    [refusal] = Rootless().refusals(replace(FINE, **changed))
    assert why in refusal.why
    assert fix in refusal.fix
    assert "\n" not in refusal.why + refusal.fix


@pytest.mark.parametrize(
    "changed",
    [
        {"sysctls": RESTRICTED, "profiles": frozenset({"rootlesskit"})},
        {"sysctls": RESTRICTED, "profiles": frozenset({"usr.bin.rootlesskit"})},
        {"sysctls": {"kernel/unprivileged_userns_clone": 1, "user/max_user_namespaces": 9}},
        {"kernel": (5, 10)},
        {"subuid": "1000:300000:65536\n"},
        {"subuid": "# a remark\nann:100000:65536\n" + LINE},
    ],
)
def test_what_helps_is_seen(changed):
    """A profile for rootlesskit, fuse-overlayfs, a line with the user's number."""
    assert Rootless().refusals(replace(FINE, **changed)) == ()


def test_lines_of_subordinate_ids():
    """A line that is none counts for nothing; a free range is behind all that are given."""
    assert subordinate_ids("kim:1:x\nkim\nkim:200000:70000\nkim:5:10\n", "kim", 1000) == 70000
    assert free_id("") == 100000
    assert free_id("ann:100000:65536\n", "kim:300000:65536\n") == 365536


def test_this_machine_can_be_read(tmp_path):
    """By anyone."""
    here = machine_facts(tmp_path / "not" / "there")
    assert here.kernel >= (3, 10)
    assert here.disk
    assert here.cgroups in (0, 1, 2)


def test_a_folder_is_on_the_innermost_mount():
    """Of those that are mounted on one place, the last."""
    mounts = "a / ext4 rw 0 0\nb /home autofs rw 0 0\nc /home nfs4 rw 0 0\nd /homes tmpfs rw 0 0\n"
    assert facts._file_system(Path("/home/kim"), mounts) == "nfs4"
    assert facts._file_system(Path("/var"), mounts) == "ext4"


def test_its_command_line_holds_all_that_is_its_own(tmp_path):
    """Nothing of the user's own rootless engine, in folders or in settings."""
    layout = Layout(tmp_path / "d", tmp_path / "r", tmp_path / "hub")
    engine = Rootless()
    words = engine.command(layout, 5054)
    pairs = dict(pairwise(words))
    assert pairs["--data-root"] == str(layout.root)
    assert pairs["--host"] == layout.url
    assert pairs["--registry-mirror"] == "http://10.0.2.2:5054"
    assert pairs["--config-file"] in map(str, engine.files(layout, 5054))
    assert "--disable-host-loopback=false" in words
    assert engine.runs_as(layout, words)
    assert not engine.runs_as(layout, ["/proc/self/exe", *words[1:]])
    assert set(engine.environment(layout)) == {"XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"}
