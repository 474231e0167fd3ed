/**
 * « Ajouter à ma séance »: on a fiche, a link to the session's page, which with this file adds to the session under way
 * without leaving; on cards, a button that does the same. What does it comes when the reader turns to it, or has a session.
 */

let suite;

/** @returns {Promise<typeof import("./current.js")>} */
function charger() {
  suite ??= import("./current.js");
  suite.catch(() => (suite = undefined)); // a broken connection is not for ever
  return suite;
}

const lienDe = (event) => event.target.closest?.("[data-seance]");

for (const approche of ["focusin", "pointerover"]) {
  document.addEventListener(approche, (event) => {
    if (lienDe(event)) charger().catch(() => {});
  });
}

document.addEventListener("click", async (event) => {
  const lien = lienDe(event);
  if (!lien || (lien.href && lien.hasAttribute("data-dedans")) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  try {
    (await charger()).ajouterFiche(lien.dataset.seance);
  } catch {
    location.assign(lien.href ?? new URL(`../../formation/seance/?fiches=${lien.dataset.seance}`, import.meta.url));
  }
});

try {
  if (localStorage.getItem("leviers-seance")) charger().catch(() => {});
} catch { /* storage is closed: no session is kept */ }
