"""Remarks: what a sound record could say better, or may say twice. They are told once all is in order, and block nothing."""

from collections.abc import Iterator, Mapping

from catalogue.problems.problem import Problem, declaring
from catalogue.records import edit
from catalogue.records.document import Document
from catalogue.records.model import Catalogue
from catalogue.records.practice import Pratique
from catalogue.records.readings import Relectures, Verdict
from catalogue.records.values import Nature
from catalogue.text.near import near
from catalogue.text.yaml_scalar import quoted

declare = declaring("Les remarques, qui ne bloquent rien", __name__)

INFORMATION = declare(
    id="information-manquante",
    bloque=False,
    titre="Un résultat dit sur quelle période il a été compté et, si c’est un pourcentage, sur quelle base.",
    pourquoi="37 % de quoi, et quand ? Sans cela, un résultat ne se compare à aucun autre. Si la source ne le dit pas, laissez "
    "ainsi : la fiche le montrera.",
    faux='- {valeur: 37, unite: "%", libelle: part des femmes, nature: mesure, source: rapport-test, repere: page 9}',
    juste='- {valeur: 37, unite: "%", libelle: part des femmes, nature: mesure, periode: 2024, base: bénéficiaires, '
    "source: rapport-test, repere: page 9}",
    messages={"resultat": "Le résultat « {lu} » ne dit pas {quoi} ; si la source le dit, c’est attendu ici."},
)
DOUBLON = declare(
    id="doublon-possible",
    bloque=False,
    titre="Deux fiches de même porteur, de même levier et de même lieu se citent l’une l’autre.",
    pourquoi="C’est peut-être la même pratique, décrite deux fois. Si elles sont bien distinctes, dites-le en les liant : qui lit "
    "l’une trouvera l’autre.",
    faux="titre: Un second atelier  # même porteur, même levier, même lieu que « un-atelier »",
    juste="pratiques_liees: [un-atelier]",
    messages={
        "fiche": "Même porteur, même levier et même lieu que « {fiche} » ; un lien est attendu si ce sont deux pratiques."
    },
)

MODIFIE = declare(
    id="chiffre-modifie",
    bloque=False,
    titre="Un chiffre relu garde la valeur qui a été lue.",
    pourquoi="Quelqu’un a relu ce chiffre dans sa source et y a lu autre chose. Ou bien la fiche s’est trompée en le recopiant, "
    "ou bien il faut le relire.",
    faux="valeur: 38  # 37 dans lectures.yml",
    juste="valeur: 37",
    messages={"valeur": "« {lu} » est écrit ; la seconde lecture a trouvé « {attendu} », qui est attendu."},
)
NON_CONFIRME = declare(
    id="chiffre-non-confirme",
    bloque=False,
    titre="Un chiffre qu’une seconde lecture n’a pas trouvé dans sa source se corrige, ou s’efface.",
    pourquoi="La fiche dit « relu, introuvable » ou « relu, démenti » : qui la lit ne sait plus que croire.",
    faux='- {valeur: 73, unite: "%", …}  # « introuvable » dans lectures.yml',
    juste='- {valeur: 37, unite: "%", libelle: part des femmes, nature: mesure, periode: 2024, base: bénéficiaires, '
    "source: rapport-test, repere: page 9}",
    messages={
        "verdict": "« {lu} » a été relu dans sa source : {verdict} ; un chiffre qu’on y retrouve est attendu, ou rien."
    },
)
SANS_CHIFFRE = declare(
    id="lecture-sans-chiffre",
    bloque=False,
    titre="Une seconde lecture nomme un chiffre de la fiche, par son libellé et sa source.",
    pourquoi="Sinon elle ne confirme rien, et la fiche dit encore « non relu ».",
    faux="{chiffre: parts des femmes, source: rapport-test, …}  # la fiche dit « part des femmes »",
    juste="{chiffre: part des femmes, source: rapport-test, …}",
    messages={
        "chiffre": "« {lu} » n’est pas un chiffre de la fiche, dans cette source ; un de ses libellés est attendu{parmi}."
    },
)


def remarks(
    catalogue: Catalogue, documents: Mapping[str, Document], readings: Document | None = None
) -> Iterator[Problem]:
    """Yield what could be said better of `catalogue`, at its place in the `documents` of its records, or in that of the second
    readings.
    """
    seen: dict[object, list[Pratique]] = {}
    for name, practice in catalogue.pratiques.items():
        yield from _results(practice, documents[name])
        if name in catalogue.lectures:
            yield from _read_again(practice, documents[name], catalogue.lectures[name])
            if readings:
                yield from _astray(practice, readings, catalogue.lectures[name])
        alike = seen.setdefault((frozenset(practice.porteurs), practice.levier, practice.territoire), [])
        if alike and not any(_linked(practice, other) for other in alike):
            mend = edit.inserted(
                documents[name], (), [f"pratiques_liees: [{alike[0].id}]"], list(Pratique.model_fields)
            )
            said = DOUBLON.says("fiche", fiche=alike[0].id)
            how = mend if not practice.pratiques_liees else f"ajoutez « {alike[0].id} » à « pratiques_liees »"
            yield documents[name].problem(DOUBLON, ("titre",), said, how)
        alike.append(practice)


def _results(practice: Pratique, document: Document) -> Iterator[Problem]:
    for number, figure in enumerate(practice.chiffres):
        asked = [("sa période", figure.periode), *([("sa base", figure.base)] if "%" in (figure.unite or "") else [])]
        lacking = [words for words, value in asked if not value]
        if figure.nature in (Nature.MESURE, Nature.DECLARE) and lacking:
            said = INFORMATION.says("resultat", lu=figure.libelle, quoi=" ni ".join(lacking))
            yield document.problem(INFORMATION, ("chiffres", number), said, INFORMATION.juste)


def _read_again(practice: Pratique, document: Document, readings: Relectures) -> Iterator[Problem]:
    for number, figure in enumerate(practice.chiffres):
        reading, place = readings.of(figure), ("chiffres", number, "valeur")
        if reading and reading.verdict is not Verdict.CONFIRME:
            said = NON_CONFIRME.says("verdict", lu=figure.libelle, verdict=reading.verdict.libelle.lower())
            yield document.problem(NON_CONFIRME, place, said, "Relisez la source, puis corrigez ou effacez le chiffre.")
        elif reading and reading.valeur != figure.valeur:
            said = MODIFIE.says("valeur", lu=figure.valeur, attendu=reading.valeur)
            yield document.problem(MODIFIE, place, said, edit.replaced(document, place, f"{reading.valeur}"))


def _astray(practice: Pratique, document: Document, readings: Relectures) -> Iterator[Problem]:
    known = {(figure.libelle, figure.source) for figure in practice.chiffres}
    for number, one in enumerate(readings.chiffres):
        if (one.chiffre, one.source) not in known:
            labels = [figure.libelle for figure in practice.chiffres if figure.source == one.source]
            said = SANS_CHIFFRE.says("chiffre", lu=one.chiffre, parmi=f" : {', '.join(labels)}" if labels else "")
            place = (practice.id, "chiffres", number, "chiffre")
            guess = near(one.chiffre, labels)
            how = edit.replaced(document, place, quoted(guess)) if guess else SANS_CHIFFRE.juste
            yield document.problem(SANS_CHIFFRE, place, said, how)


def _linked(one: Pratique, other: Pratique) -> bool:
    """Whether the two are said to be two: one names the other, or they stand in one programme."""
    named = {*one.pratiques_liees, *one.inspiree_de, one.programme}
    back = {*other.pratiques_liees, *other.inspiree_de, other.programme}
    return other.id in named or one.id in back or bool(one.programme and one.programme == other.programme)
