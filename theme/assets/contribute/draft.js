/** The draft, kept on the reader's own device. Without storage, there is none: the form works all the same. */

const keyOf = (fiche) => `leviers-brouillon${fiche ? `:${fiche}` : ""}`;

/** @returns {object|null}  what was typed last time */
export function readDraft(fiche) {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(fiche)));
    return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : null;
  } catch {
    return null;
  }
}

export function keepDraft(fiche, data) {
  try {
    localStorage.setItem(keyOf(fiche), JSON.stringify(data));
  } catch { /* the form works all the same */ }
}

export function eraseDraft(fiche) {
  try {
    localStorage.removeItem(keyOf(fiche));
  } catch { /* nothing was kept */ }
}
