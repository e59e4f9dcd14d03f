"""vttest's screens in our emulator, compared with tmux's for the same bytes: a floor, and each that differs by name."""

from pathlib import Path

from tests.terminal.recorded import SIZE, Moment, Recorded, need
from tests.terminal.tmux_pane import TmuxServer

# Menus, and within them the entries that show screens: cursor movements, screen features, character sets,
# reports, insertion and deletion.
MENUS = ["1", "2", "3/8", "3/9", "3/10", "3/11", "6/3", "6/4", "8"]
SCREENS_SAME = 33

WRAP = "tmux takes a character that is to wrap for a column beyond the last: BS and CUB then go one too few"
POUND = "tmux has no British set: # stays #"
LATIN = "vttest sends ISO 8859-1; ours shows that it isn't UTF-8, tmux shows nothing"

# What differs: why, and what our screen must show there.
OTHER = {
    "1 screen 2": (WRAP, "*+" + " " * 76 + "+*"),
    "1 screen 3": (WRAP, "\n".join(f"{letter}{' ' * 78}{letter.lower()}" for letter in "IJKLMNOPQRSTUVWXYZ")),
    "1 screen 4": (WRAP, "\n".join(f"{letter}{' ' * 78}{letter.lower()}" for letter in "IJKLMNOPQRSTUVWXYZ")),
    "2 screen 11": (
        "tmux draws outside the scroll region, which keeps the cursor in origin mode",
        "\nOrigin mode test. This line should be at the bottom of the screen.",
    ),
    "3/8 screen 1": (POUND, '!"£$%'),
    "3/9 screen 1": (POUND, '!"£$%'),
    "3/10 screen 1": (LATIN, '!"£$%'),
    "3/11 screen 1": (POUND, "35: (£)"),
    "3/11 screen 2": (POUND, "35: (£)"),
}


def go_through(run: Recorded, menu: str) -> None:
    """Choose a menu, press Return at each of its screens until it is back at a menu; the screens are moments."""
    run.shows("Enter choice number (0 - 12)")
    for choice in menu.split("/"):
        run.shows("Enter choice")
        run.answers(lambda choice=choice: run.type(f"{choice}\r"))
        run.until(lambda screen: asks(screen.text), "a question")
        run.settle()
    number = 0
    while not any("Enter choice" in line for line in run.screen().text):
        number += 1
        run.tape.append(Moment(f"{menu} screen {number}", run.screen()))
        run.answers(lambda: run.type("\r"))
        run.until(lambda screen: asks(screen.text), "a question")
        run.settle()


def asks(lines: list[str]) -> bool:
    return any("Push <RETURN>" in line or "Enter choice" in line for line in lines)


def test_vttests_screens(tmux: TmuxServer, tmp_path: Path) -> None:
    """At least so many are the same as in tmux; where they differ, ours is as vttest says it should be."""
    need("vttest")
    found: dict[str, list[str]] = {}
    ours: dict[str, str] = {}
    for menu in MENUS:
        run = Recorded(["vttest", f"{SIZE[1]}x{SIZE[0]}"], tmp_path)
        try:
            go_through(run, menu)
        finally:
            run.close()
        found |= tmux.differences(run.tape, SIZE)
        moments = [each for each in run.tape if isinstance(each, Moment)]
        ours |= {moment.name: "\n".join(moment.screen.text) for moment in moments}
    unlike = {name: lines for name, lines in found.items() if lines}
    assert {name: lines for name, lines in unlike.items() if name not in OTHER} == {}
    assert {name: why for name, (why, shown) in OTHER.items() if shown not in ours[name]} == {}
    assert len(found) - len(unlike) >= SCREENS_SAME
