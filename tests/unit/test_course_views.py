"""The course map, the lesson's summary, search and links, as text."""

import time

import pytest
from msgspec.structs import replace

from tests.course_fixture import ABSENT, HERE, course, progress
from tui.model.course import Course, Lesson, Page, Prose
from tui.model.machine import Condition, Machine
from tui.model.progress import TaskRecord
from tui.view.course_map import course_rows, row_lines, total
from tui.view.lesson import Ending
from tui.view.lesson_summary import lesson_summary
from tui.view.links import page_links
from tui.view.search import passages, search


def rows(unfolded=("first", "second"), records=None):
    kept = progress()
    for key, record in (records or {}).items():
        kept = kept.with_task(key, record)
    return {row.key: row for row in course_rows(course(), kept, ABSENT, unfolded)}


def test_a_folded_lesson_is_one_row_and_an_unfolded_one_has_pages_and_tasks():
    """In the course's order."""
    assert list(rows(())) == ["lesson:first", "lesson:second", "lesson:home"]
    assert list(rows(("second",)))[1:6] == [
        "lesson:second", "page:second/build", "task:second/cache", "task:second/plain", "page:second/codes",
    ]  # fmt: skip


def test_optional_and_absent_tasks_do_not_count():
    """Nor does a skipped one count as done."""
    assert [row.count for key, row in rows(()).items()] == [(3, 5), (0, 1), (0, 0)]
    assert total(course(), progress(), ABSENT) == "3 of 6 tasks done"


def test_each_task_says_how_it_was_done():
    """With a symbol of its own."""
    found = rows(
        records={"first/again": TaskRecord(done=True, by="hint", hints=1), "second/plain": TaskRecord(hints=1)}
    )
    how = {key.partition("/")[2]: (row.mark, row.told) for key, row in found.items() if row.kind == "task"}
    assert how == {
        "run-hello": ("✓", "by yourself"),
        "list-images": ("✓", "after 2 hints"),
        "list-one": ("✓", "solution shown"),
        "name": ("»", "skipped"),
        "again": ("✓", "after 1 hint"),
        "beyond": ("○", "open, optional"),
        "cache": ("–", "not on this machine"),
        "plain": ("○", "open"),
    }


def test_what_was_done_elsewhere_stays_done_here():
    """Progress may come from another machine."""
    found = rows(records={"second/cache": TaskRecord(done=True)})
    assert found["task:second/cache"].told == "by yourself"


def test_rows_fit_any_width():
    """Long tasks wrap."""
    for width in (20, 40, 74, 150):
        for row in rows().values():
            assert max(line.cell_length for line in row_lines(row, width)) <= width


def summary(lesson=0, kept=None, questions=(), width=70) -> list[str]:
    lines = lesson_summary(Ending(course().lessons[lesson], kept or progress(), ABSENT, questions), width)
    assert max((line.cell_length for line in lines), default=0) <= width
    return [line.plain.rstrip() for line in lines]


def test_a_summary_counts_what_is_done_and_lists_the_rest():
    """What is open comes first, what only may be done last."""
    head, how, *listed = summary()
    assert head == "This lesson  3 of 5 tasks done"
    assert how == "✓ 1 by yourself, 1 after hints, 1 with the solution shown"
    assert [(line[0], line.split("  ")[-1].strip()) for line in listed] == [
        ("○", "open"), ("»", "skipped"), ("✓", "solution shown"), ("○", "open, optional"),
    ]  # fmt: skip


def test_a_summary_of_all_done_is_short():
    """And counts optional tasks apart."""
    kept = progress()
    for task in course().lessons[0].tasks:
        kept = kept.with_task(f"first/{task.id}", TaskRecord(done=True))
    assert summary(kept=kept) == ["This lesson  5 of 5 tasks done", "✓ 5 by yourself, 1 extra"]


def test_a_summary_tells_of_the_questions_and_lists_those_missed():
    """Wrong ones and open ones."""
    asked = (("Right?", "right"), ("Wrong?", "wrong"), ("Open?", "open"))
    lines = summary(questions=asked)
    assert lines[0] == "This lesson  3 of 5 tasks done · 1 of 3 questions right"
    missed = [line.split(maxsplit=2) for line in lines if line.startswith("?")]
    assert missed == [["?", "Wrong?", "wrong"], ["?", "Open?", "not answered"]]
    assert summary(lesson=2, questions=asked[:1]) == ["This lesson  1 of 1 questions right"]


def test_a_summary_only_counts_what_is_not_for_this_machine():
    """The task itself says why."""
    assert summary(lesson=1)[:2] == ["This lesson  0 of 1 tasks done", "– 1 not on this machine"]


@pytest.mark.parametrize("width", [20, 44, 76])
def test_a_summary_fits_a_small_pane(width):
    """However much is open; the map shows all."""
    lesson = course().lessons[0]
    many = replace(
        lesson, tasks=tuple(task.model_copy(update={"id": f"t{n}"}) for n, task in enumerate(lesson.tasks * 3))
    )
    lines = lesson_summary(Ending(many, progress(), ABSENT, (("Long? " * 30, "wrong"),)), width)
    assert len(lines) <= 9 or width < 44
    assert max(line.cell_length for line in lines) <= width
    assert "more" in lines[-1].plain


def test_a_lesson_without_tasks_and_questions_has_no_summary():
    """There is nothing to tell."""
    assert summary(lesson=2) == []


def found(typed: str, **more) -> list[str]:
    return [f"{hit.lesson}/{hit.page}" for hit in search(passages(course(), **more), typed)]


def test_a_search_wants_every_word_in_any_case():
    """In prose, blocks, titles, tasks, questions and their choices; part of a word is enough."""
    assert found("IMAGE program") == ["first/run"]
    assert found("docker run hi")[0] == "first/run"
    assert found("conflict ahoy") == ["first/names"]
    assert found("a war") == ["first/names"]
    assert found("image zzz") == []
    assert found("   ") == []


def test_titles_come_first():
    """Then the course's order."""
    assert found("names")[0] == "first/names"
    assert found("codes") == ["second/codes", "first/names"]


def test_words_that_begin_as_typed_come_before_parts_of_words():
    """A search for rm is not for format and terminal."""
    pages = tuple(Page(f"p{n}", "T", (Prose(text),)) for n, text in enumerate(("a terminal", "docker rm", "(rm)")))
    small = Course("c", "C", "1", (), (Lesson(course().lessons[0].entry, pages, (), ()),))
    hits = search(passages(small), "rm")
    assert [hit.page for hit in hits] == ["p1", "p2", "p0"]
    assert [hit.snippet[slice(*hit.span)] for hit in hits] == ["rm", "rm", "rm"]
    assert [hit.page for hit in search(passages(small), "(rm")] == ["p2"]


def test_what_is_for_other_machines_is_not_found():
    """If the machine is known."""
    page = Page("p", "Title", (Prose("classic words", when=(Condition(builder="classic"),)),))
    small = Course("c", "C", "1", (), (Lesson(course().lessons[0].entry, (page,), (), ()),))
    assert len(search(passages(small), "classic")) == 1
    assert search(passages(small, Machine(builder="buildkit")), "classic") == []


def test_a_hit_has_the_line_and_where_the_word_stands_in_it():
    """Long lines are cut at a word; what was found stays in sight."""
    page = Page("p", "Title", (Prose("word " * 30 + "NEEDLE " + "more " * 100),))
    small = Course("c", "C", "1", (), (Lesson(course().lessons[0].entry, (page,), (), ()),))
    [hit] = search(passages(small), "needle")
    start, end = hit.span
    assert hit.snippet[start:end] == "NEEDLE"
    assert hit.snippet.startswith("…word ")
    assert start < 40
    [plain] = search(passages(course()), "belongs")
    assert plain.snippet[slice(*plain.span)] == "belongs"


def test_a_keystroke_is_fast_on_a_course_of_100_pages():
    """Budget 16 ms; the processor's time, as the machine may be busy."""
    pages = tuple(Page(f"p{n}", f"Page {n}", (Prose("some words of prose, and more.\n\n" * 20),)) for n in range(100))
    big = Course("c", "C", "1", (), (Lesson(course().lessons[0].entry, pages, (), ()),))
    text = passages(big)
    began = time.process_time()
    assert len(search(text, "e o")) == 100
    assert time.process_time() - began < 0.016


def test_links_lead_to_pages_of_the_course_or_to_the_web():
    """Each once; what is neither is no link."""
    names = course().lessons[0].pages[2]
    here, other, web = page_links(course(), HERE[0], (*names.parts, *names.parts))
    assert (here.text, here.target) == ("the list", ("first", "list"))
    assert other.target == ("second", "codes")
    assert other.leads_to == "2.2 Building an image: Exit codes"
    assert web.target is None
    assert web.text == "docs.docker.com/reference"
    assert web.address.startswith("https://docs.docker.com/reference/cli")


def test_a_link_to_a_page_that_is_not_there_is_left_out():
    """A course on the way."""
    assert page_links(course(), "first", (Prose("[a](#nowhere) [b](second#nowhere) [c](nowhere#codes)"),)) == ()
