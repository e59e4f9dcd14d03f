"""The lab on a fake engine and a real terminal, with a copy of what it would write without thrift.

python -m tests.terminal.outer_lab FOLDER
"""

import sys
from pathlib import Path

from tui import paths
from tui.app import LabApp
from tui.command_log import CommandLog
from tui.course import load
from tui.engine.fake import FakeEngine
from tui.model.engine import Endpoint
from tui.model.shell import Launch
from tui.opening import Opening
from tui.outer.driver import ThriftyDriver
from tui.progress import ProgressFile

RAW = "raw.txt"


def main(folder: Path) -> None:
    """Run until q; the copy is in `folder`."""
    copy = (folder / RAW).open("wb", buffering=0)

    class Copying(ThriftyDriver):
        def write(self, data: str) -> None:
            copy.write(data.encode())
            super().write(data)

    engine = FakeEngine()
    engine.pull("hello-world")
    engine.run("steady")
    app = LabApp(
        Opening(
            course=load(paths.shipped("content")),
            progress=ProgressFile(folder / "progress.json"),
            command_log=CommandLog(folder / "commands.jsonl"),
            engine=engine,
            endpoint=Endpoint("unix:///nowhere", "private engine", private=True),
            tried=(),
            shell=Launch(("bash",), {"SEALEGS_HISTFILE": str(folder / "history")}, folder),
            theme="dark",
        )
    )
    app.driver_class = Copying
    app.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
