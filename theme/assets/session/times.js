/** Minutes in words and in sums, as scripts/catalogue/text/typography.py writes them. */

/** « 45 min », « 1 h », « 1 h 05 » */
export function duration(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (!hours) return `${rest}\u00a0min`;
  return `${hours}\u00a0h${rest ? `\u00a0${String(rest).padStart(2, "0")}` : ""}`;
}

/**
 * When each step begins and ends, from the start of the session.
 * @param {number[]} minutes
 * @returns {Array<[number, number]>}
 */
export function schedule(minutes) {
  let here = 0;
  return minutes.map((length) => [here, (here += length)]);
}

/** A time since the start: « 0 h 05 ». */
export const clock = (minutes) => `${Math.floor(minutes / 60)}\u00a0h\u00a0${String(minutes % 60).padStart(2, "0")}`;
