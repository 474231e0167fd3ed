/** The ways out of the form: the forge, an e-mail. Nothing leaves before one is chosen. */

/** Longer addresses are cut or refused on the way. */
const ADDRESS_LENGTH = 7000;
const MESSAGE_LENGTH = 1800;

/**
 * Where a record may go.
 * @param {{ id: string, text: string, titre: string, origin: string|null }} proposal
 * @param {{ nouveau_fichier?: string, edition?: string, courriel?: string }} settings
 * @returns {{ forge: { href: string, paste: boolean } | null, email: { href: string, attach: boolean } | null }}
 */
export function waysOut({ id, text, titre, origin }, settings) {
  return { forge: toForge(id, text, origin, settings), email: toEmail(id, text, titre, settings) };
}

function toForge(id, text, origin, { nouveau_fichier: newFile, edition }) {
  if (origin && edition) return { href: `${edition}practices/${origin}.yml`, paste: true };
  if (!newFile) return null;
  const address = (content) =>
    newFile.replace("{nom}", encodeURIComponent(`${id}.yml`)).replace("{texte}", () => encodeURIComponent(content));
  const whole = newFile.includes("{texte}") && address(text).length <= ADDRESS_LENGTH;
  return { href: address(whole ? text : ""), paste: !whole };
}

function toEmail(id, text, titre, { courriel: email }) {
  if (!email) return null;
  const attach = encodeURIComponent(text).length > MESSAGE_LENGTH;
  const body = attach ? `Bonjour,\n\nVoici une proposition pour le catalogue : le fichier ${id}.yml est joint.\n` : `Bonjour,\n\nVoici une proposition pour le catalogue (${id}.yml) :\n\n${text}`;
  const line = (words) => encodeURIComponent(words.replaceAll("\n", "\r\n"));
  return { href: `mailto:${email}?subject=${line(`Proposition : ${titre}`)}&body=${line(body)}`, attach };
}
