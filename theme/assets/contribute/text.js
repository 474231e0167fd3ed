/** Texts as people type and paste them, made ready to be written in a file. Pure functions. */

import { CACHES } from "./yaml.js";

/**
 * A text without what no line shows (what comes with a paste), without spaces at its ends.
 * @param {string} brut
 * @param {boolean} [lignes]  keep its lines
 */
export function nettoyer(brut, lignes = false) {
  const texte = brut.normalize("NFC").replace(/\r\n?|[\x85\u2028\u2029]/g, "\n").replaceAll("\t", " ");
  return texte
    .split("\n")
    .map((ligne) => ligne.replace(CACHES, ""))
    .join(lignes ? "\n" : " ")
    .replace(/[ \u00a0\u202f]+$/gm, "")
    .trim();
}

/** A text of the catalogue as one types it: the build sets the spaces of French typography anew. */
export const detendre = (texte) =>
  texte.replace(
    /(?<=«)[\u00a0\u202f](?=\S)|(?<=\S)[\u00a0\u202f](?=»)|(?<=\d)[\u00a0\u202f](?=%)|(?<=[\p{L}\p{N}_»)’…%])[\u00a0\u202f](?=[:;!?]+(?:\s|$))/gu,
    " ",
  );

/** Lower case, no accent, words joined by single spaces (typography.py, fold). */
export function plat(texte) {
  const lettres = texte.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae");
  return (lettres.match(/[a-z0-9]+/g) ?? []).join(" ");
}

/** A text as a part of an address. */
export const adresse = (texte) => plat(texte).replaceAll(" ", "-").slice(0, 64).replace(/-+$/, "");

/** How much two texts say the same: the share of their longer words that they have in common, from 0 to 1. */
export function parente(a, b) {
  const [un, deux] = [a, b].map((texte) => new Set(plat(texte).split(" ").filter((mot) => mot.length > 3)));
  if (!un.size || !deux.size) return 0;
  const communs = [...un].filter((mot) => deux.has(mot)).length;
  return (2 * communs) / (un.size + deux.size);
}
