"""The layers view: history in words, bars, what is shared, and what a layer hides."""

import pytest

from tui.model.engine import Image, Snapshot
from tui.model.facts import HistoryRow, ImageDetails, ImageFiles, LayerFile
from tui.view.layers import LayerLine, bar, history_table, instruction, layer_lines, layers_of_rows

BASE = HistoryRow("mmdebstrap", 82_400_000)
INSTALL = HistoryRow("/bin/sh -c apt update && apt -y install git", 91_500_000)
CMD = HistoryRow('/bin/sh -c #(nop)  CMD ["bash"]', 0)
WORKDIR = HistoryRow("/bin/sh -c #(nop) WORKDIR /software", 0)


def details(id: str, history, layers) -> ImageDetails:
    return ImageDetails(id, tuple(history), tuple(layers))


def image(id: str, *tags: str) -> Image:
    return Image(id, tags, (), 0.0, 1)


@pytest.mark.parametrize(
    ("created_by", "words"),
    [
        ("/bin/sh -c apt update", "RUN apt update"),
        ("RUN /bin/sh -c apt update # buildkit", "RUN apt update"),
        ('/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'),
        ("/bin/sh -c #(nop) WORKDIR /software", "WORKDIR /software"),
        ("WORKDIR /software", "WORKDIR /software"),
        ("COPY secret.txt / # buildkit", "COPY secret.txt /"),
        ("RUN |1 A=b /bin/sh -c echo $A # buildkit", "RUN echo $A"),
        ("|1 A=b /bin/sh -c echo $A", "RUN echo $A"),
        ("/bin/sh -c apt update &&     apt  install git", "RUN apt update && apt install git"),
        ("echo \x1b[31mred", "echo \\x1b[31mred"),
    ],
)
def test_a_row_reads_as_in_a_dockerfile(created_by, words):
    """Whichever builder wrote it, and with nothing that acts on the terminal."""
    assert instruction(created_by) == words


@pytest.mark.parametrize(
    ("part", "cells", "drawn"), [(0, 4, ""), (1, 4, "▏"), (100, 4, "████"), (50, 4, "██"), (53, 4, "██▏")]
)
def test_a_bar_shows_its_part(part, cells, drawn):
    """Anything but nothing shows."""
    assert bar(part, 100, cells) == drawn


def test_rows_that_only_set_something_made_no_layer():
    """WORKDIR made one though it has no size."""
    known = details("x", [CMD, INSTALL, WORKDIR, BASE], "abc")
    assert layers_of_rows(known) == [None, 2, 1, 0]


def test_where_instructions_do_not_add_up_sizes_tell():
    """A RUN that changed nothing may have made no layer."""
    known = details("x", [HistoryRow("/bin/sh -c true", 0), INSTALL, BASE], "ab")
    assert layers_of_rows(known) == [None, 1, 0]


def test_where_nothing_adds_up_it_stays_unknown():
    """Rather than point at the wrong layer."""
    assert layers_of_rows(details("x", [INSTALL, BASE], "abcd")) == [None, None]


def test_the_table_names_who_shares_a_layer():
    """Layers are shared from the lowest up to the first that differs."""
    snapshot = Snapshot(images=(image("b", "intro:b"), image("a", "debian:12"), image("other", "busybox:latest")))
    known = {
        "a": details("a", [BASE], ["base"]),
        "b": details("b", [INSTALL, BASE], ["base", "git"]),
        "other": details("other", [BASE], ["bb"]),
    }
    table = history_table(snapshot, known, "intro:b")
    assert table.command == "docker image history intro:b"
    assert [row.cells[0] for row in table.rows] == ["91.5MB", "82.4MB"]
    assert [row.cells[3] for row in table.rows] == ["", "debian:12"]
    assert table.rows[0].cells[1] == "█" * 12


def test_an_image_not_read_yet_says_so():
    """And one that is gone as well."""
    snapshot = Snapshot(images=(image("a", "debian:12"),))
    assert history_table(snapshot, {}, "debian:12").nothing == "reading the image"
    assert history_table(snapshot, {}, "gone:1").nothing == "no image gone:1 here"


def test_what_a_layer_removes_still_lies_below():
    """The secret that the top layer removed, with the layer it is in and its first line."""
    secret = LayerFile("/secret.txt", "file", 12, b"password=1\nx")
    files = ImageFiles(((LayerFile("/bin", "folder"),), (secret,), (LayerFile("/secret.txt", "gone"),)))
    assert layer_lines(files, 1) == [LayerLine("+", "/secret.txt", "12B", "", "password=1")]
    assert layer_lines(files, 2) == [LayerLine("-", "/secret.txt", "", "still in layer 2, 12B", "password=1")]


def test_a_file_that_is_written_again_replaces_the_one_below():
    """Both stay in the image."""
    one, two = LayerFile("/etc/x", "file", 5), LayerFile("/etc/x", "file", 6)
    assert [line.sign for line in layer_lines(ImageFiles(((one,), (two,))), 1)] == ["~"]


def folder(path: str) -> LayerFile:
    return LayerFile(path, "folder")


def gone(path: str) -> LayerFile:
    return LayerFile(path, "gone")


def test_a_folder_that_hides_nothing_is_no_loss():
    """dockerd marks folders as opaque that are new in a layer, or were empty."""
    base = (folder("/etc"), folder("/etc/completion.d"), LayerFile("/etc/motd", "file", 5))
    layer = (gone("/etc/completion.d"), gone("/etc/new.d"), folder("/etc/completion.d"), folder("/etc/new.d"))
    assert layer_lines(ImageFiles((base, layer)), 1) == []
    assert layer_lines(ImageFiles((base, (gone("/etc/never"),))), 1) == []


def test_a_removed_folder_is_as_large_as_what_was_in_it():
    """As far as it had not been removed before; what has a similar name is no part of it."""
    base = (
        folder("/var"),
        folder("/var/lists"),
        LayerFile("/var/lists/a", "file", 500),
        LayerFile("/var/lists2", "file", 7),
    )
    more = (LayerFile("/var/lists/b", "file", 3000), LayerFile("/var/lists/deep/c", "file", 70), folder("/var/empty"))
    files = ImageFiles((base, more, (gone("/var/lists/b"),), (gone("/var/lists"), gone("/var/empty"))))
    assert layer_lines(files, 2) == [LayerLine("-", "/var/lists/b", "", "still in layer 2, 3kB")]
    assert layer_lines(files, 3) == [
        LayerLine("-", "/var/empty", "", "an empty folder of layer 2"),
        LayerLine("-", "/var/lists", "", "still in layers 1 and 2, 570B"),
    ]


def test_a_folder_made_anew_hides_what_was_in_it():
    """And a file that comes back after it was removed is new."""
    base, again = (folder("/a"), LayerFile("/a/x", "file", 5)), (gone("/a"), folder("/a"), LayerFile("/a/y", "file", 6))
    files = ImageFiles((base, again, (LayerFile("/a/x", "file", 7),)))
    assert layer_lines(files, 1) == [LayerLine("-", "/a", "", "still in layer 1, 5B"), LayerLine("+", "/a/y", "6B")]
    assert layer_lines(files, 2) == [LayerLine("+", "/a/x", "7B")]
