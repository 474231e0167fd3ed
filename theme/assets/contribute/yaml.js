/**
 * A record's data → its YAML, as the house writes it. The same, letter for letter, as scripts/catalogue/ecrire.py: a test
 * holds the two together.
 *
 * @typedef {object} Champ  a field, as scripts/catalogue/champs.py describes it
 * @property {string} nom
 * @property {string} genre
 * @property {boolean} [liste]
 * @property {Champ[]} [champs]
 */

// --- Scalars (scalar.py) --------------------------------------------------------------------------------------------

const EN_LIGNE = /^[A-Za-zÀ-ÖØ-öø-ÿŒœ](?:[A-Za-zÀ-ÖØ-öø-ÿŒœ0-9_ .’'()/+-]*[A-Za-zÀ-ÖØ-öø-ÿŒœ0-9)])?$/;
const EN_BLOC =
  /^[A-Za-zÀ-ÖØ-öø-ÿŒœ](?:[A-Za-zÀ-ÖØ-öø-ÿŒœ0-9_ .’'()/+,;!?«»%…&=°·–—\u00a0\u202f-]*[A-Za-zÀ-ÖØ-öø-ÿŒœ0-9).!?»%…])?$/;
const MOTS = new Set(["true", "false", "null", "yes", "no", "on", "off", "y", "n"]);

/** What no line of a file should show as it is; a tab and a line end among them. */
export const CACHES =
  /[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff0-\uffff]/gu;

/** Letters, as Python counts them. */
export const longueur = (texte) => [...texte].length;

/** A text as a scalar of one line: as it stands where that is safe, else between straight quotes. */
export function guillemets(texte, enLigne = true) {
  if ((enLigne ? EN_LIGNE : EN_BLOC).test(texte) && !MOTS.has(texte.toLowerCase())) return texte;
  const echappe = texte.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  return `"${echappe.replace(CACHES, (c) => `\\u${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`)}"`;
}

const cache = (texte) => texte.search(CACHES) >= 0;

/** A text cut into lines that « >- » joins again; null when it would not come out the same. */
export function plier(texte, largeur) {
  if (!texte || cache(texte) || texte.includes("  ") || /^ | $/.test(texte)) return null;
  const lignes = [""];
  for (const mot of texte.split(" ")) {
    const derniere = lignes.at(-1);
    if (derniere && longueur(derniere) + 1 + longueur(mot) > largeur) lignes.push(mot);
    else lignes[lignes.length - 1] = derniere ? `${derniere} ${mot}` : mot;
  }
  return lignes;
}

/** The lines of a text for « | »; null when it would not come out the same. */
export function tel(texte) {
  const lignes = texte.split("\n");
  const drole = lignes.some((ligne) => cache(ligne) || (ligne && !ligne.replace(/^ +| +$/g, "")));
  return drole || texte.trim() !== texte || !texte ? null : lignes;
}

// --- Records (ecrire.py) --------------------------------------------------------------------------------------------

const LARGEUR = 120;
const NUS = {
  nombre: /^-?[0-9]{1,12}(\.[0-9]{1,4})?$/,
  entier: /^[0-9]{1,9}$/,
  date: /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/,
  "oui-non": /^(true|false)$/,
};

/**
 * The file of a practice.
 * @param {object} donnees  text, lists and groups of text
 * @param {{champs: Champ[], apports: Record<string, Champ[]>, entete: string}} modele
 */
export function ecrire(donnees, modele) {
  return [modele.entete, ...groupe(donnees, modele.champs, ""), ...apports(donnees.nouveau ?? {}, modele.apports), ""].join("\n");
}

function apports(nouveau, modeles) {
  const lignes = [];
  for (const [genre, champs] of Object.entries(modeles)) {
    const entrees = Object.entries(nouveau[genre] ?? {});
    if (!entrees.length) continue;
    lignes.push(`  ${genre}:`);
    for (const [nom, donnees] of entrees) lignes.push(`    ${guillemets(nom)}:`, ...groupe(donnees, champs, "      "));
  }
  return lignes.length ? ["nouveau:", ...lignes] : [];
}

function groupe(donnees, champs, marge) {
  return champs.filter(({ nom }) => Object.hasOwn(donnees, nom)).flatMap((champ) => paire(champ, donnees[champ.nom], marge));
}

function paire(champ, valeur, marge) {
  const nom = `${marge}${champ.nom}:`;
  if (champ.liste) {
    if (!["groupe", "texte", "prose"].includes(champ.genre)) {
      const ligne = `${nom} [${valeur.map((un) => surUneLigne(champ, un)).join(", ")}]`;
      if (longueur(ligne) <= LARGEUR) return [ligne];
    }
    return [nom, ...valeur.flatMap((un) => element(champ, un, `${marge}  `))];
  }
  if (champ.genre === "groupe") {
    const ligne = `${nom} ${surUneLigne(champ, valeur)}`;
    if (champ.champs.length < 4 && longueur(ligne) <= LARGEUR) return [ligne];
    return [nom, ...groupe(valeur, champ.champs, `${marge}  `)];
  }
  return scalaire(champ, valeur, `${nom} `, `${marge}  `);
}

function element(champ, valeur, marge) {
  if (champ.genre !== "groupe") return scalaire(champ, valeur, `${marge}- `, `${marge}  `);
  const ligne = `${marge}- ${surUneLigne(champ, valeur)}`;
  if (champ.champs.length < 3 && longueur(ligne) <= LARGEUR) return [ligne];
  const [premiere, ...suite] = groupe(valeur, champ.champs, `${marge}  `);
  return [`${marge}- ${premiere.trimStart()}`, ...suite];
}

function scalaire(champ, valeur, avant, marge) {
  const lignes = champ.genre === "prose" && valeur.includes("\n") && tel(valeur);
  if (lignes) return [`${avant}|`, ...lignes.map((ligne) => `${marge}${ligne}`.trimEnd())];
  const ligne = `${avant}${nu(champ, valeur) ?? guillemets(valeur, false)}`;
  const plies = longueur(ligne) > LARGEUR && plier(valeur, LARGEUR - marge.length);
  return plies ? [`${avant}>-`, ...plies.map((un) => `${marge}${un}`)] : [ligne];
}

function surUneLigne(champ, valeur) {
  if (Array.isArray(valeur)) return `[${valeur.map((un) => surUneLigne(champ, un)).join(", ")}]`;
  if (typeof valeur === "object") {
    const paires = champ.champs.filter(({ nom }) => Object.hasOwn(valeur, nom));
    return `{${paires.map((un) => `${un.nom}: ${surUneLigne(un, valeur[un.nom])}`).join(", ")}}`;
  }
  return nu(champ, valeur) ?? guillemets(valeur);
}

function nu(champ, valeur) {
  return NUS[champ.genre]?.test(valeur) ? valeur : null;
}
