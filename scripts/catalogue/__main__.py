"""The door of the `catalogue` command: whenever it is stopped, one line in French, and nothing is left half done."""

import gc
import signal
import sys
from types import FrameType
from typing import NoReturn

_STOPS = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]


def main() -> int:
    """Run the command; return its exit code, or 1 when a signal stopped it."""
    for number in _STOPS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup, for one, asks that it be left so
            signal.signal(number, _stop)
    try:
        try:
            from catalogue.cli import main as command  # here, since a signal may come while all of it is read

            return command()
        finally:
            for number in _STOPS:  # what follows is short, and must not be cut
                signal.signal(number, signal.SIG_IGN)
            gc.freeze()  # the process ends: the collector need not look through all that is left
    except KeyboardInterrupt:
        print("Interrompu.", file=sys.stderr)
        return 1


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """Unwind to main, through each `finally` on the way."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
