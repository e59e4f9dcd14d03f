"""Names and texts of any kind in the views: in a line, aligned in cells, without markup; and in commands only words."""

import shlex

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from tests.course_fixture import course
from tests.hostile.odd import NASTY, json_values, numbers, texts, unfit
from tests.unit.conftest import container, image
from tui.engine import records
from tui.engine.looks import json_from, lines_from
from tui.model.engine import Mount, Network, Port, Snapshot, Volume
from tui.model.journal import Journal
from tui.model.log import LoggedCommand
from tui.model.looks import LogLine, Processes
from tui.model.text import printable
from tui.view.attached import attached_rows, process_rows
from tui.view.browsing import VIEWS, Seen, table_of
from tui.view.columns import clip, fit
from tui.view.details import KINDS
from tui.view.json_tree import above, copied, tree_rows
from tui.view.log_rows import log_rows
from tui.view.row_actions import target_of
from tui.view.sheet import command_sheet
from tui.view.toned import chopped, said

NOW = 1_800_000_000.0
moments = numbers.map(records.number)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """An engine in which everything is called something odd, as the lab reads it."""

    def text() -> str:
        return records.text(draw(texts)) or "x"

    number = draw(moments)
    mounts = (Mount("volume", text(), text()),)
    ports = (Port(80, text(), 8080, text()),)
    odd = container(text(), id=text(), state=draw(st.sampled_from(["running", "exited", "paused", text()])))
    odd = replace(
        odd,
        image=text(),
        command=text(),
        created=number,
        since=number,
        mounts=mounts,
        ports=ports,
        networks=(text(),),
        health=text(),
    )
    tags = tuple(text() for _ in range(draw(st.integers(0, 2))))
    return Snapshot(
        containers=(odd, replace(odd, name=text())),
        images=(replace(image(*tags, id=text()), created=number, size=int(draw(moments))),),
        volumes=(Volume(text(), text(), number, False),),
        networks=(Network(text(), text(), text(), text(), number, text()),),
    )


@given(snapshots(), st.integers(1, 130))
def test_every_table_fits_its_pane(snapshot, width):
    """Each cell is one line, as wide as its column, whatever is in it."""
    seen = Seen(Journal(now=snapshot))
    for name in VIEWS:
        table = table_of(name, seen, NOW)
        assert unfit(table) == []
        fitted = fit(table.columns, table.rows, width)
        for row in table.rows:
            for index, cells in fitted.cells:
                assert cell_len(clip(row.cells[index], cells)) == cells


@given(snapshots())
def test_a_command_for_a_row_is_that_command_and_one_word(snapshot):
    """A shell reads what was put at the prompt as docker, its command, options of ours, and the name."""
    seen = Seen(Journal(now=snapshot))
    rows = {
        "containers": [each.id for each in snapshot.containers],
        "images": [f"{each.id} {tag}".strip() for each in snapshot.images for tag in each.tags or ("",)],
        "volumes": [each.name for each in snapshot.volumes],
        "networks": [each.id for each in snapshot.networks],
    }
    for view, keys in rows.items():
        for key in keys:
            target = target_of(seen, view, key)
            for action in target.actions if target else ():
                assert unfit([action.line, action.loses, action.word]) == []
                words = shlex.split(action.line)
                assert words[:2] == ["docker", "container" if words[2] == "run" else KINDS[view]]
                named = without_ours(words)
                assert named[-1].startswith("-") == (named[:-1] == ["--"]), action.line
                assert len(named) <= 2, action.line


def without_ours(words: list[str]) -> list[str]:
    """What is left of a command but the command, an option of ours, and the program to run."""
    rest = words[3:]
    if rest[0] in ("--force", "--no-stream", "-it") and len(rest) > 1:
        rest = rest[1:]
    return rest[:-1] if words[2] == "exec" else rest


@pytest.mark.parametrize("name", [*NASTY, "-rf", "--volumes-from=x", "-", "--force"])
def test_no_name_becomes_an_option(name):
    name = records.text(name) or "x"
    seen = Seen(Journal(now=Snapshot(containers=(container(name, id="c" * 64, state="running"),))))
    for action in target_of(seen, "containers", "c" * 64).actions:
        before = ["--"] if name.startswith("-") else []
        assert without_ours(shlex.split(action.line)) == [*before, name]


@given(texts, st.integers(1, 60))
@example("漢", 1)
@example("\u0301" * 500, 3)
def test_text_in_pieces_fits_the_width(text, width):
    text = records.text(text)
    for piece in chopped(text, width):
        assert cell_len(piece) <= max(2, width)
    if text.isascii():
        assert "".join(chopped(text, width)) == text
    for row in said(text, max(4, width)):
        assert sum(cell_len(part) for part, _ in row.parts) <= max(4, width)


@given(st.lists(st.binary(max_size=60), max_size=4), st.text(max_size=3), st.integers(4, 80))
def test_a_log_on_the_screen(chunks, wanted, width):
    lines = list(lines_from(chunks, True))
    for row in log_rows(lines, wanted, width):
        assert unfit(row) == []
        assert sum(cell_len(part) for part, _ in row.parts) <= width
    log_rows([LogLine("x" * 2048)], wanted, width)


@given(st.lists(texts, max_size=4), st.lists(st.lists(texts, max_size=5), max_size=3), st.integers(10, 80))
def test_processes(titles, rows, width):
    fit_titles = tuple(map(records.text, titles))
    processes = Processes(fit_titles, tuple(tuple(map(records.text, row)) for row in rows))
    for row in process_rows(processes, width):
        assert unfit(row) == []


@given(json_values, st.integers(10, 80))
@example({"\ud800": ["\x1b[2J", 10**400, float("nan")]}, 20)
def test_an_object_as_a_tree(value, width):
    value = json_from(value)
    unfolded = set(above(tuple(_deepest(value))))
    for row in tree_rows(value, unfolded, (), width):
        assert unfit(row) == []
    assert isinstance(copied(value), str)


def _deepest(value):
    while isinstance(value, (dict, list)) and value:
        key = next(iter(value)) if isinstance(value, dict) else 0
        yield key
        value = value[key]


@given(snapshots(), st.dictionaries(st.just("x"), st.text().map(printable)), st.integers(20, 80))
def test_what_is_attached(snapshot, addresses, width):
    for row in attached_rows(snapshot.containers[0], addresses, width):
        assert unfit(row) == []


logged = st.builds(
    LoggedCommand,
    lesson=st.just("first"),
    line=st.one_of(texts, texts.map(lambda text: f"docker ps\n{text}")),
    exit_status=st.sampled_from([0, 1, None]),
    at=st.just(1.0),
    seconds=st.just(1.0),
    effects=st.lists(texts.map(records.text), max_size=2).map(tuple),
)


@given(st.lists(logged, max_size=3))
def test_the_exported_log(commands):
    """Nothing in it ends its block, and no terminal that it is printed to is told anything."""
    sheet = command_sheet(course(), commands)
    assert unfit(sheet.split("\n")) == []
    fence, prose = "", []
    for line in sheet.split("\n"):
        if fence:
            fence = "" if line == fence else fence
        elif line.startswith("```"):
            fence = line.removesuffix("sh")
        else:
            prose.append(line)
    assert not fence
    assert all(not line or line.startswith(("# ", "## ", "- `", "Nothing yet")) for line in prose), prose
