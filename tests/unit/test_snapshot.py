"""What the engine holds, put together from lists of some of it."""

from msgspec.structs import replace

from tests.unit.conftest import container
from tui.model.engine import Snapshot

OLD, MIDDLE, NEW = (container(name, id=name) for name in ("old", "middle", "new"))


def test_some_containers_are_replaced_where_they_are():
    """Others stay the very same values, so that nobody compares them field by field."""
    before = Snapshot((NEW, MIDDLE, OLD))
    after = before.with_containers([replace(MIDDLE, state="exited")], {"middle"})
    assert after.containers == (NEW, replace(MIDDLE, state="exited"), OLD)
    assert after.containers[0] is NEW


def test_new_ones_come_first_and_gone_ones_go():
    """As in the engine's own list."""
    before = Snapshot((MIDDLE, OLD))
    assert before.with_containers([NEW], {"new", "old"}).containers == (NEW, MIDDLE)
    assert before.with_containers([], {"middle", "never"}).containers == (OLD,)


def test_a_list_of_all_is_all():
    """Whatever was there before."""
    assert Snapshot((MIDDLE, OLD)).with_containers([NEW], ()).containers == (NEW,)
    assert Snapshot((MIDDLE,)).with_containers([], ()).containers == ()
