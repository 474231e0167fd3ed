"""Where the project stands, and what day it is: the little that the adapters share."""

import os
from datetime import UTC, date, datetime
from pathlib import Path


def find_root(start: Path) -> Path | None:
    """Return the nearest folder at or above `start` that holds `practices/vocabulaires/`, or None."""
    for folder in [start, *start.parents]:
        if (folder / "practices" / "vocabulaires").is_dir():
            return folder
    return None


def today() -> date:
    """Return the day of the build: SOURCE_DATE_EPOCH's where it is set (reproducible-builds.org), else today's."""
    try:
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    except (KeyError, ValueError, OverflowError, OSError):  # not set, or no moment that exists
        return datetime.now(UTC).date()
