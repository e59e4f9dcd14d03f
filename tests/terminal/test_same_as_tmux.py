"""What real programs print looks in the command pane as it does in tmux: text, looks and cursor."""

from pathlib import Path

import pytest

from tests.terminal.programs import PAGE, PROGRAMS, Program
from tests.terminal.recorded import SIZE, Recorded, at_ten_places, need
from tests.terminal.tmux_pane import TmuxServer


@pytest.fixture(params=PROGRAMS, ids=lambda program: program.name)
def program(request: pytest.FixtureRequest) -> Program:
    """Each program that is installed; `./lab test` installs them all."""
    need(request.param.needs)
    return request.param


# Where the looks of the same text differ, and why. The text must be the same everywhere.
OTHER_LOOKS = {
    "top": "CSI K after a row that fills the screen erases its last cell, as in xterm; tmux leaves it",
}


def test_a_program_looks_as_in_tmux(program: Program, tmux: TmuxServer, tmp_path: Path) -> None:
    """At every moment of its script."""
    with program.recorded(tmp_path) as run:
        found = tmux.differences(run.tape, SIZE, looks=program.name not in OTHER_LOOKS)
    assert found
    assert not {moment: lines for moment, lines in found.items() if lines}


FULL_SCREEN = {
    "vim": ("vim -n -N -u NONE -i NONE -c 'syntax on' -c 'set nu ruler' code.py\r", "All"),
    "nano": ("nano --ignorercfiles code.py\r", "Exit"),
    "less": ("less -N code.py\r", "(END)"),
    "man": ("MANPAGER=less LESS= man -l page.1\r", "press h"),
    "dialog": ("dialog --menu Menu 0 0 0 one 1 two 2 three 3\r", "three"),
}
CODE = "".join(f"def f{n}(x: int) -> str:  # {'a long line ' * n}\n" for n in range(8))


@pytest.mark.parametrize("name", FULL_SCREEN)
def test_a_full_screen_program_is_clean_after_a_resize(name: str, tmux: TmuxServer, tmp_path: Path) -> None:
    """Smaller and larger: drawing all of it anew (Ctrl-L) changes nothing; and it looks as in tmux."""
    need(name)
    (tmp_path / "code.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "page.1").write_text(PAGE, encoding="utf-8")
    line, shown = FULL_SCREEN[name]

    def resize(run: Recorded) -> None:
        run.shows("$")
        run.type("clear; " + line)
        run.moment("opened", shown)
        for columns, rows in ((60, 17), (100, 30)):
            run.answers(lambda size=(columns, rows): run.resize(*size))
            run.moment(f"{columns} by {rows}")
            before = run.screen().text
            run.answers(lambda: run.type("\x0c"))
            run.moment(f"{columns} by {rows}, drawn anew")
            assert before == run.screen().text

    with Program(name, name, resize).recorded(tmp_path) as run:
        found = tmux.differences(run.tape, SIZE)
    assert not {moment: lines for moment, lines in found.items() if lines}


def test_vim_of_a_new_size_is_vim_started_at_that_size(tmp_path: Path) -> None:
    """Smaller and larger, text and colours."""
    need("vim")
    (tmp_path / "code.py").write_text(CODE, encoding="utf-8")
    line, shown = FULL_SCREEN["vim"]

    def edit(run: Recorded) -> None:
        run.shows("$")
        run.type(line.replace("\r", " -c 'redraw!'\r"))
        run.moment("opened", shown)

    vim = Program("vim", "vim", edit)
    with vim.recorded(tmp_path) as run:
        for size in ((60, 17), (100, 30)):
            with vim.recorded(tmp_path, size) as fresh:
                wanted = fresh.screen()
            run.resize(*size)
            run.until(lambda screen, wanted=wanted: screen == wanted, f"{size}")


def test_printed_lines_flow_again_in_a_new_width(tmp_path: Path) -> None:
    """Narrower and wider, nothing printed is lost, and the prompt stands alone.

    Not compared with tmux, which scrolls rows away for lines that grow and doesn't bring them back.
    """

    def print_long_lines(run: Recorded) -> None:
        run.shows("$")
        run.type("clear; for i in 1 2 3; do printf '%s %0100d\\n' $i 7; done; echo e''nd\r")
        run.moment("printed", "end")

    with Program("bash", "bash", print_long_lines).recorded(tmp_path) as run:
        before = run.screen().text
        for columns in (50, 33, 120, 80):
            run.answers(lambda columns=columns: run.resize(columns, 24))
            run.moment(f"{columns} columns", "end", "$")
            printed = "".join(run.screen().text)
            assert all(f"{n} {7:0100d}" in printed for n in (1, 2, 3))
            assert run.screen().text.count("$") == 1
        assert run.screen().text == before


RECORDINGS = sorted((Path(__file__).parent / "recordings").glob("*.bytes"))


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda path: path.stem)
def test_recorded_progress_looks_as_in_tmux(recording: Path, tmux: TmuxServer) -> None:
    """What takes a network or a newer engine was recorded once, at 80 by 24: compared at ten places of it."""
    found = tmux.differences(at_ten_places(recording.read_bytes()), SIZE)
    assert not {moment: lines for moment, lines in found.items() if lines}


@pytest.mark.parametrize(
    "program",
    [each for each in PROGRAMS if "progress" in each.name or each.name == "git"],
    ids=lambda program: program.name,
)
def test_progress_looks_as_in_tmux_all_along(program: Program, tmux: TmuxServer, tmp_path: Path) -> None:
    """Not only once it is at its end."""
    need(program.needs)
    with program.recorded(tmp_path) as run:
        printed = b"".join(piece for piece in run.tape if isinstance(piece, bytes))
    found = tmux.differences(at_ten_places(printed), SIZE)
    assert not {moment: lines for moment, lines in found.items() if lines}
