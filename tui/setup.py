"""Makes a machine ready for the lab: system packages (asked for), the course's images, the private engine.

Every step looks whether it is already done, so an interrupted setup carries on and a finished one is quick.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from tui import paths
from tui.engine.private import PrivateEngine, Refusal, refused, requirements
from tui.engine.private.facts import SEARCH_PATH
from tui.engine.private.podman import PACKAGES as PODMAN
from tui.engine.private.rootless import PACKAGES as ROOTLESS
from tui.errors import ImageError, SealegsError
from tui.images.build import build
from tui.images.host import check_debian, missing_packages
from tui.images.layout import Store
from tui.images.listing import list_images
from tui.images.recipe import Recipe, load_recipes

COURSE_PROGRAMS = {"ps": "procps", "less": "less"}
"""Programs of this machine that the course runs, and the packages they come in: the barest server lacks them."""
TEST_PROGRAMS = {
    "tmux": "tmux",
    "screen": "screen",
    "vim": "vim",
    "nano": "nano",
    "less": "less",
    "man": "man-db",
    "top": "procps",
    "htop": "htop",
    "dialog": "dialog",
    "git": "git",
    "zsh": "zsh",
    "fish": "fish",
    "vttest": "vttest",
    "openssl": "openssl",
    "sshd": "openssh-server",
    "busybox": "busybox-static",
    "mosquitto": "mosquitto",
}
"""Programs the tests run, and the packages they come in."""


def say(line: str) -> None:
    """Tell the person who runs the setup."""
    width = shutil.get_terminal_size().columns if sys.stderr.isatty() else len(line) + len("sealegs: ")
    lines = textwrap.wrap(f"sealegs: {line}", max(width, 40), break_long_words=False, break_on_hyphens=False)
    print("\n".join(lines), file=sys.stderr, flush=True)


def confirm(question: str, default: bool) -> bool:
    """Ask on the terminal; without one, and for Ctrl-D, the answer is no."""
    if not sys.stdin.isatty():
        return False
    try:
        answer = input(f"{question} {'[Y/n]' if default else '[y/N]'} ").strip().lower()
    except EOFError:
        print()
        return False
    return default if not answer else answer.startswith("y")


def prepare(engine: PrivateEngine, *, yes: bool) -> None:
    """Everything the lab needs for a private engine, and the engine itself, running.

    Images that can't be had are said and no obstacle. Raises `SealegsError` when the engine can't run: the machine
    refuses it, something is missing that can't be installed, or the person said no.
    """
    refused([each for each in engine.refusals() if not each.package])
    recipes = load_recipes(paths.shipped("dockerfiles") / "images")
    store = Store(paths.image_store())
    todo = images_to_build(store, recipes)
    try:
        needed = {*engine_packages(engine.refusals()), *missing_packages(todo)}
        # Nobody is asked for what the course alone could do without.
        along = _packages_of(COURSE_PROGRAMS) if needed else set()
        install({*needed, *along}, "the lab's private engine and its images", yes=yes)
        if todo:
            say("building the course's images (once, about a minute) ...")
            build(store, recipes, say)
    except SealegsError as error:
        if engine_packages(engine.refusals()):
            raise
        say(f"the course's images stay as they are. {error}")
    if not engine.status().running:
        say("starting the lab's private engine ...")
    engine.start()


def images_to_build(store: Store, recipes: Sequence[Recipe]) -> list[Recipe]:
    """The recipes whose images are missing or out of date; none, with a word why, where none can be built."""
    try:
        todo = {image.name for image in list_images(store, recipes) if image.state != "built"}
        if todo:
            check_debian()
    except ImageError as error:
        say(f"the course's images stay as they are. {error}")
        return []
    return [recipe for recipe in recipes if recipe.name in todo]


def prepare_tests(*, yes: bool) -> None:
    """The system packages the tests need; they start engines and build images themselves.

    Raises `SealegsError` as `install` does. Without root nothing is installed: such tests skip themselves.
    """
    if os.getuid() != 0:
        say("without root the tests that need an engine are skipped.")
        return
    recipes = load_recipes(paths.shipped("dockerfiles") / "images")
    wanted = {**TEST_PROGRAMS, **ROOTLESS, **PODMAN}
    packages = {*engine_packages(requirements()), *missing_packages(recipes), *_packages_of(wanted)}
    install(packages, "the tests", yes=yes)


def _packages_of(programs: Mapping[str, str]) -> set[str]:
    """The packages of those programs that are missing."""
    return {package for program, package in programs.items() if not shutil.which(program, path=SEARCH_PATH)}


def engine_packages(refusals: Iterable[Refusal]) -> set[str]:
    """The packages of the programs that are missing for a private engine and its command line."""
    missing = {each.package for each in refusals if each.package}
    return missing if shutil.which("docker") else {*missing, "docker.io"}


def install(wanted: Iterable[str], purpose: str, *, yes: bool) -> None:
    """Install system packages after showing the exact command and asking.

    Raises `SealegsError` if this machine can't, or the answer is no.
    """
    packages = sorted(set(wanted))
    if not packages:
        return
    if shutil.which("apt-get") is None:
        raise SealegsError(
            f"These packages are missing for {purpose}: {' '.join(packages)}.",
            "Install them with your system's package manager, then run this again.",
        )
    command = install_command(packages)
    if os.getuid() != 0 and shutil.which("sudo") is None:
        raise SealegsError(
            f"These packages are missing for {purpose}: {' '.join(packages)}.",
            f"Have root run: {command.replace('sudo ', '')}",
        )
    say(f"{purpose} need system packages: {' '.join(packages)}")
    print(f"\n    {command}\n", file=sys.stderr)
    if not yes and not confirm("Run it now?", default=False):
        raise SealegsError("Nothing was installed.", "Run that command yourself, then start the lab again.")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    say("installing them (a minute or two) ...")
    # What goes well says a line a file; what doesn't is said on stderr.
    done = subprocess.run(["sh", "-c", command], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    if done.returncode != 0:
        raise SealegsError(
            f"These packages could not be installed: {' '.join(packages)}.",
            f"They can't be had without a network; where there is one, run: {command}",
        )


def install_command(packages: Sequence[str]) -> str:
    """The command line that installs packages, with sudo where the user isn't root."""
    sudo = "" if os.getuid() == 0 else "sudo "
    return f"{sudo}apt-get update -qq && {sudo}apt-get install -y -qq --no-install-recommends {' '.join(packages)}"
