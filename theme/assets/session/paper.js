/** The three things that a session prints as. Built element by element: no text is ever read as HTML. */

import { RACINE } from "../search/access.js";
import { el, icone } from "../search/drawing.js";
import { duree, horaires, horloge } from "./times.js";

const PAR_PLANCHE = 4;
const PORTEURS = 2; // carriers named on a card; the fiche names them all
const AMPLE = 360; // letters up to which a card can be set in larger type
const SITE = "Leviers d’égalité";

/**
 * @typedef {object} Moment  one fiche of the session, as it is to be printed
 * @property {import("./fiches.js").Fiche} fiche
 * @property {number} minutes
 * @property {string[]} questions
 */

const FAIRE = { livret, animation, cartes };

/**
 * @param {"livret"|"animation"|"cartes"} forme
 * @param {string} titre
 * @param {Moment[]} moments
 * @returns {HTMLElement[]}
 */
export function imprimer(forme, titre, moments) {
  return FAIRE[forme](titre || "Séance", moments);
}

// --- What the participants keep ---------------------------------------------------------------------------------------

function livret(titre, moments) {
  const fiches = moments.map(({ fiche, questions }, rang) =>
    el(
      "section",
      { class: "papier-fiche", "data-levier": fiche.levier.id },
      el("div", { class: "papier-fiche-tete" }, levier(fiche), el("h4", {}, `${rang + 1}. ${fiche.titre}`), porteurs(fiche), el("p", {}, fiche.resume)),
      code(fiche),
      ...(questions.length ? [el("div", { class: "papier-questions" }, el("h5", {}, "À débattre"), el("ol", {}, ...questions.map(aRepondre)))] : []),
    ),
  );
  return [el("div", { class: "feuille" }, entete(titre, "Livret des participant·es"), ...fiches, pied())];
}

function aRepondre(question) {
  return el("li", {}, question, el("span", { class: "papier-ligne", "aria-hidden": "true" }), el("span", { class: "papier-ligne", "aria-hidden": "true" }));
}

// --- What the trainer follows -----------------------------------------------------------------------------------------

function animation(titre, moments) {
  const quand = horaires(moments.map(({ minutes }) => minutes));
  const total = quand.at(-1)?.[1] ?? 0;
  const etapes = moments.map(({ fiche, minutes, questions }, rang) => {
    const [debut, fin] = quand[rang];
    return el(
      "section",
      { class: "papier-etape", "data-levier": fiche.levier.id },
      el("p", { class: "papier-temps" }, el("strong", {}, `${horloge(debut)} – ${horloge(fin)}`), el("span", {}, duree(minutes))),
      el(
        "div",
        {},
        el("h4", {}, `${rang + 1}. ${fiche.titre}`),
        porteurs(fiche),
        ...liste("Objectifs", fiche.objectifs),
        ...liste("Questions", questions, "ol"),
        ...(fiche.activite ? [el("h5", {}, "Activité"), el("p", {}, fiche.activite)] : []),
        el("p", { class: "papier-adresse" }, adresse(fiche)),
      ),
    );
  });
  const dit = `${moments.length}\u00a0fiche${moments.length > 1 ? "s" : ""}, ${duree(total)} en tout`;
  return [el("div", { class: "feuille" }, entete(titre, "Fiche de l’animateur·rice", dit), ...etapes, pied())];
}

function liste(titre, textes, balise = "ul") {
  return textes.length ? [el("h5", {}, titre), el(balise, {}, ...textes.map((texte) => el("li", {}, texte)))] : [];
}

// --- What is cut out --------------------------------------------------------------------------------------------------

function cartes(_titre, moments) {
  const planches = [];
  for (let debut = 0; debut < moments.length; debut += PAR_PLANCHE) {
    const quatre = moments.slice(debut, debut + PAR_PLANCHE).map(({ fiche }) => carteA6(fiche));
    planches.push(el("div", { class: "planche" }, ...quatre, el("span", { class: "coupe", "aria-hidden": "true" })));
  }
  return planches;
}

function carteA6(fiche) {
  const longueur = [fiche.titre, fiche.resume, ...fiche.porteurs.slice(0, PORTEURS)].join("").length;
  return el(
    "section",
    { class: `carte-a6${longueur <= AMPLE ? " carte-a6--ample" : ""}`, "data-levier": fiche.levier.id },
    levier(fiche),
    el("h4", {}, fiche.titre),
    el("p", { class: "carte-a6-resume" }, fiche.resume),
    el("div", { class: "carte-a6-bas" }, porteurs(fiche, PORTEURS), code(fiche)),
  );
}

// --- Pieces -----------------------------------------------------------------------------------------------------------

function entete(titre, nature, precision = "") {
  return el("header", { class: "papier-entete" }, el("p", {}, nature), el("h3", {}, titre), ...(precision ? [el("p", {}, precision)] : []));
}

function pied() {
  return el("p", { class: "papier-pied" }, `${SITE}. Textes sous Licence Ouverte 2.0. Les sources de chaque fiche se lisent à son adresse.`);
}

function levier(fiche) {
  return el("p", { class: "papier-levier" }, icone(fiche.levier.id), ` ${fiche.levier.nom}`);
}

function porteurs(fiche, combien = Infinity) {
  const noms = fiche.porteurs.slice(0, combien);
  const reste = fiche.porteurs.length - noms.length;
  const suite = reste > 0 ? ` et ${reste} autre${reste > 1 ? "s" : ""}` : "";
  return el("p", { class: "papier-porteurs" }, noms.join(", ") + suite);
}

/** The code to scan, and the same address to type. */
function code(fiche) {
  const image = el("img", { src: new URL(`pratiques/${fiche.id}/qr.svg`, RACINE).href, alt: `Code QR vers ${adresse(fiche)}`, width: "120", height: "120" });
  image.addEventListener("error", () => image.remove()); // the address stays
  return el("p", { class: "papier-code" }, image, el("span", { class: "papier-adresse" }, adresse(fiche)));
}

function adresse(fiche) {
  return fiche.court.replace(/^https?:\/\//, "");
}
