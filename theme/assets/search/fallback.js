/** What to try when a search finds nothing, or was read otherwise than it was written. */

import { ROOT } from "./access.js";
import { counted, el, inQuotes } from "./drawing.js";
import { writeState } from "./state.js";

const MOST_WORDS = 4; // words tried alone

/**
 * « Vouliez-vous dire… », when a word was taken for another.
 * @param {import("./state.js").State} state
 * @param {string} suggestion
 */
export function didYouMean(state, suggestion) {
  const link = toState({ ...state, q: suggestion }, el("bdi", {}, suggestion));
  return el("p", {}, "Vouliez-vous dire «\u00a0", link, "\u00a0»\u202f?");
}

/**
 * Ways out of "nothing found": only those that lead somewhere, with how many they would show.
 * @param {import("./engine.js").Engine} engine
 * @param {import("./state.js").State} state
 * @param {import("./filters.js").Filters} filters
 * @returns {Promise<HTMLElement[]>}
 */
export async function waysOut(engine, state, filters) {
  const leads = [];
  for (const [attempt, text] of attempts(state, filters)) {
    const { total } = await engine.search(attempt.q, { facets: attempt.choices, limit: 0 });
    const count = counted(total, Object.keys(attempt.choices).length || !attempt.q.trim() ? "pratique" : "résultat");
    if (total) leads.push(el("li", {}, toState(attempt, ...text), ` (${count})`));
  }
  return [
    ...(leads.length ? [el("p", {}, "Essayez\u00a0:"), el("ul", {}, ...leads)] : []),
    el(
      "p",
      {},
      "Vous connaissez une pratique qui manque ici\u202f? ",
      el("a", { href: new URL("contribuer/proposer/", ROOT).href }, "Proposez-la"),
      ". Ou revenez à ",
      toState({ q: "", choices: {}, sort: "pertinence" }, "toutes les pratiques"),
      ".",
    ),
  ];
}

/** Yield what may be asked instead, each with the words for it: fewer filters, then fewer words. */
function* attempts(state, filters) {
  const facets = Object.keys(state.choices);
  for (const facet of facets) {
    const { [facet]: removed, ...choices } = state.choices;
    const names = removed.map((value) => filters.nameOf(facet, value)).join(", ");
    yield [{ ...state, choices }, [`Sans le filtre ${filters.titleOf(facet)}\u00a0: ${names}`]];
  }
  if (facets.length && state.q.trim()) {
    if (facets.length > 1) yield [{ ...state, choices: {} }, ["Sans filtre, ", inQuotes(state.q)]];
    yield [{ ...state, q: "" }, ["Les mêmes filtres, sans mot cherché"]];
  }
  const words = state.q.split(/\s+/).filter((word) => word.length > 2);
  if (words.length > 1) for (const word of words.slice(0, MOST_WORDS)) yield [{ ...state, q: word }, ["Seulement ", inQuotes(word)]];
}

/** A link to another state of the page; the page answers it in place. */
const toState = (state, ...text) => el("a", { href: writeState(state) || "./", "data-etat": "" }, ...text);
