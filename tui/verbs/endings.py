"""What stands at the end of each verb's --help: its exit codes, and examples."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

USUAL = ("fine", "it failed, and says why")
CODES = {
    "open": ("you left the lab", "it could not be opened, or has failed"),
    "doctor": ("the lab can run here", "it can't"),
    "engine": ("fine", "it failed; status, env: the engine doesn't run"),
    "kit check": ("it is whole", "it is damaged, or no kit"),
    "reset": ("all was removed", "something could not be removed, or nothing was"),
    "course check": ("no findings", "findings"),
    "course solve": ("every task can be done as the course says", "some can't"),
}
"""What 0 and 1 say, for verbs that mean something of their own by them."""
EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "open": (
        ("sealegs", "open the lab where you left it"),
        ("sealegs open --engine none", "read the course without an engine"),
        ("sealegs open --engine ssh://ann@server", "on an engine of another machine"),
        ("sealegs open --class mqtt://192.168.1.20/class --name Ada", "in a class"),
    ),
    "read": (
        ("sealegs read", "the lesson you are in"),
        ("sealegs read 2.1 | less", "a lesson by its number"),
        ("sealegs read first-run --answers", "a page, with hints and solutions"),
    ),
    "tasks": (
        ("sealegs tasks 2.1", "which tasks of lesson 2.1 are done"),
        ("sealegs tasks --engine private", "look in the lab's own engine what is done by now"),
    ),
    "doctor": (
        ("sealegs doctor", "what works here"),
        ("sealegs doctor --json > doctor-ada.json", "the same, to be sent to somebody"),
    ),
    "setup": (("sealegs setup", "install what the lab needs on this machine, after asking"),),
    "engine": (
        ("sealegs engine status", "what runs, and where"),
        ('eval "$(sealegs engine env)"', "use the engine in a shell of your own"),
        ("sealegs engine stop --clean", "remove it and all that is in it"),
    ),
    "images": (
        ("sealegs images list", "which are here"),
        ("sealegs images save images.tar", "take them elsewhere"),
    ),
    "kit": (("sealegs kit build", "sealegs-kit-MACHINE.sh, here"),),
    "kit build": (("sealegs kit build stick.sh", "a kit under a name of your choice"),),
    "kit check": (("sealegs kit check stick.sh", "whether it arrived whole"),),
    "progress": (("sealegs progress show", "what is done in each lesson, and how"),),
    "progress show": (("sealegs progress show --json", "for scripts"),),
    "progress export": (("sealegs progress export ada-progress.json", "to carry elsewhere, or to hand in"),),
    "progress import": (("sealegs progress import ada-progress.json", "go on from there"),),
    "reset": (
        ("sealegs reset 2.1 --dry-run", "what would go"),
        ("sealegs reset all", "start the course again"),
    ),
    "board": (
        ("sealegs board", "a class in one room"),
        ("sealegs board --report . ada-progress.json bob-progress.json", "a report of files that were handed in"),
    ),
    "notes": (
        ("sealegs notes", "in a second terminal, beside sealegs open --present"),
        ("sealegs notes --theme light", "the same in light colours"),
    ),
    "course": (("sealegs course check mycourse", "what is wrong with a course"),),
    "course check": (("sealegs course check mycourse --json", "for an editor"),),
    "course solve": (("sealegs course solve mycourse --lesson greeting", "prove that a lesson can be done"),),
    "course schema": (("sealegs course schema tasks > tasks.schema.json", "for an editor"),),
}
"""By verb, and part: lines to type, and what they are for."""


def add_endings(parser: argparse.ArgumentParser) -> None:
    """Give every verb's help its end."""
    for name, verb in verbs_of(parser):
        verb.formatter_class = argparse.RawDescriptionHelpFormatter
        verb.epilog = _ending(name)


def verbs_of(parser: argparse.ArgumentParser, before: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every verb and every part of one, by its name: "kit", "kit build"."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, verb in action.choices.items():
                yield f"{before}{name}", verb
                yield from verbs_of(verb, f"{before}{name} ")


def _ending(name: str) -> str:
    fine, failed = CODES.get(name, USUAL)
    examples = EXAMPLES.get(name, ())
    lines = [
        "exit code:",
        f"  0  {fine}",
        f"  1  {failed}",
        "  2  wrong usage, or no terminal where one is needed",
        "",
        f"example{'s' * (len(examples) > 1)}:",
        *(f"  {line}\n      {does}" for line, does in examples),
    ]
    return "\n".join(lines)
