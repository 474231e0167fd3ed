"""Vendored files: as released, each with its version, licence and checksum."""

import subprocess
import sys

from conftest import ROOT


def test_vendored_files_are_as_released() -> None:
    """No vendored file was changed, lost or added without theme/vendor.json saying so."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "vendor.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
