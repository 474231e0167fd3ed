/** The way to the index: opens the engine the first time it is asked for, no sooner, and once. */

/** The site's root, wherever it is served from. */
export const RACINE = new URL("../../", import.meta.url);

/** What is read of a query, as the engine does. */
export const LONGUEUR = 200;

let ouverture;

/** @returns {Promise<import("./engine.js").Moteur>} */
export function moteur() {
  if (!ouverture) {
    ouverture = charger();
    ouverture.catch(() => (ouverture = undefined)); // a broken connection is not for ever
  }
  return ouverture;
}

/** Get ready to answer: the reader has turned to search. */
export function preparer() {
  moteur().catch(() => {});
}

async function charger() {
  const [{ ouvrir }, manifeste] = await Promise.all([
    import("./engine.js"),
    lire("index.json"),
    import("./analysis.js"), // what the engine imports, asked for at once
    import("../vendor/minisearch/SearchableMap.js"),
  ]);
  return ouvrir((nom) => (nom === "index.json" ? manifeste : lire(nom)));
}

/** Names hold a hash of the content: what was read once is good for ever, but for the manifest, which names the rest. */
async function lire(nom) {
  const reponse = await fetch(new URL(`recherche/${nom}`, RACINE), {
    cache: nom === "index.json" ? "no-cache" : "force-cache",
  });
  if (!reponse.ok) throw new Error(`${nom}: ${reponse.status}`);
  return reponse.json();
}
