"""Start, stop or clean a private engine from another process: drive_engine.py FOLDER NAME VERB.

NAME is "rootless", "podman", or the name of a rootful one's bridge.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tui.engine.private import Podman, PrivateEngine, Rootful, Rootless
from tui.errors import SealegsError


def main() -> int:
    """Run one verb; the lab's own errors in words, any other as a traceback, and exit code 1 for both."""
    folder, name, verb = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    kind = {"rootless": Rootless(), "podman": Podman()}.get(name, Rootful(name, "10.216.9.1/24"))
    engine = PrivateEngine(kind, folder / "data", folder / "run", folder / "store")
    try:
        {"start": engine.start, "stop": engine.stop, "clean": engine.clean}[verb]()
    except SealegsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
