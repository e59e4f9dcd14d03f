"""Which hidden images of builds are the learner's: what a build of theirs made, and nothing else stands on."""

import pytest

from tests.unit.conftest import container, image
from tui.model.engine import Snapshot
from tui.model.log import LoggedCommand
from tui.model.ours import Claims
from tui.model.reset import Origin
from tui.reset.steps import builds_in, steps_behind
from tui.view.reset import as_text

from .test_reset_plan import COURSE, LEARNT, URL, FolderLook, plan_reset

BUILDS = [(100.0, 110.0)]


def origin(id: str, parent: str = "", created: float = 105.0, named: bool = False) -> Origin:
    return Origin(id, parent, created, named)


BASE = origin("base", created=1.0, named=True)
CHAIN = (BASE, origin("s1", "base"), origin("s2", "s1"), origin("top", "s2", named=True))


def test_all_down_to_the_base():
    assert steps_behind(["top"], CHAIN, (), BUILDS) == ("s2", "s1")


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"s1": origin("s1", "base", named=True)}, ("s2",)),
        ({"s1": origin("s1", "base", created=99.0)}, ("s2",)),
        ({"s1": origin("s1", "base", created=111.0)}, ("s2",)),
        ({"other": origin("other", "s1")}, ("s2",)),
        ({"other": origin("other", "s2")}, ()),
        ({"s1": origin("s1", "gone")}, ("s2", "s1")),
    ],
    ids=["named", "older", "younger", "built upon", "built upon at the top", "without a base"],
)
def test_up_to_the_first_that_is_not_theirs(change, left):
    origins = ({each.id: each for each in CHAIN} | change).values()
    assert steps_behind(["top"], list(origins), (), BUILDS) == left


def test_what_a_container_that_stays_is_made_of():
    assert steps_behind(["top"], CHAIN, {"s2"}, BUILDS) == ()


def test_a_trunk_goes_with_the_last_that_grows_from_it():
    """In whichever order."""
    origins = (*CHAIN, origin("two", "s1", named=True))
    assert steps_behind(["top", "two"], origins, (), BUILDS) == ("s2", "s1")
    assert steps_behind(["two", "top"], origins, (), BUILDS) == ("s2", "s1")
    assert steps_behind(["two"], origins, (), BUILDS) == ()


def test_images_that_are_said_to_be_made_of_each_other():
    """An engine may say anything."""
    origins = [origin("a", "b"), origin("b", "a"), origin("c", "c")]
    assert set(steps_behind(["a", "c"], origins, (), BUILDS)) <= {"a", "b", "c"}


def test_only_commands_that_build_count():
    def typed(line: str) -> LoggedCommand:
        return LoggedCommand(lesson="l", line=line, exit_status=0, at=110.7, seconds=10.0)

    assert builds_in([typed("docker build -t a ."), typed("docker ps"), typed("cd rebuilding")]) == [(100, 110.7)]


def test_a_plan_tells_them_in_a_line_and_claims_know_them_until_they_are_gone():
    tops = (image("app:1", id="top"),)
    claims = Claims(URL, frozenset({"image top app:1"})).after(Snapshot(images=tops), (), (), 1.0)
    plan = plan_reset(COURSE, "", Snapshot(images=tops), claims, LEARNT, FolderLook(), CHAIN, BUILDS)
    assert "  - 2 build steps  (hidden images of your builds)" in as_text(plan).splitlines()
    # The name goes, and what is behind it comes to light; then all is interrupted.
    bare = Snapshot((container("other"),), (image(id="s2"), image(id="new")))
    claims = claims.with_steps(plan.steps).after(bare, (), (), 2.0)
    assert not claims.unproven("image", "s2")
    assert claims.unproven("image", "new")
    assert claims.with_steps(()).made == {"image s2"}
