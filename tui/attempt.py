"""A learner's attempt at a course: where they are, what the lab has seen, and where each task stands.

Frozen; each thing that happens gives the next value. Widgets show it, nothing else decides.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from tui.checks.answers import Marked, marked, right_answer
from tui.checks.evidence import Evidence
from tui.checks.judge import judge
from tui.checks.tasks import Standing, absent, assess_all, remembered, sealed, unmet
from tui.checks.wants import Wants, wants_of_tasks
from tui.model.course import Course, Lesson, Page
from tui.model.engine import EngineAnswers, EngineChanged, EngineIdentity, EngineNews, EngineUnreachable
from tui.model.facts import Facts
from tui.model.journal import Journal
from tui.model.machine import Machine
from tui.model.ours import Claims
from tui.model.progress import Progress, TaskRecord
from tui.model.tasks import Question, Task

CONNECTING = "connecting"
"""The trouble before the engine has answered or failed to."""
NO_ENGINE = "e looks for one"
"""The trouble where there is none: the course can be read, and a key tries again."""


class Attempt(Struct, frozen=True):
    """Everything the lab knows at one moment.

    `identity` is the engine's, None until it has answered; `trouble` says why it does not answer now, or is empty;
    `read` says that it was read at least once. `machine` and `facts` are what has been found out besides.
    `arrived` is when the learner came to this page, in monotonic seconds; `asked` is when each question was answered.
    `tick` is what was ticked since the newest command and the last page turned, `cross` the last thing called wrong on
    this page since; `inserted` is how many lines of each task's solution have been put at the prompt. `work_folder` is
    the learner's, absolute. `shell_heard` says that the shell tells what it does. `claims` tell what in the engine is
    the learner's.
    """

    course: Course
    progress: Progress
    work_folder: str = ""
    journal: Journal = field(default_factory=Journal)
    claims: Claims = Claims()
    identity: EngineIdentity | None = None
    trouble: str = CONNECTING
    read: bool = False
    machine: Machine = Machine()
    shell_heard: bool = True
    facts: Facts = Facts()
    arrived: float = 0.0
    tick: str = ""
    cross: str = ""
    standings: Mapping[str, Standing] = field(default_factory=dict)
    asked: Mapping[str, float] = field(default_factory=dict)
    inserted: Mapping[str, int] = field(default_factory=dict)

    # Where the learner is

    @property
    def lesson(self) -> Lesson:
        """The lesson the learner is in."""
        lessons = self.course.lessons
        return next((each for each in lessons if each.entry.id == self.progress.lesson), lessons[0])

    @property
    def page(self) -> Page:
        """The page the learner is on."""
        pages = self.lesson.pages
        return next((each for each in pages if each.id == self.progress.page), pages[0])

    @property
    def place(self) -> tuple[int, int]:
        """(page from 1, pages) over the whole course."""
        pages = self.course.pages
        return pages.index((self.lesson, self.page)) + 1, len(pages)

    def beside(self, step: int) -> tuple[str, str]:
        """The page `step` pages on (negative: back), or the course's last or first, as ids of lesson and page."""
        pages = self.course.pages
        lesson, page = pages[max(0, min(pages.index((self.lesson, self.page)) + step, len(pages) - 1))]
        return lesson.entry.id, page.id

    def key(self, item: str) -> str:
        """A task's or question's key in the progress file."""
        return self.lesson.key(item)

    # How things stand

    def standing(self, task: Task) -> Standing:
        """Where a task of the current lesson stands."""
        return self.standings.get(self.key(task.id), Standing())

    def record(self, task: Task) -> TaskRecord:
        """How a task of the current lesson was, or is being, solved."""
        return self.progress.record(self.key(task.id))

    @property
    def notice(self) -> str:
        """The last news of a task in one line, for one that is out of sight: a tick before another task's cross."""
        return self.tick or self.cross

    def marked(self, question: Question) -> Marked | None:
        """Whether the learner's answer is right, and why; None without an answer, or until a prediction is settled."""
        key = self.key(question.id)
        if question.settled_by is not None and key not in self.progress.settled:
            return None
        return marked(self.progress, key, question)

    def done_on(self, lesson: Lesson, page: Page) -> bool:
        """Whether there is something to do on a page, and all of it is done."""
        keys = [lesson.key(task.id) for task in lesson.tasks_on(page) if not task.optional]
        records = [self.progress.record(key) for key in keys if key not in self.absent]
        return bool(records) and all(record.done for record in records)

    def outcome_seen(self, question: Question) -> bool:
        """Whether what a prediction of this page is about was tried before it was made."""
        if question.settled_by is None or self.done_on(self.lesson, self.page):
            return True
        return judge(question.settled_by, self._evidence({}).since(self.arrived)).passed

    @property
    def connecting(self) -> bool:
        """Whether the engine has still to say what it is, so that `machine` is but assumed."""
        return self.trouble == CONNECTING

    @property
    def absent(self) -> dict[str, str]:
        """Why tasks can't be done on this machine, by task key, as far as is known."""
        return {**absent(self.standings), **({} if self.connecting else unmet(self.course, self.machine))}

    @property
    def progress_here(self) -> Progress:
        """The progress with the place where the learner is spelt out, also before the first page was turned."""
        return self.progress.at(self.lesson.entry.id, self.page.id)

    @property
    def wants(self) -> Wants:
        """The facts that the lesson's open tasks and questions are judged on."""
        tasks = [task for task in self.lesson.tasks if task.mode != "edge" or not self.standing(task).done]
        return wants_of_tasks(tasks, self.lesson.questions)

    # What happens

    def engine_reported(self, news: EngineNews, now: float) -> Attempt:
        """The engine's watch has news."""
        match news:
            case EngineAnswers(identity):
                return replace(self, identity=identity, trouble="")._assessed(now)
            case EngineUnreachable(reason):
                return replace(self, trouble=reason)._assessed(now)
            case EngineChanged(snapshot, events, anew):
                journal = self.journal.engine_read(snapshot, events, now, anew=anew)
                claims = self.claims.after(snapshot, events, journal.commands, now, journal.events, self.shell_heard)
                progress = self.progress.with_made(claims.url, claims.kept)
                known = replace(self, journal=journal, claims=claims, progress=progress, trouble="", read=True)
                return replace(known, facts=self.facts.after(snapshot, events))._assessed(now)

    def machine_known(self, machine: Machine, now: float) -> Attempt:
        """It was found out how docker behaves here."""
        return replace(self, machine=machine)._assessed(now)

    def facts_gathered(self, facts: Facts, now: float) -> Attempt:
        """What `wants` asked for has been gathered."""
        known = replace(facts, containers={**facts.containers, **self.facts.containers})
        return replace(self, facts=known)._assessed(now)

    def command_started(self, line: str, now: float, shell: int = 1, when: float = 0.0) -> Attempt:
        """The learner pressed Enter in a command pane; `when` in the wall clock's time."""
        # What was wrong may still be so; a tick is old news.
        return replace(self, journal=self.journal.command_started(line, now, shell, when), tick="")

    def at_prompt(self, status: int | None, directory: str, now: float, shell: int = 1, heard: bool = True) -> Attempt:
        """A shell waits for a command (again), or may do so if it isn't `heard` from. Its folder is the learner's."""
        progress = self.progress.model_copy(update={"directory": directory})
        journal = self.journal.command_ended(status, directory, now, shell)
        return replace(self, journal=journal, progress=progress, shell_heard=heard)._assessed(now)

    def action_used(self, action: str, now: float) -> Attempt:
        """The learner used one of the lab's own commands."""
        return replace(self, progress=self.progress.with_action(action))._assessed(now)

    def answered(self, question: Question, answer: int | str, now: float) -> Attempt:
        """The learner picked a choice, or typed an answer; a prediction that is settled stays as it was."""
        key = self.key(question.id)
        if question.settled_by is not None and key in self.progress.settled:
            return self
        truth = right_answer(question, self._evidence({})) if question.answer_from else None
        progress = self.progress.with_answer(key, answer, truth)
        if question.settled_by is not None and self.done_on(self.lesson, self.page):
            progress = progress.with_settled([key])
        return replace(self, progress=progress, asked={**self.asked, key: now})._assessed(now)

    def hint_taken(self, task: Task) -> Attempt:
        """The learner asked for the next hint; more than there are, or one for a task that is done, change nothing."""
        if self.standing(task).done:
            return self
        return self._with_record(task, hints=min(self.record(task).hints + 1, len(task.hints)))

    def solution_shown(self, task: Task) -> Attempt:
        """The learner asked for the solution."""
        return self._with_record(task, shown=True)

    def solution_inserted(self, task: Task, lines: int) -> Attempt:
        """One more of a solution's `lines` was put at the prompt; after the last one it begins again."""
        key = self.key(task.id)
        return replace(self, inserted={**self.inserted, key: (self.inserted.get(key, 0) + 1) % max(1, lines)})

    def skipped(self, task: Task, now: float, *, shown: bool = True) -> Attempt:
        """The learner leaves a task out; its solution is `shown`, and it can still be done later."""
        if self.standing(task).done:
            return self
        return self._with_record(task, shown=shown or self.record(task).shown, skipped=True)._assessed(now)

    def turned(self, step: int, now: float) -> Attempt:
        """The learner turned `step` pages on (negative: back)."""
        return self.gone_to(*self.beside(step), now)

    def gone_to(self, lesson: str, page: str, now: float) -> Attempt:
        """The learner went to a page of the course."""
        left = {
            self.key(task.id): sealed(task, self.standing(task))
            for task in self.lesson.tasks_on(self.page)
            if (lesson, page) != (self.lesson.entry.id, self.page.id)
        }
        at, standings = self.progress.at(lesson, page), {**self.standings, **left}
        return replace(self, progress=at, standings=standings, arrived=now, tick="", cross="")._assessed(now)

    # Inside

    def _with_record(self, task: Task, **changes: object) -> Attempt:
        record = self.record(task).model_copy(update=changes)
        return replace(self, progress=self.progress.with_task(self.key(task.id), record))

    def _evidence(self, answers: Mapping[str, bool]) -> Evidence:
        return Evidence(
            snapshot=self.journal.now if self.read else None,
            reachable=not self.trouble,
            events=self.journal.events,
            commands=self.journal.commands,
            answers=answers,
            actions=frozenset(self.progress.actions),
            facts=self.facts,
            machine=self.machine,
            machine_known=not self.connecting,
            work_folder=self.work_folder,
            directory=self.progress.directory,
            shell_heard=self.shell_heard,
        )

    def _settled(self) -> Attempt:
        """The same with predictions settled whose outcome has been seen since they were made."""
        evidence = self._evidence({})
        seen = [
            key
            for question in self.lesson.questions
            if question.settled_by is not None
            and (key := self.key(question.id)) in self.progress.answers
            and key not in self.progress.settled
            and judge(question.settled_by, evidence.since(self.asked.get(key, 0.0))).passed
        ]
        return replace(self, progress=self.progress.with_settled(seen)) if seen else self

    def _assessed(self, now: float) -> Attempt:
        """The same with every task of the lesson judged on what is known now, and ticks written to the progress."""
        settled = self._settled()
        answers = {q.id: marked.right for q in self.lesson.questions if (marked := settled.marked(q)) is not None}
        tasks = self.lesson.tasks
        before = {task.id: self._before(task) for task in tasks}
        skipped = {task.id for task in tasks if self.record(task).skipped}
        after = assess_all(tasks, self._evidence(answers), before, now, self.arrived, skipped)
        progress, tick, cross = settled.progress, self.tick, self.cross
        for task in tasks:
            key, standing = self.key(task.id), after[task.id]
            if standing.done and not before[task.id].done:
                tick, cross = f"✓ {task.text}", ""
            elif task.page == self.page.id and standing.newly_wrong(before[task.id]):
                cross = standing.cross
            record = progress.record(key)
            if standing.done != record.done:
                solved = record.model_copy(update={"done": standing.done, "by": record.help_taken})
                progress = progress.with_task(key, solved)
        crosses = {after[task.id].cross for task in tasks if task.page == self.page.id}
        standings = {**self.standings, **{self.key(task_id): standing for task_id, standing in after.items()}}
        return replace(self, progress=progress, standings=standings, tick=tick, cross=cross if cross in crosses else "")

    def _before(self, task: Task) -> Standing:
        """Where a task stood, also after a restart: the progress file says what is done."""
        if self.key(task.id) not in self.standings and self.record(task).done:
            return remembered(task, here=task.page == self.page.id, by_hand=self.record(task).hand)
        return self.standing(task)
