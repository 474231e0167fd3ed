"""What several tests share: the small valid catalogue, and the site of the first sixteen records, built once."""

import os
import shutil
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from catalogue.site.publish import publish
from common import DATA, TODAY
from copies import copy_project

# What a test builds has no PDF, which takes time, but for the site of the sixteen.
os.environ["PDF"] = "non"

# What tests run in processes of their own is not traced, which doubles its time: each test runner has been by now, and does
# the same in its own process.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)


@pytest.fixture
def valid(tmp_path: Path) -> Path:
    """A copy of the small valid catalogue: its practices/ folder, free to break."""
    return Path(shutil.copytree(DATA / "valid" / "practices", tmp_path / "practices"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site of the first sixteen records, built strictly by the code as it stands."""
    root = copy_project(tmp_path_factory.mktemp("built"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PDF", "oui")
        environment.setenv("SOURCE_DATE_EPOCH", str(int(datetime.combine(TODAY, time(12), UTC).timestamp())))
        publish(root, root / "site")
    return root / "site"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the whole project with the first sixteen records, free to break, whose commands use its own code and templates."""
    return copy_project(tmp_path)
