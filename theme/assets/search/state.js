/**
 * What the catalogue's page was asked, and how its address says it: /pratiques/?q=…&levier=…&levier=…&tri=recent
 *
 * @typedef {object} State
 * @property {string} q
 * @property {Record<string, string[]>} choices  facet → values chosen; facets without any are left out
 * @property {"pertinence"|"titre"|"recent"} sort
 */

import { QUERY_LENGTH } from "./access.js";

const MOST_VALUES = 40; // values read of a facet
const SORTS = ["pertinence", "titre", "recent"];

/**
 * Read an address. Facets that the page does not know are left out; values that it does not know match nothing.
 * @param {string} search  "?q=…"
 * @param {Iterable<string>} facets
 * @returns {State}
 */
export function readState(search, facets) {
  const asked = new URLSearchParams(search);
  const choices = {};
  for (const facet of facets) {
    const values = [...new Set(asked.getAll(facet).map(cut))].filter(Boolean).slice(0, MOST_VALUES);
    if (values.length) choices[facet] = values.sort();
  }
  const sort = asked.get("tri");
  return { q: cut(asked.get("q") ?? ""), choices, sort: SORTS.includes(sort) ? sort : SORTS[0] };
}

/**
 * Write an address; "" when nothing is asked.
 * @param {State} etat
 */
export function writeState({ q, choices, sort }) {
  const asked = new URLSearchParams();
  if (q.trim()) asked.append("q", q.trim());
  for (const [facet, values] of Object.entries(choices)) for (const value of values) asked.append(facet, value);
  if (sort !== SORTS[0]) asked.append("tri", sort);
  return asked.size ? `?${asked}` : "";
}

/** The part of a query that is read: never half a character. */
export const cut = (text) => [...text.slice(0, 2 * QUERY_LENGTH)].slice(0, QUERY_LENGTH).join("");
