"""Which shell is opened, and what it gets to be heard from."""

import os
from pathlib import Path

import pytest

from tui.errors import UsageError
from tui.shell.launching import chosen_shell, launch


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with some shells, the only one on the PATH."""
    for name in ("bash", "zsh", "dash", "elsewhere/fish"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch(mode=0o755)
    (tmp_path / "folder").mkdir()
    (tmp_path / "plain").touch(mode=0o644)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("own", "chosen"),
    [
        ("{}/zsh", "zsh"),
        ("{}/elsewhere/fish", "elsewhere/fish"),
        ("{}/dash", "bash"),
        ("", "bash"),
        (None, "bash"),
        ("{}/no-such-zsh", "bash"),
        ("{}/gone/zsh", "bash"),
        ("zsh", "bash"),
        ("./zsh", "bash"),
        ("{}/folder", "bash"),
        ("{}/plain", "bash"),
    ],
)
def test_the_learners_shell_if_it_is_heard_from_else_bash(installed: Path, own: str | None, chosen: str) -> None:
    """What SHELL says may be anything."""
    environ = {} if own is None else {"SHELL": own.format(installed)}
    assert chosen_shell("", environ) == str(installed / chosen)


@pytest.mark.parametrize(("own", "chosen"), [("{}/dash", "{}/dash"), ("{}/folder", "/bin/sh"), ("dash", "/bin/sh")])
def test_without_bash_their_own_else_sh(installed: Path, own: str, chosen: str) -> None:
    """Something always opens."""
    (installed / "bash").unlink()
    assert chosen_shell("", {"SHELL": own.format(installed)}) == chosen.format(installed)


def test_the_one_that_was_said(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name or by path; it must be there."""
    monkeypatch.chdir(installed / "folder")
    for said in ("dash", str(installed / "dash"), "../dash"):
        assert Path(chosen_shell(said, {"SHELL": str(installed / "zsh")})).samefile(installed / "dash")
    for said in ("no-such-shell", str(installed / "folder"), str(installed / "plain")):
        with pytest.raises(UsageError, match="is not installed"):
            chosen_shell(said, {})


@pytest.mark.parametrize("kind", ["bash", "zsh", "fish"])
def test_a_plain_shell_that_is_known_gets_the_integration(kind: str) -> None:
    """A nonce of its own, in a pipe that it reads once; not in its environment, nor in its arguments."""
    first, second = launch([f"/bin/{kind}"], {"A": "b"}), launch([kind], {})
    try:
        assert first.nonce
        assert second.nonce
        assert first.nonce != second.nonce
        assert first.env["A"] == "b"
        assert first.nonce not in "".join((*first.env.values(), *first.command))
        assert Path(first.env["SEALEGS_NONCE_FROM"]).read_text() == first.nonce + "\n"
        assert Path(first.env["SEALEGS_NONCE_FROM"]).read_text() == ""
    finally:
        os.close(first.nonce_pipe)
        os.close(second.nonce_pipe)


@pytest.mark.parametrize("command", [("bash", "-c", "true"), ("dash",), ("/bin/sh",)])
def test_anything_else_runs_as_it_was_asked_for(command: tuple[str, ...]) -> None:
    """Another shell, or one with arguments of its own."""
    start = launch(command, {"A": "b"})
    assert (start.command, start.env, start.nonce, start.nonce_pipe) == (command, {"A": "b"}, None, -1)
