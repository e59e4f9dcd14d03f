"""Plans a reset: pure, from what the engine holds, whose it is, what is in the folder, and the progress.

The course's own images always stay: they would have to be fetched or built again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from tui.checks.about import objects_of, rows_about
from tui.checks.names import same_image
from tui.checks.wants import every_check, wants_of
from tui.model.checks import ActionUsed, Check
from tui.model.course import Course, Lesson
from tui.model.engine import Image, Snapshot
from tui.model.ours import Claims, Key, image_rows
from tui.model.progress import Progress
from tui.model.reset import FolderLook, Origin, Plan, Tag
from tui.model.tasks import Task
from tui.reset.steps import Span, steps_behind

COURSES = "is an image of the course"
Rows = Mapping[str, Collection[str]]


def plan_reset(
    course: Course,
    lesson: str,
    snapshot: Snapshot,
    claims: Claims,
    progress: Progress,
    folder: FolderLook,
    origins: Sequence[Origin] = (),
    builds: Collection[Span] = (),
) -> Plan:
    """What resetting a lesson, or everything (empty), would do now; `builds` are when the learner built something."""
    lessons = lessons_of(course, lesson)
    wanted = rows_about(objects_of(_tasks(lessons)), snapshot) if lesson else _everything(snapshot)
    choosing = _Choosing(course, lesson, snapshot, claims, wanted)
    return Plan(
        lesson=lesson,
        title=f"Lesson {lessons[0].entry.number}, {lessons[0].entry.title}" if lesson else f"All of “{course.title}”",
        containers=tuple(choosing.containers),
        tags=tuple(Tag(row.partition(" ")[2], row.partition(" ")[0]) for row in choosing.images if " " in row),
        untagged=tuple(row for row in choosing.images if " " not in row),
        steps=steps_behind(choosing.whole_images, origins, choosing.users, builds),
        volumes=tuple(each for each in snapshot.volumes if each.name in choosing.volumes),
        networks=tuple(each for each in snapshot.networks if each.id in choosing.networks),
        folder=folder,
        forgotten=_forgotten_of(progress, lesson),
        stays=(
            *choosing.stays.items(),
            *((f"file {each}", "is behind a symlink that leads out of your folder") for each in folder.outside),
            *_elsewhere(progress, claims),
            *((f"each {kind}", "is not listed by this engine") for kind in sorted(snapshot.refused)),
        ),
    )


def lessons_of(course: Course, lesson: str) -> tuple[Lesson, ...]:
    """The lesson of an id, or all of them."""
    return tuple(each for each in course.lessons if lesson in ("", each.entry.id))


def files_handed(lessons: Iterable[Lesson]) -> list[str]:
    """The files and folders of the course that lessons put into the working folder."""
    return list(dict.fromkeys(path for lesson in lessons for page in lesson.pages for path in page.files))


def files_asked(course: Course, lesson: str) -> list[str]:
    """The files that the tasks of a lesson (empty: of all) are about, and those of no lesson before it."""
    return sorted(_files_in_checks(lessons_of(course, lesson)) - _files_in_checks(_before(course, lesson)))


def begun(course: Course, progress: Progress) -> tuple[Lesson, ...]:
    """The lessons in which the learner has done something, and the one where they are."""
    there = {key.partition("/")[0] for key in (*progress.tasks, *progress.answers)} | {progress.lesson}
    return tuple(each for each in course.lessons if each.entry.id in there)


def forgetting(progress: Progress, course: Course, lesson: str) -> Progress:
    """The progress without a lesson, whose beginning is where the learner is then; or at the course's beginning."""
    used = {each.action for each in every_check(_checks(_tasks(lessons_of(course, lesson))))
            if isinstance(each, ActionUsed)}  # fmt: skip
    kept = {
        "tasks": {key: each for key, each in progress.tasks.items() if not _is_in(key, lesson)},
        "answers": {key: each for key, each in progress.answers.items() if not _is_in(key, lesson)},
        "truths": {key: each for key, each in progress.truths.items() if not _is_in(key, lesson)},
        "settled": [key for key in progress.settled if not _is_in(key, lesson)],
        "actions": [each for each in progress.actions if each not in used] if lesson else [],
    }
    first = lessons_of(course, lesson)[0]
    moves = progress.lesson == lesson or not lesson
    place = (first.entry.id, first.pages[0].id) if moves else (progress.lesson, progress.page)
    return progress.model_copy(update=kept).at(*place)


class _Choosing:
    """What goes of each kind, and what stays though one might expect it to go."""

    def __init__(self, course: Course, lesson: str, snapshot: Snapshot, claims: Claims, wanted: Rows) -> None:
        self._course, self._snapshot, self._claims = course, snapshot, claims
        self._wanted = wanted
        self._earlier = _rows_of_earlier(course, lesson, snapshot)
        self.stays: dict[str, str] = {}
        rows = {row: image for image in snapshot.images for row in image_rows(image)}
        ids = {row: image.id for row, image in rows.items()}
        images = [row for row in rows if row in wanted.get("image", ()) and self._goes_image(row)]
        tags = [row.partition(" ")[2] for row in images]
        whole = {rows[row].id for row in images if set(image_rows(rows[row])) <= set(images)}
        self.containers = [
            each
            for each in snapshot.containers
            if (
                each.id in wanted.get("container", ())
                or (lesson and (each.image_id in whole or any(same_image(tag, each.image) for tag in tags)))
            )
            and self._goes("container", each.id, each.name)
        ]
        gone = {each.id for each in self.containers}
        self._left = [each for each in snapshot.containers if each.id not in gone]
        self.images = [row for row in images if not self._is_needed(rows[row], images)]
        left = {id for row, id in ids.items() if row not in self.images}
        self.whole_images = dict.fromkeys(ids[row] for row in self.images if ids[row] not in left)
        self.users = {each.image_id for each in self._left}
        self.volumes = self._volumes()
        self.networks = self._networks()

    def _goes(self, kind: str, row: str, name: str) -> bool:
        why = self._claims.unproven(kind, row) or self._earlier.get((kind, row), "")
        if why:
            self.stays[f"{kind} {name}"] = why
        return not why

    def _goes_image(self, row: str) -> bool:
        tag = row.partition(" ")[2]
        if any(same_image(image, tag) for image in self._course.images):
            self.stays[f"image {tag}"] = COURSES
            return False
        return self._goes("image", row, tag or row)

    def _is_needed(self, image: Image, going: Collection[str]) -> bool:
        """Whether a container that stays is made of an image, and it would be left without a name."""
        users = [each.name for each in self._left if each.image_id == image.id]
        if not users or not set(image_rows(image)) <= set(going):
            return False
        self.stays[f"image {', '.join(image.tags) or image.id}"] = f"is what {users[0]} is made of"
        return True

    def _volumes(self) -> set[str]:
        used = {name: each.name for each in self._left for name in each.volumes}
        anonymous = {name for each in self.containers for name in each.volumes} & {
            each.name for each in self._snapshot.volumes if each.anonymous
        }
        here = {each.name for each in self._snapshot.volumes}
        wanted = here & ({*self._wanted.get("volume", ())} | anonymous)
        return {name for name in wanted if self._goes("volume", name, name) and self._is_free("volume", name, used)}

    def _networks(self) -> set[str]:
        used = {name: each.name for each in self._left for name in each.networks}
        return {
            each.id
            for each in self._snapshot.networks
            if each.id in self._wanted.get("network", ())
            and not each.predefined
            and self._goes("network", each.id, each.name)
            and self._is_free("network", each.name, used)
        }

    def _is_free(self, kind: str, name: str, used: Mapping[str, str]) -> bool:
        if name in used:
            self.stays[f"{kind} {name}"] = f"is used by {used[name]}"
        return name not in used


def _everything(snapshot: Snapshot) -> Rows:
    return {
        "container": {each.id for each in snapshot.containers},
        "image": {row for image in snapshot.images for row in image_rows(image)},
        "volume": {each.name for each in snapshot.volumes},
        "network": {each.id for each in snapshot.networks},
    }


def _rows_of_earlier(course: Course, lesson: str, snapshot: Snapshot) -> dict[Key, str]:
    """What lessons before one have made, which that one may go on with; the first of them keeps it."""
    return {
        (kind, row): f"is from lesson {each.entry.number}"
        for each in reversed(_before(course, lesson))
        for kind, rows in rows_about(objects_of(each.tasks), snapshot).items()
        for row in rows
    }


def _before(course: Course, lesson: str) -> tuple[Lesson, ...]:
    """The lessons before one; none for the whole course."""
    ids = [each.entry.id for each in course.lessons]
    return course.lessons[: ids.index(lesson)] if lesson else ()


def _files_in_checks(lessons: Iterable[Lesson]) -> set[str]:
    wants = wants_of(_checks(_tasks(lessons)))
    ignoring = (f"{context}/.dockerignore" for context in wants.contexts)
    return {str(PurePosixPath(path)) for path in (*wants.files, *ignoring)} - {"."}


def _tasks(lessons: Iterable[Lesson]) -> list[Task]:
    return [task for lesson in lessons for task in lesson.tasks]


def _checks(tasks: Iterable[Task]) -> list[Check]:
    """What tasks ask for; not their diagnoses, which look for what has gone wrong."""
    return [check for task in tasks for check in (task.baseline, task.check) if check is not None]


def _is_in(key: str, lesson: str) -> bool:
    return not lesson or key.startswith(f"{lesson}/")


def _forgotten_of(progress: Progress, lesson: str) -> tuple[int, int]:
    tasks = sum(_is_in(key, lesson) for key in progress.tasks)
    return tasks, sum(_is_in(key, lesson) for key in progress.answers)


def _elsewhere(progress: Progress, claims: Claims) -> Iterable[tuple[str, str]]:
    for url, made in progress.made.items():
        if url != claims.url and made:
            yield f"what you made at {url}", "is in another engine: sealegs reset --engine says which"
