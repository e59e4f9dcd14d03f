"""Reading the words of `docker ps`'s STATUS column."""

import pytest

from tui.engine.status import Age, moment, read_age, read_status

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


@pytest.mark.parametrize(
    ("words", "age"),
    [
        ("Less than a second", Age(0, 1)),
        ("1 second", Age(1, 2)),
        ("59 seconds", Age(59, 60)),
        ("About a minute", Age(MINUTE, 2 * MINUTE)),
        ("3 minutes", Age(3 * MINUTE, 4 * MINUTE)),
        ("About an hour", Age(0.5 * HOUR, 1.5 * HOUR)),
        ("47 hours", Age(46.5 * HOUR, 47.5 * HOUR)),
        ("3 days", Age(3 * DAY, 4 * DAY)),
        ("5 weeks", Age(35 * DAY, 42 * DAY)),
        ("2 months", Age(60 * DAY, 90 * DAY)),
        ("4 years", Age(4 * 365 * DAY, 5 * 365 * DAY)),
        ("soon", None),
        ("", None),
    ],
)
def test_every_duration_the_engine_writes_is_an_interval(words, age):
    """The words cut off or round; the interval says what they leave open."""
    assert read_age(words) == age


@pytest.mark.parametrize(
    ("text", "code", "health", "has_age"),
    [
        ("Exited (0) 3 minutes ago", 0, "", True),
        ("Exited (127) Less than a second ago", 127, "", True),
        ("Exited (-1) 2 days ago", -1, "", True),
        ("Restarting (1) 5 seconds ago", 1, "", True),
        ("Up 2 hours (healthy)", None, "healthy", True),
        ("Up 2 seconds (health: starting)", None, "starting", True),
        ("Up About a minute (unhealthy)", None, "unhealthy", True),
        ("Up 2 minutes (Paused)", None, "", True),
        ("Up 4 minutes ago", None, "", True),
        ("Created", None, "", False),
        ("Dead", None, "", False),
        ("Removal In Progress", None, "", False),
        ("", None, "", False),
    ],
)
def test_a_status_tells_exit_code_health_and_age(text, code, health, has_age):
    """Each kind of status the engine writes, and Podman's "ago" after Up."""
    words = read_status(text)
    assert (words.exit_code, words.health, words.age is not None) == (code, health, has_age)


def test_the_first_look_takes_the_words_at_their_word():
    """ "2 hours" is two hours ago... to the least the words allow."""
    assert moment(Age(120, 180), now=1000, before=None) == 880


def test_a_moment_stands_while_the_words_allow_it():
    """The same container, looked at again half a minute later, did not start at another time."""
    assert moment(Age(120, 180), now=1030, before=880) == 880


def test_a_moment_the_words_contradict_moves_into_them():
    """A restart, or an earlier guess that was too coarse."""
    assert moment(Age(1, 2), now=1000, before=500) == 997
    assert moment(Age(180, 240), now=1000, before=990) == 821
