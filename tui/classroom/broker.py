"""The broker a board brings along for a small class: no accounts, each lab may write only its own lines.

The instructor's lab and the board itself show a password made anew each time, and may do the rest.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

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
    """Learners write their own records, and read where the lead is and how the class is run; nothing else."""

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
        return topic in (f"{self.config.root}/lead", f"{self.config.root}/policies")


class _Broker(Broker):  # type: ignore[misc]
    """amqtt's, which sends whoever connects all that is retained for anybody's subscription."""

    async def _publish_retained_messages_for_subscription(
        self, subscription: tuple[str, int], session: Session
    ) -> None:
        if any(subscriber is session for subscriber, _ in self.subscriptions.get(subscription[0], ())):
            await super()._publish_retained_messages_for_subscription(subscription, session)


class OwnBroker:
    """A broker in a thread of its own. Raises `SealegsError` if it can't listen."""

    def __init__(self, host: str, port: int, root: str) -> None:
        self.password = secrets.token_urlsafe(12)
        logging.getLogger("amqtt").setLevel(logging.CRITICAL)
        self._config = BrokerConfig(
            listeners={"default": ListenerConfig(bind=f"{host}:{port}")},
            plugins={
                f"{__name__}.WhoIsIt": {"password": self.password},
                f"{__name__}.WhoMayWhat": {"root": root},
            },
        )
        self._listens: Future[Callable[[], object]] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="class-broker", daemon=True)
        self._thread.start()
        try:
            self._end = self._listens.result(STARTS)
        except Exception as error:
            why = f"Nobody can join at {host}:{port}: {error.__cause__ or error}."
            raise SealegsError(why, "Choose another place: --listen HOST:PORT") from error

    def close(self) -> None:
        """Hang up on everybody."""
        self._end()
        self._thread.join(STARTS)

    async def _serve(self) -> None:
        broker, ending = _Broker(self._config), asyncio.Event()
        try:
            await broker.start()
        except Exception as error:
            self._listens.set_exception(error)
            return
        loop = asyncio.get_running_loop()
        self._listens.set_result(partial(loop.call_soon_threadsafe, ending.set))
        await ending.wait()
        await broker.shutdown()
