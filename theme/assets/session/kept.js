/** The session under way, kept in this browser and nowhere else; and the one before, so that none is lost to a link. */

const KEY = "leviers-seance";
const BEFORE = "leviers-seance-avant";

/** @returns {string}  "?fiches=…", or "" */
export function readKept() {
  return read(KEY);
}

/** @returns {string}  the session that was under way before another was opened */
export function readBefore() {
  return read(BEFORE);
}

/** Keep the session under way, as it changes. */
export function keep(address) {
  write(KEY, address);
}

/** Begin another session; the one under way becomes the one before. */
export function replace(address) {
  const before = readKept();
  if (before && before !== address) write(BEFORE, before);
  keep(address);
}

function read(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return ""; // storage is closed: the address holds the session all the same
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch { /* the address holds the session all the same */ }
}
