"""The details of one object, in tabs; each mirrors a docker command and looks at the engine only while it is shown."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import ContentSwitcher, Input, Static

from tui.model.journal import Journal
from tui.model.looks import Looks, Subject
from tui.screens.informed import InformedScreen
from tui.view.details import container_of, is_there
from tui.widgets.detail_tab import DetailTab
from tui.widgets.inspect_tab import InspectTab
from tui.widgets.logs_tab import LogsTab
from tui.widgets.one_line import OneLine
from tui.widgets.small_tabs import AttachedTab, ProcessesTab
from tui.widgets.stats_tab import StatsTab


class DetailsScreen(InformedScreen[None]):
    """Stays with the object it was opened for, and readable when that is gone."""

    BINDINGS = [
        Binding("escape", "back", "close", priority=True),
        Binding("q", "dismiss", "close"),
        Binding("tab,right", "turn(1)", "next tab"),
        Binding("shift+tab,left", "turn(-1)", "previous tab"),
        *(Binding(str(number), f"go({number})", "tab", show=False) for number in range(1, 6)),
        Binding("slash", "find", "find"),
        Binding("c", "look_again", "read again"),
    ]

    def __init__(self, subject: Subject, journal: Journal, looks: Looks, copy: Callable[[str], None]) -> None:
        super().__init__()
        self._subject, self._now = subject, journal.now
        self._tabs: list[DetailTab] = [InspectTab(subject, looks, copy)]
        if subject.kind == "container":
            self._tabs += [each(subject, looks) for each in (LogsTab, StatsTab, ProcessesTab, AttachedTab)]
        self._tab = self._tabs[0]

    def compose(self) -> ComposeResult:
        """The tab, what is said of it, and where to type what is to be found."""
        with Vertical(id="dialog"):
            with ContentSwitcher(initial=self._tab.id):
                yield from self._tabs
            yield OneLine(id="find")
            yield Static("", id="told", markup=False)

    def on_mount(self) -> None:
        """Begin with the first tab."""
        self.query_one("#find").display = False
        for tab in self._tabs:
            tab.become(container_of(self._subject, self._now))
        self._show(self._tab)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """No key counts before there is something to act on."""
        return bool(self.query("#told"))

    def show(self, journal: Journal) -> None:
        """Show what has become of the object."""
        self._now = journal.now
        container = container_of(self._subject, self._now)
        if container is not None and self.is_mounted:
            for tab in self._tabs:
                tab.become(container)
        self._tell()

    def action_go(self, number: int) -> None:
        """To a tab by its number."""
        if number <= len(self._tabs):
            self._show(self._tabs[number - 1])

    def action_turn(self, by: int) -> None:
        """To the next tab, or back."""
        self._show(self._tabs[(self._tabs.index(self._tab) + by) % len(self._tabs)])

    def action_look_again(self) -> None:
        """Have the engine asked once more."""
        self._tab.look()

    def action_find(self) -> None:
        """Type what is to be found."""
        if self._tab.FINDS:
            box = self.query_one("#find", Input)
            box.placeholder = self._tab.FINDS
            box.display = True
            # Now, not in a moment as `box.focus` would: the next key is meant for it.
            self.set_focus(box)

    def action_back(self) -> None:
        """Stop finding; else close the dialog."""
        box = self.query_one("#find", Input)
        if box.display or box.value:
            box.value = ""
            self._found()
        else:
            self.dismiss()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._tab.find(event.value)

    @on(Input.Submitted)
    def _found(self) -> None:
        self.query_one("#find").display = False
        self._tab.focus()

    @on(DetailTab.Told)
    def _tab_told(self) -> None:
        self._tell()

    def _show(self, tab: DetailTab) -> None:
        """Leave the tab that is shown, and show another."""
        if tab is self._tab and tab.open:
            return
        self._tab.leave()
        self._tab = tab
        box = self.query_one("#find", Input)
        with self.prevent(Input.Changed):
            box.value = ""
        box.display = False
        self.query_one(ContentSwitcher).current = tab.id
        dialog = self.query_one("#dialog")
        dialog.border_title = Content(tab.command)
        dialog.border_subtitle = self._numbers()
        tab.focus()
        tab.look()
        self._tell()

    def _numbers(self) -> Content:
        """The tabs, with the one that is shown."""
        if len(self._tabs) == 1:
            return Content("Esc closes")
        names = [
            Content.styled(f" {number} {tab.NAME} ", "reverse bold" if tab is self._tab else "")
            for number, tab in enumerate(self._tabs, 1)
        ]
        return Content("").join([*names, Content(" Esc closes")])

    def _tell(self) -> None:
        for box in self.query("#told").results(Static):
            if is_there(self._subject, self._now):
                box.update(Content.styled(self._tab.told, "$quiet"))
            else:
                gone = f"{self._subject.name} has been removed; this is what was last known."
                box.update(Content.styled(gone, "$error bold"))
