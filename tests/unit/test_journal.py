"""Two shells, two running commands: each change belongs to one of them."""

from tests.unit.conftest import container, event, image
from tui.model.engine import Snapshot
from tui.model.journal import EVENTS_KEPT, STORY_MOST, Journal
from tui.view.events import events_table


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
    both = both.engine_read(here, (event("container", "start", "a", at=1.1),), 1.2)
    both = both.command_started("docker stop b", 2.0, 2)
    both = both.engine_read(here, (event("container", "die", "b", at=2.1, exit_code=137),), 2.1)
    both = both.command_ended(0, "", 2.2, 2)
    both = both.engine_read(here, (event("container", "die", "a", at=9.0, exit_code=0),), 9.1)
    assert told(both) == {
        "docker run -it debian": ["~ container a (started, exited 0)"],
        "docker stop b": ["~ container b (exited 137)"],
    }
    assert [str(effect) for effect in both.latest] == ["~ container a (started, exited 0)"]


def test_a_tag_is_counted_once() -> None:
    """Tags are told from lists: what one command tagged is not also the other's."""
    both = Journal().engine_read(Snapshot(images=(image("old:1"),)), (), 0.5, anew=True)
    both = both.command_started("docker build -t app:1 .", 1.0, 1).command_started("docker tag", 2.0, 2)
    tagged = Snapshot(images=(image("copy:1"),))
    events = (event("image", "tag", "copy:1", at=2.1), event("image", "untag", "old:1", at=2.1))
    both = both.engine_read(tagged, events, 2.2)
    both = both.command_ended(0, "", 2.2, 2)
    built = Snapshot(images=(image("copy:1"), image("app:1", id="sha256:2")))
    both = both.engine_read(built, (event("image", "tag", "app:1", at=5.0),), 5.1)
    assert told(both) == {
        "docker build -t app:1 .": ["+ image app:1"],
        "docker tag": ["+ image copy:1", "- image old:1"],
    }


def test_changes_of_both_in_one_reading() -> None:
    """Each event goes to its own command."""
    both = Journal().command_started("docker rm a", 1.0, 1).command_started("docker rm b", 2.0, 2)
    events = (event("container", "destroy", "a", at=1.5), event("container", "destroy", "b", at=2.5))
    both = both.engine_read(Snapshot(), events, 2.6)
    assert told(both) == {"docker rm a": ["- container a"], "docker rm b": ["- container b"]}
    assert [str(effect) for effect in both.latest] == ["- container a", "- container b"]


def test_news_of_an_earlier_command_come_after_the_next_was_started() -> None:
    """Typed ahead or pasted, a command begins before the lab has heard what the one before did."""
    journal = Journal().command_started("docker rm a", 1.0).command_ended(0, "", 1.2)
    journal = journal.command_started("docker ps", 1.21)
    journal = journal.engine_read(Snapshot(), (event("container", "destroy", "a", at=1.15),), 1.3)
    assert told(journal) == {"docker rm a": ["- container a"], "docker ps": []}


def test_a_reading_may_show_what_the_next_command_did() -> None:
    """Its event, which comes later, puts that right."""
    journal = Journal().command_started("docker tag x a:1", 1.0).command_ended(0, "", 1.1)
    journal = journal.command_started("docker tag x a:2", 1.11)
    both = Snapshot(images=(image("a:1", "a:2"),))
    journal = journal.engine_read(both, (event("image", "tag", "a:1", at=1.05),), 1.15)
    journal = journal.engine_read(both, (event("image", "tag", "a:2", at=1.14),), 1.4)
    assert told(journal) == {"docker tag x a:1": ["+ image a:1"], "docker tag x a:2": ["+ image a:2"]}


def test_another_command_undoing_it_takes_nothing_from_a_command() -> None:
    """What it did stays in the log, also when something more is heard of it."""
    journal = (
        Journal()
        .command_started("docker run x", 1.0, 1)
        .engine_read(Snapshot(images=(image("x:1"),)), (event("image", "pull", "x:1", at=1.1),), 1.2)
    )
    journal = journal.command_started("docker rmi x:1", 2.0, 2)
    journal = journal.engine_read(Snapshot(), (event("image", "untag", "sha256:1", id="sha256:1", at=2.1),), 2.2)
    journal = journal.command_ended(0, "", 2.3, 2)
    journal = journal.engine_read(Snapshot(), (event("container", "die", "c", at=9.0, exit_code=0),), 9.1)
    assert told(journal) == {
        "docker run x": ["+ image x:1", "~ container c (exited 0)"],
        "docker rmi x:1": ["- image x:1"],
    }


def test_an_image_that_no_event_tells_of_is_the_last_commands() -> None:
    """A build without a name; what is found long after is nobody's."""
    built = Snapshot(images=(image(),))
    ended = Journal().command_started("docker build .", 1.0).command_ended(0, "", 2.0)
    assert told(ended.engine_read(built, (), 2.5)) == {"docker build .": ["+ image sha256:1 (untagged)"]}
    assert told(ended.engine_read(built, (), 60.0)) == {"docker build .": []}


def test_an_image_that_a_pull_has_not_named_yet_is_not_the_last_commands() -> None:
    """A reading for the one before may come late, while the next one runs."""
    here = Journal().command_started("docker ps -a", 1.0).command_ended(0, "", 1.1)
    here = here.command_started("docker pull busybox", 1.2)
    here = here.engine_read(Snapshot(images=(image(id="sha256:1"),)), (), 1.3)
    pulled = Snapshot(images=(image("busybox:latest", id="sha256:1"),))
    here = here.engine_read(pulled, (event("image", "pull", "busybox:latest", at=1.4),), 1.5)
    assert told(here) == {"docker ps -a": [], "docker pull busybox": ["+ image busybox:latest"]}


def test_what_is_found_when_the_engine_is_read_anew_is_nobodys() -> None:
    """The first time, or when it comes back."""
    ended = Journal().command_started("ls", 1.0).command_ended(0, "", 2.0)
    found = ended.engine_read(Snapshot(images=(image("old:1"),)), (), 2.1, anew=True)
    assert told(found) == {"ls": []}
    assert found.latest == ()
    after = found.engine_read(
        Snapshot((container("a"),), (image("old:1"),)), (event("container", "create", "a", at=2.2),), 2.3
    )
    assert told(after) == {"ls": ["+ container a (created)"]}


def test_a_command_is_news_when_it_ends_and_when_its_effects_come() -> None:
    """Each once."""
    started = Journal().command_started("docker rm a", 1.0)
    ended = started.command_ended(0, "", 1.1)
    assert started.ended_since(Journal()) == ()
    assert ended.ended_since(started) == ended.commands
    assert ended.ended_since(ended) == ()
    read = ended.engine_read(Snapshot(), (event("container", "destroy", "a", at=1.05),), 1.2)
    assert read.ended_since(ended) == read.commands
    again = read.engine_read(Snapshot(), (event("container", "kill", "b", at=1.3),), 1.4)
    assert again.ended_since(read) == ()


def test_what_is_kept_to_pair_does_not_grow() -> None:
    """Of commands that ended long ago nothing more is heard."""
    journal = Journal()
    for number in range(100):
        journal = journal.command_started("ls", number * 10.0).command_ended(0, "", number * 10.0 + 1)
    assert len(journal.stories) == 1
    assert journal.running is None


def test_what_comes_just_before_a_commands_start_is_its_own() -> None:
    """The start may be heard of late. What comes before that is still the command's before."""
    ran = Journal().command_started("docker run -d a", 1.0).command_ended(0, "", 1.2)
    ran = ran.engine_read(Snapshot(), (event("container", "create", "a", at=1.1),), 1.2)
    ran = ran.command_started("docker rm b", 1.56)
    events = (event("container", "die", "a", at=1.25, exit_code=0), event("container", "destroy", "b", at=1.5))
    assert told(ran.engine_read(Snapshot(), events, 1.6)) == {
        "docker run -d a": ["+ container a (exited 0)"],
        "docker rm b": ["- container b"],
    }
    early = Journal().command_started("docker rm b", 5.0)
    assert told(early.engine_read(Snapshot(), (event("container", "destroy", "b", at=4.8),), 5.1))["docker rm b"]
    assert not told(early.engine_read(Snapshot(), (event("container", "destroy", "b", at=4.6),), 5.1))["docker rm b"]


def test_what_a_command_did_before_its_start_was_told_of_is_its_own() -> None:
    """The engine's news may overtake the shell's: on the way to the journal, not in the moments they tell."""
    ran = Journal().command_started("docker run -d a", 1.0)
    ran = ran.engine_read(Snapshot((container("a"),)), (event("container", "create", "a", at=1.1),), 1.15)
    ran = ran.command_ended(0, "", 1.2)
    here = Snapshot((container("a"), container("b")), (image("b:1"),))
    events = (event("container", "start", "a", at=1.25), event("container", "create", "b", at=1.5))
    ran = ran.engine_read(here, (*events, event("image", "tag", "b:1", at=1.5)), 1.52)
    ran = ran.command_started("docker build b", 1.45)
    assert told(ran) == {
        "docker run -d a": ["+ container a (running)"],
        "docker build b": ["+ image b:1", "+ container b (created)"],
    }
    late = ran.command_ended(0, "", 1.6).engine_read(Snapshot(), (event("container", "destroy", "a", at=9.0),), 9.1)
    assert told(late.command_started("docker rm a", 8.9))["docker rm a"] == ["- container a"]


def test_of_a_long_day_the_newest_events_are_kept() -> None:
    """As many as there is room for; their rows keep their keys when the first ones are forgotten."""
    day = Journal()
    for number in range(EVENTS_KEPT // 1000 + 1):
        more = tuple(event("container", "start", f"c{number}-{each}", at=number + each / 1e4) for each in range(1000))
        day = day.engine_read(Snapshot(), more, float(number))
    assert (len(day.events), day.forgotten) == (EVENTS_KEPT, 1000)
    before = events_table(day.events, day.forgotten).rows
    day = day.engine_read(Snapshot(), (event("container", "die", "last", at=99.0),), 99.1)
    assert (len(day.events), day.forgotten) == (EVENTS_KEPT, 1001)
    after = events_table(day.events, day.forgotten).rows
    assert after[0].name == "last"
    assert after[1:] == before[:-1]


def test_a_command_that_runs_for_a_day_is_paired_with_what_it_did_first() -> None:
    """`docker logs -f` beside a busy neighbour; its effects are told anew with each reading."""
    day = Journal().command_started("docker run -d web && docker logs -f web", 1.0)
    day = day.engine_read(Snapshot(), (event("container", "create", "web", at=1.1),), 1.2)
    for number in range(3):
        more = tuple(event("container", "start", f"c{each}", at=2.0 + number) for each in range(STORY_MOST // 2))
        day = day.engine_read(Snapshot(), more, 3.0 + number)
    [story] = day.stories.values()
    assert len(story.events) == STORY_MOST
    assert str(day.commands[0].effects[0]) == "+ container web (created)"
