/** The session under way, as fiches and the catalogue show it: on their links, and in the corner of the page. */

import { RACINE } from "../search/access.js";
import { annoncer } from "../search/announce.js";
import { compter, el } from "../search/drawing.js";
import { LIMITES, ajouter, ecrireEtat, lireEtat } from "./state.js";
import { garder, lireGarde } from "./kept.js";

const SEANCE = new URL("formation/seance/", RACINE).href;

const compteur = el("a", { class: "bouton" });
const pastille = el("p", { class: "ma-seance", hidden: "" }, compteur);
document.querySelector("main").append(pastille);

/** Add a fiche to the session under way, and say so; open the session when the fiche is in it. */
export function ajouterFiche(id) {
  const etat = lireEtat(lireGarde());
  if (etat.etapes.some((etape) => etape.id === id)) return location.assign(SEANCE + lireGarde());
  const suite = ajouter(etat, id);
  if (suite === etat) return annoncer(`Une séance compte au plus ${LIMITES.fiches} fiches.`);
  const adresse = ecrireEtat(suite);
  garder(adresse);
  if (lireGarde() !== adresse) return location.assign(SEANCE + adresse); // storage is closed: only the address can hold it
  montrer();
  annoncer(`Fiche ajoutée. Ma séance compte ${compter(suite.etapes.length, "fiche")}.`);
}

function montrer() {
  const garde = lireGarde();
  const { etapes } = lireEtat(garde);
  for (const lien of document.querySelectorAll("[data-seance]")) {
    const dedans = etapes.some(({ id }) => id === lien.dataset.seance);
    const mot = lien.querySelector("[data-mot]");
    const dit = dedans ? "Dans ma séance" : "Ajouter à ma séance";
    if (mot.textContent !== dit) mot.textContent = dit;
    lien.toggleAttribute("data-dedans", dedans);
    if (lien.href) lien.href = SEANCE + (dedans ? garde : `?fiches=${lien.dataset.seance}`);
  }
  compteur.href = SEANCE + garde;
  compteur.textContent = `Ma séance (${etapes.length})`;
  pastille.hidden = !etapes.length;
}

addEventListener("pageshow", montrer);
addEventListener("storage", montrer);
const resultats = document.querySelector("[data-results]");
if (resultats) new MutationObserver((changes) => changes.some(({ target }) => !target.closest("a")) && montrer()).observe(resultats, { childList: true, subtree: true });
montrer();
