"""Which engine the lab opens on, of its own and of others; what was chosen before is remembered."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tui import paths
from tui.errors import SealegsError, in_words
from tui.model.engine import Candidate, Endpoint, Tried

if TYPE_CHECKING:
    from tui.engine.discovery import Choice, Surroundings
    from tui.engine.private import PrivateEngine
    from tui.engine.ssh.line import Line

LONGEST = 400
"""Characters of a choice that are read back; no address is longer."""


def private_engines(runtime: Callable[[str], Path] = paths.engine_runtime) -> tuple[PrivateEngine, ...]:
    """One of each kind, whether or not it can run; the best kind first. `runtime` says where a kind's sockets are."""
    from tui.engine.private import PrivateEngine, kinds

    return tuple(
        PrivateEngine(kind, paths.engine_data(kind.name), runtime(kind.name), paths.image_store())
        for kind in kinds(paths.engine_name(), root=os.geteuid() == 0)
    )


def own_engine() -> PrivateEngine:
    """The one the lab would open on, if it opened on one of its own."""
    from tui.engine.discovery import PRIVATE

    chosen = remembered()
    return private_engine(chosen if chosen.startswith(PRIVATE) else PRIVATE)


def private_engine(word: str) -> PrivateEngine:
    """The first of those that a choice means."""
    return meant_by(word)[0]


def meant_by(word: str) -> tuple[PrivateEngine, ...]:
    """The engines that a choice means: "private-" and a kind, or "private" for those that can run here, the best first;
    where none can, the best alone, whose start says why not. Raises `SealegsError` if there is none such."""
    from tui.engine.discovery import PRIVATE, of_kind

    engines = {of_kind(engine.kind.name): engine for engine in private_engines()}
    if word == PRIVATE:
        able = tuple(engine for engine in engines.values() if not engine.refusals())
        return able or (next(iter(engines.values())),)
    if word not in engines:
        raise SealegsError(f"There is no {word} engine for you.", f"There are: {', '.join(engines)}.")
    return (engines[word],)


def named(engine: PrivateEngine) -> str:
    """What it is called where there may be several."""
    return f"private engine: {engine.kind.title}"


def choose_engine(options: argparse.Namespace, chosen: str = "") -> Choice:
    """The engine to use; with --setup, after making the private one ready where one can run. `chosen` is what was just
    chosen in the lab.

    Raises `SealegsError` if that failed, no other engine answers, and the person would not open the course without.
    """
    from tui.engine.discovery import Surroundings, choose, choose_again

    # What is opened again out of the lab was made ready when that was opened.
    ready = _Readying(prepares=options.setup and not chosen, yes=options.yes)
    around = Surroundings(os.environ, Path.home(), ready, chosen or remembered(), line=_open_line)
    ready.around = around
    choice = choose_again(around) if chosen else choose(options.engine, around)
    if choice.endpoint or not ready.failed or options.yes:
        return choice
    from tui.setup import confirm

    if confirm("Open the course to read it, without an engine?", default=True):
        return choice
    raise SealegsError("The lab was not opened.")


def _open_line(endpoint: Endpoint) -> Line:
    from tui.engine.ssh.line import open_line

    print(f"sealegs: opening a line to {endpoint.label} ...", file=sys.stderr, flush=True)
    return open_line(endpoint)


class _Readying:
    """Called with a choice of the lab's own engine: that engine, running, or why it can't be, and then the next
    one that is meant.

    With `prepares` what is missing is installed, if the person agrees; `failed` says whether that was in vain.
    """

    def __init__(self, *, prepares: bool, yes: bool) -> None:
        self._prepares, self._yes = prepares, yes
        self.failed = False
        self.around: Surroundings | None = None
        self._known: dict[str, Endpoint | Tried] = {}

    def __call__(self, word: str) -> Iterator[Endpoint | Tried]:
        try:
            meant = meant_by(word)
        except SealegsError as error:
            yield Tried("private engine", error.what, error.remedy)
            return
        for engine in meant:
            what = named(engine)
            # Nobody is asked twice about the same engine: as the chosen one, and then as the best.
            if what not in self._known:
                self._known[what] = self._ready(engine, what)
            yield self._known[what]

    def _ready(self, engine: PrivateEngine, what: str) -> Endpoint | Tried:
        try:
            if self._prepares and not self._does_without(engine):
                self._prepare(engine)
            else:
                engine.start()
        except SealegsError as error:
            return Tried(what, error.what, error.remedy)
        except OSError as error:
            return Tried(what, in_words(error))
        return engine.endpoint

    def _prepare(self, engine: PrivateEngine) -> None:
        from tui.setup import prepare, say

        try:
            prepare(engine, yes=self._yes)
        except SealegsError as error:
            self.failed = True
            say(str(error))
            raise

    def _does_without(self, engine: PrivateEngine) -> bool:
        """Whether a user who isn't root has an engine already: then they aren't asked to install another one."""
        from tui.engine.discovery import other_engine

        if os.geteuid() == 0 or not engine.refusals() or self.around is None:
            return False
        return other_engine(self.around) is not None


def survey() -> tuple[Candidate, ...]:
    """All engines that could be used, and why some can't; asks each, and starts none."""
    from tui.engine.discovery import Surroundings, candidates, of_kind
    from tui.engine.private import first_fix

    own = []
    for engine in private_engines():
        refusals = engine.refusals()
        own.append(
            Candidate(
                of_kind(engine.kind.name),
                named(engine),
                engine.endpoint.url,
                " ".join(each.why for each in refusals),
                first_fix(refusals),
                engine.notes(),
            )
        )
    return (*own, *candidates(Surroundings(os.environ, Path.home(), lambda _: ())))


def remembered() -> str:
    """What was chosen in the lab, as --engine would take it; empty if nothing was."""
    try:
        return paths.engine_choice().read_text(encoding="utf-8")[:LONGEST].strip()
    except (OSError, UnicodeDecodeError):
        return ""


def remember(choice: str) -> None:
    """Open on this engine from now on, as long as it can be used. Raises `OSError`."""
    file = paths.engine_choice()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.write_text(f"{choice}\n", encoding="utf-8")
