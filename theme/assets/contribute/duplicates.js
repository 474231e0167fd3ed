/** Practices of the catalogue that may be the one being described: found by the site's own search. */

import { ROOT, engine } from "../search/access.js";
import { el } from "../search/drawing.js";
import { likeness } from "./text.js";

const ALIKE = 0.5;

/**
 * @param {{ titre?: string, resume?: string }} data
 * @param {string|null} origin  the practice that is being completed
 * @returns {Promise<HTMLElement|null>}  what to say, when there is something
 */
export async function duplicates({ titre = "", resume = "" }, origin) {
  if (!titre.trim()) return null;
  const opened = await engine();
  const found = new Map();
  for (const query of [titre, resume])
    if (query) for (const one of (await opened.search(query, { kind: "pratique", limit: 5 })).results) found.set(one.address, one);
  const alike = [...found.values()].filter(
    (one) => one.address !== `pratiques/${origin}/` && Math.max(likeness(one.titre, titre), likeness(one.resume, resume)) >= ALIKE,
  );
  if (!alike.length) return null;
  const rows = alike.slice(0, 3).map((one) => {
    const fiche = one.address.split("/").at(-2);
    const link = el("a", { href: new URL(one.address, ROOT).href }, one.titre);
    return el("li", {}, link, " (", el("a", { href: `?fiche=${encodeURIComponent(fiche)}` }, "la compléter"), ")");
  });
  return el(
    "div",
    { class: "encart" },
    el("p", {}, "Cette pratique ressemble à une fiche qui existe déjà. Si c’est la même, complétez-la plutôt\u00a0:"),
    el("ul", {}, ...rows),
  );
}
