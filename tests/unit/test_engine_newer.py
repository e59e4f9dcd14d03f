"""What a newer engine answers, recorded from Docker 28.5 (API 1.51) with the containerd image store.

There an image's id is the digest of its index or manifest, and BuildKit's images have an index with an attestation;
the container a1 runs an image whose name has moved on since. Docker 29 leaves out what the API calls deprecated.
"""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tui.engine.details import image_details_from
from tui.engine.disk import disk_usage_from
from tui.engine.records import containers_from, event_from, identity_from, images_from
from tui.model.disk import Used

RECORDED = json.loads((Path(__file__).parent / "recorded" / "docker-28.5-containerd-store.json").read_text())
DEPRECATED = {"status", "id", "from", "ParentId", "Parent", "DockerVersion", "Comment", "GraphDriver", "VirtualSize"}


def without_deprecated(answer: Any) -> Any:
    """The same without what the API calls deprecated, at any depth."""
    if isinstance(answer, list):
        return [without_deprecated(each) for each in answer]
    if isinstance(answer, dict):
        return {key: without_deprecated(value) for key, value in answer.items() if key not in DEPRECATED}
    return answer


@pytest.fixture(params=[deepcopy, without_deprecated], ids=["28.5", "without what is deprecated"])
def answers(request: pytest.FixtureRequest) -> dict[str, Any]:
    return request.param(RECORDED)


def test_images(answers):
    """Id, tags, digest and size as `docker image ls` prints them; no row for the attestation."""
    built, base = images_from(answers["images"])
    assert built.tags == ("att:1",)
    assert built.digests == (f"att@{built.id}",)
    assert (built.size, base.size) == (3083389, 3072705)


def test_containers_belong_to_the_images_of_the_list(answers):
    """By the id that the list of images has, and not by the manifest's."""
    _, base = images_from(answers["images"])
    a2, a1 = containers_from(answers["containers"], 0.0, {})
    assert (a2.name, a2.image_id) == ("a2", base.id)
    assert (a1.name, a1.image) == ("a1", a1.image_id)


def test_an_image_from_inside(answers):
    """History as BuildKit writes it, and layers."""
    details = image_details_from(answers["inspect"], answers["history"])
    assert details.id == images_from(answers["images"])[0].id
    assert len(details.layers) == 2
    assert details.cmd == ("sleep", "100")
    assert [row.created_by for row in details.history][:2] == [
        'CMD ["sleep" "100"]',
        "RUN /bin/sh -c echo hi > /hi # buildkit",
    ]


def test_events(answers):
    """A build is known by its tag; the image that is made before it has one is no news."""
    events = [event for message in answers["events"] if (event := event_from(message, 0.0))]
    assert [(event.kind, event.action, event.name) for event in events if event.kind == "image"] == [
        ("image", "pull", "busybox:latest"),
        ("image", "tag", "att:1"),
        ("image", "tag", "att:1"),
    ]
    created = next(event for event in events if (event.kind, event.action) == ("container", "create"))
    assert (created.name, created.image) == ("a1", "att:1")


def test_who_answers(answers):
    identity = identity_from(answers["version"], {})
    assert (identity.product, identity.api_version, identity.rootless) == ("Docker", "1.51", False)


def test_the_disk(answers):
    """As `docker system df` prints it."""
    usage = disk_usage_from(answers["df"])
    assert usage.images == Used(2, 1, 3179258, 2142265)
    assert usage.containers.total == 2
