"""How a verb, or a part of one, is put on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

Parts: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_part(parts: Parts, name: str, does: str, **done_by: Callable[..., int]) -> argparse.ArgumentParser:
    """A verb or part by its name and what it does, a phrase; `done_by` is left in the options under its keyword."""
    part = parts.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.")
    part.set_defaults(**done_by)
    return part
