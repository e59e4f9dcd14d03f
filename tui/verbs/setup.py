"""`sealegs setup`: makes this machine ready for the lab, or for its tests."""

from __future__ import annotations

import argparse

DOES = "make this machine ready: packages, images, engine"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What may be said."""
    parser.add_argument("-y", "--yes", action="store_true", help="install what is missing without asking")
    parser.add_argument("--tests", action="store_true", help="what the tests need instead of what the lab needs")


def run(options: argparse.Namespace) -> int:
    """Install what is missing, and build what is to be built."""
    from tui.engines import own_engine
    from tui.setup import prepare, prepare_tests

    if options.tests:
        prepare_tests(yes=options.yes)
    else:
        prepare(own_engine(), yes=options.yes)
    return 0
