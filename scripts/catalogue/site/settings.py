"""What mkdocs.yml tells our plugin, under `plugins: catalogue:`, typed; MkDocs refuses a build whose settings are not so."""

from collections.abc import Mapping

from mkdocs.config import config_options as opt
from mkdocs.config.base import Config

from catalogue.pages.legal import ADDRESS, NOTICES


class Contribution(Config):
    """Where contributions are welcome: addresses on the forge, under the project's, and an e-mail address; "" for none."""

    nouveau_fichier = opt.Type(str, default="")
    signaler = opt.Type(str, default="")
    courriel = opt.Type(str, default="")


class Legal(Config):
    """What the legal notice states: who publishes the site, who directs the publication, who hosts it; "" where it is not told."""

    editeur = opt.Type(str, default="")
    directeur = opt.Type(str, default="")
    hebergeur = opt.Type(str, default="")


VARIABLES = {"editeur": "LEGAL_PUBLISHER", "directeur": "LEGAL_DIRECTOR", "hebergeur": "LEGAL_HOST"}
"""The variable from which mkdocs.yml takes each."""


def unstated(legal: Mapping[str, str]) -> str:
    """Return the line that says what the legal notice does not state yet, "" when it states all."""
    lacking = [f"{notice.name} ({VARIABLES[name]})" for name, notice in NOTICES.items() if not legal[name].strip()]
    return (
        f"Mentions légales à compléter : il manque {', '.join(lacking)}. La page /{ADDRESS} le dit." if lacking else ""
    )


class Settings(Config):
    """All that our plugin is told; what the theme reads too stands under `extra:`.

    `pdf` says whether PDFs are made: YAML reads `yes` and `no` as true and false.
    """

    pdf = opt.Choice(("oui", "non", True, False), default="oui")
    contribution = opt.SubConfig(Contribution)
    mentions_legales = opt.SubConfig(Legal)
