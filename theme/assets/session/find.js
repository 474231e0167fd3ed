/** Finding a fiche by its words, on the page of the session: the site's own search, and a button beside each answer. */

import { QUERY_LENGTH, engine, prepare } from "../search/access.js";
import { announce } from "../search/announce.js";
import { counted, el } from "../search/drawing.js";

const MOST_SHOWN = 6;

/**
 * @param {HTMLFormElement} form
 * @param {{ has: (id: string) => boolean, add: (id: string) => Promise<boolean> }} session
 */
export function enableFinding(form, session) {
  const field = form.querySelector("input");
  const list = form.querySelector("[data-trouvees]");
  field.maxLength = QUERY_LENGTH;
  let asked = 0; // an answer to an earlier question is too late

  async function search() {
    const mine = ++asked;
    if (!field.value.trim()) return list.replaceChildren();
    try {
      const { total, results } = await (await engine()).search(field.value, { kind: "pratique", limit: MOST_SHOWN });
      if (mine !== asked) return;
      list.replaceChildren(...results.map((result) => foundRow(result, session)));
      announce(total ? `${counted(total, "fiche")}${total > MOST_SHOWN ? `, dont ${MOST_SHOWN} montrées` : ""}.` : "Aucune fiche.");
      if (!total) list.append(el("li", {}, "Aucune fiche ne répond à ces mots."));
    } catch {
      if (mine === asked) list.replaceChildren(el("li", {}, "La recherche n’a pas pu être chargée. Réessayez dans un instant, ou passez par le catalogue."));
    }
  }

  field.addEventListener("focus", prepare);
  field.addEventListener("input", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
}

function foundRow({ address, titre, porteur, place }, session) {
  const id = address.split("/").at(-2);
  const word = el("span", {}, session.has(id) ? "Dans la séance" : "Ajouter");
  const button = el("button", { class: "bouton-discret", type: "button" }, word, el("span", { class: "lu" }, `\u00a0: ${titre}`));
  button.setAttribute("aria-disabled", String(session.has(id)));
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled") === "true" || !(await session.add(id))) return;
    word.textContent = "Dans la séance";
    button.setAttribute("aria-disabled", "true");
  });
  const where = [porteur, place].filter(Boolean).join("\u00a0· ");
  return el("li", {}, el("span", {}, el("strong", {}, titre), ...(where ? [el("br"), where] : [])), button);
}
