/** The order of a list, changed by dragging a row by its handle. The keyboard has buttons of its own. */

const BORD = 60; // near the edge of the screen, the page follows
const PAS = 20;

/**
 * @param {HTMLElement} liste  each of its children is a row; a row holds a [data-poignee]
 * @param {(de: number, vers: number) => void} deplacer  called once, when the row is let go elsewhere
 */
export function permettreGlisser(liste, deplacer) {
  liste.addEventListener("pointerdown", (event) => {
    const poignee = event.target.closest("[data-poignee]");
    if (!poignee || event.button) return;
    event.preventDefault();
    const ligne = poignee.closest("li");
    const depart = rang(ligne);
    ligne.classList.add("etape--tenue");

    const suivre = ({ clientY }) => {
      if (clientY < BORD) scrollBy({ top: -PAS, behavior: "instant" });
      if (clientY > innerHeight - BORD) scrollBy({ top: PAS, behavior: "instant" });
      const sous = [...liste.children].find((autre) => {
        const { top, bottom } = autre.getBoundingClientRect();
        return autre !== ligne && clientY > top && clientY < bottom;
      });
      if (!sous) return;
      const { top, height } = sous.getBoundingClientRect();
      // Past its middle only, so that two rows of unlike heights do not change places for ever.
      if (rang(sous) < rang(ligne) && clientY < top + height / 2) sous.before(ligne);
      else if (rang(sous) > rang(ligne) && clientY > top + height / 2) sous.after(ligne);
    };
    const lacher = ({ type }) => {
      for (const [nom, faire] of Object.entries(suites)) document.removeEventListener(nom, faire);
      ligne.classList.remove("etape--tenue");
      const arrivee = rang(ligne);
      if (type === "pointercancel") remettre(liste, ligne, depart);
      else if (arrivee !== depart) deplacer(depart, arrivee);
    };
    // On the document: what is captured by the handle is let go as its row moves.
    const suites = { pointermove: suivre, pointerup: lacher, pointercancel: lacher };
    for (const [nom, faire] of Object.entries(suites)) document.addEventListener(nom, faire);
  });
}

function rang(ligne) {
  return [...ligne.parentElement.children].indexOf(ligne);
}

function remettre(liste, ligne, depart) {
  ligne.remove();
  liste.insertBefore(ligne, liste.children[depart] ?? null);
}
