"""Images, what is inside them, and registries."""

import pytest

from tests.unit.conftest import event, image
from tui.checks.judge import judge
from tui.checks.verdict import LOOKING, Status
from tui.model import checks as ask
from tui.model.engine import Image, Snapshot
from tui.model.facts import Facts, HistoryRow, ImageDetails, ImageFiles, LayerFile, RegistryFacts

BASE = image("debian:12", id="sha256:0", size=82_000_000)
APP = image("app:1", id="sha256:1", size=174_000_000)
COPY = image("app:2", id="sha256:2", size=82_500_000)
DETAILS = {
    "sha256:0": ImageDetails("sha256:0", layers=("l0",)),
    "sha256:1": ImageDetails(
        "sha256:1",
        history=(HistoryRow("RUN /bin/sh -c apt update # buildkit", 9), HistoryRow("WORKDIR /software", 0)),
        layers=("l0", "l1", "l2"),
        user="1000",
        workdir="/software",
        cmd=("bash", "-c", "ls"),
        entrypoint=("/entry",),
        env=("PATH=/bin", "NAME=value"),
        exposes=(5000,),
    ),
    "sha256:2": ImageDetails("sha256:2", layers=("l0",)),
}


@pytest.fixture
def shelf(seen):
    """Evidence of three images; with `details=False` nobody has looked into them."""

    def build(details=True, images=(BASE, APP, COPY), image_files=None, **parts):
        facts = Facts(images=DETAILS if details else {}, image_files=image_files or {}, **parts.pop("facts", {}))
        return seen(snapshot=Snapshot(images=images), facts=facts, **parts)

    return build


def told(verdict):
    return verdict.status, verdict.observed


@pytest.mark.parametrize("action", ["tag", "pull", "load", "import"])
def test_a_fresh_image_was_named_since_the_task_opened(shelf, action):
    """Builders say tag or build; a cached build changes neither id nor date."""
    check = ask.ImageIs(ref="app:1", fresh=True)
    assert told(judge(check, shelf())) == (Status.PENDING, "app:1 is from before")
    assert judge(check, shelf(events=(event("image", action, "app:2"),))).status is Status.PENDING
    assert judge(check, shelf(events=(event("image", action, "app:1", at=7.0),))).at == 7.0


def test_a_loaded_image_is_named_by_its_id(shelf):
    """dockerd says no more of it."""
    images = (image("app:1", id="sha256:" + "ab" * 32),)
    evidence = shelf(images=images, events=(event("image", "load", "sha256:" + "ab" * 32),))
    assert judge(ask.ImageIs(ref="app:1", fresh=True), evidence).passed


def test_a_fresh_image_must_still_be_there(shelf):
    """Built and removed again is not there."""
    evidence = shelf(images=(), events=(event("image", "tag", "app:1"),))
    assert told(judge(ask.ImageIs(ref="app:1", fresh=True), evidence)) == (Status.PENDING, "no image app:1 here yet")


def test_two_names_of_one_image(shelf):
    """One id is the same; two ids may have the same layers."""
    both = image("debian:12", "app:0", id="sha256:0")
    assert judge(ask.ImagesSame(ref="app:0", **{"as": "debian:12"}), shelf(images=(both,))).passed
    ids = ask.ImagesSame(ref="app:2", **{"as": "debian:12"})
    assert told(judge(ids, shelf())) == (Status.FAIL, "app:2 and debian:12 are two images")
    layers = ask.ImagesSame(ref="app:2", content="layers", **{"as": "debian:12"})
    assert judge(layers, shelf()).passed
    assert judge(layers, shelf(details=False)) == LOOKING
    other = ask.ImagesSame(ref="app:1", content="layers", **{"as": "debian:12"})
    assert judge(other, shelf()).status is Status.FAIL
    missing = ask.ImagesSame(ref="app:9", **{"as": "debian:12"})
    assert told(judge(missing, shelf())) == (Status.PENDING, "no image app:9 here yet")


@pytest.mark.parametrize(
    ("asked", "status", "observed", "wanted"),
    [
        ({"at_most": 200_000_000}, Status.PASS, "app:1 has 174MB", ""),
        ({"at_most": 100_000_000}, Status.FAIL, "app:1 has 174MB", "at most 100MB"),
        ({"beside": "debian:12", "at_least": 3_000_000}, Status.PASS, "app:1 is 92MB larger than debian:12", ""),
        (
            {"beside": "app:2", "at_most": -1_000_000},
            Status.FAIL,
            "app:1 is 91.5MB larger than app:2",
            "at least 1MB smaller",
        ),
        ({"beside": "app:2", "at_most": 5000}, Status.FAIL, "app:1 is 91.5MB larger than app:2", "at most 5kB larger"),
    ],
)
def test_sizes_keep_their_bounds(shelf, asked, status, observed, wanted):
    """In Docker's figures, alone or beside another image."""
    verdict = judge(ask.ImageSize(ref="app:1", **asked), shelf())
    assert (verdict.status, verdict.observed, verdict.wanted) == (status, observed, wanted)


@pytest.mark.parametrize(
    ("asked", "status", "observed"),
    [
        ({"ref": "app:1", "at_least": 3, "at_most": 3}, Status.PASS, "app:1 has 3 layers"),
        ({"ref": "app:2", "at_least": 2}, Status.FAIL, "app:2 has 1 layer"),
        (
            {"ref": "app:1", "on_top_of": "debian:12", "at_most": 1},
            Status.FAIL,
            "app:1 has 2 layers on top of debian:12",
        ),
        (
            {"ref": "app:1", "on_top_of": "debian:12", "at_least": 2},
            Status.PASS,
            "app:1 has 2 layers on top of debian:12",
        ),
        ({"ref": "debian:12", "on_top_of": "app:1"}, Status.FAIL, "debian:12 does not stand on app:1"),
        ({"ref": "app:7", "at_least": 2}, Status.PENDING, "no image app:7 here yet"),
        ({"ref": "app", "at_most": 1}, Status.PASS, "app has 1 layer"),
    ],
)
def test_layers_are_counted_and_compared(shelf, asked, status, observed):
    """All of them, or those above another image's; of several tags one is enough."""
    verdict = judge(ask.ImageLayers(**asked), shelf())
    assert told(verdict) == (status, observed)


@pytest.mark.parametrize(
    ("check", "passes"),
    [
        (ask.ImageHistory(ref="app:1", has=["apt update", "WORKDIR"], lacks=["git"]), True),
        (ask.ImageHistory(ref="app:1", has=["git"]), False),
        (ask.ImageHistory(ref="app:1", lacks=["apt"]), False),
        (ask.ImageConfig(ref="app:1", user="1000", workdir="/software/", cmd="bash", entrypoint="entry"), True),
        (ask.ImageConfig(ref="app:1", env="^NAME=", exposes=5000), True),
        (ask.ImageConfig(ref="app:1", user=""), False),
        (ask.ImageConfig(ref="app:1", workdir="/"), False),
        (ask.ImageConfig(ref="app:1", cmd="zsh"), False),
        (ask.ImageConfig(ref="app:2", entrypoint="x"), False),
        (ask.ImageConfig(ref="app:1", env="^NONE="), False),
        (ask.ImageConfig(ref="app:1", exposes=80), False),
        (ask.ImageConfig(ref="app:2", user="", workdir="/"), True),
    ],
)
def test_history_and_configuration(shelf, check, passes):
    """What does not hold is a failure with a place to look."""
    verdict = judge(check, shelf())
    assert verdict.status is (Status.PASS if passes else Status.FAIL)
    assert passes or (verdict.wanted and verdict.look.startswith("docker image "))


@pytest.mark.parametrize(
    "check",
    [
        ask.ImageHistory(ref="app:1"),
        ask.ImageConfig(ref="app:1"),
        ask.ImageLayers(ref="app:1"),
        ask.ImageLayers(ref="app:1", on_top_of="debian:12"),
        ask.ImageFile(ref="app:1", path="/x"),
        ask.RegistryHas(address="localhost:5050"),
    ],
)
def test_facts_not_gathered_yet_are_looked_for(shelf, check):
    """And without an engine the lab can't tell, except of what the engine has no part in."""
    assert judge(check, shelf(details=False)) == LOOKING
    without = judge(check, shelf(details=False, reachable=False))
    assert without.status is Status.UNKNOWN or check.type == "registry"


def files(*layers):
    return ImageFiles(tuple(tuple(LayerFile(path, kind) for path, kind in layer) for layer in layers))


GIT = [("/usr", "folder"), ("/usr/bin", "folder"), ("/usr/bin/git", "file")]


@pytest.mark.parametrize(
    ("layers", "place"),
    [
        ((GIT,), "on top"),
        ((GIT, [("/other", "file")]), "on top"),
        ((GIT, [("/usr/bin/git", "gone")]), "below"),
        ((GIT, [("/usr", "gone")]), "below"),
        ((GIT, [("/usr", "gone"), *GIT]), "on top"),
        ((GIT, [("/usr/bin", "link")]), "below"),
        ((GIT, [("/usr/bin", "folder")]), "on top"),
        ((GIT, [("/usr/bin/gi", "gone")]), "on top"),
        ((GIT, [("/usr/bin/git", "gone")], GIT), "on top"),
        (([("/usr", "folder")], [("/usr/bin/git", "gone")]), "nowhere"),
    ],
)
def test_files_are_found_through_whiteouts(shelf, layers, place):
    """Gone hides what is below in lower layers, not in its own."""
    evidence = shelf(image_files={"sha256:1": files(*layers)})
    for found in ("on top", "below", "nowhere"):
        verdict = judge(ask.ImageFile(ref="app:1", path="/usr/bin/git", found=found), evidence)
        assert verdict.status is (Status.PASS if found == place else Status.FAIL)


HELD = RegistryFacts(True, {"ann/app": {"1": "sha256:dd"}})


@pytest.mark.parametrize(
    ("asked", "facts", "status", "observed"),
    [
        ({}, HELD, Status.PASS, "localhost:5050 answers"),
        ({}, RegistryFacts(False), Status.PENDING, "no registry answers at localhost:5050"),
        ({"repository": "app"}, HELD, Status.PENDING, "localhost:5050 has no app yet"),
        ({"repository": "ann/app"}, HELD, Status.PASS, "localhost:5050/ann/app is there"),
        ({"repository": "ann/app", "tag": "2"}, HELD, Status.PENDING, "localhost:5050/ann/app has no tag 2 yet"),
        ({"repository": "ann/app", "tag": "1"}, HELD, Status.PASS, "localhost:5050/ann/app:1 is there"),
        (
            {"repository": "ann/app", "tag": "1", "same_as": "mine:1"},
            HELD,
            Status.PASS,
            "localhost:5050/ann/app:1 is mine:1",
        ),
        ({"repository": "ann/app", "same_as": "mine:1"}, HELD, Status.PASS, "localhost:5050/ann/app is mine:1"),
        (
            {"repository": "ann/app", "tag": "1", "same_as": "debian:12"},
            HELD,
            Status.FAIL,
            "localhost:5050/ann/app:1 is another image than debian:12",
        ),
        ({"repository": "ann/app", "tag": "1", "same_as": "no:1"}, HELD, Status.PENDING, "no image no:1 here yet"),
    ],
)
def test_what_a_registry_holds(shelf, asked, facts, status, observed):
    """It answers, has the repository, the tag, and the very image."""
    mine = Image("sha256:5", ("mine:1",), ("localhost:5050/ann/app@sha256:dd",), 0.0, 1)
    evidence = shelf(images=(BASE, mine), facts={"registries": {"localhost:5050": facts}})
    assert told(judge(ask.RegistryHas(address="localhost:5050", **asked), evidence)) == (status, observed)


def test_an_image_packed_anew_is_the_same(shelf):
    """As podman pushes it: under another digest, with the same configuration."""
    mine = Image("sha256:cc", ("mine:1",), ("mine@sha256:ee",), 0.0, 1)
    held = RegistryFacts(True, {"app": {"1": "sha256:dd", "2": "sha256:ff"}}, {"app": {"1": "sha256:cc"}})
    evidence = shelf(images=(mine,), facts={"registries": {"r:1": held}})
    for tag, status in (("1", Status.PASS), ("2", Status.FAIL), ("", Status.PASS)):
        asked = ask.RegistryHas(address="r:1", repository="app", tag=tag, same_as="mine:1")
        assert judge(asked, evidence).status is status


def test_a_registry_that_went_with_its_engine_is_unknown(shelf):
    """It is the engine that is gone."""
    evidence = shelf(reachable=False, facts={"registries": {"r:1": RegistryFacts(False)}})
    assert judge(ask.RegistryHas(address="r:1"), evidence).status is Status.UNKNOWN
