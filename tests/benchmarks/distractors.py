"""Other practices than the first ones, in their words: what a search must not put before the right answer.

Their subjects, places and organisations are others. Their texts are as long as the real ones and go from word to word as
they do, so that every word of the catalogue turns up in many of them, without any of them telling the same thing. The same
for the same seed.
"""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from catalogue.records.model import Catalogue
from catalogue.records.practice import Pratique
from catalogue.records.vocabularies import Organisation
from catalogue.text import prose

_WHAT = [
    "Un atelier pour",
    "Un parcours pour",
    "Une charte pour",
    "Un critère d’attribution pour",
    "Un réseau d’entreprises pour",
    "Une formation pour",
    "Un guide des partenaires pour",
    "Une clause sociale pour",
    "Un programme d’égalité pour",
    "Un groupe de femmes pour",
]
_FOR = [
    "la mobilité",
    "la restauration collective",
    "les espaces verts",
    "le nettoyage des locaux",
    "la logistique",
    "le textile",
    "l’aide à domicile",
    "le permis de conduire",
    "la santé",
    "le logement",
    "les seniors",
    "les jeunes",
    "l’agriculture",
    "le tourisme",
    "la sécurité",
    "le parrainage",
    "le handicap",
    "le réemploi",
    "les langues",
    "la création d’entreprise",
]
_KIND = ["PLIE", "Maison de l’emploi", "Mission locale", "Ville", "Communauté de communes", "Département", "Régie"]
_START = ["bre", "car", "mon", "val", "sau", "per", "lan", "chau", "gui", "mar", "ver", "bel", "nou", "tré", "ron"]
_MIDDLE = ["", "ti", "ma", "li", "no", "ber", "de", "van", "ri"]
_END = ["ville", "gnac", "court", "bourg", "mont", "zan", "lieu", "don", "ges", "ny", "sac", "rac"]


def with_distractors(catalogue: Catalogue, count: int, seed: int = 3) -> Catalogue:
    """Return `catalogue` with `count` more practices, and the organisations that carry them."""
    rng = random.Random(seed)
    chain: dict[str, list[str]] = {}
    for practice in catalogue.pratiques.values():
        for text in _texts(practice):
            words = [word for word in text.split() if word.islower()]  # names stay those of the first practices
            for word, after in pairwise(["", *words, ""]):
                chain.setdefault(word, []).append(after)
    regions = list(catalogue.regions)
    towns = sorted({f"{rng.choice(_START)}{rng.choice(_MIDDLE)}{rng.choice(_END)}".title() for _ in range(count)})
    organisations = [
        Organisation.model_validate(
            {
                "id": f"organisation-{number}",
                "nom": f"{rng.choice(_KIND)} de {rng.choice(towns)}",
                "nature": "structure-emploi-insertion",
                "region": rng.choice(regions),
            }
        )
        for number in range(count // 3 + 1)
    ]
    more = [_practice(rng, number, catalogue, organisations, chain) for number in range(count)]
    return replace(
        catalogue,
        pratiques={**catalogue.pratiques, **{practice.id: practice for practice in more}},
        organisations={**catalogue.organisations, **{organisation.id: organisation for organisation in organisations}},
    )


def _texts(practice: Pratique) -> list[str]:
    return [practice.resume, prose.plain(practice.contexte or ""), *practice.objectifs, *practice.mise_en_oeuvre]


def _practice(
    rng: random.Random,
    number: int,
    catalogue: Catalogue,
    organisations: list[Organisation],
    chain: dict[str, list[str]],
) -> Pratique:
    def text(words: int) -> str:
        said: list[str] = []
        while len(said) < words:
            said.append(rng.choice(chain[said[-1] if said else ""]) or rng.choice(chain[""]))
        return " ".join(said)

    parents = {lever.parent for lever in catalogue.leviers.values()}
    carrier = rng.choice(organisations)
    return Pratique.model_validate(
        {
            "id": f"pratique-{number:05}",
            "titre": f"{rng.choice(_WHAT)} {rng.choice(_FOR)}, n° {number}",
            "resume": f"{carrier.nom} : {text(30)}"[:280],
            "levier": rng.choice([name for name in catalogue.leviers if name not in parents]),
            "porteurs": (carrier.id,),
            "publics": tuple(rng.sample(list(catalogue.publics), 2)),
            "freins": tuple(rng.sample(list(catalogue.freins), rng.randint(0, 2))),
            "secteurs": tuple(rng.sample(list(catalogue.secteurs), rng.randint(0, 2))),
            "contexte": text(22),
            "objectifs": (text(7),),
            "mise_en_oeuvre": tuple(text(12) for _ in range(rng.randint(1, 3))),
            "sources": ({"id": "maximilien-diversification", "repere": "A"},),
            "verifie_le": date(2026, 1, 1) + timedelta(rng.randint(0, 300)),
        }
    )
