"""Builds the site whole, beside the last one, then puts it in its place: what readers see is old or new, never half."""

import shutil
import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config


def publish(root: Path, target: Path) -> None:
    """Build the site of the project at `root` into `target`, strictly.

    Raises mkdocs.exceptions.Abort or ConfigurationError when anything is wrong, and OSError when the disk refuses;
    `target` is then as it was.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    old = fresh.with_name(fresh.name + "-ancien")
    try:
        built = fresh / "site"
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(built), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
        if target.exists():
            target.rename(old)
        built.rename(target)
    finally:
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
