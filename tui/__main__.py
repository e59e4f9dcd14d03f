"""The program's entry: turns the command line's outcome into an exit code."""

from __future__ import annotations

import os
import signal
import sys

# Textual waits this many milliseconds for more after an Escape; its own 100 would slow every Escape in vim.
os.environ.setdefault("ESCDELAY", "25")


def main() -> int:
    """Run `sealegs`; 0 fine, 1 the lab or a check failed, 2 usage; 128 and more: ended by a signal, or as by one."""
    from tui.errors import SealegsError

    try:
        from tui.cli import run

        code = run(sys.argv[1:])
        sys.stdout.flush()
        return code
    except SealegsError as error:
        print(f"sealegs: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # Nobody reads on, as in `sealegs images list | head -1`; what is still buffered must not fail at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except ModuleNotFoundError as error:
        print(
            f"sealegs: this Python ({sys.executable}) lacks {error.name}. Run ./lab, which has its own.",
            file=sys.stderr,
        )
        return 1
    except Exception as error:
        from tui import crash

        print(f"sealegs has failed. {crash.told(error)}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
