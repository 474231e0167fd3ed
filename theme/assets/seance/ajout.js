/**
 * « Ajouter à ma séance », on fiches and in the catalogue: a link to the session's page, which with this file adds to the
 * session under way, without leaving the page. What does it comes when the reader turns to it, or has a session already.
 */

let suite;

/** @returns {Promise<typeof import("./encours.js")>} */
function charger() {
  suite ??= import("./encours.js");
  suite.catch(() => (suite = undefined)); // a broken connection is not for ever
  return suite;
}

const lienDe = (event) => event.target.closest?.("a[data-seance]");

for (const approche of ["focusin", "pointerover"]) {
  document.addEventListener(approche, (event) => {
    if (lienDe(event)) charger().catch(() => {});
  });
}

document.addEventListener("click", async (event) => {
  const lien = lienDe(event);
  if (!lien || lien.hasAttribute("data-dedans") || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  try {
    (await charger()).ajouterFiche(lien.dataset.seance);
  } catch {
    location.assign(lien.href);
  }
});

try {
  if (localStorage.getItem("leviers-seance")) charger().catch(() => {});
} catch { /* storage is closed: no session is kept */ }
