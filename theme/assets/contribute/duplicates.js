/** Practices of the catalogue that may be the one being described: found by the site's own search. */

import { moteur, RACINE } from "../search/access.js";
import { el } from "../search/drawing.js";
import { parente } from "./text.js";

const PROCHE = 0.5;

/**
 * @param {{ titre?: string, resume?: string }} donnees
 * @param {string|null} origine  the practice that is being completed
 * @returns {Promise<HTMLElement|null>}  what to say, when there is something
 */
export async function doublons({ titre = "", resume = "" }, origine) {
  if (!titre.trim()) return null;
  const recherche = await moteur();
  const trouves = new Map();
  for (const requete of [titre, resume])
    if (requete) for (const un of (await recherche.chercher(requete, { genre: "pratique", limite: 5 })).resultats) trouves.set(un.adresse, un);
  const proches = [...trouves.values()].filter(
    (un) => un.adresse !== `pratiques/${origine}/` && Math.max(parente(un.titre, titre), parente(un.resume, resume)) >= PROCHE,
  );
  if (!proches.length) return null;
  const lignes = proches.slice(0, 3).map((un) => {
    const fiche = un.adresse.split("/").at(-2);
    const lien = el("a", { href: new URL(un.adresse, RACINE).href }, un.titre);
    return el("li", {}, lien, " (", el("a", { href: `?fiche=${encodeURIComponent(fiche)}` }, "la compléter"), ")");
  });
  return el(
    "div",
    { class: "encart" },
    el("p", {}, "Cette pratique ressemble à une fiche qui existe déjà. Si c’est la même, complétez-la plutôt\u00a0:"),
    el("ul", {}, ...lignes),
  );
}
