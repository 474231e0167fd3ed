"""Where the project is kept and contributions are welcome, from mkdocs.yml: what pages say of it."""

from pathlib import Path
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig

from catalogue.site.settings import Contribution


def edit_base(config: MkDocsConfig) -> str:
    """Return the address under which the forge edits the project's files, or "" without a forge."""
    if not config.repo_url or not config.edit_uri:
        return ""
    docs = Path(config.docs_dir).name
    return urljoin(config.repo_url.rstrip("/") + "/", config.edit_uri.removesuffix(f"{docs}/"))


def welcome(config: MkDocsConfig, contribution: Contribution) -> dict[str, str]:
    """Return where contributions are welcome, "" for what there is not: see pages.rendering.ACCUEIL."""
    repo = (config.repo_url or "").rstrip("/")

    def on_forge(address: str) -> str:
        return f"{repo}/{address}" if repo and address else ""

    return {
        "forge": repo,
        "edition": edit_base(config),
        "courriel": contribution.courriel,
        "nouveau_fichier": on_forge(contribution.nouveau_fichier),
        "signaler": on_forge(contribution.signaler),
    }
