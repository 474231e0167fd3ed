/** Texts as people type and paste them, made ready to be written in a file. Pure functions. */

import { ODD } from "./yaml.js";

/**
 * A text without what no line shows (what comes with a paste), without spaces at its ends.
 * @param {string} raw
 * @param {boolean} [keepLines]  keep its lines
 */
export function clean(raw, keepLines = false) {
  const text = raw.normalize("NFC").replace(/\r\n?|[\x85\u2028\u2029]/g, "\n").replaceAll("\t", " ");
  return text
    .split("\n")
    .map((line) => line.replace(ODD, ""))
    .join(keepLines ? "\n" : " ")
    .replace(/[ \u00a0\u202f]+$/gm, "")
    .trim();
}

/** A text of the catalogue as one types it: the build sets the spaces of French typography anew. */
export const loosen = (text) =>
  text.replace(
    /(?<=«)[\u00a0\u202f](?=\S)|(?<=\S)[\u00a0\u202f](?=»)|(?<=\d)[\u00a0\u202f](?=%)|(?<=[\p{L}\p{N}_»)’…%])[\u00a0\u202f](?=[:;!?]+(?:\s|$))/gu,
    " ",
  );

/** Lower case, no accent, words joined by single spaces (as scripts/catalogue/text/typography.py folds). */
export function fold(text) {
  const letters = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae");
  return (letters.match(/[a-z0-9]+/g) ?? []).join(" ");
}

/** A text as a part of an address. */
export const slug = (text) => fold(text).replaceAll(" ", "-").slice(0, 64).replace(/-+$/, "");

/** How much two texts say the same: the share of their longer words that they have in common, from 0 to 1. */
export function likeness(a, b) {
  const [one, other] = [a, b].map((text) => new Set(fold(text).split(" ").filter((word) => word.length > 3)));
  if (!one.size || !other.size) return 0;
  const shared = [...one].filter((word) => other.has(word)).length;
  return (2 * shared) / (one.size + other.size);
}
