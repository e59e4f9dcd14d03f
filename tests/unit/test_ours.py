"""What is the learner's in an engine that others use too."""

from math import inf

import pytest
from msgspec.structs import replace

from tests.unit.conftest import container, event, image, typed
from tui.attempt import Attempt
from tui.model.course import Course, Lesson, LessonEntry, Page
from tui.model.engine import Endpoint, EngineChanged, Mount, Network, Snapshot, Volume
from tui.model.journal import CommandRun
from tui.model.ours import BEFORE, ELSEWHERE, UNSEEN, UNSURE, Claims, claims_on
from tui.model.progress import Progress
from tui.view.whose import why_not

URL = "unix:///run/docker.sock"
NETS = (Network("n0", "bridge", "bridge", "local"), Network("n1", "web", "bridge", "local"))
OLD = Snapshot(
    (container("old"),), (image("app:1", "app:2"), image(id="sha256:9")), (Volume("data", "local", 5.0),), NETS
)  # fmt: skip
BASE = Claims(URL).after(OLD, (), (), 0.0)
RUN = typed("docker run --name web -v web:/data web", at=10.0)
PULL = typed("docker pull busybox", at=10.0)
TAG = typed("docker tag app:1 mine:1", at=10.0)
BUILD = typed("docker build -t app:1 .", at=10.0)


def with_images(*images) -> Snapshot:
    return Snapshot(OLD.containers, images, OLD.volumes, OLD.networks)


def test_what_was_there_at_the_first_reading_is_not_theirs():
    """Each kind by its row; networks every engine has are nobody's."""
    rows = {("container", "id-old"), ("image", "sha256:1 app:1"), ("image", "sha256:1 app:2"), ("image", "sha256:9")}
    assert BASE.others == dict.fromkeys(rows | {("volume", "data"), ("network", "n1")}, BEFORE)
    assert BASE.unproven("container", "id-old") == BEFORE
    assert BASE.unproven("container", "id-never") == UNSEEN


def test_in_the_labs_own_engine_everything_is_theirs():
    """It was made for them."""
    private = claims_on(Endpoint(URL, "private engine", private=True), {URL: ["container x"]})
    after = private.after(OLD, (), (), 0.0)
    assert (after.others, after.made, after.unproven("container", "id-old")) == ({}, frozenset(), "")


@pytest.mark.parametrize(
    ("line", "kind", "snapshot", "row"),
    [
        (RUN.line, "container", Snapshot((container("web"), *OLD.containers), OLD.images, OLD.volumes, NETS), "id-web"),
        (
            "docker volume create web",
            "volume",
            Snapshot(OLD.containers, OLD.images, (*OLD.volumes, Volume("web", "local", 9.0)), NETS),
            "web",
        ),
        (
            "docker network create web",
            "network",
            Snapshot(OLD.containers, OLD.images, OLD.volumes, (*NETS, Network("id-web", "web", "b", "local"))),
            "id-web",
        ),
    ],
)
def test_what_a_command_made_is_theirs(line, kind, snapshot, row):
    """What its line names; without a command nothing is, and what came while another ran may be."""
    made, run = event(kind, "create", "web", at=10.2, id=row), typed(line, at=10.0)
    assert BASE.after(snapshot, (made,), (run,), 10.3).unproven(kind, row) == ""
    assert BASE.after(snapshot, (made,), (), 10.3).unproven(kind, row) == ELSEWHERE
    late = event(kind, "create", "web", at=20.0, id=row)
    assert BASE.after(snapshot, (late,), (run,), 20.1).unproven(kind, row) == ELSEWHERE
    other = BASE.after(snapshot, (made,), (typed("vim web", at=10.0),), 10.3)
    assert (other.unproven(kind, row), (kind, row) in other.others) == (UNSURE, False)


def test_an_event_may_come_after_the_reading_that_shows_its_object():
    """It is theirs a moment later; what comes much later is about something else."""
    pulled = with_images(*OLD.images, image("busybox:latest", id="sha256:2"))
    early = BASE.after(pulled, (), (PULL,), 10.2)
    row = ("image", "sha256:2 busybox:latest")
    assert early.unproven(*row) == ELSEWHERE
    pull = event("image", "pull", "busybox:latest", at=10.25, id="busybox:latest")
    assert early.after(pulled, (pull,), (PULL,), 10.5).unproven(*row) == ""
    again = CommandRun("docker pull busybox", 60.0)
    pull = event("image", "pull", "busybox:latest", at=61.0, id="busybox:latest")
    assert early.after(pulled, (pull,), (again,), 61.1).unproven(*row) == ELSEWHERE


def test_a_tag_the_learner_gave_to_anothers_image_is_all_they_have_of_it():
    """Rows are told apart, not images."""
    tagged = with_images(image("app:1", "app:2", "mine:1"), image(id="sha256:9"))
    claims = BASE.after(tagged, (event("image", "tag", "mine:1", at=10.1, id="sha256:1"),), (TAG,), 10.2)
    assert claims.unproven("image", "sha256:1 mine:1") == ""
    assert claims.unproven("image", "sha256:1 app:1") == BEFORE


def test_pulling_or_tagging_what_is_there_anyway_claims_nothing():
    """The events come all the same."""
    told = (
        event("image", "pull", "app:1", at=10.1, id="app:1"),
        event("image", "tag", "app:2", at=10.1, id="sha256:1"),
        event("volume", "create", "data", at=10.1, id="data"),
    )
    assert BASE.after(OLD, told, (RUN,), 10.2).others == BASE.others


def test_a_name_that_is_built_anew_leaves_the_old_image_with_whose_it_was():
    """A build takes the tag from another's image, then from the learner's own."""
    taken = with_images(image("app:1", id="sha256:2"), image("app:2"), image(id="sha256:9"))
    claims = BASE.after(taken, (event("image", "tag", "app:1", at=10.1, id="sha256:2"),), (BUILD,), 10.2)
    assert claims.unproven("image", "sha256:2 app:1") == ""
    once_more = with_images(image("app:1", id="sha256:3"), image(id="sha256:2"), image("app:2"))
    anew = event("image", "tag", "app:1", at=10.3, id="sha256:3")
    own = claims.after(once_more, (anew,), (typed("docker build -t app:1 .", at=10.2),), 10.4)
    assert own.unproven("image", "sha256:2") == own.unproven("image", "sha256:3 app:1") == ""
    # And an image of somebody else's that loses its last name to the learner's build stays somebody else's.
    lost = with_images(image("app:1", "app:2", id="sha256:2"), image(id="sha256:1"))
    told = (
        event("image", "tag", "app:1", at=10.1, id="sha256:2"),
        event("image", "tag", "app:2", at=10.1, id="sha256:2"),
    )
    both = typed("docker build -t app:1 -t app:2 .", at=10.0)
    others = BASE.after(lost, told, (both,), 10.2)
    assert others.unproven("image", "sha256:1") == ELSEWHERE
    assert others.after(lost, (), (both,), 10.3).unproven("image", "sha256:1") == ELSEWHERE


@pytest.mark.parametrize(
    ("line", "why"), [("docker build .", ""), ("docker ps", ELSEWHERE), ("vim build/Dockerfile", ELSEWHERE)]
)
def test_an_image_without_a_name_is_theirs_after_a_command_that_makes_such(line, why):
    """No event tells of it."""
    built = with_images(*OLD.images, image(id="sha256:5"))
    assert BASE.after(built, (), (typed(line, at=10.0),), 10.4).unproven("image", "sha256:5") == why


def test_while_the_shell_is_not_heard_what_comes_may_be_theirs():
    """They may do with it what they like, and no reset takes it; and not what was there before."""
    more = with_images(*OLD.images, image("web:1", id="sha256:5"))
    claims = BASE.after(more, (), (), 3.0)
    assert claims.unproven("image", "sha256:5 web:1") == ELSEWHERE
    unheard = claims.after(more, (), (), 9.0, heard=False)
    assert unheard.others == BASE.others
    assert unheard.unproven("image", "sha256:5 web:1") == UNSURE
    assert claims_on(Endpoint(URL, "system engine"), {URL: unheard.kept}) == Claims(URL, maybe=unheard.maybe)


def test_what_they_made_is_theirs_in_the_next_session_too():
    """As long as it is there; a volume of the same name that was made since is another one."""
    kept = {URL: ["container id-old", "container id-gone", "volume data 4", "image sha256:1 app:2"], "other": ["x"]}
    claims = claims_on(Endpoint(URL, "system engine"), kept).after(OLD, (), (), 100.0)
    assert claims.made == {"container id-old", "image sha256:1 app:2"}
    assert claims.unproven("volume", "data") == BEFORE
    assert claims.since["image sha256:1 app:1"] == -inf
    progress = Progress(course="c", course_version="1", made=kept).with_made(URL, claims.made)
    assert progress.made == {"other": ["x"], URL: ["container id-old", "image sha256:1 app:2"]}
    assert progress.with_made(URL, claims.made) is progress
    assert progress.with_made(URL, ()).made == {"other": ["x"]}


def test_what_a_neighbour_makes_while_something_runs_is_not_proven_theirs():
    """However long it runs, and whatever they make."""
    shell = CommandRun("docker run -it --name web busybox", 10.0)
    told = (event("container", "create", "db", at=300.0), event("volume", "create", "db", at=300.1, id="db"))
    there = Snapshot((container("db"), *OLD.containers), OLD.images, (*OLD.volumes, Volume("db", "local", 9.0)), NETS)
    claims = BASE.after(there, told, (shell,), 300.2)
    assert [claims.unproven("container", "id-db"), claims.unproven("volume", "db")] == [UNSURE, UNSURE]


def test_what_was_proven_is_doubted_when_a_neighbour_has_made_the_like_at_the_same_moment():
    """What was made before stays theirs."""
    run = CommandRun("docker run hello-world", 10.0)
    first, second = event("container", "create", "a", at=10.2), event("container", "create", "b", at=10.4)
    one = BASE.after(Snapshot((container("a"), *OLD.containers)), (first,), (run,), 10.3, (first,))
    assert one.unproven("container", "id-a") == ""
    both = Snapshot((container("b"), container("a"), *OLD.containers))
    two = one.after(both, (second,), (run,), 10.5, (first, second))
    assert (two.unproven("container", "id-a"), two.unproven("container", "id-b")) == (UNSURE, UNSURE)
    later = one.after(both, (second,), (CommandRun("docker run hello-world", 10.38),), 10.5, (first, second))
    assert later.unproven("container", "id-a") == ""


def test_what_was_proven_stays_so_while_the_other_shell_is_busy_with_something_else():
    """It came meanwhile, too."""
    follow, run = CommandRun("docker logs -f web", 5.0, shell=2), CommandRun("docker run --name mine a", 10.0, 10.5)
    made, there = event("container", "create", "mine", at=10.2), Snapshot((container("mine"), *OLD.containers))
    claims = BASE.after(there, (made,), (follow, run), 10.3, (made,))
    for now in (10.6, 12.0, 99.0):
        claims = claims.after(there, (), (follow, run), now, (made,))
        assert claims.unproven("container", "id-mine") == ""


def test_a_name_that_turns_out_to_have_been_taken_proves_nothing():
    """Whoever took it."""
    run, made = CommandRun("docker run --name mine a", 10.0), event("container", "create", "mine", at=12.0)
    there = Snapshot((container("mine"), *OLD.containers))
    claims = BASE.after(there, (made,), (run,), 12.1, (made,))
    assert claims.unproven("container", "id-mine") == ""
    refused, runs = replace(run, ended=20.0, exit_status=125), event("container", "start", "mine", at=12.2)
    assert claims.after(there, (), (refused,), 20.1, (made, runs)).unproven("container", "id-mine") == UNSURE


def test_a_volume_without_a_name_is_theirs_with_the_container_it_came_with():
    """A neighbour's comes with a neighbour's."""
    volumes = tuple(Volume(each * 64, "local", 9.0) for each in "ab")
    told = [event("volume", "create", each.name, at=10.2, id=each.name) for each in volumes]
    told += [event("container", "create", name, at=10.2) for name in ("web", "other")]
    there = [
        container(name, mounts=(Mount("volume", each.name, "/data"),))
        for name, each in zip(("web", "other"), volumes, strict=True)
    ]
    claims = BASE.after(Snapshot((*there, *OLD.containers), OLD.images, volumes), told, (RUN,), 10.3)
    assert [claims.unproven("volume", each.name) for each in volumes] == ["", UNSURE]


def test_what_an_engine_would_not_list_is_not_forgotten():
    """A list that was refused says nothing of what is there."""
    kept = {URL: ["volume data 5"]}
    claims = claims_on(Endpoint(URL, "system engine"), kept).after(Snapshot(refused=frozenset({"volume"})), (), (), 0.0)
    assert claims.made == {"volume data 5"}


def test_the_lab_keeps_what_is_theirs_and_says_why_it_leaves_the_rest_alone():
    """From the engine's news to the progress; the course's images are nobody's to refuse."""
    entry = LessonEntry(id="first", number="1", title="First", minutes=1, folder="1")
    course = Course("c", "C", "1", ("busybox",), (Lesson(entry, (Page("one", "One", ()),), (), ()),))
    attempt = Attempt(course, Progress(course="c", course_version="1"), claims=Claims(URL))
    there = Snapshot((container("old"),), (image("busybox:latest"),))
    attempt = attempt.engine_reported(EngineChanged(there), 0.0).command_started("docker run --name web busybox", 1.0)
    made = event("container", "create", "web", at=1.1)
    attempt = attempt.engine_reported(EngineChanged(Snapshot((container("web"), *there.containers)), (made,)), 1.2)
    assert attempt.progress.made == {URL: ["container id-web"]}
    assert why_not(attempt, "container", "id-web", "web") == ""
    assert why_not(attempt, "image", "sha256:1 busybox:latest", "busybox") == ""
    assert why_not(attempt, "container", "id-old", "old") == (
        "old was here before the lab: the lab leaves it alone. To act on it, type the command yourself."
    )
