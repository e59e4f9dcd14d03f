"""The learner's settings: what is written there counts, and what can't be understood is told."""

import pytest

from tui.errors import UsageError
from tui.model.pane_keys import NAMES, PaneKeys
from tui.settings import Settings, read_settings


def test_without_a_file_all_is_as_usual(tmp_path):
    """Nobody has to write one."""
    assert read_settings(tmp_path / "none.toml") == Settings()
    keys = Settings().pane_keys
    assert (keys.leave_written, keys.prefix_written) == ("F12", "Ctrl-]")
    assert keys.keys == {"f12", "ctrl+right_square_bracket"}


def test_the_rails_can_be_taken_down(tmp_path):
    """They stand unless that is said."""
    file = tmp_path / "settings.toml"
    file.write_text("rails = false\n", encoding="utf-8")
    assert (read_settings(file).rails, Settings().rails) == (False, True)


@pytest.mark.parametrize(("said", "pause"), [('"at once"', 0.0), ('"human"', 1 / 14), ("20", 0.05)])
def test_how_fast_it_is_typed(tmp_path, said, pause):
    """At once, unless something else is said."""
    file = tmp_path / "settings.toml"
    file.write_text(f"typing = {said}\n", encoding="utf-8")
    assert (read_settings(file).typing, Settings().typing) == (pause, 0.0)


@pytest.mark.parametrize("said", ["F9", "f9"])
def test_another_leave_key(tmp_path, said):
    """Written as on a keyboard, in capitals or not."""
    file = tmp_path / "settings.toml"
    file.write_text(f'leave_key = "{said}"\nprefix_key = "ctrl-a"\n', encoding="utf-8")
    keys = read_settings(file).pane_keys
    assert keys == PaneKeys("f9", "ctrl+a")
    assert (keys.leave_written, keys.prefix_written) == ("F9", "Ctrl-A")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('leave_key = "Enter"', '"Enter" can\'t be kept from programs; choose F2 to F12, or Ctrl-] or the like'),
        ('leave_key = "Ctrl-C"', "can't be kept"),
        ("leave_key = 12", "leave_key: Input should be a valid string"),
        ('leave_key = "Ctrl-]"', "leave_key and prefix_key must be two keys"),
        ('leaf_key = "F9"', "there is no setting leaf_key; there are: leave_key, prefix_key, rails, typing"),
        ('rails = "sometimes"', "rails: Input should be a valid boolean"),
        ("typing = true", 'typing: it is "at once", "human", or letters a second: 1 to 100'),
        ("typing = 0", "typing: it is"),
        ("leave_key", "is no TOML"),
        (b"\xff\xfe", "is no TOML"),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path, text, told):
    """It names the file, and the lab goes on."""
    file = tmp_path / "settings.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageError) as raised:
        read_settings(file)
    assert told in raised.value.what
    assert str(file) in raised.value.what
    assert "\n" not in str(raised.value)


def test_a_file_that_can_not_be_read_is_told(tmp_path):
    """A folder in its place."""
    with pytest.raises(UsageError, match="can't be read"):
        read_settings(tmp_path)


def test_no_key_a_shell_needs_can_be_taken():
    """Enter, Tab, Escape, Ctrl-C and their like are not on offer."""
    assert not {f"ctrl+{letter}" for letter in "cdhijmsz"} & set(NAMES.values())
