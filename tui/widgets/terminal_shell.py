"""The session behind the command pane: opened and closed off the app's loop, heard on it."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from contextlib import suppress

from tui.errors import ShellError
from tui.model.shell import Launch, ShellExited, ShellNews
from tui.shell.landing import landing
from tui.shell.session import ShellSession


class LiveShell:
    """At most one session at a time. All callbacks come on the event loop it was made on.

    `on_opened` when a session is there, `on_failed` when none could be; `on_output` and `on_news` as in `ShellSession`.
    """

    def __init__(
        self,
        *,
        on_opened: Callable[[], None],
        on_failed: Callable[[ShellError], None],
        on_output: Callable[[], None],
        on_news: Callable[[ShellNews], None],
    ) -> None:
        self.session: ShellSession | None = None
        self.ended = False
        self._on_opened, self._on_failed = on_opened, on_failed
        self._on_output, self._on_news = on_output, on_news
        self._loop = asyncio.get_running_loop()
        self._context = contextvars.copy_context()
        self._opening: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def live(self) -> ShellSession | None:
        """The session while its shell runs."""
        return None if self.ended else self.session

    def open(self, launch: Launch, columns: int, rows: int) -> None:
        """Start a shell, in place of one that ended; nothing if one runs or is being started."""
        if self.live is None and self._opening is None and not self._closed:
            self._opening = asyncio.create_task(self._open(launch, (columns, rows)))

    async def _open(self, launch: Launch, size: tuple[int, int]) -> None:
        # In a thread: the emulator may take 0.3 s to load, and an old shell has to be waited for. What the new one
        # tells before it is known here has to wait.
        early: list[ShellNews] = []
        tell: Callable[[ShellNews], None] = early.append
        try:
            await self._end()
            directory, notice = landing(launch)
            self.session = await asyncio.to_thread(
                ShellSession,
                launch.command,
                launch.env,
                directory,
                size,
                notice=notice,
                on_output=lambda: self._later(self._on_output),
                on_news=lambda news: self._later(lambda: tell(news)),
            )
        except ShellError as error:
            self.ended = True
            self._on_failed(error)
        except Exception as error:  # the emulator's library, on a machine it wasn't made for
            self.ended = True
            self._on_failed(ShellError(f"The command pane can't run here: {error}.", "The lesson goes on without it."))
        else:
            self.ended = False
            if not self._closed:
                self._on_opened()
            tell = self._take
            for news in early:
                self._take(news)
        finally:
            self._opening = None

    async def close(self) -> None:
        """End the shell for good, also one that is being started, and wait for it."""
        self._closed = True
        if self._opening is not None:
            await self._opening
        await self._end()

    async def _end(self) -> None:
        session, self.session = self.session, None
        if session is not None:
            await asyncio.to_thread(session.close)

    def _take(self, news: ShellNews) -> None:
        self.ended = isinstance(news, ShellExited)
        if not self._closed:
            self._on_news(news)

    def _later(self, callback: Callable[..., object], *arguments: object) -> None:
        # Once the app's loop is closed there is nobody to tell.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(callback, *arguments, context=self._context)
