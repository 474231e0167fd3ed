/**
 * What a record must respect, as scripts/catalogue checks it: limits come from the model, what may not be written from the
 * rules. The checks of the forge have the last word; these spare a round trip. Pure functions.
 *
 * @typedef {{ chemin: Array<string|number>, message: string }} Faute
 */

import { adresse, plat } from "./text.js";
import { longueur } from "./yaml.js";

const PROSE_INTERDITE = [
  [/<(?!https?:\/\/)[a-z!\/?]/i, "du HTML"],
  [/!\[/, "une image"],
  [/`/, "du code"],
  [/^ {0,3}#{1,6}(\s|$)|[^\s][^\n]*\n {0,3}(=+|-+)\s*$/m, "un titre"],
  [/^ {0,3}>/m, "une citation en retrait"],
  [/^ {0,3}([-*_])[ \t]*(\1[ \t]*){2,}$/m, "un filet"],
  [/^ {0,3}~~~/m, "un bloc de code"],
  [/^ {0,3}\[[^\]]+\]:/m, "un lien par référence"],
];
const LIEN = /\]\(\s*<?([^)\s>]*)/g;
const HORS_PROSE = new Set(["chiffres", "sources", "mots_cles", "nouveau"]);

/**
 * @param {object} donnees  a record: text, lists and groups of text
 * @param {object} modele  formulaire.json
 * @param {{ id: string, origine: string|null, aujourdhui: string }} contexte  the file's name; that of the record which is
 *   being completed
 * @returns {Faute[]}
 */
export function verifier(donnees, modele, contexte) {
  const motifs = Object.fromEntries(Object.entries(modele.motifs).map(([nom, motif]) => [nom, new RegExp(motif, "iu")]));
  const fautes = [...duGroupe(donnees, modele.champs, [], motifs)];
  for (const [genre, champs] of Object.entries(modele.apports))
    for (const [nom, entree] of Object.entries(donnees.nouveau?.[genre] ?? {}))
      fautes.push(...duGroupe(entree, champs, ["nouveau", genre, nom], motifs));
  return [...fautes, ...ensemble(donnees, modele, contexte)];
}

function* duGroupe(donnees, champs, chemin, motifs) {
  for (const champ of champs) {
    const ici = [...chemin, champ.nom];
    const valeur = donnees[champ.nom];
    if (valeur === undefined) {
      if (champ.requis) yield { chemin: ici, message: `Remplissez «\u00a0${champ.titre}\u00a0».` };
    } else if (champ.liste) {
      if (champ.au_plus && valeur.length > champ.au_plus) yield { chemin: ici, message: `Gardez ${champ.au_plus} éléments au plus.` };
      const vus = new Set();
      for (const [i, un] of valeur.entries()) {
        const dit = JSON.stringify(un);
        if (vus.has(dit)) yield { chemin: [...ici, i], message: "Cet élément est déjà dans la liste." };
        vus.add(dit);
        yield* duChamp(un, champ, [...ici, i], motifs);
      }
    } else yield* duChamp(valeur, champ, ici, motifs);
  }
}

function* duChamp(valeur, champ, chemin, motifs) {
  if (champ.genre === "groupe") {
    yield* duGroupe(valeur, champ.champs, chemin, motifs);
    return;
  }
  const message = forme(valeur, champ) ?? (["texte", "ligne", "prose"].includes(champ.genre) ? mots(valeur, champ, motifs) : null);
  if (message) yield { chemin, message };
}

/** What is wrong with the shape of a value, or null. */
function forme(valeur, champ) {
  const taille = longueur(valeur);
  if (["texte", "ligne", "prose", "adresse"].includes(champ.genre)) {
    if (champ.minimum && taille < champ.minimum) return `Écrivez au moins ${champ.minimum} caractères (${taille} pour l’instant).`;
    if (champ.maximum && taille > champ.maximum) return `Retirez ${taille - champ.maximum} caractère${taille - champ.maximum > 1 ? "s" : ""}.`;
  }
  switch (champ.genre) {
    case "nombre":
      return /^-?[0-9]{1,12}([.,][0-9]{1,4})?$/.test(valeur) ? null : "Écrivez un nombre en chiffres, sans unité ni espace.";
    case "entier": {
      const dans = /^[0-9]{1,9}$/.test(valeur) && Number(valeur) >= champ.minimum && Number(valeur) <= champ.maximum;
      return dans ? null : `Écrivez un nombre entier, de ${champ.minimum} à ${champ.maximum}.`;
    }
    case "date":
      return existe(valeur) ? null : "Choisissez une date qui existe.";
    case "date-partielle":
      return existe(`${valeur}-01-01`.slice(0, Math.max(10, valeur.length))) && /^\d{4}(-\d\d){0,2}$/.test(valeur)
        ? null
        : "Écrivez une année, ou année-mois, ou année-mois-jour.";
    case "adresse":
      return /^https?:\/\/([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](:[1-9]\d{0,4})?([/?#][^\s<>"'\\^`{|}]*)?$/.test(valeur)
        ? null
        : "Écrivez l’adresse complète, en https:// ou http://.";
    default:
      return null;
  }
}

function existe(jour) {
  if (!/^\d{4}-\d\d-\d\d$/.test(jour) || jour < "0001") return false;
  const date = new Date(`${jour}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(jour);
}

/** What is wrong with the words of a text, or null. */
function mots(texte, champ, motifs) {
  const provisoire = !texte.startsWith("http") && motifs.provisoire.exec(texte);
  if (provisoire) return `«\u00a0${provisoire[0].trim()}\u00a0» est un texte provisoire\u00a0: écrivez-le, ou laissez le champ vide.`;
  if (champ.genre !== "prose") {
    const mise = motifs.mise_en_forme.exec(texte);
    return mise ? `«\u00a0${mise[0].slice(0, 40)}\u00a0» est de la mise en forme\u00a0: ce texte n’en admet pas.` : null;
  }
  const interdit = PROSE_INTERDITE.find(([motif]) => motif.test(texte));
  if (interdit) return `Ce texte contient ${interdit[1]}\u202f; restent permis les paragraphes, les listes (-), l’*emphase* et les [liens](https://…).`;
  const lien = [...texte.matchAll(LIEN)].find(([, ou]) => forme(ou, { genre: "adresse" }));
  return lien ? `Le lien «\u00a0${lien[1].slice(0, 60)}\u00a0» doit commencer par https:// ou http:// et être complet.` : null;
}

/** What fields say together, and with the rest of the catalogue. */
function* ensemble(donnees, modele, { id, origine, aujourdhui }) {
  if (donnees.verifie_le > aujourdhui) yield { chemin: ["verifie_le"], message: "Cette date est dans le futur." };
  for (const [i, prix] of (donnees.distinctions ?? []).entries())
    if (Number(prix.annee) > Number(aujourdhui.slice(0, 4))) yield { chemin: ["distinctions", i, "annee"], message: "Cette année est dans le futur." };

  const leviers = [donnees.levier, ...(donnees.autres_leviers ?? [])];
  if (donnees.contrat && donnees.levier && !leviers.includes("dans-le-contrat"))
    yield { chemin: ["contrat"], message: "Le contrat ne se décrit que sous le levier «\u00a0Dans le cadre du contrat public\u00a0», principal ou non." };
  if (donnees.autres_leviers?.includes(donnees.levier))
    yield { chemin: ["autres_leviers"], message: "Le levier principal n’a pas à être coché ici aussi." };

  const ou = donnees.territoire;
  if (ou && !ou.regions && ou.national !== "true")
    yield { chemin: ["territoire"], message: "Cochez une région, ou «\u00a0National\u00a0»." };

  for (const [i, un] of (donnees.chiffres ?? []).entries()) {
    const contient = (autre) =>
      plat(autre.libelle ?? "") === plat(un.inclus_dans) &&
      autre.unite === un.unite &&
      autre.base === un.base &&
      nombre(autre.valeur) > nombre(un.valeur);
    if (un.inclus_dans && !donnees.chiffres.some(contient))
      yield { chemin: ["chiffres", i, "inclus_dans"], message: "Écrivez le libellé d’un autre chiffre de la fiche, plus grand, de même unité et de même base." };
  }

  const citees = new Set((donnees.sources ?? []).map((source) => source.id));
  for (const cle of ["chiffres", "distinctions"])
    for (const [i, un] of (donnees[cle] ?? []).entries())
      if (un.source && !citees.has(un.source)) yield { chemin: [cle, i, "source"], message: "Choisissez une des sources de la fiche." };

  for (const [cle, valeurs] of [["programme", [donnees.programme]], ["pratiques_liees", donnees.pratiques_liees ?? []]])
    if (valeurs.includes(origine ?? id)) yield { chemin: [cle], message: "Cette pratique ne peut pas renvoyer à elle-même." };
  for (const [cle, valeurs] of [["programme", [donnees.programme].filter(Boolean)], ["pratiques_liees", donnees.pratiques_liees ?? []]])
    if (valeurs.some((une) => !Object.hasOwn(modele.connus.pratiques, une)))
      yield { chemin: [cle], message: "Choisissez une pratique du catalogue, par son titre." };

  yield* pourcentages(donnees, modele);

  const titre = plat(donnees.titre ?? "");
  const meme = titre && Object.entries(modele.connus.pratiques).find(([autre, [nom]]) => autre !== origine && plat(nom) === titre);
  if (meme) yield { chemin: ["titre"], message: "Une autre fiche porte déjà ce titre." };
  if (!id && !titre) return; // the name comes from the title, which is asked for already
  if (!id || adresse(id) !== id || modele.reserves.includes(id))
    yield { chemin: ["id"], message: "Écrivez un nom en minuscules sans accent, chiffres et tirets, qui ne soit pas réservé." };
  else if (id !== origine && Object.hasOwn(modele.connus.pratiques, id))
    yield { chemin: ["id"], message: "Une autre fiche porte déjà ce nom\u00a0: choisissez-en un autre." };
}

const nombre = (texte = "") => Number(texte.replace(",", "."));

/** Every percentage written in a text is one of the figures. */
function* pourcentages(donnees, modele) {
  const chiffres = new Set((donnees.chiffres ?? []).filter(({ unite }) => unite?.includes("%")).map(({ valeur }) => nombre(valeur)));
  for (const champ of modele.champs) {
    if (HORS_PROSE.has(champ.nom)) continue;
    for (const [chemin, texte] of textes(donnees[champ.nom], champ, [champ.nom])) {
      const sansAdresse = texte.replace(/https?:\/\/[^\s)]+/g, (web) => " ".repeat(web.length));
      for (const trouve of sansAdresse.matchAll(new RegExp(modele.motifs.pourcentage, "giu")))
        if (!chiffres.has(nombre(trouve[1])))
          yield { chemin, message: `«\u00a0${trouve[0]}\u00a0» doit aussi figurer dans les chiffres, avec sa source.` };
    }
  }
}

function* textes(valeur, champ, chemin) {
  if (valeur === undefined) return;
  if (Array.isArray(valeur)) for (const [i, un] of valeur.entries()) yield* textes(un, champ, [...chemin, i]);
  else if (champ.genre === "groupe") for (const un of champ.champs) yield* textes(valeur[un.nom], un, [...chemin, un.nom]);
  else if (["texte", "ligne", "prose", "adresse", "date-partielle", "identifiant"].includes(champ.genre)) yield [chemin, valeur];
}
