"""The commands for a row: which, in exact words, and whether they still reach what they were made for."""

import pytest
from msgspec.structs import replace

from tests.unit.conftest import container, image, typed
from tui.model.engine import Mount, Network, Snapshot, Volume
from tui.model.journal import Journal
from tui.view.browsing import Seen
from tui.view.row_actions import Target, target_of, typed_again

DEBIAN = image("debian:12", "base:1", id="sha256:" + "d" * 64)
DANGLING = image(id="sha256:" + "e" * 64)


def seen(**held) -> Seen:
    return Seen(Journal(now=Snapshot(**held)))


def of_container(state: str, name: str = "web") -> Target:
    each = container(name, id="id-web", state=state)
    target = target_of(seen(containers=(each,)), "containers", each.id)
    assert target is not None
    return target


def of_image(row: str, *images, containers=(), view: str = "images") -> Target:
    target = target_of(seen(images=images, containers=containers), view, row)
    assert target is not None
    return target


def lines(target: Target) -> dict[str, str]:
    return {action.key: action.line for action in target.actions}


def loses(target: Target) -> dict[str, str]:
    return {action.key: action.loses for action in target.actions if action.loses}


def test_a_container_that_runs():
    """Every action with its exact command."""
    assert lines(of_container("running")) == {
        "s": "docker container stop web",
        "r": "docker container restart web",
        "z": "docker container pause web",
        "e": "docker container exec -it web sh",
        "l": "docker container logs web",
        "t": "docker container top web",
        "m": "docker container stats --no-stream web",
        "i": "docker container inspect web",
        "n": "docker container rename web ",
        "K": "docker container kill web",
        "D": "docker container rm --force web",
    }


@pytest.mark.parametrize(
    ("state", "keys"),
    [
        ("running", "srzeltminKD"),
        ("restarting", "srzeltminKD"),
        ("paused", "uslminKD"),
        ("exited", "glind"),
        ("created", "glind"),
        ("dead", "lind"),
        ("removing", "lin"),
    ],
)
def test_each_state_has_its_own(state, keys):
    """What docker would refuse is not offered."""
    assert "".join(lines(of_container(state))) == keys


def test_no_key_means_one_thing_now_and_its_opposite_later():
    """Stop and start are two, and so are all others: a state that changes can't turn a key round."""
    states = ("running", "paused", "exited", "dead")
    words = {(action.key, action.word) for state in states for action in of_container(state).actions}
    assert len({key for key, _ in words}) == len(words)


def test_what_takes_something_away_says_what_and_of_which():
    """In words, with the name."""
    assert loses(of_container("running")) == {
        "K": "ends web at once; what it has not saved is lost",
        "D": "ends web and removes it for good, with all it wrote",
    }
    assert loses(of_container("exited")) == {"d": "removes web for good, with all it wrote"}


@pytest.mark.parametrize(("name", "word"), [("a b;c", "'a b;c'"), ("$(x)", "'$(x)'"), ("it's", "'it'\"'\"'s'")])
def test_names_are_one_word_of_the_shell(name, word):
    """An engine may have any."""
    assert lines(of_container("exited", name))["d"] == f"docker container rm {word}"


def test_a_container_without_a_name_goes_by_its_id():
    """As one that is being removed may be."""
    target = target_of(seen(containers=(container("", id="f" * 64),)), "containers", "f" * 64)
    assert target is not None
    assert lines(target)["d"] == f"docker container rm {'f' * 12}"
    assert not target.gone(Snapshot(containers=(container("", id="f" * 64),)))


def test_an_image_goes_by_the_tag_of_its_row():
    """And removing that leaves the others."""
    target = of_image(f"{DEBIAN.id} base:1", DEBIAN)
    assert lines(target) == {
        "g": "docker container run base:1",
        "h": "docker image history base:1",
        "t": "docker image tag base:1 ",
        "i": "docker image inspect base:1",
        "d": "docker image rm base:1",
    }
    assert loses(target) == {"d": "removes the name base:1; the image stays as debian:12"}


def test_an_image_without_a_name_goes_by_its_id():
    """Cut as docker cuts it."""
    target = of_image(DANGLING.id, DANGLING)
    assert lines(target)["d"] == "docker image rm eeeeeeeeeeee"
    assert target.state.startswith("dangling")


@pytest.mark.parametrize(
    ("tag", "pushed"),
    [
        ("localhost:5000/web:1", True),
        ("localhost/web:1", True),
        ("registry.example/web:1", True),
        ("library/web:1", False),
        ("web:1", False),
    ],
)
def test_an_image_can_be_pushed_where_its_name_says(tag, pushed):
    """A name without a registry leads to a hub where nobody may push."""
    each = image(tag)
    assert ("docker image push " + tag in lines(of_image(f"{each.id} {tag}", each)).values()) is pushed


def test_the_layers_view_is_about_its_image():
    """The one that was opened, or the newest."""
    newer = replace(image("web:1", id="sha256:2"), created=99.0)
    held = seen(images=(DEBIAN, newer))
    target = target_of(held, "layers", f"{newer.id} 0")
    assert target is not None
    assert target.name == "web:1"
    opened = target_of(replace(held, image="base:1"), "layers", f"{DEBIAN.id} 3")
    assert opened is not None
    assert opened.name == "base:1"


def test_volumes_and_networks():
    """What somebody uses, docker refuses to remove; the engine's own networks can't be removed at all."""
    user = container(state="running", mounts=(Mount("volume", "data", "/data"),), networks=("net",))
    networks = (Network("1", "net", "bridge", "local"), Network("2", "bridge", "bridge", "local"))
    held = seen(volumes=(Volume("data", "local"), Volume("old", "local")), networks=networks, containers=(user,))
    found = {(view, row): target_of(held, view, row) for view, row in
             (("volumes", "data"), ("volumes", "old"), ("networks", "1"), ("networks", "2"))}  # fmt: skip
    told = [loses(target) for target in found.values() if target is not None]
    assert told == [
        {"d": "docker refuses while brave_hopper has it mounted"},
        {"d": "removes old and all data in it for good"},
        {"d": "docker refuses while brave_hopper is in it"},
        {},
    ]
    assert [lines(target)["d"] for target in found.values() if target is not None and "d" in lines(target)] == [
        "docker volume rm data", "docker volume rm old", "docker network rm net",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("view", "row"),
    [("containers", "gone"), ("images", "gone x:1"), ("layers", ""), ("volumes", "x"), ("networks", "x"),
     ("events", "1"), ("disk", "images")],
)  # fmt: skip
def test_a_row_may_have_no_object(view, row):
    """One that has just left, and views of other things."""
    assert target_of(seen(), view, row) is None


def test_a_row_of_the_log_is_its_command():
    """All its lines, as they were typed."""
    held = Seen(Journal(commands=(typed("docker ps"), typed("docker run \\\n  debian"))))
    assert typed_again(held, "log", "1") == ("docker run \\", "  debian")
    assert typed_again(held, "events", "1") == ()


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (container("web"), ""),
        (container("web", id="other"), "web is gone"),
        (container("www", id="id-web"), "web isn't called that any more, but www"),
        (container("x"), "web is gone"),
    ],
)
def test_what_is_gone_or_renamed_is_not_acted_on(now, why):
    """Its name may lead to another one by then."""
    gone = of_container("exited").gone(Snapshot(containers=(now,)))
    assert gone.startswith(why) if why else not gone


def test_a_tag_that_moved_is_not_acted_on():
    """The same name, another image; and a volume that was made anew."""
    target = of_image(f"{DEBIAN.id} base:1", DEBIAN)
    moved = replace(DEBIAN, tags=("debian:12",)), image("base:1", id="sha256:f")
    assert target.gone(Snapshot(images=moved)).startswith("base:1 isn't called that any more, but debian:12")
    volume = target_of(seen(volumes=(Volume("v", "local", 1.0),)), "volumes", "v")
    assert volume is not None
    assert not volume.gone(Snapshot(volumes=(Volume("v", "local", 1.0),)))
    assert volume.gone(Snapshot(volumes=(Volume("v", "local", 2.0),)))


def test_looking_changes_nothing():
    """What is left of what isn't the learner's."""
    assert "".join(lines(of_container("running").to_look_at)) == "ltmi"
    assert "".join(lines(of_image(f"{DEBIAN.id} base:1", DEBIAN).to_look_at)) == "hi"


def test_a_target_knows_its_row():
    """Also of an image that is looked at in the view of its layers."""
    assert of_image(f"{DEBIAN.id} base:1", DEBIAN).row == f"{DEBIAN.id} base:1"
    assert of_image(f"{DEBIAN.id} 0", DEBIAN, view="layers").row == f"{DEBIAN.id} debian:12"
    assert of_image(DANGLING.id, DANGLING).row == DANGLING.id
