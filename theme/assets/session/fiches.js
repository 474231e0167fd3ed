/** What the builder knows of each fiche: read one by one, once, from pratiques/<id>/seance.json. */

import { RACINE } from "../search/access.js";

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

const lues = new Map();

/**
 * @param {string} id
 * @returns {Promise<Fiche|null>}  null where there is no such fiche
 */
export function lireFiche(id) {
  if (!lues.has(id)) {
    const lecture = chercher(id);
    lues.set(id, lecture);
    lecture.catch(() => lues.delete(id)); // a broken connection is not for ever
  }
  return lues.get(id);
}

async function chercher(id) {
  const reponse = await fetch(new URL(`pratiques/${id}/seance.json`, RACINE));
  if (reponse.status === 404) return null;
  if (!reponse.ok) throw new Error(`${id}: ${reponse.status}`);
  return reponse.json();
}
