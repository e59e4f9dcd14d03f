"""What a file or a program may print to reach out of the command pane, or to have text of its choice typed in.

Run as a program it prints them one by one, and after each says what was typed in for it: hostile.py FILE
"""

from __future__ import annotations

import json
import os
import sys
import termios
import tty
from pathlib import Path

WORD = "OWNED"
_W = WORD.encode()
_HEX = _W.hex().encode()

HOSTILE: dict[str, bytes] = {
    "title, OSC 0": b"\x1b]0;\r%s\r\x07" % _W,
    "icon name, OSC 1": b"\x1b]1;%s\x1b\\" % _W,
    "title, OSC 2": b"\x1b]2;%s\r\n\x1b\\" % _W,
    "title of old terminals, OSC l": b"\x1b]l%s\x1b\\\x1b]L%s\x1b\\" % (_W, _W),
    "title reported": b"\x1b]2;%s\r\x07\x1b[21t" % _W,
    "icon name reported": b"\x1b]1;%s\r\x07\x1b[20t" % _W,
    "title pushed, popped, reported": b"\x1b]2;%s\x07\x1b[22;0t\x1b]2;x\x07\x1b[23;0t\x1b[21t" % _W,
    "title in hex": b"\x1b[>0;1t\x1b]2;%s\x07\x1b[21t" % _HEX,
    "X property, OSC 3": b"\x1b]3;WM_CLASS=%s\x1b\\" % _W,
    "window moved, resized, raised": b"\x1b[3;0;0t\x1b[8;5;5t\x1b[4;9;9t\x1b[5t\x1b[9;1t\x1b[10;1t",
    "window made an icon": b"\x1b[2t\x1b[1t",
    "window state and sizes asked": b"\x1b[11t\x1b[13t\x1b[14t\x1b[15t\x1b[16t\x1b[18t\x1b[19t",
    "settings asked, DECRQSS": b'\x1bP$qm\x1b\\\x1bP$qr\x1b\\\x1bP$q"p\x1b\\\x1bP$q q\x1b\\',
    "settings asked with a command": b"\x1bP$q\r%s\r\x1b\\\x1bP$q%s\x1b\\" % (_W, _W),
    "settings restored, DECRSPS": b"\x1bP1$t%s\x1b\\\x1bP2$t%s\x1b\\\x1b[1$w\x1b[2$w" % (_W, _W),
    "clipboard written, OSC 52": b"\x1b]52;c;T1dORUQ=\x07\x1b]52;p;T1dORUQ=\x1b\\",
    "clipboard read, OSC 52": b"\x1b]52;c;T1dORUQ=\x07\x1b]52;c;?\x07\x1b]52;p;?\x1b\\",
    "clipboard of kitty, OSC 5522": b"\x1b]5522;type=write:id=%s;%s\x1b\\\x1b]5522;type=read:id=%s;Lg==\x1b\\"
    % (_W, _W, _W),
    "colours set and asked": b"\x1b]4;1;rgb:01/02/03\x07\x1b]4;1;?\x07"
    b"\x1b]10;?\x07\x1b]11;?\x1b\\\x1b]12;?\x07\x1b]104\x07",
    "colour named with a command": b"\x1b]4;1;%s\r\x07\x1b]4;1;?\x07\x1b]10;%s\r\x07\x1b]10;?\x07" % (_W, _W),
    "special colours, pointer colours": b"\x1b]5;0;?\x07"
    b"\x1b]13;?\x07\x1b]17;?\x07\x1b]19;?\x07\x1b]21;foreground=?;%s=?\x1b\\" % _W,
    "terminfo asked, XTGETTCAP": b"\x1bP+q544e\x1b\\\x1bP+q%s;636f6c6f7273\x1b\\" % _HEX,
    "terminfo set, XTSETTCAP": b"\x1bP+p544e=%s\x1b\\\x1bP+q544e\x1b\\" % _HEX,
    "resources asked, XTGETXRES": b"\x1bP+Q%s\x1b\\" % _HEX,
    "answerback, ENQ": b"\x05\x05",
    "device attributes": b"\x1b[c\x1b[>c\x1b[=c\x1b[0c\x1bZ\x1b[?1;2c",
    "version, XTVERSION": b"\x1b[>q\x1b[>0q",
    "status and cursor": b"\x1b[5n\x1b[6n\x1b[?6n\x1b[?15n\x1b[?25n\x1b[?26n\x1b[?55n\x1b[?62n\x1b[?63;1n\x1b[?996n",
    "modes asked, DECRQM": b"\x1b[?1$p\x1b[?2004$p\x1b[4$p\x1b[?99999$p",
    "macro defined and run, DECDMAC": b"\x1bP1;0;0!z%s\x1b\\\x1b[1*z" % _HEX,
    "keys defined, DECUDK": b"\x1bP0;1|17/%s\x1b\\" % _HEX,
    "checksum of the screen, DECRQCRA": b"abc\r\x1b[2K\x1b[1;1;1;1;9;9*y\x1b[?63;1n",
    "a rectangle copied, DECCRA": b"\x1b[1;1;2;2;1;3;3;1$v\x1b[65;1;1;2;2$x",
    "parameters asked, DECREQTPARM": b"\x1b[x\x1b[1x",
    "locator asked": b"\x1b[1;2'z\x1b['|\x1b[?53n",
    "notification, OSC 9": b"\x1b]9;%s\x07" % _W,
    "progress of the task bar, OSC 9;4": b"\x1b]9;4;1;50\x07",
    "notification, OSC 777": b"\x1b]777;notify;%s;%s\x07" % (_W, _W),
    "notification, OSC 99": b"\x1b]99;i=1;%s\x1b\\\x1b]99;i=p:p=?;\x1b\\" % _W,
    "folder, OSC 7": b"\x1b]7;file://host/%s\x07" % _W,
    "pointer, OSC 22": b"\x1b]22;%s\x07\x1b]22;?__current__\x1b\\" % _W,
    "log file, OSC 46": b"\x1b]46;/tmp/%s\x07" % _W,
    "font, OSC 50": b"\x1b]50;%s\x07\x1b]50;?\x07" % _W,
    "emacs, OSC 51": b"\x1b]51;E%s\x07" % _W,
    "shell marks, OSC 133": b"\x1b]133;A\x07\x1b]133;B\x07\x1b]133;C;cmdline=%s\x07\x1b]133;D;0\x07" % _W,
    "shell marks, OSC 633": b"\x1b]633;E;%s\x07\x1b]633;C\x07" % _W,
    "our marks, without the nonce": b"\x1b]7773;C;%s\x07\x1b]7773;0;C;%s\x07" % (_W, _W),
    "files of iTerm, OSC 1337": b"\x1b]1337;File=inline=1;size=4:%s\x07\x1b]1337;CopyToClipboard=\x07%s" % (_HEX, b""),
    "more of iTerm, OSC 1337": b"\x1b]1337;ReportCellSize\x07\x1b]1337;ReportVariable=%s\x07\x1b]1337;StealFocus\x07"
    % _HEX,
    "Konsole and others, OSC 30, 5113": b"\x1b]30;%s\x07\x1b]5113;ac=send;id=%s\x1b\\" % (_W, _W),
    "application program command, APC": b"\x1b_%s\x1b\\" % _W,
    "privacy message, PM": b"\x1b^%s\x1b\\" % _W,
    "start of string, SOS": b"\x1bX%s\x1b\\" % _W,
    "kitty graphics": b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b_Ga=T,t=f,f=100;L2V0Yy9wYXNzd2Q=\x1b\\",
    "sixel": b'\x1bPq#0;2;0;0;0#0!9~-!9~\x1b\\\x1bP0;1;0q"1;1;5;5%s\x1b\\' % _W,
    "ReGIS": b"\x1bPpS(E)%s\x1b\\" % _W,
    "tmux's way through": b"\x1bPtmux;\x1b\x1b]52;c;T1dORUQ=\x07\x1b\\",
    "screen's way through": b"\x1bP\x1b]2;%s\x07\x1b\\" % _W,
    "C1 bytes": b"\x9d0;T\x9c\x9b5i\x90q~\x9c\x9fA\x9c",
    "C1 characters in UTF-8": "\x9d0;T\x9c\x9b5i\x90q~\x9c\x9fA\x9c\x85\x8d\x84".encode(),
    "printer, MC": b"\x1b[5i\x1b[i\x1b[1i\x1b[?1i\x1b[?5i\x1b[4i\x1b[?4i",
    "self test, DECTST": b"\x1b[4;1y\x1b[2;0y",
    "keyboard lights, repeat, lock": b"\x1b[1q\x1b[?8l\x1b[2h\x1b[2l\x1b[?8h",
    "bell's volume and tone": b"\x1b[7 t\x1b[7 u\x1b[10;1000]\x1b[11;100]",
    "palette of the Linux console": b"\x1b]P0%s\x1b\\\x1b]R\x1b\\" % b"ff0000",
    "keys told otherwise": b"\x1b[>1u\x1b[?u\x1b[>4;2m\x1b[?4m\x1b[<u\x1b[>4m\x1b=\x1b>",
    "size told by itself": b"\x1b[?2048h\x1b[?2031h\x1b[?996n\x1b[?2048l\x1b[?2031l",
    "mouse and focus": b"\x1b[?1000;1003;1004;1006;1015;1016h\x1b[?1000;1003;1004;1006;1015;1016l",
    "screens and columns": b"\x1b[?1049h\x1b[?47h\x1b[?40h\x1b[?3h\x1b[?3l\x1b[?40l\x1b[?47l\x1b[?1049l",
    "other encodings and levels": b'\x1b%@\x1b%G\x1b[61"p\x1b[62;1"p\x1b F\x1b G\x1b#8\x1b[2J',
    "strings without end": b"\x1b]0;" + _W * 3000 + b"\x18\x1bP" + _W * 3000 + b"\x1a",
    "parameters without end": b"\x1b[" + b"1;" * 5000 + b"m\x1b[" + b"9" * 5000 + b"C\x1b[99999999999b",
    "the direction of writing": "a\u202eb\u2066c\u2028d\u200ee\u061cf".encode(),
    "DEL, NUL and other controls": b"a\x7fb\x00c\x01d\x02e\x06f\x10g\x11h\x12i\x13j\x14k\x15l\x1cm\x1dn\x1eo\x1f",
}

# What is to be seen of it, and no more.
SHOWN: dict[str, tuple[bytes, str]] = {
    "title of screen, which we don't know": (b"\x1bkname\x1b\\", "name"),
    "a link, OSC 8": (b"\x1b]8;id=1;http://%s/\x07the link's text\x1b]8;;\x07" % _W, "the link's text"),
    "a link to a command": (b"\x1b]8;;file:///%s\x1b\\other text\x1b]8;;\x1b\\" % _W, "other text"),
}

_CLEAN = b"\x1b\\\x1b[0m\x1b[2J\x1b[H"
_STATUS, _STATUS_TOLD = b"\x1b\\\x1b[5n", b"\x1b[0n"


def main() -> None:
    """Print each, read what is typed in for it up to the answer of a question asked last, and wait for Return."""
    tty.setraw(0, termios.TCSANOW)
    typed: dict[str, str] = {}
    cases = HOSTILE | {name: printed for name, (printed, _) in SHOWN.items()}
    for number, (name, printed) in enumerate(cases.items()):
        os.write(1, _CLEAN + b"start-%d-" % number)
        _until(b"\r")
        _print(_CLEAN + printed + _STATUS)
        asked = printed.count(b"\x1b[5n") + 1
        typed[name] = _until(_STATUS_TOLD, asked).decode("latin-1")
        Path(sys.argv[1]).write_text(json.dumps(typed), encoding="utf-8")
        os.write(1, b"end-%d-" % number)
        _until(b"\r")


def _print(data: bytes) -> None:
    while data:
        data = data[os.write(1, data) :]


def _until(end: bytes, times: int = 1) -> bytes:
    read = b""
    while read.count(end) < times:
        read += os.read(0, 1)
    return read


if __name__ == "__main__":
    main()
