"""A kit's parts by themselves: where they may lie, whose they are, which Python they fit."""

import pytest

from tui.kit import unpack
from tui.kit.sources import Package, packages_in
from tui.kit.wheels import Wheel


@pytest.mark.parametrize(
    "path", ["../evil", "/etc/evil", "a/../../evil", ".venv/bin/python", "wheels//x", "a\nb", "-x", ""]
)
def test_a_path_that_leads_elsewhere_is_no_part(path):
    """Whoever wrote the manifest."""
    with pytest.raises(ValueError, match="can't be a part of a kit"):
        unpack.Member(path, 1, "0" * 64)


def test_dpkgs_lists_tell_of_sources():
    """Where the source is called otherwise, or has another version."""
    text = (
        "Package: busybox-static\nStatus: install ok installed\nSource: busybox (1:1.35.0-4)\nVersion: 1:1.35.0-4+b1\n"
        "Description: a\n longer\n\nPackage: libc6\nVersion: 2.36-9\nSource: glibc\n\nPackage: apt\nVersion: 2.6.1\n\n"
    )
    assert list(packages_in(text)) == [
        Package("busybox-static", "1:1.35.0-4+b1", "busybox", "1:1.35.0-4"),
        Package("libc6", "2.36-9", "glibc", "2.36-9"),
        Package("apt", "2.6.1", "apt", "2.6.1"),
    ]


@pytest.mark.parametrize(
    ("file", "fits"),
    [
        ("cffi-2.1.1-cp311-cp311-manylinux2014_x86_64.whl", True),
        ("cffi-2.1.1-cp312-cp312-manylinux2014_x86_64.whl", False),
        ("rich-15.0.0-py3-none-any.whl", True),
        ("dockerfile_parse-2.0.1-py2.py3-none-any.whl", True),
        ("pyghostty-0.1.3-py3-none-manylinux_2_28_x86_64.whl", True),
    ],
)
def test_which_wheels_a_python_takes(file, fits):
    """For the room that setting up needs."""
    assert Wheel(file, "x", "1", "", 1).fits("3.11") is fits
