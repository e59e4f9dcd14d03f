"""Start, stop or clean a private engine from another process: drive_engine.py FOLDER NAME VERB."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tui.engine.private import PrivateEngine, Rootful


def main() -> None:
    """Run one verb; an error is a traceback and exit code 1."""
    folder, name, verb = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    engine = PrivateEngine(Rootful(name, "10.216.9.1/24"), folder / "data", folder / "run", folder / "store")
    {"start": engine.start, "stop": engine.stop, "clean": engine.clean}[verb]()


if __name__ == "__main__":
    main()
