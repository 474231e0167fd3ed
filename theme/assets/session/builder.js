/**
 * The page where a session is prepared. All that one chooses is in the address, which can be sent; nothing leaves the
 * browser. Without this file the page says what it does, and leads to the fiches and to the ready-made sessions.
 */

import { announce } from "../search/announce.js";
import { counted, el } from "../search/drawing.js";
import { place, stepRow } from "./step.js";
import { LIMITS, cut, readSession, withFiche, writeSession } from "./state.js";
import { readFiche } from "./fiches.js";
import { BEFORE, keep, readKept, replace } from "./kept.js";
import { enableDragging } from "./order.js";
import { printed } from "./paper.js";
import { duration } from "./times.js";
import { enableFinding } from "./find.js";

const workshop = document.querySelector("[data-atelier]");
const part = (name) => workshop.querySelector(`[data-${name}]`);
const list = part("etapes");
const titleField = part("titre");
const paper = part("papier");

/** @type {import("./state.js").Session} */
let session = { steps: [], titre: "", layout: "livret", unreadable: [] };
/** @type {Map<string, import("./fiches.js").Fiche>} */
const fiches = new Map();
/** @type {WeakMap<import("./state.js").Step, HTMLLIElement>} */
const rows = new WeakMap();
let writing; // the address waits until typing pauses

// --- What the page shows ----------------------------------------------------------------------------------------------

/** Show the whole session anew, in its order. */
function show() {
  const items = session.steps.map((step) => {
    if (!rows.has(step)) rows.set(step, stepRow(step, fiches.get(step.id), actionsOn(step)));
    return rows.get(step);
  });
  list.replaceChildren(...items);
  items.forEach((item, rank) => place(item, rank, items.length));
  part("vide").hidden = items.length > 0;
  part("pleine").hidden = part("impression").hidden = items.length === 0;
  change();
}

/** What a word typed changes: the sums, the paper, the address. */
function change() {
  const moments = session.steps.map((step) => {
    const fiche = fiches.get(step.id);
    return { fiche, minutes: step.minutes ?? fiche.minutes, questions: step.questions ?? fiche.questions };
  });
  const total = moments.reduce((sum, { minutes }) => sum + minutes, 0);
  part("total").textContent = `${counted(moments.length, "fiche")}, ${duration(total)} en tout`;
  paper.replaceChildren(...(moments.length ? printed(session.layout, session.titre, moments) : []));
  const { classList } = document.documentElement;
  classList.toggle("seance-a-imprimer", moments.length > 0);
  classList.toggle("seance-cartes", moments.length > 0 && session.layout === "cartes");
  write();
}

function write() {
  const address = writeSession(session);
  keep(address);
  const tooLong = address.length > LIMITS.address;
  clearTimeout(writing);
  if (!tooLong) writing = setTimeout(() => history.replaceState(null, "", address || location.pathname), 250);
  part("trop").hidden = !tooLong;
  part("copier").setAttribute("aria-disabled", String(tooLong));
}

/** The session that another one took the place of. */
function showBefore() {
  const before = readKept(BEFORE);
  const { steps } = readSession(before);
  part("avant").hidden = !steps.length || before === readKept();
  if (!steps.length) return;
  const link = part("avant").querySelector("a");
  link.href = writeSession(readSession(before)); // what the browser keeps is read as an address is, never followed as it stands
  link.textContent = `Rouvrir la séance précédente (${counted(steps.length, "fiche")})`;
}

function say(text) {
  part("dit").textContent = text;
  announce(text);
}

// --- What one does ----------------------------------------------------------------------------------------------------

function actionsOn(step) {
  return { change, up: () => push(step, -1, 0), down: () => push(step, 1, 1), remove: () => remove(step) };
}

function push(step, by, button) {
  const rank = session.steps.indexOf(step);
  move(rank, rank + by);
  rows.get(step).querySelectorAll(".etape-boutons button")[button].focus();
}

function move(from, to) {
  const [step] = session.steps.splice(from, 1);
  session.steps.splice(to, 0, step);
  show();
  say(`${quotedTitle(step.id)}, en position ${to + 1} sur ${session.steps.length}.`);
}

function remove(step) {
  const rank = session.steps.indexOf(step);
  const name = quotedTitle(step.id);
  session.steps.splice(rank, 1);
  show();
  const next = list.children[Math.min(rank, list.children.length - 1)];
  (next?.querySelector(".etape-boutons button:last-child") ?? part("entete")).focus();
  say(`${name} retirée. ${howMany()}`);
}

async function addFiche(id) {
  if (session.steps.length >= LIMITS.fiches) {
    say(`Une séance compte au plus ${LIMITS.fiches} fiches.`);
    return false;
  }
  try {
    const fiche = await readFiche(id);
    if (!fiche) throw new Error(id);
    fiches.set(fiche.id, fiche);
    session = withFiche(session, fiche.id);
    show();
    say(`${quotedTitle(fiche.id)} ajoutée. ${howMany()}`);
    return true;
  } catch {
    say("Cette fiche n’a pas pu être lue. Réessayez dans un instant.");
    return false;
  }
}

const quotedTitle = (id) => `«\u00a0${fiches.get(id).titre}\u00a0»`;

const howMany = () => `La séance compte ${counted(session.steps.length, "fiche")}.`;

titleField.maxLength = LIMITS.titre;
titleField.addEventListener("input", () => {
  session.titre = cut(titleField.value, LIMITS.titre);
  change();
});

for (const choice of workshop.querySelectorAll("input[name=forme]")) {
  choice.addEventListener("change", () => {
    session.layout = choice.value;
    change();
  });
}

part("copier").addEventListener("click", async ({ currentTarget }) => {
  if (currentTarget.getAttribute("aria-disabled") === "true") return;
  try {
    await navigator.clipboard.writeText(new URL(writeSession(session), location.href).href);
    say("Lien copié. Il contient toute la séance.");
  } catch {
    say("Le lien n’a pas pu être copié. Copiez l’adresse de cette page\u00a0: elle contient toute la séance.");
  }
});

part("vider").addEventListener("click", () => {
  replace("");
  session = { ...session, steps: [], titre: "" };
  titleField.value = "";
  show();
  showBefore();
  part("entete").focus();
  say("La séance est vide. Vous pouvez rouvrir la précédente.");
});

part("imprimer").addEventListener("click", () => print());
enableDragging(list, move);
enableFinding(part("trouver"), { has: (id) => session.steps.some((step) => step.id === id), add: addFiche });

// --- Opening ----------------------------------------------------------------------------------------------------------

async function start() {
  const asked = readSession(location.search);
  const wanted = asked.steps.length || asked.unreadable.length ? asked : { ...readSession(readKept()), ...(location.search ? { layout: asked.layout } : {}) };
  const { steps, unknown, lost } = await readFiches(wanted);
  session = { ...wanted, steps, unreadable: [] };
  titleField.value = session.titre;
  workshop.querySelector(`input[name=forme][value=${session.layout}]`).checked = true;
  if (lost) {
    // Neither kept nor written over: what could not be read is still in the address.
    return say("Des fiches n’ont pas pu être lues. Rechargez la page dans un instant\u00a0: l’adresse contient toujours la séance.");
  }
  if (wanted === asked) replace(writeSession(session));
  show();
  showBefore();
  if (!unknown.length) return;
  part("inconnues").append(el("ul", {}, ...unknown.map((id) => el("li", {}, el("code", {}, id)))));
  part("inconnues").hidden = false;
  announce("Cette adresse demande des fiches que le catalogue ne connaît pas. Elles sont laissées de côté.");
}

/** Read the fiches of a session; returns the steps that have one, what is no fiche, and how many could not be read. */
async function readFiches({ steps: wanted, unreadable }) {
  const read = await Promise.allSettled(wanted.map(({ id }) => readFiche(id)));
  const [steps, unknown] = [[], [...unreadable]];
  let lost = 0;
  read.forEach(({ status, value: fiche }, rank) => {
    const { id, ...rest } = wanted[rank];
    if (status === "rejected") lost += 1;
    else if (!fiche) unknown.push(id);
    else if (!fiches.has(fiche.id)) {
      fiches.set(fiche.id, fiche);
      steps.push({ ...rest, id: fiche.id }); // asked for by a former name, perhaps
    }
  });
  return { steps, unknown, lost };
}

start();
