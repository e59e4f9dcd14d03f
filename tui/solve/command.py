"""`sealegs course solve`: its options, and the throw-away place it runs in.

The work is done in a second process (`python -m tui.solve`), which has a home, a PATH and, if wanted, a network of
its own; whatever becomes of it, this one clears away.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from tui import paths
from tui.errors import UsageError

if TYPE_CHECKING:
    from tui.solve.order import Order

_PACKAGES = Path(__file__).resolve().parents[2]
_DROPPED = ("DOCKER_", "XDG_", "SEALEGS_", "BUILDX_", "BUILDKIT_", "HIST", "TEXTUAL")
_ALONE = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
"""In a network with nothing in it but this machine's loopback."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `course solve`."""
    add = parser.add_argument
    add("folder", nargs="?", type=Path, default=paths.shipped("content"), metavar="FOLDER", help="a course")
    judge = "judge this lesson only (may be repeated); those before it are solved by their main solutions"
    add("--lesson", action="append", default=[], metavar="ID", help=judge)
    add("--passes", type=int, default=0, metavar="N", help="no more than N passes over the course")
    within = "how long a tick may take after a command has ended (20)"
    add("--within", type=float, default=20.0, metavar="SECONDS", help=within)
    add("--offline", action="store_true", help="in a network of its own, with nothing in it")
    add("--kind", default="", metavar="KIND", help="of private engine, if not the best: rootful, rootless, podman")
    programs = "take dockerd, docker and buildx from DIR (bin, sbin and cli-plugins in it) first"
    add("--engine-path", type=Path, metavar="DIR", help=programs)
    add("--json", type=Path, metavar="FILE", help="write the report there as well, for programs")


def run(options: argparse.Namespace) -> int:
    """Solve a course; 0 if all went as it says.

    Raises `SealegsError` if it can't be tried here, `UsageError` for options that make no sense.
    """
    kind = _kind(options)
    folder = Path(tempfile.mkdtemp(prefix="sealegs-solve-"))
    order = _order(options, kind, folder)
    try:
        # A hub is known by its store's path: by this one nobody takes ours for theirs, nor we theirs for ours.
        Path(order.store).symlink_to(paths.image_store().resolve())
        _furnish(order.home, options.engine_path)
        order.runtime.mkdir(mode=0o700)
        environment = _environment(order.home, order.runtime, options.engine_path)
        # -P: the folder this is run in may be a checkout, which is another sealegs than this one.
        command = [sys.executable, "-P", "-m", "tui.solve", order.to_text()]
        return _run_apart(command, environment, offline=options.offline)
    finally:
        order.engine().clean()
        shutil.rmtree(folder, ignore_errors=True)


def _kind(options: argparse.Namespace) -> str:
    """The kind of engine to solve it on. Raises `UsageError` for options that make no sense."""
    if options.engine_path and not options.engine_path.is_dir():
        raise UsageError(f"There is no folder {options.engine_path}.")
    if options.offline and os.getuid() != 0:
        raise UsageError("--offline takes the network away, and that needs root.")
    from tui.engine.private import kinds

    there = [each.name for each in kinds("", root=os.geteuid() == 0)]
    if options.kind and options.kind not in there:
        raise UsageError(f"There is no engine of the kind {options.kind} for you; there are: {', '.join(there)}.")
    return options.kind or there[0]


def _order(options: argparse.Namespace, kind: str, folder: Path) -> Order:
    """What the other process is told, with names and addresses that no other solving uses."""
    from tui.solve.order import Order

    number = os.getpid()
    return Order(
        course=str(options.folder.resolve()),
        folder=str(folder),
        store=str(folder / "images"),
        name=f"slv{number}",
        kind=kind,
        subnet=f"10.216.{number % 200}.1/24",
        lessons=tuple(options.lesson),
        passes=options.passes,
        within=options.within,
        json=str(options.json.resolve()) if options.json else "",
    )


def _furnish(home: Path, engine_path: Path | None) -> None:
    """Make a home with an empty working folder, and with the docker command's plug-ins that are to be used."""
    (home / "sealegs-work").mkdir(parents=True)
    offered = engine_path / "cli-plugins" if engine_path else None
    if offered and offered.is_dir():
        plugins = home / ".docker" / "cli-plugins"
        plugins.mkdir(parents=True)
        for each in offered.iterdir():
            (plugins / each.name).symlink_to(each.resolve())


def _environment(home: Path, runtime: Path, engine_path: Path | None) -> dict[str, str]:
    """This process's environment without what is this person's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_DROPPED)}
    path = os.environ.get("PATH", os.defpath)
    if engine_path:
        own = engine_path.resolve()
        path = os.pathsep.join([str(own / "bin"), str(own / "sbin"), str(own), path])
    return {
        "LANG": "C.UTF-8",
        **kept,
        "HOME": str(home),
        "PATH": path,
        "SEALEGS_RUNTIME_DIR": str(runtime),
        "PYTHONPATH": str(_PACKAGES),
    }


def _run_apart(command: list[str], environment: dict[str, str], *, offline: bool) -> int:
    """Run the other process to its end. It is asked to end when we are, and learns from its input when we are gone."""
    with (
        _forwarding() as forward,
        subprocess.Popen(
            [*(_ALONE if offline else []), *command],
            env=environment,
            stdin=subprocess.PIPE,
            start_new_session=True,
        ) as process,
    ):
        forward.append(process)
        code = process.wait()
    return 130 if forward.came else code


class _Forwarded(list[subprocess.Popen[bytes]]):
    """The processes that signals are passed on to; `came` says that there was one."""

    came = False


@contextmanager
def _forwarding() -> Iterator[_Forwarded]:
    """Pass on to the processes in the list, as Ctrl-C, whatever would end this one."""
    processes = _Forwarded()

    def forward(number: int, frame: FrameType | None) -> None:
        processes.came = True
        print(f"sealegs: {signal.Signals(number).name} came; clearing away ...", file=sys.stderr, flush=True)
        for process in processes:
            process.send_signal(signal.SIGINT)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, forward) for number in numbers}
    try:
        yield processes
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
