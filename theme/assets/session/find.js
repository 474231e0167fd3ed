/** Finding a fiche by its words, on the page of the session: the site's own search, and a button beside each answer. */

import { LONGUEUR, moteur, preparer } from "../search/access.js";
import { annoncer } from "../search/announce.js";
import { compter, el } from "../search/drawing.js";

const MONTREES = 6;

/**
 * @param {HTMLFormElement} formulaire
 * @param {{ contient: (id: string) => boolean, ajouter: (id: string) => Promise<boolean> }} seance
 */
export function permettreTrouver(formulaire, seance) {
  const champ = formulaire.querySelector("input");
  const liste = formulaire.querySelector("[data-trouvees]");
  champ.maxLength = LONGUEUR;
  let demande = 0; // an answer to an earlier question is too late

  async function chercher() {
    const moi = ++demande;
    if (!champ.value.trim()) return liste.replaceChildren();
    try {
      const { total, resultats } = await (await moteur()).chercher(champ.value, { genre: "pratique", limite: MONTREES });
      if (moi !== demande) return;
      liste.replaceChildren(...resultats.map((resultat) => trouvee(resultat, seance)));
      annoncer(total ? `${compter(total, "fiche")}${total > MONTREES ? `, dont ${MONTREES} montrées` : ""}.` : "Aucune fiche.");
      if (!total) liste.append(el("li", {}, "Aucune fiche ne répond à ces mots."));
    } catch {
      if (moi === demande) liste.replaceChildren(el("li", {}, "La recherche n’a pas pu être chargée. Réessayez dans un instant, ou passez par le catalogue."));
    }
  }

  champ.addEventListener("focus", preparer);
  champ.addEventListener("input", chercher);
  formulaire.addEventListener("submit", (event) => {
    event.preventDefault();
    chercher();
  });
}

function trouvee({ adresse, titre, porteur, lieu }, seance) {
  const id = adresse.split("/").at(-2);
  const mot = el("span", {}, seance.contient(id) ? "Dans la séance" : "Ajouter");
  const bouton = el("button", { class: "bouton-discret", type: "button" }, mot, el("span", { class: "lu" }, `\u00a0: ${titre}`));
  bouton.setAttribute("aria-disabled", String(seance.contient(id)));
  bouton.addEventListener("click", async () => {
    if (bouton.getAttribute("aria-disabled") === "true" || !(await seance.ajouter(id))) return;
    mot.textContent = "Dans la séance";
    bouton.setAttribute("aria-disabled", "true");
  });
  const ou = [porteur, lieu].filter(Boolean).join("\u00a0· ");
  return el("li", {}, el("span", {}, el("strong", {}, titre), ...(ou ? [el("br"), ou] : [])), bouton);
}
