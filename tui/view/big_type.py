"""Letters four rows high, drawn with quarters of cells: a line that is read from the back of a room."""

from __future__ import annotations

ROWS, CELLS = 4, 3
"""Rows and cells of a letter, with the gap to the next one."""

# Five columns of eight dots for each character from the space on; the highest dot is the lowest bit.
_DOTS = bytes.fromhex(
    "0000000000 00005f0000 0007000700 147f147f14 242a7f2a12 2313086462 3649562050 0008070300"
    "001c224100 0041221c00 2a1c7f1c2a 08083e0808 0080703000 0808080808 0000606000 2010080402"
    "3e5149453e 00427f4000 7249494946 2141494d33 1814127f10 2745454539 3c4a494931 4121110907"
    "3649494936 464949291e 0000140000 0040340000 0008142241 1414141414 0041221408 0201590906"
    "3e415d594e 7c1211127c 7f49494936 3e41414122 7f4141413e 7f49494941 7f09090901 3e41415173"
    "7f0808087f 00417f4100 2040413f01 7f08142241 7f40404040 7f021c027f 7f0408107f 3e4141413e"
    "7f09090906 3e4151215e 7f09192946 2649494932 03017f0103 3f4040403f 1f2040201f 3f4038403f"
    "6314081463 0304780403 6159494d43 007f414141 0204081020 004141417f 0402010204 4040404040"
    "0003070800 2054547840 7f28444438 3844444428 384444287f 3854545418 00087e0902 18a4a49c78"
    "7f08040478 00447d4000 2040403d00 7f10284400 00417f4000 7c04780478 7c08040478 3844444438"
    "fc18242418 18242418fc 7c08040408 4854545424 04043f4424 3c4040207c 1c2040201c 3c4030403c"
    "4428102844 4c9090907c 4464544c44 0008364100 0000770000 0041360800 0201020402"
)
_COLUMNS = 5
_SIGNS = {"✓": "1020100804", "✗": "2214081422", "…": "6000600060"}
_QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""By the sum of the dots that are there: top left 1, top right 2, bottom left 4, bottom right 8."""


def cells(text: str) -> int:
    """How wide a text is, drawn large."""
    return CELLS * len(text)


def can_be_drawn(text: str) -> bool:
    """Whether there is a letter for each of its characters."""
    return all(" " <= character <= "~" or character in _SIGNS for character in text)


def drawn(text: str) -> list[str]:
    """The rows of a text, drawn large."""
    columns = [column for character in text for column in (*_letter(character), 0)]
    pairs = list(zip(columns[::2], columns[1::2], strict=True))
    return ["".join(_QUARTERS[_quarters(left, right, 2 * row)] for left, right in pairs) for row in range(ROWS)]


def _letter(character: str) -> bytes:
    if character in _SIGNS:
        return bytes.fromhex(_SIGNS[character])
    place = _COLUMNS * (ord(character) - ord(" "))
    return _DOTS[place : place + _COLUMNS]


def _quarters(left: int, right: int, dot: int) -> int:
    """Which quarters of a cell are filled: two columns' dots from one on."""
    (upper_left, lower_left), (upper_right, lower_right) = (
        (column >> dot & 1, column >> dot + 1 & 1) for column in (left, right)
    )
    return upper_left + 2 * upper_right + 4 * lower_left + 8 * lower_right
