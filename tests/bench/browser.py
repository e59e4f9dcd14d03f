"""Measure the browser alone with many objects: python -m tests.bench.browser [CONTAINERS] [IMAGES]

No engine: snapshots of 1,000 containers and 500 images are shown, one container changing each time. Prints, for each
view, how long the event loop is held by an event, and by what the learner does.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Callable

from msgspec.structs import replace
from textual.app import App, ComposeResult

from tui.model.engine import Container, EngineEvent, Image, Network, Port, Snapshot, Volume
from tui.model.journal import Journal
from tui.themes import DARK
from tui.view.browsing import VIEWS, Seen
from tui.widgets.browser import Browser

NOW, TIMES = 1_800_000_000.0, 30


def snapshot_of(containers: int, images: int) -> Snapshot:
    """An engine that holds much."""
    return Snapshot(
        tuple(
            Container(
                f"{number:064x}", f"web-{number:04}", f"app:{number % images}", f"sha256:{number % images:064x}",
                "sh -c 'sleep 1000'", NOW - 37 * number, "running", NOW - 30 * number,
                ports=(Port(80, "tcp", 8000 + number, "0.0.0.0"),), networks=("bridge",),
            )
            for number in range(containers)
        ),
        tuple(Image(f"sha256:{n:064x}", (f"app:{n}",), (), NOW - 50 * n, 1000 * n) for n in range(images)),
        tuple(Volume(f"data-{number}", "local", NOW) for number in range(50)),
        (Network("1", "bridge", "bridge", "local"),),
    )  # fmt: skip


class BrowserApp(App[None]):
    """Nothing but the browser."""

    def __init__(self) -> None:
        """With the lab's colours."""
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name

    def compose(self) -> ComposeResult:
        """One pane."""
        yield Browser(lambda: NOW)


def milliseconds(act: Callable[[int], object]) -> str:
    """Median and worst of an action's times."""
    times = []
    for number in range(TIMES):
        began = time.perf_counter()
        act(number)
        times.append((time.perf_counter() - began) * 1000)
    return f"{statistics.median(times):6.2f} {max(times):6.2f}"


async def main(containers: int, images: int) -> None:
    """A line for each measure: median and worst, in ms."""
    first = snapshot_of(containers, images)
    app = BrowserApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        browser = app.query_one(Browser)
        events = tuple(EngineEvent("container", "die", each.id, each.name, time=NOW) for each in first.containers)
        browser.show(Seen(Journal(events=events, now=first)))

        def event(number: int) -> None:
            # Read anew: all values are equal, none is the same.
            fresh = snapshot_of(containers, images)
            changed = replace(fresh.containers[number], state="exited", exit_code=3, since=NOW)
            others = (*fresh.containers[:number], changed, *fresh.containers[number + 1 :])
            news.append(Seen(Journal(events=events, now=replace(fresh, containers=others))))

        for view in VIEWS:
            browser.choose(view)
            browser.table.focus()
            news: list[Seen] = []
            for number in range(TIMES):
                event(number)
            print(f"{view:12} event      {milliseconds(lambda number: browser.show(news[number]))}")  # noqa: B023
            print(f"{view:12} down       {milliseconds(lambda _: browser.table.action_move(1))}")
            print(f"{view:12} page       {milliseconds(lambda _: browser.table.action_move(10))}")
        browser.choose("containers")
        print(f"{'':12} other view {milliseconds(lambda n: browser.choose(list(VIEWS)[n % 2]))}")
        print(f"{'':12} order      {milliseconds(lambda _: browser.order_by_next())}")


if __name__ == "__main__":
    asyncio.run(main(*(int(each) for each in (*sys.argv[1:], "1000", "500")[:2])))
