"""The bottom line: what stays in it when there is little room."""

import pytest
from rich.cells import cell_len

from tests.course_fixture import course, progress
from tui.attempt import Attempt
from tui.model.effects import Effect
from tui.model.engine import EngineIdentity
from tui.view.status import status_line, told_in_short

KEYS = [("F12", "command pane"), ("F1", "help"), ("Enter", "insert"), ("→", "next"), ("h", "hint"), ("q", "quit")]
TROUBLE = "permission denied on /run/user/1000/sealegs/docker.sock"
CHANGE = "+ container brave_hopper (exited 0)"


def line(width: int, trouble: str = "", change: str = "", kept: bool = True, root: bool = False) -> str:
    attempt = Attempt(course(), progress(), trouble=trouble)
    parts = status_line(attempt, "private engine", change, KEYS, width, kept=kept, root=root)
    return "".join(text for text, _ in parts)


@pytest.mark.parametrize("width", [8, 20, 27, 28, 31, 32, 33, 40, 60, 80, 100, 130, 200])
@pytest.mark.parametrize("trouble", ["", TROUBLE])
@pytest.mark.parametrize("change", ["", CHANGE])
@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("root", [True, False])
def test_it_is_as_wide_as_the_screen_and_the_first_two_keys_stay(width, trouble, change, kept, root):
    """Whatever else there is to say."""
    shown = line(width, trouble, change, kept, root)
    assert cell_len(shown) == width
    assert " F12" in shown
    assert " F1" in shown.replace(" F12", "")
    assert "F1 help" in shown or width < 28


def test_progress_that_is_not_kept_is_said_as_long_as_it_is_so():
    """Also where there is hardly room; the place goes first."""
    assert line(80, kept=False).startswith(" 3/6  not kept  private engine ")
    assert line(44, kept=False).startswith(" 3/6  not kept ")
    assert line(40, kept=False).startswith(" not kept ")


def test_that_all_is_done_as_root_is_said_where_there_is_room():
    """Before keys that are on the F1 page anyway; neither what changed nor the engine is cut for it."""
    assert line(80, root=True).startswith(" 3/6  private engine  as root ")
    assert line(48, root=True).startswith(" 3/6  private engine ")
    assert line(80, change=CHANGE, root=True) == line(80, change=CHANGE)
    assert " as root " in line(100, change=CHANGE, root=True)


def test_what_is_noted_stands_after_the_whole_name_of_the_engine():
    """In a class, for one."""
    attempt = Attempt(course(), progress(), trouble="", identity=EngineIdentity("Docker", "20.10.24", "1.41"))
    parts = status_line(attempt, "private engine", "", KEYS, 80, noted="in class")
    assert "".join(text for text, _ in parts).startswith(" 3/6  private engine 20.10 · in class ")


def test_trouble_is_cut_short_at_80_columns():
    """Its beginning says most."""
    assert line(80, TROUBLE) == " 3/6  private engine: permission denied on /run/use…  F12 command pane  F1 help "


def test_what_changed_comes_before_other_keys():
    """They are on the F1 page. The engine's name goes first, as half of it says nothing, but its trouble never."""
    assert line(80, change=CHANGE) == f" 3/6  {CHANGE}             F12 command pane  F1 help "
    assert line(90, change=CHANGE).startswith(f" 3/6  private engine  {CHANGE} ")
    news = "✗ quizzical_shtern runs as 4321, wanted: root"
    assert line(80, change=news) == f" 3/6  {news}   F12 command pane  F1 help "
    assert TROUBLE[:20] in line(80, TROUBLE, CHANGE)
    assert "F1 help  Enter insert  → next  h hint" in line(80)


def test_many_of_a_kind_are_counted():
    """A loop's sixty containers don't fill the line; the rest stands in its order."""
    made = [Effect("+", "container", f"c{number}", "created") for number in range(60)]
    image = Effect("+", "image", "app:latest")
    assert told_in_short([made[0], image, *made[1:]], "  ") == "+ 60 containers  + image app"
    assert told_in_short(made[:2], ", ") == "+ container c0 (created), + container c1 (created)"
