"""The table of budgets finds in what the benches print every figure it is about."""

from tests.bench.all import BUDGETS, lab_figures, page, pane_figures, peer_figures

LAB = """\
100 containers, 120x40; median / p95
start to first frame      412.4 / 430.3 ms
start to first rows       666.1 / 700.3 ms
quit                      386.6 / 392.3 ms
idle for 10 s: terminal   0 bytes
idle for 10 s: engine     0 requests
idle for 10 s: processor  0.10%
memory                    76 MiB
event to row on screen    90.1 / 121.7 ms
one row changes state     173 bytes, bottom line included
page turn                 56.3 / 148.7 ms
memory at the end         79 MiB
"""
PANE = """\
: bare
    key ms: 0.7 / 2.2
    bytes: 1
    cat 50 MB, MB/s: 305.1
    yes: ctrl-c 15.1 / 24.0 ms, sent 1806 kB/s
: tmux
    cat 50 MB, MB/s: 15.0
: pane
    key ms: 5.7 / 9.0
    bytes: 1
    cat 50 MB, MB/s: 16.0
    yes: app key 15.1 / 24.0 ms, ctrl-c 7.0 / 8.0 ms, sent 18 kB/s
"""
PEERS = """\
   program  containers  first row s  idle B/s  event to row ms  change B  memory
   sealegs        1000         0.90         0      80.1 / 99.0       210      88
lazydocker        1000         1.90         0      80.1 / 99.0      9000      40
"""


def test_every_budget_is_found():
    """And what is over it is said."""
    figures = {**lab_figures(LAB), **pane_figures(PANE), **peer_figures(PEERS)}
    rows = {each.what: each.row(figures) for each in BUDGETS}
    assert {what: row for what, row in rows.items() if row[-1] != "kept"} == {
        "page turn, p95": ["page turn, p95", "120 ms", "148.7 ms", "**over**"]
    }
    assert rows["50 MB of output"][2] == "16 MB/s (tmux 15)"
    assert rows["a key in the command pane to its echo, added by us, p95"][2] == "6.8 ms"


def test_a_page_is_made_of_what_there_is():
    """A bench that printed something else leaves a gap, and no error."""
    text = page(lab_figures(LAB), PEERS, "lessons  fresh ms  kept ms\n      1        30        9\n", 0.1)
    assert "| quit | 1.5 s | 386.6 ms | kept |" in text
    assert "| bytes for it | 40 | not measured |  |" in text
    assert "| lazydocker | 1000 | 1.90 |" in text
