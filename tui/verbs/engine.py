"""`sealegs engine`: the lab's private engine by hand."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.errors import SealegsError

if TYPE_CHECKING:
    from tui.engine.private import PrivateEngine

DOES = "start, stop and look at the lab's private engine"


def add_parts(parser: argparse.ArgumentParser) -> None:
    """What can be done with it."""
    does = "start: as the lab would; stop, status: of every kind; env: lines for a shell of your own"
    parser.add_argument("do", metavar="start|stop|status|env", choices=("start", "stop", "status", "env"), help=does)
    parser.add_argument("--clean", action="store_true", help="stop: also remove everything in the engine")
    parser.add_argument("-y", "--yes", action="store_true", help="don't ask before removing")


def run(options: argparse.Namespace) -> int:
    """The private engine by hand: start and env mean the one the lab would use, stop and status those of all kinds."""
    from tui import engines

    match options.do:
        case "start":
            engine = engines.own_engine()
            engine.start()
            print(f"The private engine answers at {engine.endpoint.url}")
        case "stop" if options.clean:
            return _clean(engines.private_engines(), options.yes)
        case "stop":
            for engine in engines.private_engines():
                engine.stop()
            print("The private engine is stopped.")
        case "env":
            engine = engines.own_engine()
            if not engine.status().running:
                raise SealegsError("The private engine doesn't run.", "Start it: sealegs engine start")
            for name, value in engine.environment().items():
                print(f"export {name}={shlex.quote(value)}")
        case _:
            running = [_tell(engine) for engine in engines.private_engines()]
            return 0 if any(running) else 1
    return 0


def _tell(engine: PrivateEngine) -> bool:
    """Print how an engine is; whether it runs."""
    status = engine.status()
    print(f"engine   {'running' if status.running else 'stopped'}   {status.url}")
    print(f"kind     {engine.kind.title}")
    print(f"hub      {'running' if status.hub else 'stopped'}")
    print(f"ground   {status.ground}")
    print(f"data     {status.data}")
    for refusal in engine.refusals():
        print(f"can't    {refusal.why} {refusal.fix}")
    return status.running


def _clean(own: Sequence[PrivateEngine], yes: bool) -> int:
    from tui.setup import confirm

    leftovers = [each for engine in own for each in engine.leftovers()]
    if not leftovers:
        print("There is nothing to remove.")
        return 0
    print("This stops the private engine and removes it with all that is in it:")
    for each in leftovers:
        print(f"  {each}")
    if not yes and not confirm("Remove it?", default=False):
        raise SealegsError("Nothing was removed.", "Without a terminal to ask on, add --yes.")
    for engine in own:
        engine.clean()
    print("Removed.")
    return 0
