/** What the builder knows of each fiche: read one by one, once, from pratiques/<id>/seance.json. */

import { ROOT } from "../search/access.js";

/**
 * @typedef {object} Fiche
 * @property {string} id  may differ from what was asked for: a fiche answers to its former names too
 * @property {string} titre
 * @property {string} resume
 * @property {{ id: string, nom: string }} levier
 * @property {string[]} porteurs
 * @property {number} minutes
 * @property {string[]} objectifs
 * @property {string[]} questions
 * @property {string} activite
 * @property {string} court  its short address
 */

const fiches = new Map();

/**
 * @param {string} id
 * @returns {Promise<Fiche|null>}  null where there is no such fiche
 */
export function readFiche(id) {
  if (!fiches.has(id)) {
    const reading = fetchFiche(id);
    fiches.set(id, reading);
    reading.catch(() => fiches.delete(id)); // a broken connection is not for ever
  }
  return fiches.get(id);
}

async function fetchFiche(id) {
  const response = await fetch(new URL(`pratiques/${id}/seance.json`, ROOT));
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`${id}: ${response.status}`);
  return response.json();
}
