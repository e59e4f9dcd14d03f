"""The safety rails in the lab: what is said where, on which engine, and how they are taken down."""

import pytest

from tests.pilot.conftest import screen_of, text_of
from tests.pilot.steps import NARROW, WIDE
from tests.waiting import eventually

# None of these does anything: there is no such image, file or program.
DANGEROUS = "docker-is-not-run; rm -rf /no/such/file"


async def at_prompt(pilot, line: str):
    """Have a line stand at the prompt of the lab's bash."""
    screen = screen_of(pilot.app)
    await pilot.press("f12")
    await eventually(lambda: screen.terminal.at_prompt, "bash's prompt")
    screen.terminal.write(line.encode())
    await eventually(lambda: line in "".join(screen.terminal.rows()), "the line at the prompt")
    return screen


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_pane_says_why_and_the_bottom_line_how_to_go_on(lab, size):
    """Both are gone with the next key; no dialog comes in between."""
    async with lab(shell=("bash",)).run_test(size=size) as pilot:
        screen = await at_prompt(pilot, DANGEROUS)
        await pilot.press("enter")
        await eventually(lambda: "Enter run it anyway  Ctrl-C drop it" in text_of(pilot.app), "the keys")
        assert "This removes /no/such/file, outside the lab's folder." in text_of(pilot.app)
        assert pilot.app.screen is screen
        assert screen.attempt.journal.newest(1) is None
        await pilot.press("ctrl+c")
        await eventually(lambda: "run it anyway" not in text_of(pilot.app), "the keys to go")
        assert "outside the lab's folder" not in text_of(pilot.app)


@pytest.mark.parametrize(("private", "held"), [(True, False), (False, True)])
async def test_on_an_engine_of_others_more_is_held(lab, private, held):
    """What is on the lab's own is the learner's to clear away."""
    async with lab(shell=("bash",), private=private).run_test(size=WIDE) as pilot:
        screen = await at_prompt(pilot, "docker system prune --dry")
        await pilot.press("enter")
        await pilot.pause()
        assert bool(screen.terminal.rail.why) is held


async def test_the_rails_can_be_taken_down(lab):
    """Then a line runs when Enter is pressed."""
    async with lab(shell=("bash",), rails=False).run_test(size=WIDE) as pilot:
        screen = await at_prompt(pilot, DANGEROUS)
        await pilot.press("enter")
        await eventually(lambda: screen.attempt.journal.newest(1) is not None, "the command")
        assert screen.attempt.journal.newest(1).line == DANGEROUS
