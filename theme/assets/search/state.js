/**
 * What the catalogue's page was asked, and how its address says it: /pratiques/?q=…&levier=…&levier=…&tri=recent
 *
 * @typedef {object} Etat
 * @property {string} q
 * @property {Record<string, string[]>} choix  facet → values chosen; facets without any are left out
 * @property {"pertinence"|"titre"|"recent"} tri
 */

import { LONGUEUR } from "./access.js";

const VALEURS = 40; // values read of a facet
const TRIS = ["pertinence", "titre", "recent"];

/**
 * Read an address. Facets that the page does not know are left out; values that it does not know match nothing.
 * @param {string} recherche  "?q=…"
 * @param {Iterable<string>} facettes
 * @returns {Etat}
 */
export function lireEtat(recherche, facettes) {
  const dits = new URLSearchParams(recherche);
  const choix = {};
  for (const facette of facettes) {
    const valeurs = [...new Set(dits.getAll(facette).map(couper))].filter(Boolean).slice(0, VALEURS);
    if (valeurs.length) choix[facette] = valeurs.sort();
  }
  const tri = dits.get("tri");
  return { q: couper(dits.get("q") ?? ""), choix, tri: TRIS.includes(tri) ? tri : TRIS[0] };
}

/**
 * Write an address; "" when nothing is asked.
 * @param {Etat} etat
 */
export function ecrireEtat({ q, choix, tri }) {
  const dits = new URLSearchParams();
  if (q.trim()) dits.append("q", q.trim());
  for (const [facette, valeurs] of Object.entries(choix)) for (const valeur of valeurs) dits.append(facette, valeur);
  if (tri !== TRIS[0]) dits.append("tri", tri);
  return dits.size ? `?${dits}` : "";
}

/** The part of a query that is read: never half a character. */
export function couper(texte) {
  return [...texte.slice(0, 2 * LONGUEUR)].slice(0, LONGUEUR).join("");
}
