/** Minutes in words and in sums, as catalogue/typography.py writes them. */

/** « 45 min », « 1 h », « 1 h 05 » */
export function duree(minutes) {
  const heures = Math.floor(minutes / 60);
  const reste = minutes % 60;
  if (!heures) return `${reste}\u00a0min`;
  return `${heures}\u00a0h${reste ? `\u00a0${String(reste).padStart(2, "0")}` : ""}`;
}

/**
 * When each step begins and ends, from the start of the session.
 * @param {number[]} minutes
 * @returns {Array<[number, number]>}
 */
export function horaires(minutes) {
  let ici = 0;
  return minutes.map((combien) => [ici, (ici += combien)]);
}

/** A time since the start: « 0 h 05 ». */
export function horloge(minutes) {
  return `${Math.floor(minutes / 60)}\u00a0h\u00a0${String(minutes % 60).padStart(2, "0")}`;
}
