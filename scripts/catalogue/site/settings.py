"""What mkdocs.yml tells our plugin, under `plugins: catalogue:`, typed; MkDocs refuses a build whose settings are not so."""

from mkdocs.config import config_options as opt
from mkdocs.config.base import Config


class Contribution(Config):
    """Where contributions are welcome: addresses on the forge, under the project's, and an e-mail address; "" for none."""

    nouveau_fichier = opt.Type(str, default="")
    signaler = opt.Type(str, default="")
    courriel = opt.Type(str, default="")


class Settings(Config):
    """All that our plugin is told; what the theme reads too stands under `extra:`.

    `pdf` says whether PDFs are made: YAML reads `yes` and `no` as true and false.
    """

    pdf = opt.Choice(("oui", "non", True, False), default="oui")
    contribution = opt.SubConfig(Contribution)
