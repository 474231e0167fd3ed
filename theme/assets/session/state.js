/**
 * A session and its address: ?fiches=a,b&min=20,&titre=…&q2=…&forme=livret (catalogue/seance.py writes the same).
 * An address comes from anyone: what is too long is cut, what is not understood is left out. Pure: no page, no network.
 *
 * @typedef {object} Etape
 * @property {string} id
 * @property {number} [minutes]      as long as the fiche says, when absent
 * @property {string[]} [questions]  those of the fiche, when absent
 *
 * @typedef {object} Etat
 * @property {Etape[]} etapes
 * @property {string} titre
 * @property {"livret"|"animation"|"cartes"} forme
 * @property {string[]} illisibles  what was given for a fiche and cannot be one; never written
 */

export const FORMES = ["livret", "animation", "cartes"];

/** What is read, and can be written, at most. */
export const LIMITES = { fiches: 30, titre: 80, minutes: 600, questions: 10, question: 600, adresse: 6000 };

const NOM = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * @param {string} recherche  "?fiches=…"
 * @returns {Etat}
 */
export function lireEtat(recherche) {
  const dits = parametres(recherche);
  const minutes = (dits.get("min") ?? "").split(",");
  const etapes = [];
  const illisibles = [];
  for (const [rang, id] of (dits.get("fiches") ?? "").split(",").entries()) {
    if (!id || etapes.some((etape) => etape.id === id)) continue;
    if (etapes.length + illisibles.length === LIMITES.fiches) break;
    if (id.length > 64 || !NOM.test(id)) {
      illisibles.push(couper(id, 64));
      continue;
    }
    const etape = { id };
    const dites = lireMinutes(minutes[rang] ?? "");
    if (dites !== null) etape.minutes = dites;
    const questions = dits.get(`q${rang + 1}`);
    if (questions !== undefined) etape.questions = lireQuestions(questions);
    etapes.push(etape);
  }
  const forme = dits.get("forme");
  const titre = couper(dits.get("titre") ?? "", LIMITES.titre);
  return { etapes, titre, forme: FORMES.includes(forme) ? forme : FORMES[0], illisibles };
}

/**
 * @param {Etat} etat
 * @returns {string}  "" when there is nothing to say
 */
export function ecrireEtat({ etapes, titre, forme }) {
  const dits = [];
  if (etapes.length) dits.push(`fiches=${etapes.map(({ id }) => id).join(",")}`);
  const minutes = etapes.map((etape) => etape.minutes ?? "").join(",").replace(/,+$/, "");
  if (minutes) dits.push(`min=${minutes}`);
  if (titre) dits.push(`titre=${encodeURIComponent(titre)}`);
  for (const [rang, { questions }] of etapes.entries()) {
    if (questions) dits.push(`q${rang + 1}=${encodeURIComponent(questions.join("\n"))}`);
  }
  if (forme !== FORMES[0]) dits.push(`forme=${forme}`);
  return dits.length ? `?${dits.join("&")}` : "";
}

/**
 * The same session with one more fiche at its end; the session itself when it is there already, or when there are too many.
 * @param {Etat} etat
 * @param {string} id
 */
export function ajouter(etat, id) {
  if (etat.etapes.length >= LIMITES.fiches || etat.etapes.some((etape) => etape.id === id)) return etat;
  return { ...etat, etapes: [...etat.etapes, { id }] };
}

/** Minutes as typed: a whole number, at most ten hours; null for anything else. */
export function lireMinutes(texte) {
  const nombre = /^\d{1,4}$/.test(texte) ? Number(texte) : -1;
  return nombre >= 0 && nombre <= LIMITES.minutes ? nombre : null;
}

/** Questions as typed, one a line. */
export function lireQuestions(texte) {
  const lignes = texte.slice(0, 2 * LIMITES.questions * LIMITES.question).split("\n");
  return lignes.map((ligne) => couper(ligne.trim(), LIMITES.question)).filter(Boolean).slice(0, LIMITES.questions);
}

/** The beginning of a text, on one line and never half a character. */
export function couper(texte, longueur) {
  const propre = texte.slice(0, 4 * longueur).replace(/[\u0000-\u001f\u007f\u2028-\u202e\u2066-\u2069]/g, " ");
  return [...propre].slice(0, longueur).join("").toWellFormed();
}

/** The first value of each name; what is badly written is left out. */
function parametres(recherche) {
  const dits = new Map();
  for (const morceau of recherche.replace(/^\?/, "").split("&").slice(0, 100)) {
    const [nom, ...valeur] = morceau.split("=");
    try {
      if (!dits.has(nom)) dits.set(nom, decodeURIComponent(valeur.join("=").replaceAll("+", " ")));
    } catch { /* no text comes of it */ }
  }
  return dits;
}
