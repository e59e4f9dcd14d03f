"""Where tasks stand: modes, requirements, and what the lab can't tell."""

import pytest
from msgspec.structs import replace

from tests.unit.conftest import container, event, typed
from tui.checks.tasks import Standing, assess_all, sealed
from tui.checks.verdict import LOOKING, Status
from tui.model import checks as ask
from tui.model.effects import Effect
from tui.model.engine import ContainerDetails, Snapshot
from tui.model.facts import Facts
from tui.model.machine import Machine, Requires
from tui.model.tasks import Diagnosis, Solution, Task

THERE = ask.ContainerIs(name="web")
HERE, GONE = Snapshot((container("web"),)), Snapshot()
CLASSIC = Requires(builder="classic")
ONLINE = Requires(network="github.com")


def task(id="t", check=THERE, **more):
    return Task(
        id=id, page="p", text="T.", check=check, hints=["a", "b"], solution=Solution(lines=["x"], why="w"), **more
    )


def stands(each, evidence, before=None, now=0.0):
    return assess_all([each], evidence, {each.id: before or Standing()}, now, 0.0)[each.id]


@pytest.mark.parametrize(("mode", "sticks"), [("edge", True), ("level", False), ("final", False)])
def test_what_is_no_longer_true(seen, mode, sticks):
    """Edge tasks stick; final ones don't while the learner is on the page."""
    done = stands(task(mode=mode), seen(snapshot=HERE))
    assert done.done
    assert stands(task(mode=mode), seen(), done).done is sticks


def test_a_final_task_sticks_once_its_page_was_left(seen):
    """It held when it mattered."""
    final = task(mode="final")
    left = sealed(final, stands(final, seen(snapshot=HERE)))
    assert stands(final, seen(), left).done


def test_a_final_task_that_is_not_done_stays_open(seen):
    """With its verdict, to be done later; other modes are not sealed."""
    final = task(mode="final")
    open_still = stands(final, seen())
    assert sealed(final, open_still) == open_still
    assert stands(final, seen(snapshot=HERE), open_still).done
    level = task(mode="level")
    done = stands(level, seen(snapshot=HERE))
    assert sealed(level, done) == done


def test_a_task_for_other_machines_does_not_count(seen):
    """It says why, and those that need it go on."""
    tasks = [task("only-there", requires=CLASSIC), task("next", needs=["only-there"])]
    after = assess_all(tasks, seen(snapshot=HERE), {}, 1.0, 0.0)
    absent = after["only-there"]
    assert (absent.verdict.status, absent.done) == (Status.ABSENT, False)
    assert absent.verdict.observed == "needs the classic builder, and docker build uses BuildKit here"
    assert after["next"].opened == 1.0
    assert after["next"].done


def test_an_absent_task_opens_no_way_round_what_it_needs(seen):
    """What comes first still comes first."""
    tasks = [task("first", check=ask.ContainerIs(name="other")), task("absent", requires=CLASSIC, needs=["first"])]
    tasks.append(task("last", needs=["absent"]))
    after = assess_all(tasks, seen(snapshot=HERE), {}, 1.0, 0.0)
    assert after["absent"].verdict.status is Status.ABSENT
    assert after["last"].opened is None


def test_on_the_right_machine_it_counts(seen):
    """Also after it was absent: the engine may be another one now."""
    each = task(requires=CLASSIC)
    absent = stands(each, seen(snapshot=HERE))
    assert stands(each, seen(snapshot=HERE, machine=Machine("classic")), absent).done
    waiting = task(requires=CLASSIC, needs=["other"])
    was_absent = Standing(verdict=absent.verdict)
    after = assess_all([task("other"), waiting], seen(machine=Machine("classic")), {"t": was_absent}, 1.0, 0.0)
    assert after["t"] == Standing()


def test_a_host_that_must_answer(seen):
    """Not asked yet, silent, answering."""
    each, next_one = task(requires=ONLINE), task("next", needs=["t"])
    for hosts, status, opened in (({}, LOOKING.status, None), ({"github.com": False}, Status.ABSENT, 1.0)):
        after = assess_all([each, next_one], seen(snapshot=HERE, facts=Facts(hosts=hosts)), {}, 1.0, 0.0)
        assert (after["t"].verdict.status, after["t"].done, after["next"].opened) == (status, False, opened)
    assert stands(each, seen(snapshot=HERE, facts=Facts(hosts={"github.com": True}))).done


def test_what_was_done_elsewhere_stays_done(seen):
    """An edge task did happen; a level task is not true where it can't be."""
    done = Standing(done=True, primed=True, opened=0.0)
    assert stands(task(requires=CLASSIC), seen(), done).done
    assert not stands(task(requires=CLASSIC, mode="level"), seen(), done).done


@pytest.mark.parametrize("mode", ["level", "final"])
def test_nothing_unticks_while_the_lab_can_not_tell(seen, mode):
    """No engine, details still to come, a host not asked yet."""
    each = task(check=ask.ContainerIs(tty=True), mode=mode)
    facts = Facts(containers={"id-web": ContainerDetails(tty=True)})
    done = stands(each, seen(snapshot=HERE, facts=facts))
    assert done.done
    assert stands(each, seen(snapshot=HERE), done).done
    assert stands(each, seen(reachable=False), done).done
    assert stands(task(mode=mode, requires=ONLINE), seen(), done).done


def test_no_diagnosis_speaks_while_the_lab_looks(seen):
    """The task may be right; and a diagnosis that is not decided is not said."""
    after = typed("docker run web", at=0.5)
    hasty = task(check=ask.ContainerIs(tty=True), diagnoses=[Diagnosis(when=THERE, say="wrong")])
    assert stands(hasty, seen(snapshot=HERE, commands=(after,))).verdict == LOOKING
    unsure = [
        Diagnosis(when=ask.NotThe(check=ask.ContainerIs(tty=True)), say="not this"),
        Diagnosis(when=THERE, say="but this"),
    ]
    other = task(check=ask.ContainerIs(name="other"), diagnoses=unsure)
    assert stands(other, seen(snapshot=HERE, commands=(after,))).verdict.observed == "but this"


def test_a_diagnosis_looks_back_on_few_commands(seen):
    """An old mistake is forgotten."""
    each = task(diagnoses=[Diagnosis(when=ask.CommandSeen(pattern="docker rn", exit_status=None), say="rn is no word")])
    slip = typed("docker rn", 1, at=0.1)
    others = tuple(typed("ls", at=at) for at in (0.2, 0.3, 0.4))
    assert stands(each, seen(commands=(slip,))).verdict.observed == "rn is no word"
    assert stands(each, seen(commands=(slip, *others))).verdict.status is Status.PENDING


def said(evidence, *whens):
    """What a task with a diagnosis for each of these says; they are called 1, 2, …"""
    told = [Diagnosis(when=when, say=str(number)) for number, when in enumerate(whens, 1)]
    return stands(task(check=ask.ContainerIs(name="other"), diagnoses=told), evidence).verdict.observed


SLIP, OTHER = (ask.CommandSeen(pattern=pattern, exit_status=None) for pattern in ("docker rn", "docker sp"))
RAN = ask.ContainerRan(name="web")


def test_the_newest_mistake_is_told(seen):
    """Although an older one is listed before it; and of one that was made twice, the second time counts."""
    older, newer = typed("docker rn", 1, at=1.0), typed("docker sp", 1, at=2.0)
    assert said(seen(commands=(older, newer)), SLIP, OTHER) == "2"
    assert said(seen(commands=(newer, replace(older, started=3.0, ended=3.5))), SLIP, OTHER) == "1"
    again = replace(older, started=3.0, ended=3.5)
    assert said(seen(commands=(older, newer, again)), SLIP, OTHER) == "1"
    assert said(seen(commands=(older, newer, again)), ask.AnyOf(checks=[SLIP]), OTHER) == "1"


def test_what_happened_just_before_a_commands_start_is_its_deed(seen):
    """The start is heard of late on a busy machine; then a diagnosis of it is about the newest command, and is said."""
    ran = replace(typed("docker run", at=2.0), effects=(Effect("+", "container", "web"),))
    happened = (event("container", "create", "web", at=1.9), event("container", "start", "web", at=1.9))
    assert said(seen(commands=(typed("true", at=1.0), ran), events=happened), RAN) == "1"


def test_a_state_keeps_its_place_among_the_diagnoses(seen):
    """It is so now, whenever it came about."""
    older, newer = typed("docker rn", 1, at=1.0), typed("docker sp", 1, at=2.0)
    there = seen(snapshot=HERE, commands=(older, newer))
    assert said(there, THERE, OTHER) == "1"
    assert said(there, OTHER, THERE) == "1"
    assert said(there, SLIP, THERE, OTHER) == "2"
    never = ask.NotThe(check=ask.CommandSeen(pattern="docker ps"))
    assert said(there, never, OTHER) == "1"


def test_what_one_command_did_is_all_as_new(seen):
    """The engine reports a container's start before the command has ended: their order in the list decides."""
    start = event("container", "start", "web", at=1.2)
    run = replace(typed("docker rn web", 1, at=1.0), ended=1.5)
    assert said(seen(events=(start,), commands=(run,)), RAN, SLIP) == "1"
    assert said(seen(events=(start,), commands=(run,)), SLIP, RAN) == "1"


def test_a_container_that_was_run_again_is_as_new_as_its_last_run(seen):
    """And an old one gives way to a newer command."""
    runs = tuple(replace(event("container", "start", "web", at=at), id=f"id-{at}") for at in (1.2, 3.2))
    commands = tuple(
        replace(typed(line, 1, at=at), ended=at + 0.5)
        for line, at in (("docker rum", 1.0), ("docker sp", 2.0), ("docker rum", 3.0))
    )
    assert said(seen(events=runs, commands=commands), RAN, OTHER) == "1"
    assert said(seen(events=runs[:1], commands=commands[:2]), RAN, OTHER) == "2"


def test_a_mistake_is_not_told_of_another_one(seen):
    """What was tried since is not known to any diagnosis; a look at things leaves the mistake as it was."""
    slip, look, other = (
        typed(line, status, at=at)
        for line, status, at in (("docker rn", 1, 1.0), ("ls", 0, 2.0), ("docker sq", 1, 3.0))
    )
    assert said(seen(commands=(slip, look)), SLIP, OTHER) == "1"
    assert said(seen(commands=(slip, look, other)), SLIP, OTHER) != "1"
    did = replace(other, exit_status=0, effects=(Effect("+", "container", "web"),))
    assert said(seen(commands=(slip, did)), SLIP, OTHER) != "1"
    assert said(seen(snapshot=HERE, commands=(slip, other)), SLIP, THERE) == "2"


def test_what_did_one_task_is_no_failed_attempt_at_another(seen):
    """Two tasks of a page run containers of one image; what fails for its own sake is told all the same."""
    asked = {"fails": ask.ContainerRan(image="web", exit_code=3), "greets": ask.ContainerRan(image="web", exit_code=0)}
    tasks = [task(id, check=check) for id, check in asked.items()]

    def stand(*runs):
        events, commands = [], []
        for at, code in runs:
            start, end = (event("container", what, f"c{at}", at=at, image="web") for what in ("start", "die"))
            events += [start, replace(end, received=at + 0.05, exit_code=code)]
            commands.append(typed("docker run web", code, at=at))
        opened = {id: Standing(opened=0.5) for id in asked}
        return assess_all(tasks, seen(events=tuple(events), commands=tuple(commands)), opened, 9.0, 0.0)

    greeted = stand((1.0, 0))
    assert (greeted["greets"].done, greeted["fails"].verdict.status) == (True, Status.PENDING)
    assert stand((1.0, 0), (2.0, 1))["fails"].verdict.observed == "c2.0 exited 1"
    assert stand((1.0, 1))["fails"].verdict.observed == "c1.0 exited 1"


def test_what_was_skipped_holds_nothing_up(seen):
    """Those that need it open when it is skipped; what it needs itself still comes first for it."""
    tasks = [task("first", check=ask.ContainerIs(name="other")), task("next", needs=["first"])]
    before = assess_all(tasks, seen(snapshot=HERE), {}, 1.0, 0.0)
    assert before["next"].opened is None
    after = assess_all(tasks, seen(snapshot=HERE), before, 2.0, 0.0, skipped={"first"})
    assert (after["first"].done, after["next"].opened, after["next"].done) == (False, 2.0, True)


def test_what_the_one_before_left_is_no_mistake(seen):
    """The command that makes a thing does not fail to remove it, nor does a look at it."""
    tasks = [
        task("made"),
        task("removed", check=ask.ContainerIs(name="web", exists=False), baseline=THERE, needs=["made"]),
    ]
    run = typed("docker run web", at=1.0)
    made = assess_all(tasks, seen(snapshot=HERE, commands=(run,)), {"made": Standing(opened=0.5)}, 2.0, 0.0)
    assert made["made"].done
    assert made["removed"].verdict.status is Status.PENDING
    look, slip = typed("docker ps -a", at=3.0), typed("docker rm wbe", 1, at=4.0)
    looked = assess_all(tasks, seen(snapshot=HERE, commands=(run, look)), made, 3.5, 0.0)
    assert looked["removed"].verdict.status is Status.PENDING
    tried = assess_all(tasks, seen(snapshot=HERE, commands=(run, look, slip)), looked, 4.5, 0.0)
    assert tried["removed"].verdict.observed == "web is still there"


def test_what_was_done_on_another_page_is_not_called_wrong(seen):
    """It was for another task. If it is right, it counts all the same."""
    check = ask.ContainerRan(name="web", exit_code=1)
    slip = Diagnosis(when=ask.EventSeen(object="container", action="die", exit_code=0), say="it exited 0")
    each = task(check=check, diagnoses=[slip])
    events = (event("container", "start", "web", at=1.0), event("container", "die", "web", at=1.5, exit_code=0))
    earlier = {"events": events, "commands": (typed("docker run web", at=0.9),)}
    came = assess_all([each], seen(**earlier), {"t": Standing(opened=0.5)}, 2.0, 2.0)
    assert came["t"].verdict.status is Status.PENDING
    look = typed("docker ps -a", at=3.0)
    commands = (*earlier["commands"], look)
    looked = assess_all([each], seen(events=events, commands=commands), came, 3.5, 2.0)
    assert looked["t"].verdict.status is Status.PENDING
    again = tuple(replace(old, received=old.received + 3, id="id-2") for old in events)
    retried = {"events": (*events, *again), "commands": (*commands, typed("docker run web", at=3.9))}
    assert assess_all([each], seen(**retried), looked, 5.0, 2.0)["t"].verdict.observed == "it exited 0"
    right = tuple(replace(old, exit_code=1) if old.action == "die" else old for old in events)
    assert assess_all([each], seen(events=right), {"t": Standing(opened=0.5)}, 2.0, 2.0)["t"].done


def test_what_came_right_after_counts_although_the_lab_saw_both_at_once(seen):
    """`docker tag … && docker tag …`: the second is after the first, if not after the look at it."""
    tagged = [ask.EventSeen(object="image", action="tag", name=f"app:{number}") for number in (1, 2)]
    tasks = [task("first", check=tagged[0]), task("second", check=tagged[1], needs=["first"])]
    events = [event("image", "tag", f"app:{number}", at=at) for number, at in ((1, 1.0), (2, 1.2))]
    both = assess_all(tasks, seen(events=tuple(events)), {"first": Standing(opened=0.5)}, 2.0, 0.0)
    assert both["second"].done
    turned_round = tuple(replace(each, received=3.0 - each.received) for each in reversed(events))
    wrong = assess_all(tasks, seen(events=turned_round), {"first": Standing(opened=0.5)}, 2.0, 0.0)
    assert (wrong["first"].done, wrong["second"].done) == (True, False)


def test_what_the_machine_is_not_is_said_once_it_is_known(seen):
    """Until then the lab looks."""
    each = task(requires=CLASSIC)
    assert stands(each, seen(snapshot=HERE, machine_known=False)).verdict == LOOKING
    assert stands(each, seen(snapshot=HERE)).verdict.status is Status.ABSENT


def test_what_follows_from_the_evidence_is_worked_out_once(seen):
    """Checks share it; evidence with other events has its own."""
    evidence, asked = seen(), []
    for _ in range(2):
        evidence.once("key", lambda: asked.append(1))
    evidence.recent(1).once("key", lambda: asked.append(2))
    assert asked == [1]
