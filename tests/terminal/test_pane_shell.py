"""The command pane's shell: one that isn't there, isn't heard from, or ends, at whatever moment."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.test_pane import PaneApp, running, shows, until
from tests.waiting import DEADLINE
from tui.model.shell import ShellExited, ShellNews, ShellUnheard
from tui.shell.session import ShellSession
from tui.widgets.terminal import Terminal


async def test_a_shell_that_is_not_heard_from(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told once; a command is inserted where the shell has the terminal, broken lines as one."""
    monkeypatch.setattr("tui.widgets.terminal_view.HEARD_WITHIN", 0.1)
    async with running(home, "sh") as (app, pilot):
        await until(pilot, lambda: app.news == [ShellUnheard()], "the news")
        await until(pilot, lambda: app.text().strip(), "a prompt")
        await pilot.press(*"half typed")
        await shows(app, pilot, "half typed")
        assert app.pane.insert(["echo $((6*7)) \\", "  and"]) is None
        await pilot.press("enter")
        await shows(app, pilot, "\n42 and")
        assert "without running them" in (app.pane.insert(["a", "b"]) or "")
        await pilot.press(*"cat", "enter")
        await until(pilot, lambda: "not at a prompt" in (app.pane.insert(["x"]) or ""), "cat to have the terminal")


async def test_a_start_up_file_that_exits_is_told(home: Path) -> None:
    """That it was before the first prompt is what there is to go by."""
    (home / ".bashrc").write_text("exit 7\n", encoding="utf-8")
    app = PaneApp("bash", home)
    async with app.run_test(size=(60, 12)) as pilot:
        await shows(app, pilot, "[the shell ended with 7 before its first prompt")


async def test_a_shell_that_ends_before_it_is_known_is_told_of(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its thread may be quicker than the one that started it."""

    def slowly(*words: Any, on_news: Callable[[ShellNews], None], **more: Any) -> ShellSession:
        ended = threading.Event()

        def told(news: ShellNews) -> None:
            on_news(news)
            ended.set()

        session = ShellSession(*words, on_news=told, **more)
        assert ended.wait(DEADLINE)
        time.sleep(0.05)  # the loop takes the news meanwhile
        return session

    monkeypatch.setattr("tui.widgets.terminal_shell.ShellSession", slowly)
    (home / ".bashrc").write_text("exit 7\n", encoding="utf-8")
    app = PaneApp("bash", home)
    async with app.run_test(size=(60, 12)) as pilot:
        await shows(app, pilot, "[the shell ended with 7 before its first prompt")


async def test_a_pane_that_is_closed_while_its_shell_starts_draws_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is round it may be gone already."""
    opened: list[object] = []
    begun = threading.Event()

    def slowly(*words: Any, **more: Any) -> ShellSession:
        begun.set()
        time.sleep(0.3)  # the app is left meanwhile
        return ShellSession(*words, **more)

    monkeypatch.setattr("tui.widgets.terminal_shell.ShellSession", slowly)
    monkeypatch.setattr(Terminal, "_opened", opened.append)
    app = PaneApp("bash", home)
    async with app.run_test(size=(60, 12)) as pilot:
        await until(pilot, begun.is_set, "its start")
    assert opened == []


async def test_a_shell_that_ended_is_started_again_with_enter(home: Path) -> None:
    """The pane says how it ended."""
    async with running(home) as (app, pilot):
        await pilot.press(*"exit 3", "enter")
        await shows(app, pilot, "[the shell ended with 3: press Enter to start it again]")
        assert app.news[-1] == ShellExited(3)
        assert (app.pane.at_prompt, app.pane.running) == (False, None)
        assert app.pane.insert(["ls"])
        await pilot.press("enter")
        await until(pilot, lambda: app.pane.at_prompt, "prompt")
        await until(pilot, lambda: "ended" not in app.text(), "a clean screen")


async def test_a_missing_shell_is_said_in_the_pane(home: Path) -> None:
    """With what to do."""
    async with running(home, "no-such-shell") as (app, pilot):
        await shows(app, pilot, "no-such-shell is not installed. Install it")
        assert app.news == []
