"""Every action of the learner, declared once: its keys, its words in the bottom line, its line of help.

Bindings, the F1 page, the Ctrl-] prefix and the course's `action` checks are all made from this table.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct
from textual.binding import Binding


class Where(Enum):
    """Where a command's keys work."""

    EVERYWHERE = "Everywhere"
    OUTSIDE = "Outside the command pane"
    LESSON = "In the lesson"
    BROWSER = "In the browser"
    PRESENTING = "While presenting, everywhere"


class Command(Struct, frozen=True):
    """One action. `keys` are Textual's key names, the first is the one shown as `shown`;
    `prefixed` is the key that runs it after Ctrl-] from within the command pane, `in_lesson` one more in the lesson."""

    id: str
    keys: tuple[str, ...]
    shown: str
    label: str
    help: str
    where: Where
    prefixed: str = ""
    in_lesson: str = ""

    @property
    def every_key(self) -> str:
        """All its keys, as they are shown."""
        more = (*self.keys[1:], self.in_lesson)
        return " ".join([self.shown, *(_SHOWN.get(key, key) for key in more if key)])

    @property
    def action(self) -> str:
        """The name of the action method, without `action_`."""
        return self.id.replace("-", "_")

    def binding(self, keys: tuple[str, ...]) -> Binding:
        """The Textual binding to keys of it; some win over whatever has the focus."""
        return Binding(
            ",".join(keys),
            f"screen.use('{self.id}')",
            self.label,
            id=self.id,
            key_display=self.shown,
            tooltip=self.help,
            priority=keys == self.keys and self.where in (Where.EVERYWHERE, Where.PRESENTING),
        )


_SHOWN = {"question_mark": "?", "ctrl+q": "Ctrl-Q"}

COMMANDS = (
    Command(
        "focus-pane",
        ("f12",),
        "F12",
        "command pane",
        "Go to the command pane, and back",
        Where.EVERYWHERE,
        "o",
    ),
    Command("help", ("f1", "question_mark"), "F1", "help", "Show all keys", Where.OUTSIDE, "question_mark"),
    Command("next-page", ("right", "n"), "→", "next", "Next page of the lesson", Where.OUTSIDE, "n"),
    Command("previous-page", ("left", "p"), "←", "back", "Previous page of the lesson", Where.OUTSIDE, "p"),
    Command("hint", ("h",), "h", "hint", "Next hint for this task", Where.OUTSIDE, "h"),
    Command("solution", ("s",), "s", "solution", "Show this task's solution, with why", Where.OUTSIDE, "s"),
    Command("next-pane", ("tab",), "Tab", "next pane", "Go round the panes", Where.OUTSIDE),
    Command("previous-pane", ("shift+tab",), "Shift-Tab", "previous pane", "Go round the other way", Where.OUTSIDE),
    Command("zoom", ("z",), "z", "zoom", "Give this pane the whole screen, and back", Where.OUTSIDE, "z"),
    Command(
        "swap-browser",
        ("b",),
        "b",
        "browser",
        "Narrow screens: swap lesson and browser",
        Where.OUTSIDE,
        "b",
    ),
    Command(
        "copy-mode",
        ("y",),
        "y",
        "copy",
        "Search the command pane's output, copy from it",
        Where.OUTSIDE,
        "left_square_bracket",
    ),
    Command("show-containers", ("1",), "1", "containers", "Browser: docker ps -a", Where.OUTSIDE),
    Command("show-images", ("2",), "2", "images", "Browser: docker image ls", Where.OUTSIDE),
    Command("show-layers", ("3",), "3", "layers", "Browser: docker image history", Where.OUTSIDE),
    Command("show-volumes", ("4",), "4", "volumes", "Browser: docker volume ls", Where.OUTSIDE),
    Command("show-networks", ("5",), "5", "networks", "Browser: docker network ls", Where.OUTSIDE),
    Command("show-log", ("6",), "6", "log", "Browser: what you typed and what it did", Where.OUTSIDE),
    Command("show-events", ("7",), "7", "events", "Browser: docker events", Where.OUTSIDE),
    Command("show-disk", ("8",), "8", "disk", "Browser: docker system df; measures the disk", Where.OUTSIDE),
    Command("another-shell", ("a",), "a", "other shell", "Go to the other command pane", Where.OUTSIDE, "a"),
    Command("interrupt", ("i",), "i", "interrupt", "Ctrl-C to what runs in the command pane", Where.OUTSIDE),
    Command("end-command", ("K",), "K", "end command", "End what runs in the command pane; asks", Where.OUTSIDE, "k"),
    Command("course-map", ("m",), "m", "map", "All lessons and tasks, and how they were done", Where.OUTSIDE, "m"),
    Command("search", ("slash",), "/", "search", "Search the course", Where.OUTSIDE, "slash"),
    Command("links", ("l",), "l", "links", "Links on this page", Where.OUTSIDE, "l"),
    Command("recheck", ("c",), "c", "check", "Look at everything again", Where.OUTSIDE, "c"),
    Command("countdown", ("t",), "t", "time", "Count an exercise's time down, or stop", Where.OUTSIDE, "t"),
    Command("reset-lesson", ("R",), "R", "reset", "Take this lesson back; shows what goes, and asks", Where.OUTSIDE),
    Command("restore", ("r",), "r", "restore", "Go back to a lesson's or task's start; asks", Where.OUTSIDE),
    Command("raise-hand", ("H",), "H", "hand", "In a class: raise your hand, or lower it", Where.OUTSIDE),
    Command("go-to-lead", ("G",), "G", "follow", "In a class: go to the instructor's page", Where.OUTSIDE),
    Command("command-sheet", ("w",), "w", "sheet", "Write down what you typed, as a file", Where.OUTSIDE, "w"),
    Command("present", ("f5",), "F5", "present", "Show the lab to a room: large, nothing of you", Where.OUTSIDE, "f5"),
    Command("end-presenting", ("f5",), "F5", "end", "No longer show it to a room", Where.PRESENTING),
    Command("lesson-large", ("f2",), "F2", "lesson", "All room for the lesson, or shared again", Where.PRESENTING),
    Command("browser-large", ("f3",), "F3", "browser", "All room for the browser, or shared again", Where.PRESENTING),
    Command("terminal-large", ("f4",), "F4", "shell", "All room for the command pane, or shared", Where.PRESENTING),
    Command("freeze", ("f6",), "F6", "freeze", "The browser stands still, and goes on", Where.PRESENTING),
    Command("spotlight", ("f7",), "F7", "spotlight", "Only what the cursor is on is bright", Where.PRESENTING),
    Command("blank", ("f8",), "F8", "blank", "Nothing is to be seen until a key is pressed", Where.PRESENTING),
    Command(
        "step",
        ("f9",),
        "F9",
        "step",
        "Insert the page's next block; again runs it",
        Where.PRESENTING,
        "space",
        in_lesson="d",
    ),
    Command("engines", ("e",), "e", "engine", "Which engines there are; open the lab on another", Where.OUTSIDE, "e"),
    Command("redraw", ("ctrl+l",), "Ctrl-L", "redraw", "Draw the whole screen anew", Where.OUTSIDE, "ctrl+l"),
    Command("quit", ("q", "ctrl+q"), "q", "quit", "Leave the lab; your place is kept", Where.OUTSIDE, "q"),
    Command("next-stop", ("down", "j"), "↓", "next", "Next block, task or choice; scrolls", Where.LESSON),
    Command(
        "previous-stop",
        ("up", "k"),
        "↑",
        "previous",
        "Previous block, task or choice; scrolls",
        Where.LESSON,
    ),
    Command(
        "run-block",
        ("enter",),
        "Enter",
        "insert",
        "Insert a block or a solution; answer a question",
        Where.LESSON,
    ),
    Command("skip", ("x",), "x", "skip", "Leave this task out, and see its solution", Where.LESSON),
    Command("tick-by-hand", ("T",), "T", "tick", "Instructors: tick this task by hand, or take it back", Where.LESSON),
    Command("open-row", ("enter",), "Enter", "open", "What is behind this row", Where.BROWSER),
    Command("details", ("d",), "d", "details", "Inspect it; a container's log, stats, processes", Where.BROWSER),
    Command("row-actions", ("x",), "x", "actions", "Commands for this row, to put at the prompt", Where.BROWSER),
    Command("prune-preview", ("P",), "P", "prune?", "What docker's prune would remove here", Where.BROWSER),
    Command("filter-rows", ("slash",), "/", "filter", "Only rows with these words, in any column", Where.BROWSER),
    Command("clear-filter", ("escape",), "Esc", "no filter", "All rows again", Where.BROWSER),
    Command("order-rows", ("o",), "o", "order", "Sort by the next column", Where.BROWSER),
    Command("order-other-way", ("O",), "O", "other way", "Turn the order round", Where.BROWSER),
    Command("hide-theirs", ("f",), "f", "yours", "Hide what isn't yours (·), and show it again", Where.BROWSER),
    Command("copy-name", ("y",), "y", "copy", "Copy this row's name", Where.BROWSER),
    Command("copy-id", ("Y",), "Y", "copy id", "Copy this row's id", Where.BROWSER),
)

BY_ID = {command.id: command for command in COMMANDS}
BY_PREFIXED = {command.prefixed: command for command in COMMANDS if command.prefixed}


def bindings(*places: Where) -> list[Binding]:
    """Textual bindings of all commands that work at some places."""
    found = [command.binding(command.keys) for command in COMMANDS if command.where in places]
    if Where.LESSON in places:
        found += [command.binding((command.in_lesson,)) for command in COMMANDS if command.in_lesson]
    return found
