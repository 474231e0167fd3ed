"""One whole build of the site by MkDocs, strict: what publishing and writing out share."""

from pathlib import Path

from mkdocs.commands import build as mkdocs
from mkdocs.config import load_config
from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

from catalogue.pages import TemplateError, TemplateFault


def build(root: Path, site: Path, **listening: BasePlugin[LegacyConfig]) -> MkDocsConfig:
    """Build the site of the project at `root` into the folder `site`, with these plugins besides its own; return its configuration.

    Raises mkdocs.exceptions.Abort, ConfigurationError or TemplateFault when anything is wrong, and OSError when the disk
    refuses.
    """
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(site), strict=True)
    for name, plugin in listening.items():
        config.plugins[name] = plugin
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs.build(config)
    except TemplateError as error:  # of the theme
        raise TemplateFault.of(error) from error
    finally:
        config.plugins.on_shutdown()
    return config
