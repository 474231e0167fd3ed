/** The session under way, kept in this browser and nowhere else; and the one before, so that none is lost to a link. */

const CLE = "leviers-seance";
const AVANT = "leviers-seance-avant";

/** @returns {string}  "?fiches=…", or "" */
export function lireGarde() {
  return lire(CLE);
}

/** @returns {string}  the session that was under way before another was opened */
export function lireAvant() {
  return lire(AVANT);
}

/** Keep the session under way, as it changes. */
export function garder(adresse) {
  ecrire(CLE, adresse);
}

/** Begin another session; the one under way becomes the one before. */
export function remplacer(adresse) {
  const avant = lireGarde();
  if (avant && avant !== adresse) ecrire(AVANT, avant);
  garder(adresse);
}

function lire(cle) {
  try {
    return localStorage.getItem(cle) ?? "";
  } catch {
    return ""; // storage is closed: the address holds the session all the same
  }
}

function ecrire(cle, valeur) {
  try {
    localStorage.setItem(cle, valeur);
  } catch { /* the address holds the session all the same */ }
}
