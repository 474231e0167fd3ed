/** The three things that a session prints as. Built element by element: no text is ever read as HTML. */

import { ROOT } from "../search/access.js";
import { el, icon } from "../search/drawing.js";
import { clock, duration, schedule } from "./times.js";

const PER_SHEET = 4;
const MOST_PORTEURS = 2; // carriers named on a card; the fiche names them all
const ROOMY = 360; // letters up to which a card can be set in larger type
const SITE = "Leviers d’égalité";

/**
 * @typedef {object} Moment  one fiche of the session, as it is to be printed
 * @property {import("./fiches.js").Fiche} fiche
 * @property {number} minutes
 * @property {string[]} questions
 */

const MAKERS = { livret: booklet, animation: guide, cartes: cards };

/**
 * @param {"livret"|"animation"|"cartes"} layout
 * @param {string} titre
 * @param {Moment[]} moments
 * @returns {HTMLElement[]}
 */
export function printed(layout, titre, moments) {
  return MAKERS[layout](titre || "Séance", moments);
}

// --- What the participants keep ---------------------------------------------------------------------------------------

function booklet(titre, moments) {
  const fiches = moments.map(({ fiche, questions }, rank) =>
    el(
      "section",
      { class: "papier-fiche", "data-levier": fiche.levier.id },
      el("div", { class: "papier-fiche-tete" }, levierLine(fiche), el("h4", {}, `${rank + 1}. ${fiche.titre}`), porteursLine(fiche), el("p", {}, fiche.resume)),
      codeLine(fiche),
      ...(questions.length ? [el("div", { class: "papier-questions" }, el("h5", {}, "À débattre"), el("ol", {}, ...questions.map(answerLines)))] : []),
    ),
  );
  return [el("div", { class: "feuille" }, head(titre, "Livret des participant·es"), ...fiches, foot())];
}

function answerLines(question) {
  return el("li", {}, question, el("span", { class: "papier-ligne", "aria-hidden": "true" }), el("span", { class: "papier-ligne", "aria-hidden": "true" }));
}

// --- What the trainer follows -----------------------------------------------------------------------------------------

function guide(titre, moments) {
  const times = schedule(moments.map(({ minutes }) => minutes));
  const total = times.at(-1)?.[1] ?? 0;
  const steps = moments.map(({ fiche, minutes, questions }, rank) => {
    const [start, end] = times[rank];
    return el(
      "section",
      { class: "papier-etape", "data-levier": fiche.levier.id },
      el("p", { class: "papier-temps" }, el("strong", {}, `${clock(start)} – ${clock(end)}`), el("span", {}, duration(minutes))),
      el(
        "div",
        {},
        el("h4", {}, `${rank + 1}. ${fiche.titre}`),
        porteursLine(fiche),
        ...titledList("Objectifs", fiche.objectifs),
        ...titledList("Questions", questions, "ol"),
        ...(fiche.activite ? [el("h5", {}, "Activité"), el("p", {}, fiche.activite)] : []),
        el("p", { class: "papier-adresse" }, shortAddress(fiche)),
      ),
    );
  });
  const said = `${moments.length}\u00a0fiche${moments.length > 1 ? "s" : ""}, ${duration(total)} en tout`;
  return [el("div", { class: "feuille" }, head(titre, "Fiche de l’animateur·rice", said), ...steps, foot())];
}

function titledList(titre, texts, tag = "ul") {
  return texts.length ? [el("h5", {}, titre), el(tag, {}, ...texts.map((text) => el("li", {}, text)))] : [];
}

// --- What is cut out --------------------------------------------------------------------------------------------------

function cards(_titre, moments) {
  const sheets = [];
  for (let start = 0; start < moments.length; start += PER_SHEET) {
    const four = moments.slice(start, start + PER_SHEET).map(({ fiche }) => cardA6(fiche));
    sheets.push(el("div", { class: "planche" }, ...four, el("span", { class: "coupe", "aria-hidden": "true" })));
  }
  return sheets;
}

function cardA6(fiche) {
  const letters = [fiche.titre, fiche.resume, ...fiche.porteurs.slice(0, MOST_PORTEURS)].join("").length;
  return el(
    "section",
    { class: `carte-a6${letters <= ROOMY ? " carte-a6--ample" : ""}`, "data-levier": fiche.levier.id },
    levierLine(fiche),
    el("h4", {}, fiche.titre),
    el("p", { class: "carte-a6-resume" }, fiche.resume),
    el("div", { class: "carte-a6-bas" }, porteursLine(fiche, MOST_PORTEURS), codeLine(fiche)),
  );
}

// --- Pieces -----------------------------------------------------------------------------------------------------------

function head(titre, kind, detail = "") {
  return el("header", { class: "papier-entete" }, el("p", {}, kind), el("h3", {}, titre), ...(detail ? [el("p", {}, detail)] : []));
}

function foot() {
  return el("p", { class: "papier-pied" }, `${SITE}. Textes sous Licence Ouverte 2.0. Les sources de chaque fiche se lisent à son adresse.`);
}

const levierLine = (fiche) => el("p", { class: "papier-levier" }, icon(fiche.levier.id), ` ${fiche.levier.nom}`);

function porteursLine(fiche, most = Infinity) {
  const names = fiche.porteurs.slice(0, most);
  const left = fiche.porteurs.length - names.length;
  const more = left > 0 ? ` et ${left} autre${left > 1 ? "s" : ""}` : "";
  return el("p", { class: "papier-porteurs" }, names.join(", ") + more);
}

/** The code to scan, and the same address to type. */
function codeLine(fiche) {
  const image = el("img", { src: new URL(`pratiques/${fiche.id}/qr.svg`, ROOT).href, alt: `Code QR vers ${shortAddress(fiche)}`, width: "120", height: "120" });
  image.addEventListener("error", () => image.remove()); // the address stays
  return el("p", { class: "papier-code" }, image, el("span", { class: "papier-adresse" }, shortAddress(fiche)));
}

const shortAddress = (fiche) => fiche.court.replace(/^https?:\/\//, "");
