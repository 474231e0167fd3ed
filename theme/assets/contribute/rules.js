/**
 * What a record must respect, as scripts/catalogue checks it: limits come from the model, what may not be written from the
 * rules. The checks of the forge have the last word; these spare a round trip. Pure functions.
 *
 * @typedef {{ path: Array<string|number>, message: string }} Fault
 */

import { fold, slug } from "./text.js";
import { lengthOf } from "./yaml.js";

const FORBIDDEN_PROSE = [
  [/<(?!https?:\/\/)[a-z!\/?]/i, "du HTML"],
  [/!\[/, "une image"],
  [/`/, "du code"],
  [/^ {0,3}#{1,6}(\s|$)|[^\s][^\n]*\n {0,3}(=+|-+)\s*$/m, "un titre"],
  [/^ {0,3}>/m, "une citation en retrait"],
  [/^ {0,3}([-*_])[ \t]*(\1[ \t]*){2,}$/m, "un filet"],
  [/^ {0,3}~~~/m, "un bloc de code"],
  [/^ {0,3}\[[^\]]+\]:/m, "un lien par référence"],
];
const LINK = /\]\(\s*<?([^)\s>]*)/g;
const OUTSIDE_PROSE = new Set(["chiffres", "sources", "mots_cles", "nouveau"]);

/**
 * @param {object} data  a record: text, lists and groups of text
 * @param {object} model  formulaire.json
 * @param {{ id: string, origin: string|null, today: string }} context  the file's name; that of the record which is
 *   being completed
 * @returns {Fault[]}
 */
export function checkRecord(data, model, context) {
  const patterns = Object.fromEntries(Object.entries(model.motifs).map(([name, pattern]) => [name, new RegExp(pattern, "iu")]));
  const faults = [...groupFaults(data, model.champs, [], patterns)];
  for (const [kind, fields] of Object.entries(model.apports))
    for (const [name, entry] of Object.entries(data.nouveau?.[kind] ?? {}))
      faults.push(...groupFaults(entry, fields, ["nouveau", kind, name], patterns));
  return [...faults, ...wholeFaults(data, model, context)];
}

function* groupFaults(data, fields, path, patterns) {
  for (const field of fields) {
    const here = [...path, field.nom];
    const value = data[field.nom];
    if (value === undefined) {
      if (field.requis) yield { path: here, message: `Remplissez «\u00a0${field.titre}\u00a0».` };
    } else if (field.liste) {
      if (field.au_plus && value.length > field.au_plus) yield { path: here, message: `Gardez ${field.au_plus} éléments au plus.` };
      const seen = new Set();
      for (const [i, one] of value.entries()) {
        const written = JSON.stringify(one);
        if (seen.has(written)) yield { path: [...here, i], message: "Cet élément est déjà dans la liste." };
        seen.add(written);
        yield* fieldFaults(one, field, [...here, i], patterns);
      }
    } else yield* fieldFaults(value, field, here, patterns);
  }
}

function* fieldFaults(value, field, path, patterns) {
  if (field.genre === "groupe") {
    yield* groupFaults(value, field.champs, path, patterns);
    return;
  }
  const message = shapeFault(value, field) ?? (["texte", "ligne", "prose"].includes(field.genre) ? wordsFault(value, field, patterns) : null);
  if (message) yield { path, message };
}

/** What is wrong with the shape of a value, or null. */
function shapeFault(value, field) {
  const size = lengthOf(value);
  if (["texte", "ligne", "prose", "adresse"].includes(field.genre)) {
    if (field.minimum && size < field.minimum) return `Écrivez au moins ${field.minimum} caractères (${size} pour l’instant).`;
    if (field.maximum && size > field.maximum) return `Retirez ${size - field.maximum} caractère${size - field.maximum > 1 ? "s" : ""}.`;
  }
  switch (field.genre) {
    case "nombre":
      return /^-?[0-9]{1,12}([.,][0-9]{1,4})?$/.test(value) ? null : "Écrivez un nombre en chiffres, sans unité ni espace.";
    case "entier": {
      const within = /^[0-9]{1,9}$/.test(value) && Number(value) >= field.minimum && Number(value) <= field.maximum;
      return within ? null : `Écrivez un nombre entier, de ${field.minimum} à ${field.maximum}.`;
    }
    case "date":
      return exists(value) ? null : "Choisissez une date qui existe.";
    case "date-partielle":
      return exists(`${value}-01-01`.slice(0, Math.max(10, value.length))) && /^\d{4}(-\d\d){0,2}$/.test(value)
        ? null
        : "Écrivez une année, ou année-mois, ou année-mois-jour.";
    case "adresse":
      return /^https?:\/\/([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](:[1-9]\d{0,4})?([/?#][^\s<>"'\\^`{|}]*)?$/.test(value)
        ? null
        : "Écrivez l’adresse complète, en https:// ou http://.";
    default:
      return null;
  }
}

function exists(day) {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || day < "0001") return false;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** What is wrong with the words of a text, or null. */
function wordsFault(text, field, patterns) {
  const leftover = !text.startsWith("http") && patterns.provisoire.exec(text);
  if (leftover) return `«\u00a0${leftover[0].trim()}\u00a0» est un texte provisoire\u00a0: écrivez-le, ou laissez le champ vide.`;
  if (field.genre !== "prose") {
    const markup = patterns.mise_en_forme.exec(text);
    return markup ? `«\u00a0${markup[0].slice(0, 40)}\u00a0» est de la mise en forme\u00a0: ce texte n’en admet pas.` : null;
  }
  const forbidden = FORBIDDEN_PROSE.find(([pattern]) => pattern.test(text));
  if (forbidden) return `Ce texte contient ${forbidden[1]}\u202f; restent permis les paragraphes, les listes (-), l’*emphase* et les [liens](https://…).`;
  const link = [...text.matchAll(LINK)].find(([, where]) => shapeFault(where, { genre: "adresse" }));
  return link ? `Le lien «\u00a0${link[1].slice(0, 60)}\u00a0» doit commencer par https:// ou http:// et être complet.` : null;
}

/** What fields say together, and with the rest of the catalogue. */
function* wholeFaults(data, model, { id, origin, today }) {
  if (data.verifie_le > today) yield { path: ["verifie_le"], message: "Cette date est dans le futur." };
  for (const [i, award] of (data.distinctions ?? []).entries())
    if (Number(award.annee) > Number(today.slice(0, 4))) yield { path: ["distinctions", i, "annee"], message: "Cette année est dans le futur." };

  const levers = [data.levier, ...(data.autres_leviers ?? [])];
  if (data.contrat && data.levier && !levers.includes("dans-le-contrat"))
    yield { path: ["contrat"], message: "Le contrat ne se décrit que sous le levier «\u00a0Dans le cadre du contrat public\u00a0», principal ou non." };
  if (data.autres_leviers?.includes(data.levier))
    yield { path: ["autres_leviers"], message: "Le levier principal n’a pas à être coché ici aussi." };

  const where = data.territoire;
  if (where && !where.regions && where.national !== "true")
    yield { path: ["territoire"], message: "Cochez une région, ou «\u00a0National\u00a0»." };

  for (const [i, one] of (data.chiffres ?? []).entries()) {
    const contains = (other) =>
      fold(other.libelle ?? "") === fold(one.inclus_dans) &&
      other.unite === one.unite &&
      other.base === one.base &&
      number(other.valeur) > number(one.valeur);
    if (one.inclus_dans && !data.chiffres.some(contains))
      yield { path: ["chiffres", i, "inclus_dans"], message: "Écrivez le libellé d’un autre chiffre de la fiche, plus grand, de même unité et de même base." };
  }

  const cited = new Set((data.sources ?? []).map((source) => source.id));
  for (const key of ["chiffres", "distinctions"])
    for (const [i, one] of (data[key] ?? []).entries())
      if (one.source && !cited.has(one.source)) yield { path: [key, i, "source"], message: "Choisissez une des sources de la fiche." };

  for (const [key, values] of [["programme", [data.programme]], ["pratiques_liees", data.pratiques_liees ?? []]])
    if (values.includes(origin ?? id)) yield { path: [key], message: "Cette pratique ne peut pas renvoyer à elle-même." };
  for (const [key, values] of [["programme", [data.programme].filter(Boolean)], ["pratiques_liees", data.pratiques_liees ?? []]])
    if (values.some((practice) => !Object.hasOwn(model.connus.pratiques, practice)))
      yield { path: [key], message: "Choisissez une pratique du catalogue, par son titre." };

  yield* percentageFaults(data, model);

  const titre = fold(data.titre ?? "");
  const same = titre && Object.entries(model.connus.pratiques).find(([other, [name]]) => other !== origin && fold(name) === titre);
  if (same) yield { path: ["titre"], message: "Une autre fiche porte déjà ce titre." };
  if (!id && !titre) return; // the name comes from the title, which is asked for already
  if (!id || slug(id) !== id || model.reserves.includes(id))
    yield { path: ["id"], message: "Écrivez un nom en minuscules sans accent, chiffres et tirets, qui ne soit pas réservé." };
  else if (id !== origin && Object.hasOwn(model.connus.pratiques, id))
    yield { path: ["id"], message: "Une autre fiche porte déjà ce nom\u00a0: choisissez-en un autre." };
}

const number = (text = "") => Number(text.replace(",", "."));

/** Every percentage written in a text is one of the figures. */
function* percentageFaults(data, model) {
  const figures = new Set((data.chiffres ?? []).filter(({ unite }) => unite?.includes("%")).map(({ valeur }) => number(valeur)));
  for (const field of model.champs) {
    if (OUTSIDE_PROSE.has(field.nom)) continue;
    for (const [path, text] of texts(data[field.nom], field, [field.nom])) {
      const blanked = text.replace(/https?:\/\/[^\s)]+/g, (web) => " ".repeat(web.length));
      for (const found of blanked.matchAll(new RegExp(model.motifs.pourcentage, "giu")))
        if (!figures.has(number(found[1])))
          yield { path, message: `«\u00a0${found[0]}\u00a0» doit aussi figurer dans les chiffres, avec sa source.` };
    }
  }
}

function* texts(value, field, path) {
  if (value === undefined) return;
  if (Array.isArray(value)) for (const [i, one] of value.entries()) yield* texts(one, field, [...path, i]);
  else if (field.genre === "groupe") for (const one of field.champs) yield* texts(value[one.nom], one, [...path, one.nom]);
  else if (["texte", "ligne", "prose", "adresse", "date-partielle", "identifiant"].includes(field.genre)) yield [path, value];
}
