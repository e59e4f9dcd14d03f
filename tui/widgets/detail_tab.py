"""One tab of the details dialog: looks at an object while it is shown."""

from __future__ import annotations

from typing import ClassVar

from textual.message import Message

from tui.model.engine import Container
from tui.model.looks import Close, Looks, Subject
from tui.view.toned import said
from tui.widgets.toned_view import TonedView

RUNS = frozenset({"running", "paused"})
"""States of a container that has processes."""


class DetailTab(TonedView):
    """What the tabs have in common. A tab is `open` from `look` to `leave`; only then it may have something open at the
    engine, which it closes, also when it goes."""

    NAME: ClassVar[str]
    """What the tab is called."""
    FINDS: ClassVar[str] = ""
    """What `/` asks for; empty where nothing can be found."""
    CURSOR: ClassVar[bool] = False

    class Told(Message):
        """What is said of the tab, and of its keys, is something else now."""

    def __init__(self, subject: Subject, looks: Looks) -> None:
        super().__init__(id=self.NAME.split()[0], with_cursor=self.CURSOR)
        self.subject, self.looks = subject, looks
        self.container: Container | None = None
        self.told = ""
        self.open = False
        self._close: Close | None = None

    @property
    def command(self) -> str:
        """The command the tab mirrors."""
        return f"docker {self.subject.kind} {self.NAME} {self.subject.name}"

    @property
    def runs(self) -> bool:
        """Whether the container has processes."""
        return self.container is not None and self.container.state in RUNS

    @property
    def expects_more(self) -> bool:
        """Whether the tab is to look again, also if the container seems to be as it was: it may have stopped and
        started between two readings."""
        return False

    def look(self) -> None:
        """The tab is shown, or all is to be read again."""
        self.leave()
        self.open = True
        self._close = self._begin()

    def leave(self) -> None:
        """The tab is not shown any more."""
        self.open = False
        if self._close is not None:
            self._close()
            self._close = None

    def become(self, container: Container | None) -> None:
        """The engine has news, and this is the container now; None if the object isn't one."""
        before, self.container = self.container, container
        if self.open and container is not None and (container != before or self.expects_more):
            self.changed(before)

    def find(self, words: str) -> None:
        """These are to be found."""

    def changed(self, before: Container | None) -> None:
        """The container is not as it was."""

    def tell(self, told: str) -> None:
        """Say something of the tab."""
        if told != self.told:
            self.told = told
            self.post_message(self.Told())

    def say(self, sentence: str) -> None:
        """Show a sentence in place of anything else."""
        self.show(lambda width: said(sentence, width))

    def on_unmount(self) -> None:
        """Whatever is open is closed."""
        self.leave()

    def _begin(self) -> Close | None:
        """Begin to look."""
        raise NotImplementedError
