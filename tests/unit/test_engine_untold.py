"""What an engine tells nothing of is found by comparing two readings, and told once."""

import pytest

from tui.engine.records import identity_from
from tui.engine.untold import unheard
from tui.model.engine import EngineEvent, EngineIdentity, Image, Snapshot

CONTAINERD = EngineIdentity("Docker", "26.1.5", "1.45", containerd_images=True)


def image(id: str, *tags: str) -> Image:
    return Image(id, tags, (), 0.0, 1)


def told(
    before: Image, now: Image, *heard: EngineEvent, identity: EngineIdentity = CONTAINERD
) -> list[tuple[str, str]]:
    found = unheard(identity, Snapshot(images=(before,)), Snapshot(images=(now,)), heard, 1.0, 2.0)
    assert all((each.kind, each.action, each.time, each.received) == ("image", "tag", 1.0, 2.0) for each in found)
    return [(each.name, each.id) for each in found]


def test_an_image_that_was_built_gets_its_name_without_an_event():
    """Also one that had it before, and was built anew: with a file of its own on how, it is another image."""
    assert told(image("a", "base:1"), image("b", "mine:1")) == [("mine:1", "b")]
    assert told(image("a", "mine:1"), image("b", "mine:1")) == [("mine:1", "b")]
    assert told(image("a", "mine:1"), image("a", "mine:1", "mine:2")) == [("mine:2", "a")]
    assert told(image("a", "mine:1"), image("a")) == []


@pytest.mark.parametrize("action", ["tag", "pull"])
def test_what_was_told_is_not_told_again(action):
    """Names by hand, and by a pull, have their events there, too."""
    event = EngineEvent("image", action, "b", "mine:1")
    assert told(image("a"), image("b", "mine:1"), event) == []


def test_other_engines_tell_it_themselves():
    """Of those this engine is told from by what it says of its images."""
    assert told(image("a"), image("b", "mine:1"), identity=EngineIdentity("Docker", "28", "1.51")) == []
    info = {"DriverStatus": [["driver-type", "io.containerd.snapshotter.v1"]]}
    assert identity_from({"Version": "26.1.5", "ApiVersion": "1.45"}, info) == CONTAINERD
    assert not identity_from({}, {"DriverStatus": [["Backing Filesystem", "extfs"]]}).containerd_images
