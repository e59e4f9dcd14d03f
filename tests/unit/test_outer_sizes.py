"""Another size of the outer terminal: nothing is taken for granted of what it shows."""

from types import SimpleNamespace

import pytest
from textual import events
from textual.geometry import Size

from tui.outer.orderly import OrderlyDriver

BEFORE, OTHER = Size(120, 40), Size(100, 30)


class Driver(OrderlyDriver):
    """Without a terminal; what it does is in `done`."""

    def __init__(self, screen: Size, app: Size) -> None:
        self.done: list[object] = []
        stack = [SimpleNamespace(size=screen)]
        self._app = SimpleNamespace(
            size=app, screen_stack=stack, screen=stack[-1], refresh=lambda: self.done.append("refreshed")
        )

    def forget(self) -> None:
        self.done.append("forgot")


@pytest.fixture(autouse=True)
def told(monkeypatch):
    """What reaches the app."""
    monkeypatch.setattr(
        "textual.drivers.linux_driver.LinuxDriver.send_message",
        lambda self, message: self.done.append(message.size if isinstance(message, events.Resize) else message),
    )


@pytest.mark.parametrize(
    ("screen", "app", "size", "done"),
    [
        pytest.param(BEFORE, BEFORE, OTHER, ["forgot", OTHER], id="another size"),
        pytest.param(BEFORE, BEFORE, BEFORE, ["forgot", "refreshed", BEFORE], id="there and back"),
        pytest.param(BEFORE, OTHER, BEFORE, ["forgot", "refreshed", BEFORE], id="back before the screen has heard"),
        pytest.param(OTHER, OTHER, BEFORE, ["forgot", BEFORE], id="back before the screen was painted"),
    ],
)
def test_a_size_is_told(screen: Size, app: Size, size: Size, done: list[object]) -> None:
    """What was known is forgotten; where the layout stays as it is, all is painted once more."""
    driver = Driver(screen, app)
    driver._tell(size, None)
    assert driver.done == done
