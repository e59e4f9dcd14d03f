"""Writes the references in docs/ anew, from what the program itself says: python -m tests.docs.reference"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from tui import cli
from tui.commands import COMMANDS, Where
from tui.screens.help import BY_NAME
from tui.verbs.endings import CODES, EXAMPLES, USUAL, verbs_of
from tui.view.copying import HELP as COPY_KEYS

DOCS = Path(__file__).resolve().parents[2] / "docs"
MADE = "<!-- python -m tests.docs.reference writes this file -->"


def keys() -> str:
    """docs/keys.md: what F1 shows in the lab."""
    lines = ["# Keys", "", MADE, "", "`F1` in the lab shows the same.", ""]
    lines += ["What stands under `Ctrl-]` works from within the command pane, after that key.", ""]
    for where in Where:
        here = [command for command in COMMANDS if command.where is where]
        if here:
            lines += [f"## {where.value}", "", "| key | `Ctrl-]` | what it does |", "|---|---|---|"]
            for command in here:
                again = BY_NAME.get(command.prefixed, command.prefixed)
                lines.append(f"| {_code(*command.every_key.split(' '))} | {_code(again)} | {_cell(command.help)} |")
            lines.append("")
    lines += ["## In the command pane's copy mode", "", "| key | what it does |", "|---|---|"]
    return "\n".join([*lines, *(f"| {_code(*key.split(', '))} | {_cell(does)} |" for key, does in COPY_KEYS), ""])


def verbs() -> str:
    """docs/commands.md: what --help says of each verb."""
    lines = [
        "# The command line",
        "",
        MADE,
        "",
        "`sealegs VERB --help` says the same. Without a verb the lab opens.",
        "",
    ]
    for name, verb in verbs_of(cli.command_line()[0]):
        lines += [f"## sealegs {name}", "", f"{verb.description}", "", "```", _synopsis(name, verb), "```", ""]
        rows = [f"| {_code(_said(each))} | {_cell(each.help or '')} |" for each in _options(verb)]
        lines += ["| option | |", "|---|---|", *rows, ""] if rows else []
        fine, failed = CODES.get(name, USUAL)
        lines += [f"Exit code 0: {fine}. 1: {failed}. 2: wrong usage.", "", "```"]
        room = max(len(line) for line, _ in EXAMPLES[name])
        lines += [*(f"{line:<{room}}   # {does}" for line, does in EXAMPLES[name]), "```", ""]
    return "\n".join(lines)


def _options(verb: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """All but --help and the parts, which have a place of their own."""
    for each in verb._actions:
        if not isinstance(each, argparse._HelpAction | argparse._SubParsersAction):
            yield each


def _said(option: argparse.Action) -> str:
    """How it is written: "-y, --yes", "--engine WHICH", "FILE"."""
    value = "" if option.nargs == 0 else str(option.metavar or option.dest.upper())
    if option.choices and not option.metavar:
        value = "|".join(option.choices)
    return f"{', '.join(option.option_strings)} {value}".strip()


def _synopsis(name: str, verb: argparse.ArgumentParser) -> str:
    words = [f"sealegs {name}"]
    for each in sorted(_options(verb), key=lambda each: not each.option_strings):
        must = not each.option_strings and each.nargs in (None, "+")
        words.append(_said(each) if must else f"[{_said(each).split(', ')[-1]}]")
    parts = [each for each in verb._actions if isinstance(each, argparse._SubParsersAction)]
    return " ".join([*words, *("|".join(each.choices) for each in parts)])


def _code(*words: str) -> str:
    return " ".join(f"`{_cell(word)}`" for word in words if word)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


FILES = {"keys.md": keys, "commands.md": verbs}

if __name__ == "__main__":
    for file, made in FILES.items():
        (DOCS / file).write_text(made(), encoding="utf-8")
