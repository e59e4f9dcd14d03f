"""The view of an image's layers, and the way there and back."""

from tests.pilot.conftest import screen_of, shipped_course, text_of
from tests.pilot.steps import at, ready
from tests.waiting import eventually
from tui.model.facts import HistoryRow, ImageDetails, ImageFiles, LayerFile
from tui.screens.layer_files import LayerFilesScreen

WIDE = (120, 60)


async def test_the_layers_of_an_image_and_what_one_hides(lab, engine):
    """From the list of images with Enter to its layers, and from a layer to its files."""
    engine.pull("secret:leaky")
    rows = (HistoryRow("RUN rm secret.txt", 0), HistoryRow("COPY secret.txt /", 9), HistoryRow("base", 100))
    secret = LayerFile("/secret.txt", "file", 9, b"e3462249\n")
    files = ImageFiles(((), (secret,), (LayerFile("/secret.txt", "gone"),)))
    engine.describe("secret:leaky", ImageDetails("", rows, ("a", "b", "c")), files)
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        screen = screen_of(pilot.app)
        await eventually(lambda: screen.attempt.read, "the engine's first reading")
        await pilot.press("2")
        screen.panes.browser.table.focus()
        await pilot.press("enter")
        await eventually(lambda: "docker image history secret:leaky" in text_of(pilot.app), "the layers")
        await eventually(lambda: "RUN rm secret.txt" in text_of(pilot.app), "the rows")
        await pilot.press("enter")
        await eventually(lambda: isinstance(pilot.app.screen, LayerFilesScreen), "the files")
        await eventually(lambda: "still in layer 2" in text_of(pilot.app), "where the file lies")
        assert "e3462249" in text_of(pilot.app)


async def test_each_view_keeps_its_cursor(lab, engine):
    """By object: Enter on the fourth image begins at the top of its layers, and 2 leads back to that image."""
    rows = tuple(HistoryRow(f"RUN {number}", number) for number in range(5, 0, -1))
    for tag in ("a:1", "b:1", "c:1", "d:1"):
        engine.pull(tag)
        engine.describe(tag, ImageDetails("", rows, ("1", "2", "3", "4", "5")))
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        screen = screen_of(pilot.app)
        table = screen.panes.browser.table
        await eventually(lambda: screen.attempt.read, "the engine's first reading")
        await pilot.press("2")
        table.focus()
        await pilot.press("end")
        image = table.cursor_key
        await pilot.press("enter")
        await eventually(lambda: "RUN 5" in text_of(pilot.app), "the rows")
        assert (table.cursor_key or "").endswith(" 0")
        await pilot.press("down", "down")
        layer = table.cursor_key
        await pilot.press("2")
        assert table.cursor_key == image
        await pilot.press("up", "down", "3")
        await eventually(lambda: "RUN 5" in text_of(pilot.app), "the rows again")
        assert table.cursor_key == layer
        await pilot.press("2", "up", "enter")
        await eventually(lambda: "RUN 5" in text_of(pilot.app), "another image's rows")
        assert (table.cursor_key or "").endswith(" 0")


async def test_a_long_view_opens_where_the_cursor_is(lab, engine):
    """And a short one at its top."""
    for number in range(90):
        engine.pull(f"image:{number}")
    async with lab().run_test(size=(120, 30)) as pilot:
        await ready(pilot)
        screen = screen_of(pilot.app)
        table = screen.panes.browser.table
        await eventually(lambda: len(screen.attempt.journal.now.images) == 90, "the images")
        await pilot.press("2")
        table.focus()
        await pilot.press("end")
        assert table.scroll_offset.y > 50
        await pilot.press("1")
        await eventually(lambda: table.scroll_offset.y == 0, "the top")
        await pilot.press("2")
        await eventually(lambda: table.scroll_offset.y > 50, "the last image")


async def test_opening_an_images_layers_counts_as_showing_them(lab, engine, tmp_path):
    """With Enter as with the key."""
    lesson = next(each for each in shipped_course().lessons if each.entry.id == "layers")
    page = next(task.page for task in lesson.tasks if task.id == "layers-view")
    engine.pull("secret:leaky")
    at(tmp_path, "layers", page)
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        screen = screen_of(pilot.app)
        await eventually(lambda: screen.attempt.read, "the engine's first reading")
        await pilot.press("2")
        screen.panes.browser.table.focus()
        assert "show-layers" not in screen.attempt.progress.actions
        await pilot.press("enter")
        await eventually(lambda: "show-layers" in screen.attempt.progress.actions, "the action")
        assert screen.attempt.progress.tasks["layers/layers-view"].done


async def test_the_layers_of_an_image_without_a_name(lab, engine):
    """It is called by the beginning of its id, as the docker command takes it."""
    held = engine.build_unnamed("FROM scratch")
    short = held.id.removeprefix("sha256:")[:12]
    async with lab().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("2")
        screen_of(pilot.app).panes.browser.table.focus()
        await pilot.press("enter")
        await eventually(lambda: f"docker image history {short}" in text_of(pilot.app), "the layers")
        await eventually(lambda: "no history" in text_of(pilot.app), "what is known of it")
