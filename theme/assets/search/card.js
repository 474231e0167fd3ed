/** A result as a card: the same as templates/pieces.html draws, with what answers the query marked. */

import { ROOT } from "./access.js";
import { el, highlight, icon } from "./drawing.js";

/** What assets/session/add.js brings to life; not a link, for links among results are results. */
function addButton(fiche, titre) {
  return el("button", { type: "button", class: "ajout", "data-seance": fiche }, el("span", { "data-mot": "" }, "Ajouter à ma séance"), el("span", { class: "lu" }, `\u00a0: ${titre}`));
}

/**
 * @param {import("./engine.js").Resultat} result
 * @param {(text: string) => Array<[number, number]>} mark
 * @param {(preuve: string) => string} evidenceWords  the words for an evidence level
 * @returns {HTMLLIElement}
 */
export function card(result, mark, evidenceWords) {
  const { address, titre, levier, place, porteur, resume, chiffre, preuve, toVerify, marks } = result;
  const item = el("li", levier ? { class: "carte", "data-levier": levier.id } : { class: "carte carte--page" });
  item.append(
    el("p", { class: "carte-levier" }, ...(levier ? [icon(levier.id), ` ${levier.nom}`] : ["Page"])),
    el("h3", { class: "carte-titre" }, el("a", { href: new URL(address, ROOT).href }, highlight(titre, marks.titre))),
  );
  const where = [porteur, place].filter(Boolean).join("\u00a0· ");
  if (where) item.append(el("p", { class: "carte-lieu" }, highlight(where, mark(where))));
  if (resume) item.append(el("p", { class: "carte-resume" }, highlight(resume, marks.resume)));
  if (chiffre) {
    const { valeur, libelle } = chiffre;
    item.append(el("p", { class: "carte-chiffre" }, el("strong", {}, valeur), " ", el("span", {}, highlight(libelle, mark(libelle)))));
  }
  if (preuve) item.append(el("p", { class: "carte-preuve", "data-preuve": preuve }, icon(preuve), ` ${evidenceWords(preuve)}`));
  if (toVerify) item.append(el("p", { class: "carte-preuve carte-verifier" }, icon("a-verifier"), " À vérifier"));
  const fiche = levier && /^pratiques\/([^/]+)\/$/.exec(address)?.[1];
  if (fiche) item.append(el("p", { class: "carte-seance" }, addButton(fiche, titre)));
  return item;
}
