/** What to try when a search finds nothing, or was read otherwise than it was written. */

import { RACINE } from "./access.js";
import { cite, compter, el } from "./drawing.js";
import { ecrireEtat } from "./state.js";

const MOTS = 4; // words tried alone

/**
 * « Vouliez-vous dire… », when a word was taken for another.
 * @param {import("./state.js").Etat} etat
 * @param {string} suggestion
 */
export function vouliezVousDire(etat, suggestion) {
  const lien = versEtat({ ...etat, q: suggestion }, el("bdi", {}, suggestion));
  return el("p", {}, "Vouliez-vous dire «\u00a0", lien, "\u00a0»\u202f?");
}

/**
 * Ways out of "nothing found": only those that lead somewhere, with how many they would show.
 * @param {import("./engine.js").Moteur} moteur
 * @param {import("./state.js").Etat} etat
 * @param {import("./filters.js").Filtres} filtres
 * @returns {Promise<HTMLElement[]>}
 */
export async function issues(moteur, etat, filtres) {
  const essais = [];
  const facettes = Object.keys(etat.choix);
  for (const facette of facettes) {
    const { [facette]: ote, ...choix } = etat.choix;
    const noms = ote.map((valeur) => filtres.nommer(facette, valeur)).join(", ");
    essais.push([{ ...etat, choix }, [`Sans le filtre ${filtres.titre(facette)}\u00a0: ${noms}`]]);
  }
  if (facettes.length && etat.q.trim()) {
    if (facettes.length > 1) essais.push([{ ...etat, choix: {} }, ["Sans filtre, ", cite(etat.q)]]);
    essais.push([{ ...etat, q: "" }, ["Les mêmes filtres, sans mot cherché"]]);
  }
  const mots = etat.q.split(/\s+/).filter((mot) => mot.length > 2);
  if (mots.length > 1) for (const mot of mots.slice(0, MOTS)) essais.push([{ ...etat, q: mot }, ["Seulement ", cite(mot)]]);

  const pistes = [];
  for (const [essai, texte] of essais) {
    const { total } = await moteur.chercher(essai.q, { facettes: essai.choix, limite: 0 });
    const compte = compter(total, Object.keys(essai.choix).length || !essai.q.trim() ? "pratique" : "résultat");
    if (total) pistes.push(el("li", {}, versEtat(essai, ...texte), ` (${compte})`));
  }
  return [
    ...(pistes.length ? [el("p", {}, "Essayez\u00a0:"), el("ul", {}, ...pistes)] : []),
    el(
      "p",
      {},
      "Vous connaissez une pratique qui manque ici\u202f? ",
      el("a", { href: new URL("contribuer/proposer/", RACINE).href }, "Proposez-la"),
      ". Ou revenez à ",
      versEtat({ q: "", choix: {}, tri: "pertinence" }, "toutes les pratiques"),
      ".",
    ),
  ];
}

/** A link to another state of the page; the page answers it in place. */
function versEtat(etat, ...texte) {
  return el("a", { href: ecrireEtat(etat) || "./", "data-etat": "" }, ...texte);
}
