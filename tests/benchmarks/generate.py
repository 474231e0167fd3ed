"""Writes a catalogue of N valid, realistic records, the same for the same seed: made from the project's own vocabularies.

python tests/benchmarks/generate.py FOLDER N    # lays a whole project with them
"""

import json
import random
import shutil
import sys
from pathlib import Path

from catalogue.checks.check import check
from catalogue.records.model import Catalogue
from catalogue.records.values import Statut
from catalogue.system.project import today

ROOT = Path(__file__).parents[2]

_WHAT = ["Un atelier", "Un parcours", "Une charte", "Un marché", "Une visite", "Un réseau", "Une formation", "Un guide"]
_FOR = [
    "la mobilité",
    "la négociation",
    "la garde d’enfants",
    "les métiers du bâtiment",
    "la maîtrise d’œuvre",
    "le numérique",
]
_WHO = ["des facilitateur·rices", "des participantes", "des entreprises", "des chef·fes d’équipe", "des acheteur·euses"]
_SAY = [
    "Les partenaires se réunissent chaque trimestre pour suivre les recrutements.",
    "Une référente accompagne les personnes avant, pendant et après l’embauche.",
    "Les entreprises s’engagent à ouvrir leurs équipes et leurs chantiers.",
    "Le suivi distingue les heures réalisées par les femmes et par les hommes.",
    "Les offres sont relues pour écarter les formulations qui découragent.",
]


def record(rng: random.Random, number: int, catalogue: Catalogue) -> str:
    """Return the YAML of record `number`, about as long as the first sixteen."""

    def some(entries: object, most: int) -> list[str]:
        return sorted(rng.sample(list(entries), rng.randint(1, most)))  # type: ignore[call-overload]

    def prose(most: int) -> str:
        return " ".join(rng.choice(_SAY) for _ in range(rng.randint(1, most)))

    parents = {lever.parent for lever in catalogue.leviers.values()}
    lever = rng.choice([name for name in catalogue.leviers if name not in parents])
    source = rng.choice(list(catalogue.sources))
    percent = rng.randint(5, 95)
    data = {
        "titre": f"{rng.choice(_WHAT)} sur {rng.choice(_FOR)} auprès {rng.choice(_WHO)}, n° {number}",
        "resume": f"{prose(1)} Au terme de l’action, {percent} % des personnes sont des femmes.",
        "levier": lever,
        "porteurs": some(catalogue.organisations, 2),
        "territoire": {"nom": f"Territoire {number % 400}", "regions": some(catalogue.regions, 2)},
        "publics": some(catalogue.publics, 3),
        "freins": some(catalogue.freins, 2),
        "secteurs": some(catalogue.secteurs, 2),
        "contexte": f"{prose(4)}\n\n- {prose(1)}\n- {prose(1)}\n",
        "objectifs": rng.sample(_SAY, rng.randint(1, 3)),
        "mise_en_oeuvre": rng.sample(_SAY, rng.randint(2, 5)),
        "chiffres": [
            {
                "valeur": percent,
                "unite": "%",
                "libelle": "part des femmes parmi les bénéficiaires",
                "nature": rng.choice(["mesure", "declare"]),
                "periode": "après une année",
                "source": source,
                "repere": "page 2",
            }
        ],
        "conditions_de_reussite": [prose(1)],
        "statut": rng.choice(list(Statut)).value,
        "sources": [{"id": source, "repere": "page 1"}],
        "verifie_le": "2026-01-31",
        "mots_cles": rng.sample(["salaire", "paie", "crèche", "chantier", "usine", "mixité", "visite"], 3),
    }
    # JSON is YAML, and quotes every text as safely; one key a line, as people write.
    return "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in data.items()) + "\n"


def generate(folder: Path, count: int, seed: int = 16) -> None:
    """Write `count` records and the project's vocabularies into `folder` (a `practices/` to be)."""
    checked = check(ROOT / "practices", today())
    assert checked.catalogue is not None
    shutil.copytree(ROOT / "practices" / "vocabulaires", folder / "vocabulaires")
    rng = random.Random(seed)
    for path in (ROOT / "practices").glob("*.yml"):
        shutil.copy(path, folder / path.name)
    for number in range(count - len(checked.catalogue.pratiques)):
        (folder / f"pratique-{number:05}.yml").write_text(record(rng, number, checked.catalogue), "utf-8")


def lay_project(folder: Path, count: int) -> None:
    """Lay in `folder` what the site is built from, with `count` records."""
    for name in ("docs", "theme", "scripts"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    generate(folder / "practices", count)


if __name__ == "__main__":
    lay_project(Path(sys.argv[1]), int(sys.argv[2]))
