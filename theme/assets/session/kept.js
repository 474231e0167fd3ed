/** The session under way, kept in this browser and nowhere else; and the one before, so that none is lost to a link. */

const NOW = "leviers-seance";

/** What `readKept` reads the session by that was under way before another was opened. */
export const BEFORE = "leviers-seance-avant";

/** @returns {string}  "?fiches=…", or "" */
export function readKept(which = NOW) {
  try {
    return localStorage.getItem(which) ?? "";
  } catch {
    return ""; // storage is closed: the address holds the session all the same
  }
}

/** Keep the session under way, as it changes. */
export function keep(address, which = NOW) {
  try {
    localStorage.setItem(which, address);
  } catch { /* the address holds the session all the same */ }
}

/** Begin another session; the one under way becomes the one before. */
export function replace(address) {
  const before = readKept();
  if (before && before !== address) keep(before, BEFORE);
  keep(address);
}
