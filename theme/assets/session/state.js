/**
 * A session and its address: ?fiches=a,b&min=20,&titre=…&q2=…&forme=livret (scripts/catalogue/derived/session.py
 * writes the same). An address comes from anyone: what is too long is cut, what is not understood is left out. Pure: no
 * page, no network.
 *
 * @typedef {object} Step
 * @property {string} id
 * @property {number} [minutes]      as long as the fiche says, when undefined
 * @property {string[]} [questions]  those of the fiche, when undefined
 *
 * @typedef {object} Session
 * @property {Step[]} steps
 * @property {string} titre
 * @property {"livret"|"animation"|"cartes"} layout
 * @property {string[]} unreadable  what was given for a fiche and cannot be one; never written
 */

export const LAYOUTS = ["livret", "animation", "cartes"];

/** What is read, and can be written, at most. */
export const LIMITS = { fiches: 30, titre: 80, minutes: 600, questions: 10, question: 600, address: 6000 };

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * @param {string} search  "?fiches=…"
 * @returns {Session}
 */
export function readSession(search) {
  const given = parameters(search);
  const minutes = (given.get("min") ?? "").split(",");
  const steps = [];
  const unreadable = [];
  for (const [rank, id] of (given.get("fiches") ?? "").split(",").entries()) {
    if (!id || steps.some((step) => step.id === id)) continue;
    if (steps.length + unreadable.length === LIMITS.fiches) break;
    if (id.length > 64 || !ID.test(id)) {
      unreadable.push(cut(id, 64));
      continue;
    }
    const asked = given.get(`q${rank + 1}`);
    const questions = asked === undefined ? undefined : readQuestions(asked);
    steps.push({ id, minutes: readMinutes(minutes[rank] ?? ""), questions });
  }
  const layout = given.get("forme");
  const titre = cut(given.get("titre") ?? "", LIMITS.titre);
  return { steps, titre, layout: LAYOUTS.includes(layout) ? layout : LAYOUTS[0], unreadable };
}

/**
 * @param {Session} session
 * @returns {string}  "" when there is nothing to say
 */
export function writeSession({ steps, titre, layout }) {
  const parts = [];
  if (steps.length) parts.push(`fiches=${steps.map(({ id }) => id).join(",")}`);
  const minutes = steps.map((step) => step.minutes ?? "").join(",").replace(/,+$/, "");
  if (minutes) parts.push(`min=${minutes}`);
  if (titre) parts.push(`titre=${encodeURIComponent(titre)}`);
  for (const [rank, { questions }] of steps.entries()) {
    if (questions) parts.push(`q${rank + 1}=${encodeURIComponent(questions.join("\n"))}`);
  }
  if (layout !== LAYOUTS[0]) parts.push(`forme=${layout}`);
  return parts.length ? `?${parts.join("&")}` : "";
}

/**
 * The same session with one more fiche at its end; the session itself when it is there already, or when there are too many.
 * @param {Session} session
 * @param {string} id
 */
export function withFiche(session, id) {
  if (session.steps.length >= LIMITS.fiches || session.steps.some((step) => step.id === id)) return session;
  return { ...session, steps: [...session.steps, { id }] };
}

/** Minutes as typed: a whole number, at most ten hours; undefined for anything else. */
export function readMinutes(text) {
  return /^\d{1,4}$/.test(text) && Number(text) <= LIMITS.minutes ? Number(text) : undefined;
}

/** Questions as typed, one a line. */
export function readQuestions(text) {
  const lines = text.slice(0, 2 * LIMITS.questions * LIMITS.question).split("\n");
  return lines.map((line) => cut(line.trim(), LIMITS.question)).filter(Boolean).slice(0, LIMITS.questions);
}

/** The beginning of a text, on one line and never half a character. */
export function cut(text, length) {
  const clean = text.slice(0, 4 * length).replace(/[\u0000-\u001f\u007f\u2028-\u202e\u2066-\u2069]/g, " ");
  return [...clean].slice(0, length).join("").toWellFormed();
}

/** The first value of each name; what is badly written is left out. */
function parameters(search) {
  const found = new Map();
  for (const piece of search.replace(/^\?/, "").split("&").slice(0, 100)) {
    const [name, ...value] = piece.split("=");
    try {
      if (!found.has(name)) found.set(name, decodeURIComponent(value.join("=").replaceAll("+", " ")));
    } catch { /* no text comes of it */ }
  }
  return found;
}
