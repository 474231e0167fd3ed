"""Rules between files: loops, former ids, titles, entries that nothing uses or that stand twice, withdrawals."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from catalogue.checks.context import Context, items
from catalogue.checks.record import check_date
from catalogue.problems.mend import Mend
from catalogue.problems.problem import Problem, declaring
from catalogue.records import edit
from catalogue.records.document import Document, Place
from catalogue.records.vocabularies import APPORTS, NOUVEAU
from catalogue.text.typography import fold, french, slug
from catalogue.text.yaml_scalar import quoted

declare_between = declaring("D’une fiche à l’autre", __name__)

BOUCLE = declare_between(
    id="boucle",
    titre="Les programmes, comme les leviers, ne tournent pas en rond.",
    pourquoi="Si A fait partie de B, B ne peut pas faire partie de A.",
    faux="programme: atout-mixite  # alors que atout-mixite fait partie de cette pratique",
    juste="# sans « programme »",
)
ALIAS = declare_between(
    id="alias-en-conflit",
    titre="Un ancien identifiant ne mène qu’à une seule fiche.",
    pourquoi="Deux fiches ne peuvent pas répondre à la même adresse.",
    faux="alias: [atout-mixite]  # une autre fiche porte ce nom",
    juste="alias: [mon-ancien-nom]",
)
TITRE_DOUBLE = declare_between(
    id="titre-en-double",
    titre="Deux fiches n’ont pas le même titre.",
    pourquoi="On ne saurait pas laquelle ouvrir ; peut-être s’agit-il de la même pratique.",
    faux="titre: Atout mixité",
    juste="titre: Atout mixité, volet formation",
    messages={"titre": "Le titre « {lu} » est déjà celui de « {fiche} » ; un titre qui s’en distingue est attendu."},
)
CONNUE = declare_between(
    id="entree-deja-connue",
    titre="Ce qu’apporte « nouveau » n’est pas décrit autrement ailleurs.",
    pourquoi="De deux descriptions d’une organisation ou d’une source, on ne saurait laquelle montrer. La même, deux fois, ne gêne "
    "personne.",
    faux="nouveau:\n  organisations:\n    mef-cotentin: {nom: MEF du Cotentin, nature: association}",
    juste="porteurs: [mef-cotentin]  # déjà dans organisations.yml",
)
INUTILISEE = declare_between(
    id="entree-inutilisee",
    titre="Chaque entrée de vocabulaire sert à une fiche ou à une autre liste.",
    pourquoi="Une entrée sans emploi donnerait une page ou un filtre vide. Les leviers, les régions, les pays et les chiffres clés "
    "peuvent attendre leur première fiche.",
    faux="publics.yml : « jeunes », qu’aucune fiche ne cite",
    juste="publics: [jeunes]  # dans une fiche, ou l’entrée effacée",
)
SYNONYME_DOUBLE = declare_between(
    id="synonyme-en-double",
    titre="Un mot ne se trouve que dans un groupe de synonymes.",
    pourquoi="La recherche ne saurait pas quel sens lui donner ; si les deux groupes disent la même chose, réunissez-les.",
    faux="batiment:\n  termes: [BTP, chantier]\ntravaux:\n  termes: [travaux, chantier]",
    juste="batiment:\n  termes: [BTP, chantier, travaux]",
)

REGION = declare_between(
    id="region-en-conflit",
    titre="Chaque région, chaque pays a son adresse.",
    pourquoi="La page d’une région, ou la liste d’un pays, tire son adresse des lettres et des chiffres de son nom : sans eux, "
    "elle n’en aurait pas ; avec les mêmes qu’une autre, elle n’en aurait pas à elle.",
    faux='"28":\n  nom: Normandie\n"29":\n  nom: NORMANDIE',
    juste='"28":\n  nom: Normandie\n"29":\n  nom: Normandie (29)',
)
RETRAIT = declare_between(
    id="retrait-en-conflit",
    titre="Ce qui est retiré n’est plus là.",
    pourquoi="À une même adresse, on ne peut lire à la fois une fiche et la raison de son retrait.",
    faux="retraits.yml : « atout-mixite », alors que practices/atout-mixite.yml existe",
    juste="retraits.yml sans « atout-mixite », ou la fiche effacée",
)

NON_LUE = declare_between(
    id="source-non-lue",
    titre="Une fiche repose sur une source au moins que quelqu’un a lue.",
    pourquoi="Ce qu’une source dit d’une autre ne suffit pas : personne n’a vu ce que celle-ci dit vraiment.",
    faux="sources: [{id: rapport-cite, repere: A}]  # « lecture: citee » dans sources.yml",
    juste="sources: [{id: rapport-test, repere: page 9}, {id: rapport-cite, repere: A}]",
)

# The levers are the site's plan, regions and countries are full lists: they may wait for their first practice. Synonyms serve
# readers, not records.
_MAY_WAIT = ("leviers", "regions", "pays", "chiffres-cles", "synonymes", "retraits")


def check_loops(documents: Mapping[str, tuple[Document, Place]], key: str) -> Iterator[Problem]:
    """No chain of `key` (`programme`, `parent`) comes back to where it began; one problem a loop."""
    above = {}
    for name, (document, prefix) in documents.items():
        value = document.value((*prefix, key))
        above[name] = value if isinstance(value, str) else None
    seen: set[str] = set()
    for name in sorted(documents):
        chain: list[str] = []
        at: str | None = name
        while at in above and at not in seen:
            seen.add(at)
            chain.append(at)
            at = above[at]
        loop = chain[chain.index(at) :] if at in chain else []
        # A practice that is part of itself is told by `check_self`.
        if len(loop) > 1 or (loop and key == "parent"):
            first = loop.index(min(loop))
            loop = loop[first:] + loop[:first]
            document, prefix = documents[loop[0]]
            said = f"« {key} » tourne en rond : {' → '.join([*loop, loop[0]])} ; la suite doit s’arrêter quelque part."
            mend = edit.removed(document, (*prefix, key))
            yield document.problem(BOUCLE, (*prefix, key), said, mend or f"Effacez une de ces lignes « {key} ».")


def check_aliases(documents: Mapping[str, Document], reserved: Collection[str]) -> Iterator[Problem]:
    """An alias is neither a practice's id, nor another's alias, nor a reserved name."""
    owners: dict[str, str] = {name: name for name in documents}
    for name in sorted(documents):
        for place, alias in items(documents[name], "alias"):
            if not isinstance(alias, str):
                continue
            if alias in reserved:
                said = f"L’ancien identifiant « {alias} » est réservé ; un autre est attendu."
                yield documents[name].problem(ALIAS, place, said, edit.removed(documents[name], place) or "Effacez-le.")
            owner = owners.setdefault(alias, name)
            if alias in documents or owner != name:
                said = f"L’ancien identifiant « {alias} » est déjà celui de « {owner} » ; un autre est attendu."
                how = edit.removed(documents[name], place) or "Effacez-le, ou choisissez-en un autre."
                yield documents[name].problem(ALIAS, place, said, how)


def check_withdrawals(document: Document, records: Mapping[str, Document], context: Context) -> Iterator[Problem]:
    """What was withdrawn is neither a practice nor what one was called; not twice; and not in the future."""
    taken = {f"pratiques/{name}/": f"practices/{name}.yml" for name in records}
    for name, record in records.items():
        taken |= {f"pratiques/{alias}/": f"practices/{name}.yml (alias)" for _, alias in items(record, "alias")}
    for key, entry in document.data.items():
        if not isinstance(entry, dict):
            continue
        address = str(entry.get("adresse") or f"pratiques/{key}/")
        where = taken.setdefault(address, f"l’entrée « {key} »")
        if where != f"l’entrée « {key} »":
            said = f"« {key} » retire l’adresse /{address}, que tient {where} ; une seule des deux est attendue."
            mend = edit.removed(document, (key,)) if len(document.data) > 1 else Mend(name="")
            yield document.problem(RETRAIT, (key,), said, mend or "Effacez ce retrait.", at_key=True)
        yield from check_date(document, (key, "le"), context)


def check_titles(documents: Mapping[str, Document]) -> Iterator[Problem]:
    """No two practices share a title."""
    seen: dict[str, str] = {}
    for name in sorted(documents):
        title = documents[name].value(("titre",))
        if isinstance(title, str) and title:
            first = seen.setdefault(fold(title), name)
            if first != name:
                said = TITRE_DOUBLE.says("titre", lu=title, fiche=first)
                mend = edit.replaced(documents[name], ("titre",), quoted(f"{title[:73].strip()}, suite"))
                yield documents[name].problem(TITRE_DOUBLE, ("titre",), said, mend)


def check_unused(vocabularies: Mapping[str, Document], used: Mapping[str, Counter[str]]) -> Iterator[Problem]:
    """Every entry is named by a record or by another vocabulary."""
    for kind, document in vocabularies.items():
        for key in document.data:
            if kind not in _MAY_WAIT and not used[kind][key] and slug(key) == key:
                said = f"Rien ne cite l’entrée « {key} » ; une fiche qui la cite est attendue."
                how = edit.removed(document, (key,)) or "Citez-la dans une fiche, ou effacez-la."
                yield document.problem(INUTILISEE, (key,), said, how, at_key=True)


def check_brought_unused(documents: Mapping[str, Document], used: Mapping[str, Counter[str]]) -> Iterator[Problem]:
    """What a record brings serves a record."""
    for document in documents.values():
        for kind in APPORTS:
            entries = document.value((NOUVEAU, kind))
            for key in entries if isinstance(entries, dict) else ():
                if not used[kind][key] and slug(key) == key:
                    place = (NOUVEAU, kind, key)
                    said = f"Rien ne cite l’entrée nouvelle « {key} » ; une fiche qui la cite est attendue."
                    how = edit.removed(document, place) or "Citez-la dans la fiche, ou effacez-la."
                    yield document.problem(INUTILISEE, place, said, how, at_key=True)


def check_brought(documents: Mapping[str, Document], known: Mapping[str, Document]) -> Iterator[Problem]:
    """What a record brings is not described otherwise in the vocabularies `known`, nor by another record.

    The same entry may come several times: two proposals that bring it do not know of each other.
    """
    owners: dict[tuple[str, str], tuple[str, Any]] = {
        (kind, key): (f"practices/vocabulaires/{kind}.yml", data)
        for kind in APPORTS
        if kind in known
        for key, data in known[kind].data.items()
    }
    for name in sorted(documents):
        for kind in APPORTS:
            entries = documents[name].value((NOUVEAU, kind))
            for key, data in entries.items() if isinstance(entries, dict) else ():
                place = (NOUVEAU, kind, key)
                where, other = owners.setdefault((kind, key), (f"practices/{name}.yml", data))
                if odd := _differing(data, other):
                    said = f"« {key} » est décrite autrement dans {where} ({', '.join(odd)}) ; une seule description est attendue."
                    mend = edit.removed(documents[name], place)
                    yield documents[name].problem(CONNUE, place, said, mend or "Effacez-la d’ici.", at_key=True)


def check_read(documents: Mapping[str, Document], known: Mapping[str, Document]) -> Iterator[Problem]:
    """Each record cites a source that was read, as the vocabulary of sources or the record itself says."""
    listed = known["sources"].data if "sources" in known else {}
    for document in documents.values():
        brought = document.value((NOUVEAU, "sources"))
        entries = {**(brought if isinstance(brought, dict) else {}), **listed}
        cited = [item.get("id") for _, item in items(document, "sources") if isinstance(item, dict)]
        found = [entries.get(name) for name in cited if isinstance(name, str)]
        if found and all(isinstance(one, dict) and _unread(one) for one in found):
            names = ", ".join(dict.fromkeys(map(str, cited)))
            said = f"Aucune source de la fiche n’a été lue : « {names} » ; une source lue est attendue."
            how = "Lisez l’une d’elles et dites-le (« lecture: integrale » ou « lecture: extrait »), ou citez celle que vous avez lue."
            yield document.problem(NON_LUE, ("sources",), said, how)


def _unread(source: Mapping[str, Any]) -> bool:
    """Return whether no one read `source`, as `Source.lue` says it; here something else may be wrong with the entry."""
    return bool(source.get("lecture", "citee" if "citee_par" in source else "") == "citee")


def _differing(one: Any, other: Any) -> list[str]:
    """Return the names of the fields that two descriptions of an entry give otherwise; how they are written does not count."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return [] if one == other else ["la forme"]
    names = [*one, *(name for name in other if name not in one)]
    return [name for name in names if _plain(one.get(name)) != _plain(other.get(name))]


def _plain(value: Any) -> Any:
    return french(" ".join(value.split())) if isinstance(value, str) else value


def check_places(document: Document) -> Iterator[Problem]:
    """The name of each region, or country, makes an address, which is no other's."""
    owners: dict[str, str] = {}
    for key in document.data:
        name = document.value((key, "nom"))
        if not isinstance(name, str) or not name:
            continue
        owner = owners.setdefault(slug(name), key) if slug(name) else None
        if owner != key:
            said = (
                f"Le nom « {name} » donne la même adresse que celui de « {owner} »"
                if owner
                else f"Le nom « {name} » ne donne pas d’adresse"
            )
            mend = edit.replaced(document, (key, "nom"), quoted(f"{name[: 117 - len(key)].strip()} ({key})"))
            yield document.problem(REGION, (key, "nom"), f"{said} ; un autre est attendu.", mend)


def check_synonyms(document: Document) -> Iterator[Problem]:
    """No word stands twice in the groups of synonyms, accents and capitals apart."""
    owners: dict[str, str] = {}
    for group in document.data:
        for place, word in items(document, group, "termes"):
            if not isinstance(word, str) or not fold(word):
                continue
            if fold(word) in owners:
                where = "ce groupe" if owners[fold(word)] == group else f"le groupe « {owners[fold(word)]} »"
                said = f"« {word} » est déjà dans {where} ; il est attendu une seule fois."
                mend = edit.removed(document, place)
                yield document.problem(SYNONYME_DOUBLE, place, said, mend or "Effacez l’un des deux.")
            owners.setdefault(fold(word), group)
