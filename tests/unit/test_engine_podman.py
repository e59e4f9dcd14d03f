"""Podman's answers in Docker's words: what Podman 4.3 has said, recorded, and the lab's values of it."""

import pytest

from tui.engine.disk import disk_usage_from
from tui.engine.podman import familiar, is_podman, with_tags
from tui.engine.records import container_from, event_filters, event_from, identity_from, image_from
from tui.engine.untold import network_events, untold_by
from tui.model.disk import Used
from tui.model.engine import EngineEvent, EngineIdentity, Image, Network, Port

ID = "9532db099a7fb8701724876908363650e9162790e686bc4ca7651ae5340847c2"
IMAGE = "61770c8b149e7d96d9e9078f7cd9af43fe5e553926380e09e1c40e04787368ac"
VERSION = {
    "Platform": {"Name": "linux/amd64/debian-12"},
    "Components": [
        {"Name": "Podman Engine", "Version": "4.3.1"},
        {"Name": "Conmon", "Version": "conmon version 2.1.6"},
    ],
    "Version": "4.3.1",
    "ApiVersion": "1.41",
}
ROW = {
    "Id": ID,
    "Names": ["/registry"],
    "Image": "docker.io/library/registry:2",
    "ImageID": "sha256:945420fece1e02a085592944f8a7543a5c167dcb782e3300932ed3cc9202d8c9",
    "Command": "serve /etc/docker/registry/config.yml",
    "Created": 1795829382,
    "Ports": [{"PrivatePort": 5000, "PublicPort": 5050, "Type": "tcp"}],
    "State": "running",
    "Status": "Up About a minute",
    "NetworkSettings": {"Networks": {"podman": {"NetworkID": "podman"}, "lab": {"NetworkID": "lab"}}},
    "Mounts": [],
}
LISTED = {
    "Id": f"sha256:{IMAGE}",
    "RepoTags": ["localhost:5050/foo:1", "docker.io/library/busybox:latest", "docker.io/ann/tool:2"],
    "RepoDigests": ["docker.io/library/busybox@sha256:1", "localhost:5050/foo@sha256:1"],
    "Created": 1767225600,
    "Size": 2131536,
}


def told(kind: str, action: str, id: str, **attributes: str) -> EngineEvent:
    """An event as Podman sends it."""
    everything = {"containerExitCode": "0", "image": "", "podId": "", **attributes}
    message = {"status": action, "Type": kind, "Action": action, "Actor": {"ID": id, "Attributes": everything}}
    event = event_from({**message, "scope": "local", "time": 5, "timeNano": 5_500_000_000}, 42.0)
    assert event is not None
    return event


def test_a_container_s_life():
    """Its image by its short name, its exit code at its end only, and Docker's word for its removal."""
    about = {"image": "docker.io/library/hello-world:latest", "name": "determined_knuth"}
    words = {"kind": "container", "id": ID, "name": "determined_knuth", "image": "hello-world:latest"}
    made = told("container", "create", ID, **about)
    assert made == EngineEvent(**words, action="create", time=5.5, received=42.0)
    ended = told("container", "die", ID, **about, exitCode="7")
    assert ended == EngineEvent(**words, action="die", exit_code=7, time=5.5, received=42.0)
    assert told("container", "remove", ID, **about).action == "destroy"


@pytest.mark.parametrize("action", ["init", "attach", "cleanup"])
def test_what_docker_does_not_tell_is_not_told(action):
    """Podman has stages of its own."""
    assert event_from({"Type": "container", "Action": action, "Actor": {"ID": ID}}, 0.0) is None


def test_a_volume_is_destroyed():
    """As a container is; and named by its name."""
    gone = told("volume", "remove", "", name="v1")
    assert (gone.action, gone.name) == ("destroy", "v1")


def test_images_are_called_as_docker_calls_them():
    """A tag's event has the id with its kind of digest, and the tag as the docker command prints it."""
    tagged = told("image", "tag", IMAGE, name="docker.io/library/foo:1")
    assert (tagged.id, tagged.name) == (f"sha256:{IMAGE}", "foo:1")
    pushed = told("image", "push", IMAGE, name="localhost:5050/foo:1")
    assert (pushed.id, pushed.name) == (f"sha256:{IMAGE}", "localhost:5050/foo:1")


def test_a_pull_and_a_build_say_of_which_image_they_tell():
    """Podman leaves the id empty: of a pull the name is known, of a build the id, in the place of the name."""
    pulled = told("image", "pull", "", name="docker.io/library/registry:2")
    assert (pulled.id, pulled.name) == ("registry:2", "registry:2")
    built = told("image", "build", "", name=IMAGE)
    assert (built.id, built.name) == (f"sha256:{IMAGE}", f"sha256:{IMAGE}")


def test_an_archive_is_loaded_or_saved():
    """The file that Podman names is its own, in passing."""
    loaded = told("image", "loadfromarchive", "", name="/var/tmp/api_load.tar344824875")
    assert (loaded.action, loaded.id, loaded.name) == ("load", "", "")
    saved = told("image", "save", IMAGE, name="/var/tmp/api.tar2682286768")
    assert (saved.id, saved.name) == (f"sha256:{IMAGE}", "")


def test_a_container_that_joins_a_network_is_known_and_the_network_not():
    """The event has the container's id and name where Docker's has the network's."""
    joined = told("network", "connect", ID, name="web")
    assert (joined.id, joined.name, joined.other) == ("", "", ID)


def test_lists_have_the_names_that_the_docker_command_prints():
    """Other registries' names stay; Podman's own network is the one it lists as bridge."""
    running = container_from(ROW, now=1795829482.0)
    assert (running.image, running.ports) == ("registry:2", (Port(5000, "tcp", 5050),))
    assert running.networks == ("bridge", "lab")
    image = image_from(LISTED)
    assert image.tags == ("localhost:5050/foo:1", "busybox:latest", "ann/tool:2")
    assert image.digests == ("busybox@sha256:1", "localhost:5050/foo@sha256:1")


def test_the_disk_of_an_engine_that_doesnt_count_its_layers():
    """They are at least what the images have for themselves."""
    row = {"Id": IMAGE, "Containers": 1, "SharedSize": 0, "Size": 2131131, "RepoTags": ["latest"]}
    spare = {**row, "Id": "5" * 64, "Containers": 0, "Size": 1000}
    usage = disk_usage_from({"LayersSize": 0, "Images": [row, spare], "Containers": [], "Volumes": []})
    assert usage.images == Used(2, 1, 2132131, 1000)
    assert usage.frees == {f"sha256:{IMAGE}": 2131131, f"sha256:{'5' * 64}": 1000}


def test_a_container_has_ended_once_it_is_cleaned_up():
    """Until then it is as with Docker after `die`, and is looked at again; with --rm it never has exited."""
    ended = {**ROW, "Status": "Exited (3) 1 second ago"}
    rows = [container_from({**ended, "State": said}, now=0.0) for said in ("initialized", "stopped", "exited")]
    assert [each.state for each in rows] == ["created", "running", "exited"]
    assert [each.exit_code for each in rows[1:]] == [None, 3]


def test_what_is_no_name_on_docker_hub_stays():
    """Neither a repository called library, nor another host's."""
    for name in ("library/x:1", "docker.io.example/x", "localhost/x:1", f"sha256:{IMAGE}"):
        assert familiar(name) == name


def test_podman_says_in_its_info_whether_it_is_rootless():
    """Its version doesn't."""
    assert is_podman(VERSION)
    assert identity_from(VERSION, {"Rootless": True}) == EngineIdentity("Podman", "4.3.1", "1.41", rootless=True)
    assert not identity_from(VERSION, {"Rootless": False}).rootless
    assert not identity_from(VERSION, {}).rootless
    assert not is_podman({"Version": "20.10.24", "Components": [{"Name": "Engine"}]})


def test_podman_s_words_are_asked_for():
    """An engine drops what it isn't asked for."""
    assert {"remove", "died", "destroy"} <= set(event_filters()["event"])


def test_a_build_is_followed_by_the_names_of_its_image():
    """Docker tells of each; Podman of the build alone, also where the cache had all of it."""
    built = told("image", "build", "", name=IMAGE)
    other = told("image", "tag", "5" * 64, name="docker.io/library/b:1")
    here = (Image(f"sha256:{IMAGE}", ("made:1", "made:latest"), (), 0.0, 1), Image("sha256:5", ("b:1",), (), 0.0, 1))
    told_of = with_tags((built, other), here)
    named = [("build", f"sha256:{IMAGE}"), ("tag", "made:1"), ("tag", "made:latest"), ("tag", "b:1")]
    assert [(each.action, each.name) for each in told_of] == named
    assert {each.received for each in told_of[:3]} == {built.received}
    assert with_tags((built,), ()) == (built,)


def test_networks_that_came_and_went_are_told_of():
    """By comparing two readings, since Podman has no events for them; in Docker's words."""
    bridge, old, new = (Network(name, name, "bridge", "local") for name in ("bridge", "old", "new"))
    told = network_events((bridge, old), (bridge, new), time=7.0, received=42.0)
    assert told == (
        EngineEvent("network", "destroy", "old", "old", time=7.0, received=42.0),
        EngineEvent("network", "create", "new", "new", time=7.0, received=42.0),
    )
    assert network_events((bridge,), (bridge,), 7.0, 42.0) == ()
    assert untold_by(EngineIdentity("Podman", "4.3.1", "1.41")) == {"image", "network"}
    assert untold_by(EngineIdentity("Docker", "20.10", "1.41")) == {"image"}
