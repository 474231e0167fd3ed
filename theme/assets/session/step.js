/** One fiche of the session, as it is being prepared: its place, its time, its questions. */

import { ROOT } from "../search/access.js";
import { el } from "../search/drawing.js";
import { LIMITS, readMinutes, readQuestions } from "./state.js";

/**
 * @param {import("./state.js").Step} step  changed in place as one types
 * @param {import("./fiches.js").Fiche} fiche
 * @param {{ change: () => void, up: () => void, down: () => void, remove: () => void }} actions
 * @returns {HTMLLIElement}
 */
export function stepRow(step, fiche, actions) {
  const item = el("li", { class: "etape", "data-etape": fiche.id, "data-levier": fiche.levier.id });
  const rank = el("span", { "data-rang": "" });
  const heading = el("h3", {}, rank, " ", el("a", { href: new URL(`pratiques/${fiche.id}/`, ROOT).href }, fiche.titre));
  item.append(
    el("span", { class: "etape-poignee", "data-poignee": "", "aria-hidden": "true", title: "Glisser pour changer l’ordre" }),
    heading,
    el("p", { class: "etape-porteurs" }, fiche.porteurs.join(", ")),
    minutesField(step, fiche, actions.change),
    questionsField(step, fiche, actions.change),
    el("p", { class: "etape-boutons" }, button("Monter", fiche, actions.up), button("Descendre", fiche, actions.down), button("Retirer", fiche, actions.remove)),
  );
  return item;
}

/** Say where a row stands, and whether it can go further. */
export function place(item, rank, count) {
  item.querySelector("[data-rang]").textContent = `${rank + 1}.`;
  const [up, down] = item.querySelectorAll(".etape-boutons button");
  // Not `disabled`: the focus would be lost at the end of the way.
  up.setAttribute("aria-disabled", String(rank === 0));
  down.setAttribute("aria-disabled", String(rank === count - 1));
}

function button(verb, fiche, act) {
  const element = el("button", { class: "bouton-discret", type: "button" }, verb, el("span", { class: "lu" }, `\u00a0: ${fiche.titre}`));
  element.addEventListener("click", () => element.getAttribute("aria-disabled") === "true" || act());
  return element;
}

function minutesField(step, fiche, change) {
  const field = el("input", { type: "number", min: "0", max: String(LIMITS.minutes), step: "5", inputmode: "numeric" });
  field.value = String(step.minutes ?? fiche.minutes);
  field.addEventListener("input", () => {
    const given = readMinutes(field.value);
    step.minutes = given === fiche.minutes ? undefined : given;
    change();
  });
  field.addEventListener("change", () => (field.value = String(step.minutes ?? fiche.minutes)));
  return el("label", { class: "etape-minutes" }, "Durée, en minutes", field);
}

function questionsField(step, fiche, change) {
  const field = el("textarea", { rows: "4", maxlength: String(LIMITS.questions * LIMITS.question) });
  field.value = (step.questions ?? fiche.questions).join("\n");
  field.addEventListener("input", () => {
    const given = readQuestions(field.value);
    step.questions = given.join("\n") === fiche.questions.join("\n") ? undefined : given;
    change();
  });
  return el("label", { class: "etape-questions" }, "Questions à débattre, une par ligne", field);
}
