/** One fiche of the session, as it is being prepared: its place, its time, its questions. */

import { RACINE } from "../search/access.js";
import { el } from "../search/drawing.js";
import { LIMITES, lireMinutes, lireQuestions } from "./state.js";

/**
 * @param {import("./state.js").Etape} etape  changed in place as one types
 * @param {import("./fiches.js").Fiche} fiche
 * @param {{ change: () => void, monter: () => void, descendre: () => void, retirer: () => void }} agir
 * @returns {HTMLLIElement}
 */
export function ligne(etape, fiche, agir) {
  const item = el("li", { class: "etape", "data-etape": fiche.id, "data-levier": fiche.levier.id });
  const rang = el("span", { "data-rang": "" });
  const titre = el("h3", {}, rang, " ", el("a", { href: new URL(`pratiques/${fiche.id}/`, RACINE).href }, fiche.titre));
  item.append(
    el("span", { class: "etape-poignee", "data-poignee": "", "aria-hidden": "true", title: "Glisser pour changer l’ordre" }),
    titre,
    el("p", { class: "etape-porteurs" }, fiche.porteurs.join(", ")),
    minutes(etape, fiche, agir.change),
    questions(etape, fiche, agir.change),
    el("p", { class: "etape-boutons" }, bouton("Monter", fiche, agir.monter), bouton("Descendre", fiche, agir.descendre), bouton("Retirer", fiche, agir.retirer)),
  );
  return item;
}

/** Say where a row stands, and whether it can go further. */
export function placer(item, rang, combien) {
  item.querySelector("[data-rang]").textContent = `${rang + 1}.`;
  const [monter, descendre] = item.querySelectorAll(".etape-boutons button");
  // Not `disabled`: the focus would be lost at the end of the way.
  monter.setAttribute("aria-disabled", String(rang === 0));
  descendre.setAttribute("aria-disabled", String(rang === combien - 1));
}

function bouton(verbe, fiche, faire) {
  const element = el("button", { class: "bouton-discret", type: "button" }, verbe, el("span", { class: "lu" }, `\u00a0: ${fiche.titre}`));
  element.addEventListener("click", () => element.getAttribute("aria-disabled") === "true" || faire());
  return element;
}

function minutes(etape, fiche, change) {
  const champ = el("input", { type: "number", min: "0", max: String(LIMITES.minutes), step: "5", inputmode: "numeric" });
  champ.value = String(etape.minutes ?? fiche.minutes);
  champ.addEventListener("input", () => {
    const dites = lireMinutes(champ.value);
    if (dites === null || dites === fiche.minutes) delete etape.minutes;
    else etape.minutes = dites;
    change();
  });
  champ.addEventListener("change", () => (champ.value = String(etape.minutes ?? fiche.minutes)));
  return el("label", { class: "etape-minutes" }, "Durée, en minutes", champ);
}

function questions(etape, fiche, change) {
  const champ = el("textarea", { rows: "4", maxlength: String(LIMITES.questions * LIMITES.question) });
  champ.value = (etape.questions ?? fiche.questions).join("\n");
  champ.addEventListener("input", () => {
    const dites = lireQuestions(champ.value);
    if (dites.join("\n") === fiche.questions.join("\n")) delete etape.questions;
    else etape.questions = dites;
    change();
  });
  return el("label", { class: "etape-questions" }, "Questions à débattre, une par ligne", champ);
}
