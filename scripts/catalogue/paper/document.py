"""Catalogue → what is printed: fiches and the recueil, as plain data that a typesetter draws. Pure functions.

Record text goes through as it was typed: nodes.py says what the data is made of, field_blocks.py how each field is drawn.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from catalogue.derived import charts
from catalogue.derived.evidence import evidence, figure_value, strongest_figure
from catalogue.derived.index import Index
from catalogue.derived.sections import HEAD, SORTING, Section, filled, missing, sections
from catalogue.derived.wording import about_source, words
from catalogue.exports import qr
from catalogue.pages.rendering import UNKNOWN, country_address, drawing, region_address
from catalogue.pages.share import citation, short_address
from catalogue.paper.field_blocks import besides, blocks, organisations
from catalogue.paper.nodes import Node, Text, details, heading, item_list, joined, link, plain, prose_blocks, to_fiche
from catalogue.records.practice import Chiffre, Distinction, Pratique
from catalogue.records.vocabularies import Levier, Source
from catalogue.text.identity import ADRESSE_LICENCE, LICENCE
from catalogue.text.typography import NBSP, NNBSP, fold, long_date, partial_date


def fiche(index: Index, site: str, practice: Pratique) -> Node:
    """Return all that the page of `practice` says, in the same order; `site` is the published address, with its slash."""
    cat = index.catalogue
    strongest = strongest_figure(practice)
    return {
        "id": practice.id,
        "titre": practice.titre,
        "resume": practice.resume,
        "levier": _lever(cat.leviers[practice.levier]),
        "fort": _figure(index, strongest, practice) if strongest else None,
        "reperes": _landmarks(index, site, practice),
        "programme": _programme(index, site, practice),
        "sections": list(_sections(index, site, practice)),
        "retrouver": _whereabouts(site, practice),
    }


def recueil(index: Index, site: str, fiches: Mapping[str, Node]) -> Node:
    """Return the whole catalogue as a book: levers with their `fiches` (by id), sources, organisations that carry."""
    cat = index.catalogue

    def chapters(parent: str | None, depth: int) -> Iterable[Node]:
        for lever in index.children.get(parent, ()):
            own = [p for p in index.by_lever[lever.id] if p.levier == lever.id]
            yield {
                "niveau": depth,
                "levier": _lever(lever),
                "resume": lever.resume,
                "introduction": prose_blocks(lever.introduction),
                "methode": link(site + lever.page, site + lever.page) if lever.page else None,
                "vide": not index.by_lever[lever.id],
                "fiches": [fiches[practice.id] for practice in own],
            }
            yield from chapters(lever.id, depth + 1)

    carriers = {name: roles["Porte"] for name, roles in index.roles.items() if "Porte" in roles}
    checked = [practice.verifie_le for practice in cat.pratiques.values()]
    return {
        "compte": len(cat.pratiques),
        "verifie": f"du {long_date(min(checked))} au {long_date(max(checked))}"
        if len(set(checked)) > 1
        else "".join(f"le {long_date(day)}" for day in set(checked)),
        "adresse": link(site, site),
        "licence": _licence(),
        "chapitres": list(chapters(None, 1)),
        "sources": [
            {"texte": _source(index, source), "fiches": _numbered(index.by_source[source.id])}
            for source in cat.sources.values()
            if source.id in index.by_source
        ],
        "porteurs": [
            {"nom": cat.organisations[name].nom, "fiches": _numbered(carriers[name])}
            for name in sorted(carriers, key=lambda name: fold(cat.organisations[name].nom))
        ],
    }


def _numbered(practices: Sequence[Pratique]) -> list[Node]:
    return [{"id": practice.id, "titre": practice.titre} for practice in practices]


# --- Pieces of a fiche -------------------------------------------------------------------------------------------


def _lever(lever: Levier) -> Node:
    return {"id": lever.id, "nom": lever.nom, "dessin": drawing(lever.id)}


def _landmarks(index: Index, site: str, practice: Pratique) -> list[tuple[str, Text]]:
    level = evidence(practice)
    how = link("comment lire", f"{site}a-propos/#comment-lire-les-niveaux-de-preuve")
    found: list[tuple[str, Text]] = [("Porté par", organisations(index, site, practice.porteurs, spelt_out=True))]
    if practice.partenaires:
        found.append(("Avec", organisations(index, site, practice.partenaires)))
    found += [
        ("Territoire" if practice.territoire else "Territoire des porteurs", _place(index, site, practice)),
        ("Statut", practice.statut.libelle),
        (
            "Preuve",
            [
                {"type": "dessin", "dessin": drawing(level.value)},
                *plain(f" {level.libelle}{NBSP}: {level.raison} "),
                {"type": "insecable", "dedans": [*plain("("), *how, *plain(")")]},
            ],
        ),
        ("Vérifié le", long_date(practice.verifie_le)),
        *((one.titre, words(one.champ, one.valeur, index.named)) for one in filled(practice, HEAD) if not one.is_drawn),
        *([("Reprise par", ", ".join(p.titre for p in taken))] if (taken := index.taken_up.get(practice.id)) else []),
    ]
    return [(term, text if isinstance(text, list) else plain(text)) for term, text in found]


def _place(index: Index, site: str, practice: Pratique) -> list[Node]:
    place = index.place(practice)
    regions = [index.catalogue.regions[code].nom for code in place.regions]
    parts = [plain(place.nom)] if place.nom else []
    parts += [link(name, site + region_address(name)) for name in regions]
    parts += [plain("France entière")] if place.national else []
    parts += [
        link(index.catalogue.pays[code].nom, site + country_address(index.catalogue.pays[code].nom))
        for code in place.ailleurs
    ]
    return joined(parts) or plain(UNKNOWN)


def _programme(index: Index, site: str, practice: Pratique) -> Node | None:
    programme = index.catalogue.pratiques.get(practice.programme or "")
    members = index.members.get(practice.programme or practice.id, [])
    if programme is None and not members:
        return None
    title = [*plain("Dans le programme "), *to_fiche(site, programme)] if programme else plain("Ce programme comprend")
    return {
        "titre": title,
        "liste": item_list(plain(m.titre) if m.id == practice.id else to_fiche(site, m) for m in members),
    }


def _figure(index: Index, figure: Chiffre, practice: Pratique) -> Node:
    whole = charts.enclosing(figure, practice.chiffres)
    part, around = charts.share(figure), charts.share(whole) if whole else None
    frame = [figure.periode, f"base{NBSP}: {figure.base}" if figure.base else None, figure.nature.libelle]
    frame += [*besides(index, "chiffres", figure), *filter(None, [index.doubt(practice, figure)])]
    within = f"{figure_value(whole)}{NBSP}: " if whole else ""
    return {
        "valeur": figure_value(figure),
        "part": None if part is None else float(part),
        "englobant": None if around is None else float(around),
        "libelle": figure.libelle,
        "inclus": f"Inclus dans {within}{figure.inclus_dans}" if figure.inclus_dans else "",
        "cadre": " · ".join(piece for piece in frame if piece),
        "source": _cited(index, figure),
    }


def _cited(index: Index, cited: Chiffre | Distinction) -> str:
    return f"Source{NBSP}: {index.catalogue.sources[cited.source].titre}, {cited.repere}"


def _source(index: Index, source: Source, places: Sequence[str] = ()) -> list[Node]:
    title = link(source.titre, source.adresse) if source.adresse else plain(source.titre)
    rest = f", {index.catalogue.organisations[source.editeur].nom}"
    rest += f", {partial_date(source.date)}" if source.date else ""
    rest += f" ({', '.join(places)})." if places else "."
    said = about_source(source, index.named)
    rest += f" {said}" if said else ""
    address = [*plain(" "), *link(source.adresse, source.adresse)] if source.adresse else []
    return [*title, *plain(rest), *address]


def _sections(index: Index, site: str, practice: Pratique) -> Iterable[Node]:
    there = sections(practice)
    for section, shown in there:
        drawn: list[Node] = []
        for one in shown:
            drawn += [heading(one.titre)] if one.row != section.fields[0] else []
            own = _OWN.get(one.champ.nom)
            drawn += own(index, practice) if own else blocks(index, site, one.champ, one.valeur)
        yield {"titre": section.title, "blocs": drawn}
    if lacking := missing(section for section, _ in there):
        yield {
            "titre": "Ce que la source ne précise pas",
            "blocs": [{**item_list(_lacking(index, practice, lacking)), "colonnes": True}],
        }
    if sorting := [(one.titre, words(one.champ, one.valeur, index.named)) for one in filled(practice, SORTING)]:
        yield {"titre": "Classement", "blocs": [details(sorting)]}
    if related := index.related(practice.id):
        yield {"titre": "Pratiques proches", "blocs": [item_list(to_fiche(site, other) for other in related)]}


def _award(index: Index, award: Distinction) -> list[Node]:
    told = f", {award.organisme}, {award.annee}." + (f" {award.precision}" if award.precision else "")
    told += "".join(f" {said}." for said in besides(index, "distinctions", award))
    strong: Node = {"type": "strong", "dedans": plain(award.titre)}
    return [strong, *plain(told), {"type": "hardbreak", "dedans": []}, *plain(_cited(index, award))]


def _sources(index: Index, practice: Pratique) -> Node:
    places: dict[str, list[str]] = {}
    for cited in practice.sources:
        places.setdefault(cited.id, []).extend([cited.repere, *besides(index, "sources", cited)])
    cat = index.catalogue
    return item_list((_source(index, cat.sources[name], found) for name, found in places.items()), "ordered_list")


def _lacking(index: Index, practice: Pratique, sections: Iterable[Section]) -> Iterable[str]:
    outside = practice.levier in index.branch("hors-contrat") and "dans-le-contrat" not in practice.autres_leviers
    for section in sections:
        why = f"{NBSP}: sans objet, la pratique se situe en dehors du contrat public"
        yield section.title + (why if section.anchor == "contrat" and outside else "")


def _whereabouts(site: str, practice: Pratique) -> Node:
    short, cited = short_address(site, practice.id), citation(site, practice)
    complete = f"{site}contribuer/proposer/?fiche={practice.id}"
    return {
        "qr": qr.svg(short) if "://" in short else "",
        "alternative": f"Code QR de l’adresse {short}",
        "paires": [
            ("Adresse courte", link(short, short)),
            ("Pour citer", [*plain(cited.text.removesuffix(cited.adresse)), *link(cited.adresse, cited.adresse)]),
            ("Compléter", [*plain(f"Vous en savez plus{NNBSP}? "), *link("Compléter cette fiche", complete)]),
            ("Licence", _licence()),
        ],
    }


def _licence() -> list[Node]:
    return link(LICENCE, ADRESSE_LICENCE)


_OWN: Mapping[str, Callable[[Index, Pratique], list[Node]]] = {
    "chiffres": lambda index, p: [{"type": "chiffres", "chiffres": [_figure(index, one, p) for one in p.chiffres]}],
    "distinctions": lambda index, p: [item_list(_award(index, award) for award in p.distinctions)],
    "sources": lambda index, p: [_sources(index, p)],
}
"""Fields that have a drawing of their own (see DRAWN in derived/sections.py)."""
