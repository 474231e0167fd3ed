/** The ways out of the form: the forge, a file, an e-mail, the clipboard. Nothing leaves before one is chosen. */

/** Longer addresses are cut or refused on the way. */
const ADRESSE = 7000;
const MESSAGE = 1800;

/**
 * Where a record may go.
 * @param {{ id: string, texte: string, titre: string, origine: string|null }} proposition
 * @param {{ nouveau_fichier?: string, edition?: string, courriel?: string }} reglages
 * @returns {{ forge: { href: string, coller: boolean } | null, courriel: { href: string, joindre: boolean } | null }}
 */
export function chemins({ id, texte, titre, origine }, reglages) {
  return { forge: versForge(id, texte, origine, reglages), courriel: versCourriel(id, texte, titre, reglages) };
}

function versForge(id, texte, origine, { nouveau_fichier: nouveau, edition }) {
  if (origine && edition) return { href: `${edition}practices/${origine}.yml`, coller: true };
  if (!nouveau) return null;
  const adresse = (contenu) =>
    nouveau.replace("{nom}", encodeURIComponent(`${id}.yml`)).replace("{texte}", () => encodeURIComponent(contenu));
  const complete = nouveau.includes("{texte}") && adresse(texte).length <= ADRESSE;
  return { href: adresse(complete ? texte : ""), coller: !complete };
}

function versCourriel(id, texte, titre, { courriel }) {
  if (!courriel) return null;
  const joindre = encodeURIComponent(texte).length > MESSAGE;
  const corps = joindre ? `Bonjour,\n\nVoici une proposition pour le catalogue : le fichier ${id}.yml est joint.\n` : `Bonjour,\n\nVoici une proposition pour le catalogue (${id}.yml) :\n\n${texte}`;
  const ligne = (mots) => encodeURIComponent(mots.replaceAll("\n", "\r\n"));
  return { href: `mailto:${courriel}?subject=${ligne(`Proposition : ${titre}`)}&body=${ligne(corps)}`, joindre };
}

/** Put a text on the clipboard; false when the browser refuses. */
export async function copier(texte) {
  try {
    await navigator.clipboard.writeText(texte);
    return true;
  } catch {
    return false;
  }
}
