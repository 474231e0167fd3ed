/** The draft, kept on the reader's own device. Without storage, there is none: the form works all the same. */

const CLE = "leviers-brouillon";

const cleDe = (fiche) => (fiche ? `${CLE}:${fiche}` : CLE);

/** @returns {object|null}  what was typed last time */
export function lireBrouillon(fiche) {
  try {
    const garde = JSON.parse(localStorage.getItem(cleDe(fiche)));
    return garde && typeof garde === "object" && !Array.isArray(garde) ? garde : null;
  } catch {
    return null;
  }
}

export function garderBrouillon(fiche, donnees) {
  try {
    localStorage.setItem(cleDe(fiche), JSON.stringify(donnees));
  } catch { /* the form works all the same */ }
}

export function effacerBrouillon(fiche) {
  try {
    localStorage.removeItem(cleDe(fiche));
  } catch { /* nothing was kept */ }
}
