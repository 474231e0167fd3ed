"""What several tests share: the small valid catalogue, and the real site, built once."""

import os
import shutil
from pathlib import Path

import pytest

from catalogue.site.publish import publish
from common import DATA, ROOT
from copies import copy_project

# What a test builds has no PDF, which takes time, but for the real site.
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
    """The folder of the real site, built strictly from the repository as it stands."""
    target = tmp_path_factory.mktemp("built") / "site"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PDF", "oui")
        publish(ROOT, target)
    return target


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the whole project, free to break, whose commands use its own code and templates."""
    return copy_project(tmp_path)
