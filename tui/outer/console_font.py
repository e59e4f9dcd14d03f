"""Characters that the Linux console's fonts lack, and what is drawn in their place.

A font there has 256 or 512 characters. These stand-ins are in the one in the kernel as well as in those of Debian's
console-setup, which have hardly a block and no tick; where one is missing the console shows the same sign for all.
"""

from __future__ import annotations

import os

STAND_INS = str.maketrans({
    # A pane's border, and the one in front.
    "╭": "┌", "╮": "┐", "╰": "└", "╯": "┘",
    "━": "═", "┃": "║", "┏": "╔", "┓": "╗", "┗": "╚", "┛": "╝",
    # Marks: done, open, wrong; where one is, what is folded, what goes on.
    "✓": "■", "○": "o", "✗": "x", "◆": "♦", "▸": "▶", "▾": "▼", "↪": "»", "↗": "»", "➜": ">", "❯": ">",
    # Bars and plots, by how full a cell is.
    "▔": " ", "▁": "_", "▂": "_", "▃": "_", "▄": "▒", "▅": "▒", "▆": "█", "▇": "█", "▀": "▒", "▓": "▒",
    "▏": "│", "▎": "│", "▍": "│", "▌": "█", "▋": "█", "▊": "█", "▉": "█", "▐": "█", "▕": "│",
    # What prose has.
    "…": "~", "–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "×": "x",
})  # fmt: skip


def few_characters() -> bool:
    """Whether the outer terminal is such a console."""
    return os.environ.get("TERM", "").startswith("linux")
