"""Carries a reset out, one object after the other: the only place where the lab removes anything.

Whatever ends it half way, what is left can be planned and carried out again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from tui.engine.remover import Remover
from tui.errors import EngineError, EngineLost
from tui.handout import hand_out
from tui.model.reset import FolderLook, Outcome, Plan
from tui.model.restore import Undo
from tui.model.text import printable, short_ids
from tui.reset.looking import is_inside

Tell = Callable[[str], None]
Step = tuple[str, Callable[[], object]]
"""What has been done when it is done, in words, and doing it."""


def carry_out(
    plan: Plan,
    remover: Remover | None,
    source: Path,
    folder: Path,
    tell: Tell,
    stopped: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Do all that is in a plan but the progress; `remover` is None only where nothing is to go from an engine.

    `source` has the course's files. `tell` is given a line for each object; `stopped` is asked between two. Raises
    `EngineLost`.
    """
    refused: list[str] = []
    stages = [*(_in_engine(plan, remover) if remover else ()), _in_folder(plan, source, folder)]
    for stage in stages:
        left = list(stage)
        while left:
            refusals: list[tuple[Step, str]] = []
            for step in left:
                if stopped():
                    return Outcome(tuple(refused), finished=False)
                if why := _do(step, tell):
                    refusals.append((step, why))
            # An image that others were made of goes after them.
            if len(refusals) == len(left):
                refused += [f"Not {words}: {why}" for (words, _), why in refusals]
                break
            left = [step for step, _ in refusals]
    return Outcome(tuple(refused))


def put_back(undo: Undo, look: FolderLook, source: Path, folder: Path) -> None:
    """Bring back the files that made way for a restore; `look` is how things stand in the folder now: what is in their
    places, and what came since, is kept aside in its turn. Raises OSError."""
    now = Plan("", undo.title, folder=replace(look, missing=()))
    carry_out(now, None, source, folder, lambda _: None)
    for path in (*undo.folder.edited, *undo.folder.made):
        aside, there = Path(undo.folder.kept) / path, folder / path
        if os.path.lexists(aside) and is_inside(there, folder):
            there.parent.mkdir(parents=True, exist_ok=True)
            # What is there now is the course's copy.
            there.unlink(missing_ok=True)
            shutil.move(aside, there)


def _do(step: Step, tell: Tell) -> str:
    """Why it can't be done, or nothing."""
    words, act = step
    try:
        act()
    except EngineLost:
        raise
    except EngineError as error:
        return error.what
    except OSError as error:
        return f"{error.strerror or error}."
    tell(f"{words[0].upper()}{words[1:]}")
    return ""


def _in_engine(plan: Plan, remover: Remover) -> Iterator[Sequence[Step]]:
    """Containers before the images, volumes and networks that they use."""
    yield [(f"removed container {each.name}", partial(remover.remove_container, each.id)) for each in plan.containers]
    yield [
        *((f"removed image {each.name}", partial(remover.remove_tag, each)) for each in plan.tags),
        *((f"removed image {short_ids(each)}", partial(remover.remove_image, each)) for each in plan.untagged),
    ]
    yield [(f"removed build step {short_ids(each)}", partial(remover.remove_image, each)) for each in plan.steps]
    yield [(f"removed volume {short_ids(each.name)}", partial(remover.remove_volume, each)) for each in plan.volumes]
    yield [(f"removed network {each.name}", partial(remover.remove_network, each.id)) for each in plan.networks]


def _in_folder(plan: Plan, source: Path, folder: Path) -> list[Step]:
    kept = Path(plan.folder.kept)

    def set_aside(path: str) -> None:
        there, aside = folder / path, kept / path
        if os.path.lexists(there) and is_inside(there, folder):
            aside.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(there, aside)

    def restore(path: str) -> None:
        hand_out([path], source, folder, replace=False)

    def exchange(path: str) -> None:
        set_aside(path)
        restore(path)

    return [
        *((f"kept {printable(path)} aside", partial(set_aside, path)) for path in plan.folder.made),
        *((f"kept {printable(path)} aside, restored", partial(exchange, path)) for path in plan.folder.edited),
        *((f"restored {printable(path)}", partial(restore, path)) for path in plan.folder.missing),
    ]
