"""Escape sequences and the screens they must make, by ECMA-48, DEC's manuals and xterm's ctlseqs.

Each is printed on an empty screen of 20 columns and 6 rows; `^[` stands for ESC. Rows are without blanks at their
ends, empty rows at the end are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

COLUMNS, ROWS = 20, 6


@dataclass(frozen=True)
class Probe:
    """What is printed, the rows wanted, and the cursor (column, row), if that is what it is about."""

    name: str
    printed: str
    rows: tuple[str, ...]
    cursor: tuple[int, int] | None = None


def _probe(name: str, printed: str, rows: str, cursor: tuple[int, int] | None = None) -> Probe:
    return Probe(name, printed.replace("^[", "\x1b"), tuple(rows.split("|")), cursor)


_SIX = "1^[[2;1H2^[[3;1H3^[[4;1H4^[[5;1H5^[[6;1H6"
_FULL = "abcdefghijklmnopqrst"

PROBES = [
    # -- moves
    _probe("CUP", "^[[3;5Hx", "||    x", (5, 2)),
    _probe("CUP without numbers is home", "ab^[[Hx", "xb", (1, 0)),
    _probe("CUP beyond the screen stays on it", "^[[99;99Hx", "|||||                   x", (19, 5)),
    _probe("HVP", "^[[2;3fx", "|  x"),
    _probe("CUU stops at the top", "^[[2;2H^[[9Ax", " x", (2, 0)),
    _probe("CUD stops at the bottom", "^[[9Bx", "|||||x", (1, 5)),
    _probe("CUF stops at the right", "^[[99Cx", " " * 19 + "x", (19, 0)),
    _probe("CUB stops at the left", "ab^[[9Dx", "xb"),
    _probe("a number of 0 is 1", "^[[0B^[[0Cx", "| x"),
    _probe("CNL and CPL", "ab^[[2Ec^[[1Fd", "ab|d|c"),
    _probe("CHA", "abc^[[2Gx", "axc"),
    _probe("HPA and HPR", "^[[5`x^[[2ay", "    x  y"),
    _probe("VPA and VPR", "ab^[[3dc^[[2ed", "ab||  c||   d"),
    _probe("BS, CR, LF", "abc\b\bx\ry\nz", "yxc| z"),
    _probe("VT and FF are LF", "a\x0bb\x0cc", "a| b|  c"),
    _probe("IND and NEL", "ab^[Dc^[Ed", "ab|  c|d"),
    _probe("RI at the top scrolls down", "ab^[[H^[Mx", "x|ab"),
    _probe("save and restore, DECSC", "ab^[7^[[5;5Hc^[8d", "abd||||    c"),
    _probe("save and restore, SCOSC", "ab^[[s^[[5;5Hc^[[ud", "abd||||    c"),
    _probe("controls inside a sequence are obeyed", "ab^[[\r1Cx", "ax"),
    _probe("CAN ends a sequence", "^[[3\x18Hx", "Hx"),
    _probe("ESC begins another", "^[[3^[[2;2Hx", "| x"),
    # -- erase
    _probe("EL 0", "abcdef^[[3D^[[K", "abc"),
    _probe("EL 1 takes the cursor's cell too", "abcdef^[[3D^[[1K", "    ef"),
    _probe("EL 2 leaves the cursor", "abcdef^[[2Kx", "      x"),
    _probe("EL while a character is to wrap", _FULL + "^[[K", _FULL[:-1], (19, 0)),
    _probe("ED 0", _SIX + "^[[3;1H^[[J", "1|2"),
    _probe("ED 1", _SIX + "^[[3;1H^[[1J", "|||4|5|6"),
    _probe("ED 2 leaves the cursor", _SIX + "^[[3;3H^[[2Jx", "||  x"),
    _probe("ED 3 leaves the screen", "ab^[[3Jc", "abc"),
    _probe("ECH", "abcdef^[[H^[[3X", "   def", (0, 0)),
    _probe("DECSED leaves what DECSCA protects", 'a^[[1"qb^[[0"qc^[[?2J', " b"),
    _probe("DECSEL leaves what DECSCA protects", 'a^[[1"qb^[[0"qc^[[?2K', " b"),
    # -- insert and delete
    _probe("ICH", "abcd^[[2G^[[2@x", "ax bcd"),
    _probe("ICH pushes over the margin", _FULL + "^[[H^[[3@", "   " + _FULL[:-3]),
    _probe("DCH", "abcdef^[[2G^[[2P", "adef"),
    _probe("IL", "a\r\nb\r\nc^[[2;1H^[[1Lx", "a|x|b|c"),
    _probe("DL", "a\r\nb\r\nc^[[1;1H^[[1M", "b|c"),
    _probe("IL and DL go to the left margin", "abc^[[Lx", "x|abc"),
    _probe("insert mode, IRM", "abc^[[H^[[4hxy^[[4lz", "xyzbc"),
    _probe("REP", "ab^[[3bc", "abbbbc"),
    _probe("REP wraps", _FULL[:-1] + "x^[[2b", _FULL[:-1] + "x|xx"),
    # -- scroll
    _probe("LF at the bottom", _SIX + "\n7", "2|3|4|5|6| 7"),
    _probe("SU and SD", _SIX + "^[[2S^[[1T", "|3|4|5|6"),
    _probe("region scrolls alone", _SIX + "^[[2;4r^[[4;1H\n", "1|3|4||5|6"),
    _probe("DECSTBM homes the cursor", "ab^[[2;4rx", "xb"),
    _probe("a region of one line is none", _SIX + "^[[3;3r^[[6;1H\n7", "2|3|4|5|6|7"),
    _probe("RI at the region's top", _SIX + "^[[2;4r^[[2;1H^[M", "1||2|3|5|6"),
    _probe("below the region nothing scrolls", _SIX + "^[[2;4r^[[6;1H\nx", "1|2|3|4|5|x"),
    _probe("IL within the region", _SIX + "^[[2;4r^[[3;1H^[[L", "1|2||3|5|6"),
    _probe("DL within the region", _SIX + "^[[2;4r^[[2;1H^[[M", "1|3|4||5|6"),
    _probe("IL outside the region does nothing", _SIX + "^[[2;4r^[[1;1H^[[L", "1|2|3|4|5|6"),
    _probe("CUU stops at the region's top", "^[[2;4r^[[3;1H^[[9Ax", "|x"),
    _probe("origin mode, DECOM", "^[[2;4r^[[?6hx^[[9;9Hy", "|x||        y"),
    _probe("leaving origin mode homes", "^[[2;4r^[[?6h^[[2;2H^[[?6lx", "x"),
    _probe("left and right margins, DECLRMM", "^[[?69h^[[3;6s^[[1;3Habcdef", "  abcd|  ef"),
    # -- wrap
    _probe("a full row waits to wrap", _FULL, _FULL, (19, 0)),
    _probe("and wraps with the next character", _FULL + "x", _FULL + "|x"),
    _probe("CR before it wraps stays", _FULL + "\rx", "x" + _FULL[1:]),
    _probe("BS before it wraps goes one back", _FULL + "\bx", _FULL[:-2] + "x" + _FULL[-1]),
    _probe("CUB before it wraps goes one back", _FULL + "^[[Dx", _FULL[:-2] + "x" + _FULL[-1]),
    _probe("DECSC keeps that it waits", _FULL + "^[7^[[3;3H^[8x", _FULL + "|x"),
    _probe("DECAWM off: the last cell is written over", "^[[?7l" + _FULL + "xy", _FULL[:-1] + "y"),
    _probe("wrap at the bottom scrolls", "1^[[6;1H" + _FULL + "x", "||||" + _FULL + "|x"),
    _probe("a tab at the margin doesn't wrap", _FULL + "\tx", _FULL + "|x"),
    # -- tabs
    _probe("tabs are every 8", "\ta\tb\tc", "        a       b  c"),
    _probe("HTS", "^[[5G^[H\r\tx", "    x"),
    _probe("TBC 0", "^[[9G^[[0g\r\tx", " " * 16 + "x"),
    _probe("TBC 3", "^[[3g\r\tx", " " * 19 + "x"),
    _probe("CHT and CBT", "^[[2Ia^[[Zb", " " * 16 + "b"),
    # -- modes, sets
    _probe("LNM", "^[[20hab\ncd", "ab|cd"),
    _probe("alternate screen, 1049", "ab^[[?1049hcd^[[?1049le", "abe"),
    _probe("alternate screen is empty at first", "ab^[[?1049h^[[Hx", "x"),
    _probe("alternate screen, 47 keeps the cursor", "ab^[[?47hc", "  c"),
    _probe("line drawing in G0", "^[(0lqk^[(Bq", "┌─┐q"),
    _probe("line drawing in G1, SO and SI", "^[)0\x0ex\x0fx", "│x"),
    _probe("British set", "^[(A#^[(B#", "£#"),
    _probe("DECALN", "^[#8", "|".join(["E" * 20] * 6), (0, 0)),
    _probe("RIS", "ab^[[?6h^[[2;3r^[cx", "x"),
    _probe("soft reset, DECSTR", "^[[4h^[[2;3r^[[4;3H^[[31m^[[!pab^[[4;3Hx^[[6;1H\ny", "||  xb|||y"),
    # -- characters
    _probe("a wide character has two cells", "漢x", "漢x", (3, 0)),
    _probe("a wide character wraps whole", _FULL[:-1] + "漢", _FULL[:-1] + "|漢"),
    _probe("half of a wide one written over", "漢^[[2Gx", " x"),
    _probe("the first half written over", "漢y^[[1Gx", "x y"),
    _probe("DCH of half a wide one", "漢y^[[1G^[[P", " y"),
    _probe("a combining mark stays with its letter", "e\u0301x", "e\u0301x", (2, 0)),
    _probe("a combining mark at the margin", _FULL[:-1] + "e\u0301x", _FULL[:-1] + "e\u0301|x"),
    _probe("a wide one without wrap", "^[[?7l" + _FULL + "漢", _FULL),
    # -- strings show nothing
    _probe("OSC, DCS, APC, PM, SOS", "a^[]0;t\x07^[Pq^[\\^[_x^[\\^[^y^[\\^[Xz^[\\b", "ab"),
    _probe("unknown sequences show nothing", "a^[[?999h^[[5;5;5*z^[[>1;2t^[(Xb^[[1;2;3 ~c", "abc"),
]

# Where ours has another screen, and why that is left.
OTHER = {"pushed and popped, XTPUSHSGR": "Ghostty keeps no stack of looks; what asks for one is rare"}

LOOKS: list[tuple[str, str, dict[str, object]]] = [
    ("bold, dim, italic", "^[[1;2;3m", {"bold": True, "dim": True, "italic": True}),
    ("underline, reverse", "^[[4;7m", {"underline": True, "reverse": True}),
    ("conceal, strike, overline", "^[[8;9;53m", {"conceal": True, "strike": True, "overline": True}),
    ("bold and dim off", "^[[1;2;3m^[[22m", {"italic": True}),
    ("each off", "^[[3;4;7;8;9;53m^[[23;24;27;28;29;55m", {}),
    ("no number is 0", "^[[1;31m^[[m", {}),
    ("an empty number is 0", "^[[1;31m^[[;4m", {"underline": True}),
    ("16 colours", "^[[31;42m", {"foreground": 1, "background": 2}),
    ("bright colours", "^[[91;102m", {"foreground": 9, "background": 10}),
    ("default colours", "^[[31;42m^[[39;49m", {}),
    ("palette, semicolons", "^[[38;5;200;48;5;17m", {"foreground": 200, "background": 17}),
    ("palette, colons", "^[[38:5:200;48:5:17m", {"foreground": 200, "background": 17}),
    ("true colour, semicolons", "^[[38;2;1;2;3;4m", {"foreground": (1, 2, 3), "underline": True}),
    ("true colour, 38:2::r:g:b", "^[[38:2::1:2:3;1m", {"foreground": (1, 2, 3), "bold": True}),
    ("true colour, 38:2:r:g:b", "^[[48:2:1:2:3m", {"background": (1, 2, 3)}),
    ("a wavy underline, 4:3", "^[[4:3m", {"underline": True}),
    ("no underline, 4:0", "^[[4m^[[4:0m", {}),
    ("a double underline, 21", "^[[21m", {"underline": True}),
    ("the underline's colour is skipped", "^[[58;2;9;9;9;1m^[[58:5:3;59;3m", {"bold": True, "italic": True}),
    ("unknown numbers are skipped", "^[[1;99;77;3m", {"bold": True, "italic": True}),
    ("other sequences that end in m", "^[[31m^[[>4;2m^[[?4m", {"foreground": 1}),
    ("saved and restored, DECSC", "^[[31m^[7^[[0;44m^[8", {"foreground": 1}),
    ("pushed and popped, XTPUSHSGR", "^[[31m^[[#{^[[44m^[[#}", {"foreground": 1}),
]

# Sequences after `CSI 44 m` and the cells (column, row) that must be erased to that colour: BCE.
ERASED: list[tuple[str, str, list[tuple[int, int]]]] = [
    ("EL 0", "^[[K", [(0, 0), (19, 0)]),
    ("EL 2", "^[[5G^[[2K", [(0, 0), (19, 0)]),
    ("ED 0", "^[[J", [(0, 0), (19, 5)]),
    ("ED 2", "^[[2J", [(0, 0), (19, 5)]),
    ("ECH", "^[[3X", [(0, 0), (2, 0)]),
    ("ICH", "ab^[[H^[[2@", [(0, 0), (1, 0)]),
    ("DCH", "^[[2P", [(18, 0), (19, 0)]),
    ("IL", "^[[2L", [(0, 0), (19, 1)]),
    ("DL", "^[[2M", [(0, 4), (19, 5)]),
    ("SU", "^[[1S", [(0, 5), (19, 5)]),
    ("SD", "^[[1T", [(0, 0), (19, 0)]),
    ("LF at the bottom", "^[[6;1H\n", [(0, 5), (19, 5)]),
    ("RI at the top", "^[[1;1H^[M", [(0, 0), (19, 0)]),
]
