"""When an event happened, whatever the engine's clock says and however late it is heard of."""

import pytest

from tui.engine.clock import HEEDED, EngineClock

FAR = 1_800_000_000.0


def moments(*pairs: tuple[float, float]) -> list[float]:
    """Events by (the engine's date after FAR, when they were heard of)."""
    clock = EngineClock()
    return [clock.moment(FAR + told, received) for told, received in pairs]


def test_a_late_event_is_put_back_to_when_it_was() -> None:
    """What comes before it in the stream may hold it up."""
    assert moments((1.0, 51.0), (1.1, 51.1), (1.2, 51.6), (1.3, 51.6)) == pytest.approx([51.0, 51.1, 51.2, 51.3])


def test_the_soonest_event_teaches_what_lies_between_the_clocks() -> None:
    """The first one may be late as well."""
    assert moments((1.0, 51.3), (2.0, 52.0), (3.0, 53.2)) == pytest.approx([51.3, 52.0, 53.0])


def test_a_clock_that_was_set_is_learnt_anew() -> None:
    """Forward at once, as after a sleep; back after some events."""
    assert moments((1.0, 51.0), (3602.0, 52.0), (3603.0, 53.0)) == pytest.approx([51.0, 52.0, 53.0])
    back = moments((3601.0, 51.0), *((2.0 + number, 52.0 + number) for number in range(HEEDED)))
    assert back[-1] == pytest.approx(51.0 + HEEDED)


def test_an_engine_without_a_clock_is_believed_nothing() -> None:
    """No date, or always the same."""
    clock = EngineClock()
    assert [clock.moment(0.0, 5.0), clock.moment(0.0, 6.0)] == [5.0, 6.0]
    assert moments((1.0, 51.0), (1.0, 51.5)) == [51.0, 51.5]
