"""Course files come into the learner's folder, and what the learner has there is never lost."""

import pytest

from tui.handout import HandedOut, hand_out


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "course"
    (folder / "intro" / "scripts").mkdir(parents=True)
    (folder / "intro" / "Dockerfile.02").write_text("FROM debian:12\n")
    script = folder / "intro" / "scripts" / "hello.sh"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    return folder


@pytest.fixture
def folder(tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    return work


def test_a_file_comes_to_the_same_place(source, folder):
    """Folders on the way are made."""
    handed = hand_out(["intro/Dockerfile.02"], source, folder, replace=False)
    assert handed == HandedOut(("intro/Dockerfile.02",))
    assert (folder / "intro/Dockerfile.02").read_text() == "FROM debian:12\n"


def test_a_folder_comes_with_all_that_is_in_it(source, folder):
    """Scripts can still be run."""
    hand_out(["intro"], source, folder, replace=False)
    assert (folder / "intro/scripts/hello.sh").stat().st_mode & 0o111


def test_what_the_learner_has_stays(source, folder):
    """An edited file is not touched, nor told as new."""
    (folder / "intro").mkdir()
    (folder / "intro/Dockerfile.02").write_text("FROM busybox\n")
    assert hand_out(["intro/Dockerfile.02"], source, folder, replace=False) == HandedOut()
    assert (folder / "intro/Dockerfile.02").read_text() == "FROM busybox\n"


def test_a_solution_takes_the_place_and_keeps_the_learners_own(source, folder):
    """Each time under another name."""
    for text, aside in (("one", "intro/Dockerfile.02.yours"), ("two", "intro/Dockerfile.02.yours2")):
        (folder / "intro").mkdir(exist_ok=True)
        (folder / "intro/Dockerfile.02").write_text(text)
        handed = hand_out(["intro/Dockerfile.02"], source, folder, replace=True)
        assert handed == HandedOut(("intro/Dockerfile.02",), (aside,))
        assert (folder / aside).read_text() == text


def test_a_solution_that_is_there_already_is_left_alone(source, folder):
    """Asked for twice, nothing is set aside."""
    hand_out(["intro/Dockerfile.02"], source, folder, replace=True)
    assert hand_out(["intro/Dockerfile.02"], source, folder, replace=True) == HandedOut()


def test_a_link_that_leads_nowhere_counts_as_there(source, folder):
    """It is the learner's, and is not written through."""
    (folder / "intro").mkdir()
    (folder / "intro/Dockerfile.02").symlink_to(folder.parent / "elsewhere")
    assert hand_out(["intro/Dockerfile.02"], source, folder, replace=False) == HandedOut()
    assert not (folder.parent / "elsewhere").exists()


def test_nothing_is_written_outside_of_the_folder(source, folder, tmp_path):
    """Whatever the learner's own links lead to."""
    (tmp_path / "elsewhere").mkdir()
    (folder / "intro").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="leads out"):
        hand_out(["intro"], source, folder, replace=True)
    assert not any((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize(
    ("handed", "told"),
    [
        (HandedOut(), ""),
        (HandedOut(("a/x",)), "1 new file in a/"),
        (HandedOut(("a/x", "a/b/y", "a/b/z")), "3 new files in a/"),
        (HandedOut(("a/x", "b/y")), "2 new files in your folder"),
        (HandedOut(("x",)), "1 new file in your folder"),
        (HandedOut(("a/x",), ("a/x.yours",)), "1 new file in a/\nYours is kept as x.yours"),
        (HandedOut((), ("a/x.yours", "a/y.yours")), "Yours are kept as x.yours, y.yours"),
    ],
)
def test_it_is_told_in_short_lines(handed, told):
    """However deep the folders are."""
    assert handed.told == told
