"""Two shells, two running commands: each change belongs to one of them."""

from tests.unit.conftest import container, event, image
from tui.model.engine import Snapshot
from tui.model.journal import Journal


def told(journal: Journal) -> dict[str, list[str]]:
    """Effects by command line."""
    return {run.line: [str(effect) for effect in run.effects] for run in journal.commands}


def test_the_end_of_one_command_is_not_that_of_the_other() -> None:
    """Each shell's prompt ends what was typed there."""
    both = Journal().command_started("top", 1.0, 1).command_started("cat", 2.0, 2)
    assert both.running is both.commands[1]
    one = both.command_ended(0, "", 3.0, 2)
    assert [(run.line, run.ended, run.exit_status) for run in one.commands] == [("top", None, None), ("cat", 3.0, 0)]
    assert one.running is one.commands[0]
    none = one.command_ended(130, "", 4.0, 1)
    assert (none.running, none.commands[0].exit_status) == (None, 130)
    assert none.command_ended(1, "", 5.0, 2) == none


def test_a_shell_that_was_never_started_has_nothing_to_end() -> None:
    """Its first prompt says only that it is there."""
    running = Journal().command_started("top", 1.0, 1)
    assert running.command_ended(None, "", 2.0, 2) == running


def test_a_change_belongs_to_the_command_that_was_started_last() -> None:
    """And to the older one again once that has ended, if it still runs."""
    both = Journal().command_started("docker run -it debian", 1.0, 1)
    here = Snapshot((container("a"),))
    both = both.engine_read(here, (event("container", "start", "a", at=1.1),))
    both = both.command_started("docker stop b", 2.0, 2)
    both = both.engine_read(here, (event("container", "die", "b", at=2.1, exit_code=137),)).command_ended(0, "", 2.2, 2)
    both = both.engine_read(here, (event("container", "die", "a", at=9.0, exit_code=0),))
    assert told(both) == {
        "docker run -it debian": ["~ container a (exited 0)"],
        "docker stop b": ["~ container b (exited 137)"],
    }
    assert [str(effect) for effect in both.latest] == ["~ container a (exited 0)"]


def test_a_tag_is_counted_once() -> None:
    """Tags are told from lists: what one command tagged is not also the other's."""
    both = Journal().engine_read(Snapshot(images=(image("old:1"),)), ())
    both = both.command_started("docker build -t app:1 .", 1.0, 1).command_started("docker tag", 2.0, 2)
    tagged = Snapshot(images=(image("copy:1"),))
    both = both.engine_read(tagged, (event("image", "tag", "copy:1", at=2.1), event("image", "untag", "old:1", at=2.1)))
    both = both.command_ended(0, "", 2.2, 2)
    built = Snapshot(images=(image("copy:1"), image("app:1", id="sha256:2")))
    both = both.engine_read(built, (event("image", "tag", "app:1", at=5.0),))
    assert told(both) == {
        "docker build -t app:1 .": ["+ image app:1"],
        "docker tag": ["+ image copy:1", "- image old:1"],
    }


def test_changes_of_both_in_one_reading() -> None:
    """Each event goes to its own command."""
    both = Journal().command_started("docker rm a", 1.0, 1).command_started("docker rm b", 2.0, 2)
    events = (event("container", "destroy", "a", at=1.5), event("container", "destroy", "b", at=2.5))
    both = both.engine_read(Snapshot(), events)
    assert told(both) == {"docker rm a": ["- container a"], "docker rm b": ["- container b"]}
    assert [str(effect) for effect in both.latest] == ["- container a", "- container b"]
