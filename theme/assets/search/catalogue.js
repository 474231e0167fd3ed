/**
 * The catalogue's page: what is typed and chosen, its answer, and the address that says both.
 * Without this file the page shows every practice, by lever; it does so too as long as nothing is asked.
 */

import { engine, prepare } from "./access.js";
import { announce } from "./announce.js";
import { card } from "./card.js";
import { counted, el, inQuotes } from "./drawing.js";
import { cut, readState, writeState } from "./state.js";
import { Filters } from "./filters.js";
import { listenForShortcut } from "./shortcut.js";
import { didYouMean, waysOut } from "./fallback.js";

const PER_PAGE = 20;

const page = document.querySelector(".page-catalogue");
const form = page.querySelector("form.recherche");
const field = form.querySelector("input[type=search]");
const sortField = page.querySelector("[data-tri]");
const chips = page.querySelector(".puces");
const heading = page.querySelector(".trouvailles-titre");
const help = page.querySelector(".aide");
const zone = page.querySelector("[data-results]");
const more = page.querySelector(".suite");
const filters = new Filters(page, act);

const groups = [...zone.childNodes];
const initial = heading.textContent;

/** @type {import("./state.js").State} */
let state = readState(location.search, filters.facets);
let shown = history.state?.shown ?? PER_PAGE; // how many results the reader has unfolded
let asked = 0; // the last question asked: an answer to another is too late
let writing; // the address waits until typing pauses

// --- The answer -------------------------------------------------------------------------------------------------------

async function respond() {
  const mine = ++asked;
  if (!writeState(state)) return showAll();
  try {
    const opened = await engine();
    const { q, choices } = state;
    const answer = await opened.search(q, { facets: choices, sort: state.sort, count: true, limit: shown });
    const leads = answer.total ? [] : await waysOut(opened, state, filters);
    if (mine !== asked) return;
    show(opened, answer, leads);
  } catch {
    if (mine !== asked) return;
    showAll();
    help.replaceChildren(el("p", {}, "La recherche n’a pas pu être chargée. Voici toutes les pratiques\u00a0; réessayez dans un instant."));
    help.hidden = false;
  }
}

function showAll() {
  zone.replaceChildren(...groups);
  heading.textContent = initial;
  help.hidden = more.hidden = true;
  settle(null, Number.parseInt(initial.replace(/\D/g, ""), 10));
}

function show(opened, { total, results, facets, suggestion }, leads) {
  const noun = state.q.trim() && !Object.keys(state.choices).length ? "résultat" : "pratique";
  const said = total ? counted(total, noun) : `Aucun${noun === "résultat" ? "" : "e"} ${noun}`;
  heading.replaceChildren(said, ...(state.q.trim() ? [" pour ", inQuotes(state.q)] : []));
  help.replaceChildren(...(suggestion ? [didYouMean(state, suggestion)] : []), ...leads);
  help.hidden = !help.children.length;
  zone.replaceChildren(...(total ? [el("ul", { class: "cartes" }, ...cards(opened, results))] : []));
  more.hidden = results.length >= total;
  settle(facets, total);
}

function cards(opened, results) {
  const mark = (text) => opened.mark(text, state.q);
  return results.map((result) => card(result, mark, (preuve) => filters.nameOf("preuve", preuve)));
}

/** What any answer ends with: counts and chips beside it, and its heading said. */
function settle(counts, total) {
  filters.show(counts, total);
  showChips();
  zone.classList.remove("catalogue--attend");
  announce(heading.textContent);
}

more.addEventListener("click", async () => {
  const mine = asked;
  const opened = await engine();
  const { total, results } = await opened.search(state.q, {
    facets: state.choices, sort: state.sort, limit: PER_PAGE, skip: shown,
  });
  if (mine !== asked) return;
  const added = cards(opened, results);
  zone.querySelector(".cartes").append(...added);
  shown += PER_PAGE;
  history.replaceState({ shown }, "");
  const seen = Math.min(shown, total);
  if (seen === total) added[0]?.querySelector("a").focus(); // the button goes: the reader goes on where it was
  more.hidden = seen === total;
  announce(`${seen} sur ${total}`);
});

// --- Chips ------------------------------------------------------------------------------------------------------------

function showChips() {
  const said = JSON.stringify(state.choices);
  if (chips.dataset.said === said) return; // the focus may be there
  chips.dataset.said = said;
  const made = Object.entries(state.choices).flatMap(([facet, values]) => values.map((value) => chip(facet, value)));
  if (made.length) {
    const clearAll = el("button", { class: "puce puce--tout", type: "button" }, "Tout effacer");
    clearAll.addEventListener("click", () => {
      go({ q: "", choices: {}, sort: "pertinence" });
      field.focus();
    });
    made.push(el("li", {}, clearAll));
  }
  chips.replaceChildren(...made);
  chips.hidden = !made.length;
}

function chip(facet, value) {
  const name = filters.nameOf(facet, value);
  const cross = el("span", { class: "puce-croix", "aria-hidden": "true" }, "×");
  const button = el("button", { class: "puce", type: "button" }, el("span", { class: "lu" }, `Retirer ${filters.titleOf(facet)}\u00a0: `), el("bdi", {}, name), cross);
  const item = el("li", {}, button);
  button.addEventListener("click", () => {
    const index = [...chips.children].indexOf(item);
    const rest = state.choices[facet].filter((other) => other !== value);
    const { [facet]: _, ...choices } = state.choices;
    go({ ...state, choices: rest.length ? { ...choices, [facet]: rest } : choices });
    showChips();
    const next = chips.children[Math.min(index, chips.children.length - 1)];
    (next?.querySelector("button") ?? heading).focus();
  });
  return item;
}

// --- What the reader does ---------------------------------------------------------------------------------------------

/** Read the controls after a deliberate change: a step that "back" undoes. */
function act() {
  go({ q: cut(field.value), choices: filters.read(state.choices), sort: sortField.value });
}

function go(next) {
  write(); // what was being typed belongs to the step before
  state = next;
  shown = PER_PAGE;
  const address = writeState(state);
  if (address !== location.search) history.pushState({ shown }, "", address || location.pathname);
  setControls();
  return respond();
}

/** Set the controls as the state says. */
function setControls() {
  if (cut(field.value) !== state.q) field.value = state.q;
  filters.check(state.choices);
  sortField.value = state.sort;
}

function write() {
  if (writing === undefined) return;
  clearTimeout(writing);
  writing = undefined;
  history.replaceState({ shown }, "", writeState(state) || location.pathname);
}

field.addEventListener("focus", prepare);
field.addEventListener("input", () => {
  state = { ...state, q: cut(field.value) };
  shown = PER_PAGE;
  clearTimeout(writing);
  writing = setTimeout(write, 300);
  respond();
});
field.addEventListener("change", write);
sortField.addEventListener("change", act);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  act();
});
help.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-etat]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(readState(new URL(link.href).search, filters.facets));
  heading.focus();
});
addEventListener("popstate", () => {
  clearTimeout(writing);
  writing = undefined;
  const wanted = readState(location.search, filters.facets);
  if (writeState(wanted) === writeState(state)) return; // another section of the same page
  state = wanted;
  shown = history.state?.shown ?? PER_PAGE;
  setControls();
  respond();
});
listenForShortcut(field);

if (document.activeElement === field) prepare();
if (field.value && !state.q) state = { ...state, q: cut(field.value) }; // typed before this file came
setControls();
if (writeState(state)) {
  zone.replaceChildren();
  zone.classList.add("catalogue--attend");
  respond();
}
