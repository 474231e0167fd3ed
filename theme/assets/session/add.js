/**
 * « Ajouter à ma séance »: on a fiche, a link to the session's page, which with this file adds to the session under way
 * without leaving; on cards, a button that does the same. What does it comes when the reader turns to it, or has a session.
 */

let current;

/** @returns {Promise<typeof import("./current.js")>} */
function loadCurrent() {
  current ??= import("./current.js");
  current.catch(() => (current = undefined)); // a broken connection is not for ever
  return current;
}

const linkOf = (event) => event.target.closest?.("[data-seance]");

for (const approach of ["focusin", "pointerover"]) {
  document.addEventListener(approach, (event) => {
    if (linkOf(event)) loadCurrent().catch(() => {});
  });
}

document.addEventListener("click", async (event) => {
  const link = linkOf(event);
  if (!link || (link.href && link.hasAttribute("data-dedans")) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  try {
    (await loadCurrent()).addFiche(link.dataset.seance);
  } catch {
    location.assign(link.href ?? new URL(`../../formation/seance/?fiches=${link.dataset.seance}`, import.meta.url));
  }
});

try {
  if (localStorage.getItem("leviers-seance")) loadCurrent().catch(() => {});
} catch { /* storage is closed: no session is kept */ }
