"""The view of the disk: docker's words and figures, and what is said while there are none."""

from tests.unit.conftest import container, image
from tui.model.disk import DiskUsage, Used
from tui.model.engine import Snapshot
from tui.view.disk import Disk, disk_table

USAGE = DiskUsage(Used(5, 2, 16_430_000, 11_630_000), Used(2, 0, 212, 212), Used(2, 1, 36, 0), Used())
THEN = Snapshot(containers=(container(),), images=(image("debian:12"),))


def test_the_rows_are_dockers():
    """As `docker system df` prints them, with bars."""
    table = disk_table(Disk(USAGE, THEN), THEN)
    assert table.command == "docker system df"
    assert [row.cells for row in table.rows] == [
        ("Images", "5", "2", "16.43MB", "██████", "11.63MB (70%)"),
        ("Containers", "2", "0", "212B", "▏", "212B (100%)"),
        ("Local Volumes", "2", "1", "36B", "▏", "0B (0%)"),
        ("Build Cache", "0", "0", "0B", "", "0B"),
    ]
    assert table.note == ""


def test_what_is_missing_is_said():
    """While it is measured, when that failed, and when it is out of date."""
    assert disk_table(Disk(measuring=True), THEN).nothing == "measuring, this can take a while"
    assert disk_table(Disk(why_not="The engine refused."), THEN).nothing == "The engine refused."
    assert disk_table(Disk(USAGE, THEN, measuring=True), THEN).note == "measuring, this can take a while"
    assert disk_table(Disk(USAGE, THEN, why_not="The engine refused."), THEN).note == "The engine refused."
    assert disk_table(Disk(USAGE, THEN), Snapshot()).note.startswith("changed since")
    stopped = Snapshot(containers=(container(state="running"),), images=THEN.images)
    assert disk_table(Disk(USAGE, THEN), stopped).note.startswith("changed since")
