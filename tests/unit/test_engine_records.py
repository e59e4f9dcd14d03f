"""From the Engine API's records to the lab's values."""

from tui.engine.records import (
    container_from,
    event_filters,
    event_from,
    identity_from,
    image_from,
)
from tui.model.engine import Container, EngineEvent, EngineIdentity, Image, Port

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
    )


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


def test_the_filters_ask_for_no_exec_events():
    """The engine drops them before they are sent."""
    filters = event_filters()
    assert filters["type"] == ["container", "image", "volume", "network"]
    assert not [action for action in filters["event"] if action.startswith("exec")]


def test_an_engine_says_who_it_is():
    """Docker, rootless Docker and Podman, from the same request."""
    docker = {"Version": "20.10", "ApiVersion": "1.41", "Components": [{"Name": "Engine"}]}
    assert identity_from(docker) == EngineIdentity("Docker", "20.10", "1.41")
    rootless = {**docker, "Components": [{"Name": "Engine"}, {"Name": "rootlesskit"}]}
    assert identity_from(rootless).rootless
    podman = {"Version": "4.3.1", "ApiVersion": "1.41", "Components": [{"Name": "Podman Engine", "Version": "4.3.1"}]}
    assert identity_from(podman).product == "Podman"
