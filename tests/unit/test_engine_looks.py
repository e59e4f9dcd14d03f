"""From the Engine API's records to what a closer look shows."""

import pytest

from tui.engine.looks import LONGEST, json_from, lines_from, processes_from, sample_from, samples_from
from tui.model.looks import LogLine, Processes, Sample


def frame(stream: int, data: bytes) -> bytes:
    return bytes([stream, 0, 0, 0]) + len(data).to_bytes(4, "big") + data


def record(**parts) -> dict:
    """A record of a busy container on two processors."""
    return {
        "precpu_stats": {"cpu_usage": {"total_usage": 1_000_000}, "system_cpu_usage": 10_000_000},
        "cpu_stats": {"cpu_usage": {"total_usage": 1_500_000}, "system_cpu_usage": 12_000_000, "online_cpus": 2},
        "memory_stats": {"usage": 5000, "limit": 8000, "stats": {"inactive_file": 1000}},
        "networks": {"eth0": {"rx_bytes": 10, "tx_bytes": 20}, "eth1": {"rx_bytes": 1, "tx_bytes": 2}},
        "pids_stats": {"current": 3},
        **parts,
    }


def test_a_sample_is_counted_as_docker_stats_does():
    """A quarter of the time of two processors is half of one."""
    assert sample_from(record()) == Sample(50.0, 4000, 8000, 11, 22, 3)


@pytest.mark.parametrize(
    ("stats", "used"),
    [
        ({"total_inactive_file": 2000, "inactive_file": 100}, 3000),  # cgroup v1
        ({"inactive_file": 100}, 4900),  # cgroup v2
        ({"inactive_file": 6000}, 5000),  # more than is used can't be
        (None, 5000),
    ],
)
def test_memory_is_without_the_cache(stats, used):
    assert sample_from(record(memory_stats={"usage": 5000, "stats": stats})).memory == used


def test_processors_are_counted_where_the_engine_does_not():
    """Old engines list each processor's time instead; without either there is one."""
    cpu = {"cpu_usage": {"total_usage": 1_500_000, "percpu_usage": [1, 2, 3]}, "system_cpu_usage": 12_000_000}
    assert sample_from(record(cpu_stats=cpu)).cpu == 75.0
    del cpu["cpu_usage"]["percpu_usage"]
    assert sample_from(record(cpu_stats=cpu)).cpu == 25.0


def test_the_first_sample_has_nothing_to_compare_with():
    """And a clock that stands still, or an engine without one, divides by nothing."""
    assert sample_from(record(precpu_stats={"cpu_usage": {"total_usage": 0}})).cpu is None
    assert sample_from(record(cpu_stats=record()["precpu_stats"])).cpu == 0.0
    assert sample_from({}) == Sample(None, 0)
    assert sample_from({"networks": None, "memory_stats": {"usage": None}, "pids_stats": {}}) == Sample(None, 0)


def test_samples_end_with_the_container():
    """An engine goes on sending records of nothing."""
    empty = {"read": "0001-01-01T00:00:00Z", "cpu_stats": {"cpu_usage": {"total_usage": 0}}, "memory_stats": {}}
    assert len(list(samples_from([record(), record(), empty, record()]))) == 2


@pytest.mark.parametrize("size", [1, 3, 8, 1000])
def test_output_is_told_apart_however_it_is_cut(size):
    """In pieces of any size; a line may come in several frames, and two streams' lines mixed."""
    data = frame(1, b"one\ntw") + frame(2, b"bad\n") + frame(1, b"") + frame(1, b"o\n\nend")
    chunks = [data[i : i + size] for i in range(0, len(data), size)]
    assert list(lines_from(chunks, tty=False)) == [
        LogLine("one"), LogLine("bad", error=True), LogLine("two"), LogLine(""), LogLine("end"),
    ]  # fmt: skip


def test_a_terminals_output_has_no_headers():
    """It has colours, and carriage returns instead."""
    chunks = [b"\x1b[1;31mred\x1b[0m\r\n10%\r50%\r100%", b"\r\n\xe6\xbc", b"\xa2\r\n"]
    assert [line.text for line in lines_from(chunks, tty=True)] == ["red", "100%", "漢"]


def test_a_long_line_is_cut_and_costs_no_more():
    """Two kilobytes of it are kept, of a line that never ends as well."""
    [long, short] = lines_from([b"x" * 10_000, b"x" * 10_000 + b"\nshort\n"], tty=True)
    assert long.text == "x" * LONGEST + "…"
    assert short.text == "short"


def test_output_cant_act_on_the_terminal():
    """Whatever isn't a known sequence is spelt out."""
    text = b"a\x1b]0;title\x07b\x1b]52;c;x\x1b\\c\x1bcd\x9be\x00f\xff\tg\x1b["
    [line] = lines_from([text], tty=True)
    assert line.text.isprintable()
    assert line.text.startswith("abcd")


def test_json_is_printable_all_through():
    """Keys, values, and however deep."""
    deep: object = "bottom"
    for _ in range(5000):
        deep = [deep]
    assert json_from({"a\x1b": ["b\n", 1, 1.5, None, True]}) == {"a\\x1b": ["b\\n", 1, 1.5, None, True]}
    assert "…" in str(json_from(deep))


def test_processes():
    answer = {"Titles": ["PID", "CMD"], "Processes": [["1", "sh\x1b"], ["2", "sleep 1"]]}
    assert processes_from(answer) == Processes(("PID", "CMD"), (("1", "sh\\x1b"), ("2", "sleep 1")))
    assert processes_from({"Titles": None, "Processes": None}) == Processes((), ())
