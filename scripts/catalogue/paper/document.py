"""Catalogue → what is printed: fiches and the recueil, as plain data that a typesetter draws. Pure functions.

A text is a plain string or a list of nodes, whose types are those of `prose.tree`, "dessin" and "insecable"; blocks add
"chiffres", "details" and "intertitre". Nothing here is markup: record text goes through as it was typed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from catalogue.derived import charts
from catalogue.derived.index import Index, evidence, figure_value, strongest_figure
from catalogue.derived.sections import SORTING, Section, filled, missing, sections, undrawn
from catalogue.derived.wording import words
from catalogue.exports import qr
from catalogue.pages.rendering import UNKNOWN, drawing, region_address
from catalogue.pages.share import citation, short_address
from catalogue.records.fields import Champ, field_at
from catalogue.records.practice import Chiffre, Distinction, Pratique
from catalogue.records.vocabularies import Levier, Source
from catalogue.text import prose
from catalogue.text.identity import ADRESSE_LICENCE, LICENCE
from catalogue.text.typography import NBSP, NNBSP, fold, long_date, partial_date

Node = dict[str, Any]
Text = str | list[Node]


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
                "introduction": _prose(lever.introduction),
                "methode": _link(site + lever.page, site + lever.page) if lever.page else None,
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
        "adresse": _link(site, site),
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


# --- Nodes -------------------------------------------------------------------------------------------------------


def _link(text: str, address: str) -> list[Node]:
    return [{"type": "link", "adresse": address, "dedans": [{"type": "text", "texte": text}]}]


def _prose(text: str) -> list[Node]:
    """Return `text` as blocks, whose links tell at the foot of the page where they lead."""

    def noted(node: Node) -> Node:
        found = {**node, "dedans": [noted(inner) for inner in node["dedans"]]} if "dedans" in node else node
        return {**found, "note": True} if node["type"] == "link" else found

    return [noted(node) for node in prose.tree(text)]


def _plain(text: str) -> list[Node]:
    return [{"type": "text", "texte": text}]


def _joined(texts: Iterable[list[Node]], between: str = ", ") -> list[Node]:
    found: list[Node] = []
    for text in texts:
        found += [*(_plain(between) if found else ()), *text]
    return found


def _list(items: Iterable[Text], kind: str = "bullet_list") -> Node:
    blocks = ({"type": "paragraph", "dedans": item if isinstance(item, list) else _plain(item)} for item in items)
    return {"type": kind, "debut": 1, "dedans": [{"type": "list_item", "dedans": [block]} for block in blocks]}


def _paragraph(text: Text) -> Node:
    return {"type": "paragraph", "dedans": text if isinstance(text, list) else _plain(text)}


def _details(pairs: Iterable[tuple[str, Text]]) -> Node:
    return {
        "type": "details",
        "paires": [[term, text if isinstance(text, list) else _plain(text)] for term, text in pairs],
    }


def _heading(text: str) -> Node:
    return {"type": "intertitre", "texte": text}


def _to_fiche(site: str, practice: Pratique) -> list[Node]:
    """Return a link to the fiche of `practice`: within the book where it stands in one, else on the site."""
    return [{**_link(practice.titre, f"{site}pratiques/{practice.id}/")[0], "fiche": practice.id}]


def _numbered(practices: Sequence[Pratique]) -> list[Node]:
    return [{"id": practice.id, "titre": practice.titre} for practice in practices]


# --- Pieces of a fiche -------------------------------------------------------------------------------------------


def _lever(lever: Levier) -> Node:
    return {"id": lever.id, "nom": lever.nom, "dessin": drawing(lever.id)}


def _landmarks(index: Index, site: str, practice: Pratique) -> list[tuple[str, Text]]:
    level = evidence(practice)
    how = _link("comment lire", f"{site}a-propos/#comment-lire-les-niveaux-de-preuve")
    found: list[tuple[str, Text]] = [("Porté par", _organisations(index, site, practice.porteurs, spelt_out=True))]
    if practice.partenaires:
        found.append(("Avec", _organisations(index, site, practice.partenaires)))
    found += [
        ("Territoire" if practice.territoire else "Territoire des porteurs", _place(index, site, practice)),
        ("Statut", practice.statut.libelle),
        (
            "Preuve",
            [
                {"type": "dessin", "dessin": drawing(level.value)},
                *_plain(f" {level.libelle}{NBSP}: {level.raison} "),
                {"type": "insecable", "dedans": [*_plain("("), *how, *_plain(")")]},
            ],
        ),
        ("Vérifié le", long_date(practice.verifie_le)),
    ]
    return [(term, text if isinstance(text, list) else _plain(text)) for term, text in found]


def _organisations(index: Index, site: str, names: Iterable[str], *, spelt_out: bool = False) -> list[Node]:
    def one(name: str) -> list[Node]:
        organisation = index.catalogue.organisations[name]
        link = _link(organisation.nom, f"{site}organisations/{name}/")
        return [*link, *_plain(f" ({organisation.developpe})")] if spelt_out and organisation.developpe else link

    return _joined(one(name) for name in names)


def _place(index: Index, site: str, practice: Pratique) -> list[Node]:
    place = index.place(practice)
    regions = [index.catalogue.regions[code].nom for code in place.regions]
    parts = [_plain(place.nom)] if place.nom else []
    parts += [_link(name, site + region_address(name)) for name in regions]
    parts += [_plain("France entière")] if place.national else []
    return _joined(parts) or _plain(UNKNOWN)


def _programme(index: Index, site: str, practice: Pratique) -> Node | None:
    programme = index.catalogue.pratiques.get(practice.programme or "")
    members = index.members.get(practice.programme or practice.id, [])
    if programme is None and not members:
        return None
    title = (
        [*_plain("Dans le programme "), *_to_fiche(site, programme)] if programme else _plain("Ce programme comprend")
    )
    return {
        "titre": title,
        "liste": _list(_plain(m.titre) if m.id == practice.id else _to_fiche(site, m) for m in members),
    }


def _figure(index: Index, figure: Chiffre, practice: Pratique) -> Node:
    whole = charts.enclosing(figure, practice.chiffres)
    part, around = charts.share(figure), charts.share(whole) if whole else None
    frame = [figure.periode, f"base{NBSP}: {figure.base}" if figure.base else None, figure.nature.libelle]
    frame += _besides(index, "chiffres", figure)
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
    title = _link(source.titre, source.adresse) if source.adresse else _plain(source.titre)
    rest = f", {index.catalogue.organisations[source.editeur].nom}"
    rest += f", {partial_date(source.date)}" if source.date else ""
    rest += f" ({', '.join(places)})." if places else "."
    rest += f" {source.note}" if source.note else ""
    address = [*_plain(" "), *_link(source.adresse, source.adresse)] if source.adresse else []
    return [*title, *_plain(rest), *address]


def _sections(index: Index, site: str, practice: Pratique) -> Iterable[Node]:
    there = sections(practice)
    for section, shown in there:
        blocks: list[Node] = []
        for one in shown:
            blocks += [_heading(one.titre)] if one.row != section.fields[0] else []
            own = _OWN.get(one.champ.nom)
            blocks += own(index, practice) if own else _blocks(index, site, one.champ, one.valeur)
        yield {"titre": section.title, "blocs": blocks}
    if lacking := missing(section for section, _ in there):
        yield {
            "titre": "Ce que la source ne précise pas",
            "blocs": [{**_list(_lacking(index, practice, lacking)), "colonnes": True}],
        }
    if sorting := [(one.titre, words(one.champ, one.valeur, index.named)) for one in filled(practice, SORTING)]:
        yield {"titre": "Classement", "blocs": [_details(sorting)]}
    if related := index.related(practice.id):
        yield {"titre": "Pratiques proches", "blocs": [_list(_to_fiche(site, other) for other in related)]}


# --- A field, by what it takes -----------------------------------------------------------------------------------


def _blocks(index: Index, site: str, champ: Champ, value: Any) -> list[Node]:
    """Return `value` of `champ` as blocks, as templates/field_blocks.html draws it."""
    if champ.genre == "prose" and not champ.liste:
        return _prose(value)
    if champ.champs and champ.liste:
        return [_group_details(index, site, champ.champs, one) for one in value]
    if any(not one.est_court for one in champ.champs):
        return [block for one in champ.champs for block in _headed(index, site, one, getattr(value, one.nom))]
    if champ.champs:
        return [_group_details(index, site, champ.champs, value)]
    if champ.est_court:
        return [_paragraph(_short(index, site, champ, value))]
    if champ.liste:
        return [_list(value, "ordered_list" if champ.nom == "mise_en_oeuvre" else "bullet_list")]
    return [_paragraph(value)]


def _headed(index: Index, site: str, champ: Champ, value: Any) -> list[Node]:
    """Return a field of a group that is drawn field by field: none where it is not known."""
    if value in (None, (), ""):
        return []
    if champ.nom == "duree_minutes":
        return [_paragraph(f"Durée indicative{NBSP}: {value} minutes.")]
    if champ.est_court:
        said = _short(index, site, champ, value)
        return [_paragraph([*_plain(f"{champ.titre}{NBSP}: "), *(_plain(said) if isinstance(said, str) else said)])]
    return [_heading(champ.titre), *_blocks(index, site, champ, value)]


def _group_details(index: Index, site: str, fields: Iterable[Champ], group: Any) -> Node:
    pairs = ((one, getattr(group, one.nom)) for one in fields)
    known = ((one.titre, UNKNOWN if v in (None, (), "") else _short(index, site, one, v)) for one, v in pairs)
    return _details(known)


def _short(index: Index, site: str, champ: Champ, value: Any) -> Text:
    """Return `value` of `champ` within a line."""
    values = value if champ.liste else [value]
    if champ.vocabulaire == "organisations":
        return _organisations(index, site, values)
    if champ.vocabulaire == "pratiques":
        return _joined(_to_fiche(site, index.catalogue.pratiques[name]) for name in values)
    if champ.genre == "adresse" and not champ.liste:
        return _link(value, value)
    said = value if champ.is_text and not champ.liste else words(champ, value, index.named)
    return said[:1].upper() + said[1:]


def _besides(index: Index, name: str, group: Any) -> list[str]:
    """Return what an item of the field `name`, which has a drawing of its own, holds besides: « Titre : mots »."""
    champ = field_at(Pratique, (name,))
    others = ((one, getattr(group, one.nom)) for one in (undrawn(champ) if champ else ()))
    return [f"{one.titre}{NBSP}: {words(one, v, index.named)}" for one, v in others if v not in (None, (), "")]


def _award(index: Index, award: Distinction) -> list[Node]:
    told = f", {award.organisme}, {award.annee}." + (f" {award.precision}" if award.precision else "")
    told += "".join(f" {said}." for said in _besides(index, "distinctions", award))
    strong: Node = {"type": "strong", "dedans": _plain(award.titre)}
    return [strong, *_plain(told), {"type": "hardbreak", "dedans": []}, *_plain(_cited(index, award))]


def _sources(index: Index, practice: Pratique) -> Node:
    places: dict[str, list[str]] = {}
    for cited in practice.sources:
        places.setdefault(cited.id, []).extend([cited.repere, *_besides(index, "sources", cited)])
    cat = index.catalogue
    return _list((_source(index, cat.sources[name], found) for name, found in places.items()), "ordered_list")


def _lacking(index: Index, practice: Pratique, sections: Iterable[Section]) -> Iterable[str]:
    outside = practice.levier in index.branch("hors-contrat") and "dans-le-contrat" not in practice.autres_leviers
    for section in sections:
        why = f"{NBSP}: sans objet, la pratique se situe en dehors du contrat public"
        yield section.title + (why if section.anchor == "contrat" and outside else "")


def _whereabouts(site: str, practice: Pratique) -> Node:
    short, cited = short_address(site, practice.id), citation(site, practice)
    more = f"Vous en savez plus{NNBSP}? "
    return {
        "qr": qr.svg(short) if "://" in short else "",
        "alternative": f"Code QR de l’adresse {short}",
        "paires": [
            ("Adresse courte", _link(short, short)),
            ("Pour citer", [*_plain(cited.text.removesuffix(cited.adresse)), *_link(cited.adresse, cited.adresse)]),
            (
                "Compléter",
                [
                    *_plain(more),
                    *_link("Compléter cette fiche", f"{site}contribuer/proposer/?fiche={practice.id}"),
                ],
            ),
            ("Licence", _licence()),
        ],
    }


def _licence() -> list[Node]:
    return _link(LICENCE, ADRESSE_LICENCE)


_OWN: Mapping[str, Callable[[Index, Pratique], list[Node]]] = {
    "chiffres": lambda index, p: [{"type": "chiffres", "chiffres": [_figure(index, one, p) for one in p.chiffres]}],
    "distinctions": lambda index, p: [_list(_award(index, award) for award in p.distinctions)],
    "sources": lambda index, p: [_sources(index, p)],
}
"""Fields that have a drawing of their own (see DRAWN in derived/sections.py)."""
