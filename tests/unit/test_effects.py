"""What changed in the engine, in words: from events and tags to effects."""

import pytest

from tests.unit.conftest import container, event, image
from tui.model.effects import Effect, effects_of, is_about, tag_changes, tags_of
from tui.model.engine import Snapshot, Volume

EMPTY = Snapshot()
ONE, TWO = (f"sha256:{digit * 64}" for digit in "12")


def words(*events, before=EMPTY, now=EMPTY) -> list[str]:
    """The effects of events, and of what is different between two readings, as a learner reads them."""
    return [str(each) for each in effects_of(events, tag_changes(tags_of(before), tags_of(now)), before, now)]


def story(*actions: str, name: str = "web", **more) -> list:
    """A container's events, a tenth of a second apart."""
    found = []
    for number, action in enumerate(actions):
        action, _, code = action.partition("=")
        found.append(event("container", action, name, number / 10, exit_code=int(code) if code else None, **more))
    return found


@pytest.mark.parametrize(
    ("actions", "told"),
    [
        (["create"], "+ container web (created)"),
        (["create", "start"], "+ container web (running)"),
        (["create", "start", "die=3"], "+ container web (exited 3)"),
        (["create", "start", "die=0", "destroy"], "~ container web (created, exited 0, removed)"),
        (["create", "destroy"], "~ container web (created, never ran, removed)"),
        (["start"], "~ container web (running)"),
        (["start", "die=0"], "~ container web (started, exited 0)"),
        (["kill", "die=137", "stop"], "~ container web (exited 137)"),
        (["die=0", "start", "restart"], "~ container web (restarted)"),
        (["pause"], "~ container web (paused)"),
        (["pause", "unpause"], "~ container web (running)"),
        (["update"], "~ container web (updated)"),
        (["rename"], "~ container web (renamed)"),
        (["health_status: unhealthy"], "~ container web (unhealthy)"),
        (["create", "start", "health_status: healthy"], "+ container web (healthy)"),
        (["kill", "die=137", "destroy"], "- container web"),
        (["die"], "~ container web (exited)"),
    ],
)
def test_a_containers_events_are_one_effect(actions, told):
    """Whatever the order in which they are heard of."""
    events = story(*actions)
    assert words(*events) == [told]
    assert words(*reversed(events)) == [told]


@pytest.mark.parametrize("actions", [["commit"], ["kill"]])
def test_what_leaves_a_container_as_it_was_is_none(actions):
    """A signal that it ignores, an image made of it."""
    assert words(*story(*actions)) == []


def test_a_renamed_containers_old_name_is_told():
    """The engine has it in the event."""
    assert words(event("container", "rename", "site", other="web")) == ["~ container site (was web)"]


def test_containers_that_came_and_went_alike_are_counted():
    """The classic builder makes one for each step; one that failed is told on its own."""
    steps = [each for name in "abc" for each in story("create", "start", "die=0", "destroy", name=name)]
    failed = story("create", "start", "die=1", "destroy", name="d")
    kept = story("create", name="e")
    assert words(*steps, *failed, *kept) == [
        "+ container e (created)",
        "~ 3 containers (created, exited 0, removed)",
        "~ container d (created, exited 1, removed)",
    ]


def test_a_volume_that_was_there_is_not_new():
    """Some engines tell of `docker volume create` whether or not it made one."""
    made = event("volume", "create", "logs", id="logs")
    assert words(made) == ["+ volume logs"]
    assert words(made, before=Snapshot(volumes=(Volume("logs", "local"),))) == []


def test_a_volume_without_a_name_is_called_anonymous():
    """And one that came and went with its container is not told."""
    name = "0a1b" * 16
    made, gone = (event("volume", action, name, at, id=name) for at, action in enumerate(("create", "destroy")))
    assert words(made) == ["+ volume 0a1b0a1b0a1b (anonymous)"]
    assert words(gone) == ["- volume 0a1b0a1b0a1b (anonymous)"]
    assert words(made, gone) == []


def test_joining_and_leaving_a_network_is_told_of_the_container():
    """But not when it is started, stopped or removed, which does that too."""
    web = Snapshot((container("web"),))
    joined = event("network", "connect", "net", 1.0, other="id-web")
    left = event("network", "disconnect", "net", 2.0, other="id-web")
    assert words(joined, now=web) == ["~ container web (joined network net)"]
    assert words(joined, left, before=web) == ["~ container web (left network net)"]
    assert words(*story("create", "start"), joined, now=web) == ["+ container web (running)"]


def test_what_starting_and_ending_do_to_networks_is_not_told_however_late_the_engine_tells_it():
    """A container that ended still belongs to its networks; one that was made belonged to them already."""
    web = Snapshot((container("web", networks=("net",)),))
    assert words(event("network", "disconnect", "net", other="id-web"), before=web, now=web) == []
    assert words(event("network", "connect", "net", other="id-web"), before=web, now=web) == []


def test_images_come_move_and_go():
    """By their tags; an image whose last tag moved away is untagged now."""
    one, two = Snapshot(images=(image("app:1", id=ONE),)), Snapshot(images=(image("app:1", id=TWO), image(id=ONE)))
    assert words(now=one) == ["+ image app:1"]
    assert words(before=one, now=two) == ["~ image app:1 (another image)", "~ image 111111111111 (untagged)"]
    assert words(before=one) == ["- image app:1"]
    assert words(before=one, now=one) == []


def test_images_without_a_tag_are_told_by_their_ids():
    """A build without a name; one that gets a name is told by that; removing one."""
    nameless, named = Snapshot(images=(image(id=ONE),)), Snapshot(images=(image("app:1", id=ONE),))
    assert words(now=nameless) == ["+ image 111111111111 (untagged)"]
    assert words(before=nameless, now=named) == ["+ image app:1"]
    assert words(before=nameless) == ["- image 111111111111 (untagged)"]


def test_a_push_is_told():
    """It leaves the engine as it was, and yet is what was done."""
    assert words(event("image", "push", "localhost:5050/app:1")) == ["~ image localhost:5050/app:1 (pushed)"]


@pytest.mark.parametrize(
    ("action", "name", "change", "about"),
    [
        ("tag", "app:1", ("", ONE), True),
        ("tag", "app:1", (TWO, ONE), True),
        ("tag", "app:1", (ONE, ""), False),
        ("tag", "app:2", ("", ONE), False),
        ("untag", ONE, (ONE, ""), True),
        ("untag", ONE, ("", ONE), False),
        ("untag", TWO, (ONE, ""), False),
    ],
)
def test_an_event_is_about_a_tag(action, name, change, about):
    """`untag` names only the image."""
    told = event("image", action, name, id=name if action == "untag" else ONE)
    assert is_about(told, "app:1", change) is about


def test_an_effect_of_several_objects_has_no_name():
    """Nor a gap where it would be."""
    assert str(Effect("~", "2 containers", "", "created, exited 0, removed")).startswith("~ 2 containers (created")
