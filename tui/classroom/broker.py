"""The broker a board brings along for a small class: no accounts, each lab may write only its own lines.

The instructor's lab and the board itself show a password made anew each time, and may do the rest.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import threading
from dataclasses import dataclass

from amqtt.broker import Broker
from amqtt.contexts import Action, BrokerConfig, ListenerConfig
from amqtt.plugins.base import BaseAuthPlugin, BaseTopicPlugin
from amqtt.session import Session

from tui.errors import SealegsError

LEAD = "lead"
"""The instructor's user name."""
STARTS = 10.0
"""Seconds the broker may take to listen."""


class WhoIsIt(BaseAuthPlugin):  # type: ignore[misc]
    """Learners come without a name; who says to be the lead must know the password."""

    @dataclass
    class Config:
        """What the broker is told."""

        password: str = ""

    async def authenticate(self, *, session: Session) -> bool | None:
        """Whether a client may come in."""
        if session.username:
            given = (session.password or "").encode()
            return session.username == LEAD and secrets.compare_digest(given, self.config.password.encode())
        return True


class WhoMayWhat(BaseTopicPlugin):  # type: ignore[misc]
    """Learners write their own records, and read where the lead is; nothing else."""

    @dataclass
    class Config:
        """What the broker is told."""

        root: str = ""

    async def topic_filtering(
        self, *, session: Session | None = None, topic: str | None = None, action: Action | None = None
    ) -> bool | None:
        """Whether a client may do that."""
        if session is None or topic is None:
            return False
        if session.username == LEAD:
            return topic.startswith(f"{self.config.root}/")
        if action == Action.PUBLISH:
            id = re.fullmatch(r"sealegs-([0-9a-f]{16})", session.client_id or "")
            own = {f"{self.config.root}/{kind}/{id[1]}" for kind in ("learner", "online")} if id else set()
            return topic in own
        return topic == f"{self.config.root}/lead"


class OwnBroker:
    """A broker in a thread of its own. Raises `SealegsError` if it can't listen."""

    def __init__(self, host: str, port: int, root: str) -> None:
        self.password = secrets.token_urlsafe(12)
        logging.getLogger("amqtt").setLevel(logging.CRITICAL)
        here = f"{__name__}."
        self._config = BrokerConfig(
            listeners={"default": ListenerConfig(bind=f"{host}:{port}", max_connections=0)},
            plugins={
                f"{here}WhoIsIt": {"password": self.password},
                f"{here}WhoMayWhat": {"root": root},
            },
        )
        self._loop = asyncio.new_event_loop()
        self._broker = Broker(self._config, loop=self._loop)
        self._thread = threading.Thread(target=self._loop.run_forever, name="class-broker", daemon=True)
        self._thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self._broker.start(), self._loop).result(STARTS)
        except Exception as error:
            self._stop_loop()
            raise SealegsError(
                f"Nobody can join at {host}:{port}: {error}.", "Choose another port: --listen"
            ) from error

    def close(self) -> None:
        """Hang up on everybody."""
        asyncio.run_coroutine_threadsafe(self._broker.shutdown(), self._loop).result(STARTS)
        self._stop_loop()

    def _stop_loop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(STARTS)
        self._loop.close()
