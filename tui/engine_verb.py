"""`sealegs engine`: the lab's private engine by hand."""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING

from tui import engines
from tui.errors import SealegsError

if TYPE_CHECKING:
    from tui.engine.private import PrivateEngine


def add_parts(parser: argparse.ArgumentParser) -> None:
    """What can be done with it."""
    parser.add_argument("do", metavar="start|stop|status|env", choices=("start", "stop", "status", "env"))
    parser.add_argument("--clean", action="store_true", help="stop: also remove everything in the engine")
    parser.add_argument("-y", "--yes", action="store_true", help="don't ask before removing")


def run(options: argparse.Namespace) -> int:
    """The private engine by hand."""
    engine = engines.best_private_engine()
    match options.do:
        case "start":
            engine.start()
            print(f"The private engine answers at {engine.endpoint.url}")
        case "stop" if options.clean:
            return _clean(engine, options.yes)
        case "stop":
            engine.stop()
            print("The private engine is stopped.")
        case "env":
            if not engine.status().running:
                raise SealegsError("The private engine doesn't run.", "Start it: sealegs engine start")
            for name, value in engine.environment().items():
                print(f"export {name}={shlex.quote(value)}")
        case _:
            status = engine.status()
            print(f"engine   {'running' if status.running else 'stopped'}   {status.url}")
            print(f"hub      {'running' if status.hub else 'stopped'}")
            print(f"kind     {engine.kind.title}")
            print(f"ground   {status.ground}")
            print(f"data     {status.data}")
            return 0 if status.running else 1
    return 0


def _clean(engine: PrivateEngine, yes: bool) -> int:
    from tui.setup import confirm

    leftovers = engine.leftovers()
    if not leftovers:
        print("There is nothing to remove.")
        return 0
    print("This stops the private engine and removes it, with all its containers, images and volumes:")
    for each in leftovers:
        print(f"  {each}")
    if not yes and not confirm("Remove it?", default=False):
        raise SealegsError("Nothing was removed.", "Without a terminal to ask on, add --yes.")
    engine.clean()
    print("Removed.")
    return 0
