"""Which lines could hurt the learner's machine or their own things: read before Enter reaches the shell.

A rail, not a wall: it reads the line as it stands, and knows no aliases, scripts and variables. Pure: no file is looked
at, so a symbolic link is taken for the path it has.
"""

from tui.rails.ground import Ground
from tui.rails.judge import danger

__all__ = ["Ground", "danger"]
