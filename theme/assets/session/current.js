/** The session under way, as fiches and the catalogue show it: on their links, and in the corner of the page. */

import { ROOT } from "../search/access.js";
import { announce } from "../search/announce.js";
import { counted, el } from "../search/drawing.js";
import { LIMITS, readSession, withFiche, writeSession } from "./state.js";
import { keep, readKept } from "./kept.js";

const SESSION = new URL("formation/seance/", ROOT).href;

const counter = el("a", { class: "bouton" });
const badge = el("p", { class: "ma-seance", hidden: "" }, counter);
document.querySelector("main").append(badge);

/** Add a fiche to the session under way, and say so; open the session when the fiche is in it. */
export function addFiche(id) {
  const session = readSession(readKept());
  if (session.steps.some((step) => step.id === id)) return location.assign(SESSION + readKept());
  const next = withFiche(session, id);
  if (next === session) return announce(`Une séance compte au plus ${LIMITS.fiches} fiches.`);
  const address = writeSession(next);
  keep(address);
  if (readKept() !== address) return location.assign(SESSION + address); // storage is closed: only the address can hold it
  show();
  announce(`Fiche ajoutée. Ma séance compte ${counted(next.steps.length, "fiche")}.`);
}

function show() {
  const kept = readKept();
  const { steps } = readSession(kept);
  for (const link of document.querySelectorAll("[data-seance]")) {
    const inside = steps.some(({ id }) => id === link.dataset.seance);
    const word = link.querySelector("[data-mot]");
    const said = inside ? "Dans ma séance" : "Ajouter à ma séance";
    if (word.textContent !== said) word.textContent = said;
    link.toggleAttribute("data-dedans", inside);
    if (link.href) link.href = SESSION + (inside ? kept : `?fiches=${link.dataset.seance}`);
  }
  counter.href = SESSION + kept;
  counter.textContent = `Ma séance (${steps.length})`;
  badge.hidden = !steps.length;
}

addEventListener("pageshow", show);
addEventListener("storage", show);
const results = document.querySelector("[data-results]");
if (results) new MutationObserver((changes) => changes.some(({ target }) => !target.closest("a")) && show()).observe(results, { childList: true, subtree: true });
show();
