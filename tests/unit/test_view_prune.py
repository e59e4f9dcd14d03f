"""What a prune would remove, and the command in its place."""

import pytest

from tests.unit.conftest import container, image
from tui.model.engine import Mount, Network, Snapshot, Volume
from tui.view.prune import Doomed, prune_kind, prune_of

NAMELESS = "0123456789abcdef" * 4


def names(listed: tuple[Doomed, ...]) -> list[str]:
    return [each.name for each in listed]


@pytest.mark.parametrize("state", ["running", "paused", "restarting", "removing"])
def test_containers_that_run_stay(state):
    """The others go, with what they wrote."""
    up, done = container("up", state=state), container("done", state="created")
    prune = prune_of("container", Snapshot(containers=(up, done)), "1.41", {done.id: 1200}, ())
    assert names(prune.doomed) == ["done"]
    assert prune.line == "docker container rm done"
    assert prune.total == "1.2kB"


def test_images_go_that_have_neither_name_nor_container():
    """A dangling one that something is made of stays."""
    used, free, named = image(id="sha256:" + "a" * 64), image(id="sha256:" + "b" * 64), image("web:1", id="sha256:c")
    snapshot = Snapshot(images=(used, free, named), containers=(container("done", image_id=used.id),))
    prune = prune_of("image", snapshot, "1.41", {}, ())
    assert prune.line == f"docker image rm {'b' * 12}"
    assert [(each.name, each.about) for each in prune.kept] == [("a" * 12, "dangling, but done is made of it")]
    assert prune.total == "1.112kB"
    assert "share" in prune.know
    measured = prune_of("image", snapshot, "1.41", {used.id: 0, free.id: 7}, ())
    assert (measured.total, measured.know) == ("7B", "")


@pytest.mark.parametrize(
    ("version", "takes_named"), [("1.41", True), ("1.42", False), ("1.52", False), ("2.0", False), ("", True)]
)
def test_volumes_with_a_name_go_on_engines_before_23(version, takes_named):
    """They are told apart, and never named in the command; an engine that hasn't said what it is may be an old one."""
    mounted = container("db", mounts=(Mount("volume", "used", "/data"), Mount("bind", "data", "/x")))
    volumes = tuple(Volume(name, "local") for name in (NAMELESS, "data", "used"))
    prune = prune_of("volume", Snapshot(volumes=volumes, containers=(mounted,)), version, {"data": 5}, ())
    assert names(prune.doomed) == ([NAMELESS, "data"] if takes_named else [NAMELESS])
    assert names(prune.kept) == ([] if takes_named else ["data"])
    assert prune.line == f"docker volume rm {NAMELESS}"
    assert ("would also take data" in prune.why) is takes_named
    assert "Docker 23" in prune.know
    assert prune.total == ("5B, and 1 of unknown size" if takes_named else "")


def test_volumes_that_lie_elsewhere_stay():
    """On another machine, or where the driver was told to put them."""
    volumes = (Volume("far", "nfs"), Volume("set", "local", has_options=True))
    prune = prune_of("volume", Snapshot(volumes=volumes), "1.41", {}, ())
    assert (names(prune.doomed), names(prune.kept), prune.line) == ([], ["far", "set"], "")


def test_networks_go_while_nobody_in_them_runs():
    """Who is in one and has ended can't start again without it."""
    listed = tuple(Network(name, name, "bridge", "local") for name in ("bridge", "busy", "idle", "free"))
    up, done = container("up", state="running", networks=("busy",)), container("done", networks=("idle",))
    prune = prune_of("network", Snapshot(networks=listed, containers=(up, done)), "1.41", {}, ())
    assert [(each.name, each.about) for each in prune.doomed] == [
        ("idle", "done can't start without it"),
        ("free", "nobody is in it"),
    ]
    assert prune.line == "docker network rm idle free"


def test_what_is_not_the_learners_is_named_and_spared():
    """prune would take it, the command doesn't."""
    mine, theirs = container("mine"), container("their's")
    prune = prune_of("container", Snapshot(containers=(mine, theirs)), "1.41", {}, {theirs.id})
    assert [(each.name, each.spared) for each in prune.doomed] == [("mine", ""), ("their's", "it isn't yours")]
    assert prune.line == "docker container rm mine"
    assert prune.why == "prune would also take their's."
    others = prune_of("container", Snapshot(containers=(theirs,)), "1.41", {}, {theirs.id})
    assert (others.line, others.why) == ("", "None of these is yours.")
    named = prune_of("volume", Snapshot(volumes=(Volume("data", "local"),)), "1.41", {}, ())
    assert (named.line, named.why) == ("", "What has a name is removed one by one: with x, on its own row.")


def test_nothing_to_prune():
    """No command, no total."""
    for kind in ("container", "image", "volume", "network"):
        prune = prune_of(kind, Snapshot(), "1.41", {}, ())
        assert (prune.doomed, prune.line, prune.total, prune.why) == ((), "", "", "")


def test_a_view_is_about_one_kind():
    """In the view of the disk it is the row's."""
    views = ("containers", "images", "layers", "volumes", "networks", "log", "events")
    assert [prune_kind(view, "") for view in views] == [
        "container", "image", "image", "volume", "network", None, None,
    ]  # fmt: skip
    assert prune_kind("disk", "volumes") == "volume"
    assert prune_kind("disk", "build-cache") is None
