"""The catalogue as it stands today, whatever anyone adds to it."""

from pathlib import Path

import pytest

from catalogue.site.publish import publish
from common import ROOT
from copies import copy_project


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site of today's records and hand-written pages, built strictly."""
    root = copy_project(tmp_path_factory.mktemp("today"), content=ROOT)
    publish(root, root / "site")
    return root / "site"
