/** A result as a card: the same as templates/pieces.html draws, with what answers the query marked. */

import { RACINE } from "./access.js";
import { el, icone, surligner } from "./drawing.js";

/** What assets/session/add.js brings to life; not a link, for links among results are results. */
function ajout(fiche, titre) {
  return el("button", { type: "button", class: "ajout", "data-seance": fiche }, el("span", { "data-mot": "" }, "Ajouter à ma séance"), el("span", { class: "lu" }, `\u00a0: ${titre}`));
}

/**
 * @param {import("./engine.js").Resultat} resultat
 * @param {(texte: string) => Array<[number, number]>} marquer
 * @param {(preuve: string) => string} nommer  the words for an evidence level
 * @returns {HTMLLIElement}
 */
export function carte(resultat, marquer, nommer) {
  const { adresse, titre, levier, lieu, porteur, resume, chiffre, preuve, aVerifier, marques } = resultat;
  const item = el("li", levier ? { class: "carte", "data-levier": levier.id } : { class: "carte carte--page" });
  item.append(
    el("p", { class: "carte-levier" }, ...(levier ? [icone(levier.id), ` ${levier.nom}`] : ["Page"])),
    el("h3", { class: "carte-titre" }, el("a", { href: new URL(adresse, RACINE).href }, surligner(titre, marques.titre))),
  );
  const ou = [porteur, lieu].filter(Boolean).join("\u00a0· ");
  if (ou) item.append(el("p", { class: "carte-lieu" }, surligner(ou, marquer(ou))));
  if (resume) item.append(el("p", { class: "carte-resume" }, surligner(resume, marques.resume)));
  if (chiffre) {
    const { valeur, libelle } = chiffre;
    item.append(el("p", { class: "carte-chiffre" }, el("strong", {}, valeur), " ", el("span", {}, surligner(libelle, marquer(libelle)))));
  }
  if (preuve) item.append(el("p", { class: "carte-preuve", "data-preuve": preuve }, icone(preuve), ` ${nommer(preuve)}`));
  if (aVerifier) item.append(el("p", { class: "carte-preuve carte-verifier" }, icone("a-verifier"), " À vérifier"));
  const fiche = levier && /^pratiques\/([^/]+)\/$/.exec(adresse)?.[1];
  if (fiche) item.append(el("p", { class: "carte-seance" }, ajout(fiche, titre)));
  return item;
}
