"""./lab's installation, with a Python that only notes what it is asked for."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.lab_checkout import Checkout
from tests.waiting import DEADLINE, until


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


INSTALLED = ["venv", "pip", "pip"]
TESTED = ["sealegs setup", "ruff check", "ruff format", "mypy", "pytest"]


def test_a_first_run_installs_and_goes_on(checkout):
    """In any folder; what follows `test` is pytest's."""
    assert checkout.run("-k", "two words") == 0
    assert checkout.notes == INSTALLED + TESTED
    assert checkout.said("pytest --numprocesses 4 -k two words")
    assert checkout.said(f"--editable {checkout.folder}\n")


@pytest.mark.parametrize("words", [("doctor", "--json"), ("course", "check", "my course"), ("reset", "all", "--yes")])
def test_a_verb_needs_the_packages_and_nothing_else(checkout, words):
    """No terminal, no engine; what follows is the verb's."""
    verb, *rest = words
    assert checkout.run(*rest, mode=verb) == 0
    assert checkout.notes == [*INSTALLED, f"sealegs {verb}"]
    assert checkout.said(f"sealegs {' '.join(words)}\n")


def test_to_open_may_be_said(checkout):
    """It is what ./lab does without a word, and needs a terminal."""
    assert checkout.run(mode="open") == 2
    assert checkout.notes == []


def test_where_no_program_may_run_the_packages_go_elsewhere(checkout):
    """As on a stick that is mounted noexec."""
    place = checkout.folder / "mounted"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "noexec", "tmpfs", place]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("needs root, to mount something")
    try:
        for name in ("lab", "requirements.lock", "requirements-test.lock", "pyproject.toml"):
            shutil.copy2(checkout.folder / name, place)
        lab = ["sh", str(place / "lab"), "doctor"]
        subprocess.run(lab, env=checkout.environment, check=True, capture_output=True, timeout=DEADLINE)
        assert sorted(path.name for path in place.iterdir() if path.name.startswith(".")) == []
    finally:
        subprocess.run(["umount", place], check=True)
    assert checkout.notes == [*INSTALLED, "sealegs doctor"]
    assert (checkout.folder.parent / ".cache" / "sealegs" / "venv" / "sealegs-stamp").exists()


def test_a_second_run_installs_nothing(checkout):
    """Nor when the Python got a new patch release."""
    checkout.run()
    checkout.forget()
    checkout.environment["VERSION"] = "3.11.9"
    assert checkout.run() == 0
    assert checkout.notes == TESTED


def test_another_python_gets_an_installation_of_its_own(checkout):
    """Packages are kept in a folder named after its version: it would not see the old one's."""
    checkout.run()
    checkout.forget()
    checkout.environment["VERSION"] = "3.13.5"
    assert checkout.run() == 0
    assert checkout.notes == INSTALLED + TESTED


def test_a_checkout_that_moved_is_installed_anew(checkout):
    """Programs of an installation name their Python by its path."""
    checkout.run()
    checkout.forget()
    checkout.folder = checkout.folder.rename(checkout.folder.with_name("elsewhere"))
    assert checkout.run() == 0
    assert checkout.notes == INSTALLED + TESTED


def test_new_requirements_are_added_to_what_is_there(checkout):
    """A lab may be running from it."""
    checkout.run()
    checkout.forget()
    (checkout.folder / "requirements.lock").write_text("more\n", encoding="utf-8")
    assert checkout.run() == 0
    assert checkout.notes == ["pip", "pip", *TESTED]


def test_a_failed_installation_is_started_over(checkout):
    """Half a package may be there. A sentence of the lab's stands last, whatever pip has said."""
    checkout.flag("fail").touch()
    with checkout.start() as lab:
        said = lab.communicate(timeout=DEADLINE)[1]
    assert lab.returncode == 1
    assert said.splitlines()[-1].startswith("lab: the Python packages didn't come")
    checkout.flag("fail").unlink()
    checkout.forget()
    assert checkout.run() == 0
    assert checkout.notes == INSTALLED + TESTED


def test_a_killed_installation_leaves_nothing_in_the_way(checkout):
    """Neither half an installation nor a lock."""
    checkout.flag("wait").touch()
    with checkout.start() as lab:
        until(lambda: checkout.notes[-1:] == ["pip"])
        os.killpg(lab.pid, signal.SIGKILL)
    checkout.flag("wait").unlink()
    checkout.forget()
    assert checkout.run() == 0
    assert checkout.notes == INSTALLED + TESTED


def test_of_two_first_runs_one_installs(checkout):
    """The other says that it waits, and finds the work done."""
    checkout.flag("wait").touch()
    with checkout.start() as first:
        until(lambda: checkout.notes[-1:] == ["pip"])
        with checkout.start() as second:
            assert second.stderr is not None
            assert "waiting" in second.stderr.readline()
            checkout.flag("wait").unlink()
            second.communicate(timeout=DEADLINE)
        first.communicate(timeout=DEADLINE)
    assert (first.returncode, second.returncode) == (0, 0)
    assert checkout.notes.count("venv") == 1
    assert checkout.notes.count("pip") == 2
    assert checkout.notes.count("pytest") == 2


def test_a_kit_has_no_tests(checkout):
    """And says so; how it sets itself up is tested in e2e."""
    (checkout.folder / "kit.json").write_text("{}", encoding="utf-8")
    assert checkout.run() == 2
    assert checkout.notes == []


APT = """#!/bin/sh
echo apt-get "$@" >>"$NOTES"
echo "Unpacking a thousand things"
[ "$1" != install ] || ln -s "$OTHER/python3" "${0%/*}/python3"
"""


BRINGS_PYTHON = "apt-get update -qq && apt-get install -y -qq python3 python3-venv"


@pytest.fixture
def bare(checkout, tmp_path) -> Path:
    """The checkout's whole PATH is this folder: no Python, no sudo, an apt-get that brings Python, and root."""
    folder = tmp_path / "bare"
    folder.mkdir()
    for program in ("sh", "cat", "cksum", "cmp", "cp", "dirname", "mkdir", "readlink", "rm", "tail", "chmod", "ln"):
        (folder / program).symlink_to(shutil.which(program) or program)
    for program, text in (("apt-get", APT), ("id", "#!/bin/sh\necho 0\n")):
        (folder / program).write_text(text, encoding="utf-8")
        (folder / program).chmod(0o755)
    checkout.environment["OTHER"], _, _ = checkout.environment["PATH"].partition(os.pathsep)
    checkout.environment["PATH"] = str(folder)
    return folder


@pytest.mark.parametrize("agreed", [True, False])
@pytest.mark.usefixtures("bare")
def test_a_system_without_python_gets_it(checkout, agreed):
    """A bare Debian has none: the command is shown and, if that is agreed to, run, and what apt prints is not."""
    checkout.environment["CI"] = str(agreed).lower()
    with checkout.start(mode="doctor") as lab:
        said = lab.communicate(timeout=DEADLINE)[1]
    assert f"lab: there is no Python here. This brings it:\n\n    {BRINGS_PYTHON}\n" in said
    assert "Unpacking" not in said
    assert lab.returncode == (0 if agreed else 1)
    assert checkout.notes == (["apt-get", "apt-get", *INSTALLED, "sealegs doctor"] if agreed else [])


def test_who_may_not_install_is_told_what_root_must_do(checkout, bare):
    """There is no sudo either."""
    (bare / "id").write_text("#!/bin/sh\necho 1000\n", encoding="utf-8")
    checkout.environment["CI"] = "true"
    with checkout.start(mode="doctor") as lab:
        said = lab.communicate(timeout=DEADLINE)[1]
    assert (lab.returncode, said) == (1, f"lab: there is no Python here. Have root run: {BRINGS_PYTHON}\n")
    assert checkout.notes == []


@pytest.mark.parametrize(
    ("own", "runs", "found"), [(False, True, "the kit's"), (True, True, "the machine's"), (False, False, "")]
)
def test_a_kits_docker_command_is_for_a_machine_that_has_none(checkout, own, runs, found):
    """It stands last, and only if it can be run: its C library may be another."""
    kits, machines = checkout.folder / "bin" / "docker", checkout.folder / "machine"
    machines.mkdir()
    for program in ("sh", "cat", "cksum", "cmp", "cp", "dirname", "mkdir", "readlink", "rm", "tail", "chmod", "id"):
        (machines / program).symlink_to(shutil.which(program) or program)
    if own:
        (machines / "docker").symlink_to("/bin/true")
    kits.parent.mkdir()
    kits.symlink_to("/bin/true" if runs else "/bin/false")
    (checkout.folder / "kit.json").write_text(f'{{"pythons": ["{sys.version_info[0]}.{sys.version_info[1]}"]}}')
    (checkout.folder / "wheels").mkdir()
    for wheel in ("pip-1.whl", "sealegs-1.whl"):
        (checkout.folder / "wheels" / wheel).touch()
    programs = checkout.environment["PATH"].partition(os.pathsep)[0]
    checkout.environment["PATH"] = f"{programs}:{machines}"
    assert checkout.run(mode="doctor") == 0
    (checkout.folder / ".venv" / "bin" / "sealegs").write_text('#!/bin/sh\ncommand -v docker >>"$NOTES"\n')
    checkout.forget()
    checkout.run(mode="doctor")
    where = {"the kit's": kits, "the machine's": machines / "docker"}
    assert checkout.said(f"{where[found]}\n") if found else checkout.notes == []
