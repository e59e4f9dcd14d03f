"""A look into one layer: opens its dialog, says what has to be known for it, and fills it in once it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.messages import LayerChosen
from tui.screens.layer_files import LayerFilesScreen
from tui.view.layers import layer_lines, layer_title

if TYPE_CHECKING:
    from tui.screens.lab import LabScreen


class LayerLook:
    """At most one layer at a time, over a screen."""

    def __init__(self, screen: LabScreen) -> None:
        self._screen = screen
        self._chosen: LayerChosen | None = None

    @property
    def wanted(self) -> frozenset[str]:
        """The image (by id) whose files are needed, if any."""
        return frozenset({self._chosen.image_id} if self._chosen else ())

    def open(self, chosen: LayerChosen) -> None:
        """Show a layer's files; reading them may take a second."""
        self._chosen = chosen
        details = self._screen.attempt.facts.images.get(chosen.image_id)
        title = layer_title(details, chosen.layer) if details else f"layer {chosen.layer + 1}"
        self._dialog = LayerFilesScreen(title)
        self._screen.app.push_screen(self._dialog, self._closed)
        self.show()
        self._screen.gather()

    def show(self) -> None:
        """Fill the dialog in, if its layer is known by now."""
        if self._chosen is not None:
            files = self._screen.attempt.facts.image_files.get(self._chosen.image_id)
            if files is not None and self._chosen.layer < len(files.layers):
                self._dialog.show(layer_lines(files, self._chosen.layer))

    def _closed(self, _: None) -> None:
        self._chosen = None
