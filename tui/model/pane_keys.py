"""The two keys the command pane keeps from the program in it, and which keys can be chosen for that."""

from __future__ import annotations

from msgspec import Struct

# Not among them: F1, which is help, and what a shell can't do without (Ctrl-C, Ctrl-D, Ctrl-Z, Enter, Tab …).
NAMES = (
    {f"F{number}": f"f{number}" for number in range(2, 13)}
    | {f"Ctrl-{letter}": f"ctrl+{letter.lower()}" for letter in "ABEFGKLNOPQRTUVWXY"}
    | {"Ctrl-]": "ctrl+right_square_bracket", "Ctrl-\\": "ctrl+backslash", "Ctrl-^": "ctrl+circumflex_accent"}
)
"""Keys as people write them, and Textual's names for them."""

_WRITTEN = {name: written for written, name in NAMES.items()}


class PaneKeys(Struct, frozen=True):
    """`leave` goes to the command pane and back, `prefix` stands before a key of the lab's; Textual's names."""

    leave: str = NAMES["F12"]
    prefix: str = NAMES["Ctrl-]"]

    @property
    def keys(self) -> frozenset[str]:
        """Both."""
        return frozenset({self.leave, self.prefix})

    @property
    def leave_written(self) -> str:
        """The first as people write it."""
        return _WRITTEN[self.leave]

    @property
    def prefix_written(self) -> str:
        """The second as people write it."""
        return _WRITTEN[self.prefix]


USUAL_KEYS = PaneKeys()
