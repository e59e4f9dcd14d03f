"""From the Engine API's records to the lab's values."""

from tui.engine.records import (
    container_from,
    containers_from,
    event_filters,
    event_from,
    identity_from,
    image_from,
    images_from,
    networks_from,
    volumes_from,
)
from tui.model.engine import Container, EngineEvent, EngineIdentity, Image, Mount, Network, Port, Volume

ROW = {
    "Id": "a" * 64,
    "Names": ["/web/db", "/db"],
    "Image": "postgres:16",
    "ImageID": "sha256:" + "b" * 64,
    "Command": "postgres",
    "Created": 1000,
    "State": "exited",
    "Status": "Exited (1) 5 seconds ago",
    "Ports": [{"IP": "0.0.0.0", "PrivatePort": 5432, "PublicPort": 5433, "Type": "tcp"}, {"PrivatePort": 80}],
    "Mounts": [
        {
            "Type": "volume",
            "Name": "data",
            "Source": "/var/lib/docker/volumes/data/_data",
            "Destination": "/d",
            "RW": True,
        },
        {"Type": "bind", "Source": "/home/ann", "Destination": "/w", "RW": False},
    ],
    "NetworkSettings": {"Networks": {"bridge": {}, "lab": {}}},
}


def message(kind: str, action: str, id: str = "x", **attributes: str) -> dict:
    return {
        "Type": kind,
        "Action": action,
        "Actor": {"ID": id, "Attributes": attributes},
        "time": 5,
        "timeNano": 5_500_000_000,
    }


def test_a_row_becomes_a_container():
    """Name without slash or link, exit code and moment from the status, ports with what is published."""
    assert container_from(ROW, now=2000.0) == Container(
        id="a" * 64,
        name="db",
        image="postgres:16",
        image_id="sha256:" + "b" * 64,
        command="postgres",
        created=1000.0,
        state="exited",
        since=1995.0,
        exit_code=1,
        ports=(Port(5432, "tcp", 5433, "0.0.0.0"), Port(80, "tcp")),
        mounts=(Mount("volume", "data", "/d"), Mount("bind", "/home/ann", "/w", read_only=True)),
        networks=("bridge", "lab"),
    )


def test_ports_and_mounts_keep_their_order_whatever_the_engine_gives():
    """It goes through a map, which has another order each time."""
    turned = {**ROW, "Ports": ROW["Ports"][::-1], "Mounts": ROW["Mounts"][::-1]}
    assert container_from(turned, now=2000.0) == container_from(ROW, now=2000.0)


def test_volumes_and_networks():
    """By name; dates become moments, and one that can't be read is none."""
    volumes = {"Volumes": [{"Name": "f" * 64, "Driver": "local", "CreatedAt": "?", "Options": {"type": "tmpfs"}},
                           {"Name": "data", "Driver": "local", "CreatedAt": "1970-01-01T00:01:00Z"}]}  # fmt: skip
    assert volumes_from(volumes) == (Volume("data", "local", 60.0), Volume("f" * 64, "local", has_options=True))
    assert [each.anonymous for each in volumes_from(volumes)] == [False, True]
    assert volumes_from({"Volumes": None}) == ()
    rows = [
        {"Id": "2", "Name": "lab", "Driver": "bridge", "Scope": "local", "Created": "1970-01-01T00:00:01.123456789Z",
         "IPAM": {"Config": [{"Subnet": "172.18.0.0/16"}]}},
        {"Id": "1", "Name": "host", "Driver": "host", "Scope": "local", "IPAM": {"Config": None}},
    ]  # fmt: skip
    host, lab = networks_from(rows)
    assert lab == Network("2", "lab", "bridge", "local", 1.123456, "172.18.0.0/16")
    assert (host.predefined, lab.predefined, host.subnet) == (True, False, "")


def test_a_created_container_is_so_since_it_was_created():
    """Its status has no duration, but the record has the time."""
    made = container_from({**ROW, "State": "created", "Status": "Created"}, now=2000.0)
    assert (made.since, made.exit_code) == (1000.0, None)


def test_a_container_keeps_the_name_the_learner_gave():
    """The engine lists an id instead once the tag has moved to another image."""
    before = container_from(ROW, now=2000.0)
    after = container_from({**ROW, "Image": "sha256:" + "b" * 64}, now=2001.0, before=before)
    assert after.image == "postgres:16"
    assert container_from({**ROW, "Image": "sha256:" + "b" * 64}, now=2001.0).image == "sha256:" + "b" * 64


def test_a_container_that_did_not_change_is_equal_at_the_next_look():
    """Nothing creeps with the clock, so a difference between two looks means a change."""
    running = {**ROW, "State": "running"}
    first = container_from({**running, "Status": "Up 3 minutes"}, now=2000.0)
    assert container_from({**running, "Status": "Up 3 minutes"}, now=2059.0, before=first) == first
    assert container_from({**running, "Status": "Up 4 minutes"}, now=2065.0, before=first) == first


def test_an_image_without_a_name_has_no_tags():
    """The engine writes <none> where there is nothing, or null."""
    row = {"Id": "sha256:1", "Created": 7, "Size": 9, "RepoTags": ["<none>:<none>"], "RepoDigests": None}
    assert image_from(row) == Image("sha256:1", (), (), 7.0, 9)
    row |= {"RepoTags": ["a:1", "b:2"], "RepoDigests": ["a@sha256:3", "<none>@<none>"]}
    assert image_from(row) == Image("sha256:1", ("a:1", "b:2"), ("a@sha256:3",), 7.0, 9)


def test_a_die_event_carries_name_image_and_exit_code():
    """Everything a check needs of a container that is gone a moment later."""
    found = event_from(message("container", "die", name="web", image="nginx", exitCode="137"), 42.0)
    assert found == EngineEvent("container", "die", "x", "web", "nginx", 137, 5.5, 42.0)


def test_text_is_made_fit_to_be_shown():
    """Names, images, commands, tags, actions: whoever makes a container or an image writes them."""
    evil, harmless = "\x1b[2j\na\u202e", r"\x1b[2j\na\u202e"
    names = dict.fromkeys(("Id", "Image", "ImageID", "Command", "State"), evil)
    made = container_from({**ROW, **names, "Names": [f"/{evil}"], "Ports": [{"Type": evil, "IP": evil}]}, now=2000.0)
    assert (made.id, made.name, made.image, made.image_id, made.command, made.state) == (harmless,) * 6
    assert made.ports == (Port(0, harmless, None, harmless),)
    listed = image_from({"Id": evil, "RepoTags": [evil], "RepoDigests": [evil]})
    assert (listed.id, listed.tags, listed.digests) == (harmless, (harmless,), (harmless,))
    told = event_from(message("container", f"health_status: {evil}", evil, name=evil, image=evil), 0.0)
    assert told is not None
    assert (told.action, told.id, told.name, told.image) == (f"health_status: {harmless}", *(harmless,) * 3)
    who = identity_from({"Version": evil, "ApiVersion": evil}, {})
    assert (who.version, who.api_version) == (harmless, harmless)


def test_a_row_without_an_id_is_left_out():
    """The others are shown."""
    assert [each.name for each in containers_from([{"Names": ["/x"]}, ROW], 2000.0, {})] == ["db"]
    assert [each.id for each in images_from([{"RepoTags": ["a:1"]}, {"Id": "sha256:1"}])] == ["sha256:1"]


def test_the_last_look_is_found_by_id():
    """As for a single row."""
    [before] = containers_from([ROW], 2000.0, {})
    [after] = containers_from([{**ROW, "Image": "sha256:" + "b" * 64}], 2001.0, {before.id: before})
    assert after.image == "postgres:16"


def test_what_should_be_a_number_and_is_none_counts_as_missing():
    """One odd field hides nothing else of the row."""
    row = {"Created": "yesterday", "Ports": [{"PrivatePort": "http", "PublicPort": []}]}
    made = container_from({**ROW, **row}, now=2000.0)
    assert (made.created, made.ports) == (0.0, (Port(0, "tcp"),))
    odd = image_from({"Id": "sha256:1", "Created": float("nan"), "Size": {}})
    assert (odd.created, odd.size) == (0.0, 0)
    died = event_from(message("container", "die", exitCode="killed"), 0.0)
    assert died is not None
    assert died.exit_code is None


def test_events_of_no_interest_are_dropped():
    """exec_* come with every health check; unknown kinds are not ours."""
    assert event_from(message("container", "exec_create: sh"), 0.0) is None
    assert event_from(message("container", "top"), 0.0) is None
    assert event_from(message("plugin", "create"), 0.0) is None
    assert event_from({}, 0.0) is None


def test_health_keeps_the_engines_words():
    """The verdict stands behind the action's name."""
    found = event_from(message("container", "health_status: healthy"), 0.0)
    assert found is not None
    assert found.action == "health_status: healthy"


def test_podmans_words_become_dockers():
    """Podman says died and remove."""
    died = event_from(message("container", "died", containerExitCode="3"), 0.0)
    gone = event_from(message("container", "remove"), 0.0)
    assert died is not None
    assert gone is not None
    assert (died.action, died.exit_code, gone.action) == ("die", 3, "destroy")


def test_a_volume_is_named_by_its_id():
    """Its events have no name attribute."""
    found = event_from(message("volume", "create", id="data"), 0.0)
    assert found is not None
    assert found.name == "data"


def test_a_pulled_image_is_named_with_its_tag():
    """dockerd keeps the tag out of the event's name, and has it in its ID."""
    assert event_from(message("image", "pull", id="debian:12", name="debian"), 0.0).name == "debian:12"
    assert event_from(message("image", "tag", id="sha256:ab", name="debian:12"), 0.0).name == "debian:12"


def test_the_filters_ask_for_no_exec_events():
    """The engine drops them before they are sent."""
    filters = event_filters()
    assert filters["type"] == ["container", "image", "volume", "network"]
    assert not [action for action in filters["event"] if action.startswith("exec")]


def test_an_engine_says_who_it_is():
    """Docker, rootless Docker and Podman; where it won't tell all, what it tells."""
    docker = {"Version": "20.10", "ApiVersion": "1.41", "Components": [{"Name": "Engine"}]}
    assert identity_from(docker, {"SecurityOptions": ["name=seccomp,profile=default"]}) == EngineIdentity(
        "Docker", "20.10", "1.41"
    )
    assert identity_from(docker, {"SecurityOptions": ["name=seccomp,profile=default", "name=rootless"]}).rootless
    assert not identity_from(docker, {}).rootless
    podman = {"Version": "4.3.1", "ApiVersion": "1.41", "Components": [{"Name": "Podman Engine", "Version": "4.3.1"}]}
    assert identity_from(podman, {}).product == "Podman"
