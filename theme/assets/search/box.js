/**
 * The search box of every page, once the reader has turned to it: a combobox with a list of suggestions (APG, list
 * autocomplete with manual selection). start.js says what it is and calls this.
 */

import { QUERY_LENGTH, ROOT, engine, prepare } from "./access.js";
import { announce } from "./announce.js";
import { counted, el, highlight, icon, inQuotes } from "./drawing.js";
import { writeState } from "./state.js";

const SUGGESTIONS = 6;

const equipped = new WeakSet();

/**
 * @param {HTMLInputElement} field
 * @param {HTMLElement} list  where suggestions are to stand
 */
export function equipBox(field, list) {
  if (equipped.has(field)) return; // asked twice while this file was on its way
  equipped.add(field);
  field.maxLength = QUERY_LENGTH;
  let asked = 0; // the last question asked: an answer to another is too late
  let active = -1;

  function close() {
    asked++;
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function activate(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[index];
    if (!option) return field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  }

  async function ask() {
    const query = field.value;
    if (!query.trim()) return close();
    const mine = ++asked;
    try {
      const answer = await (await engine()).search(query, { limit: SUGGESTIONS });
      if (mine === asked) show(query, answer);
    } catch {
      if (mine === asked) close(); // the form still leads to the catalogue
    }
  }

  function show(query, { total, results }) {
    activate(-1);
    const options = [...results.map(suggestion), showAll(query, total)];
    options.forEach((option, i) => {
      for (const [key, value] of Object.entries({ role: "option", id: `${list.id}-${i}`, tabindex: "-1", "aria-selected": "false" })) {
        option.setAttribute(key, value);
      }
    });
    list.replaceChildren(...options);
    list.hidden = false;
    list.scrollTop = 0;
    field.setAttribute("aria-expanded", "true");
    const more = total > results.length ? `, dont ${results.length} suggérés ici` : "";
    announce(total ? `${counted(total, "résultat")}${more}. Flèches haut et bas pour parcourir.` : "Aucun résultat.");
  }

  const keys = {
    ArrowDown: () => (list.hidden ? ask() : activate(active === list.children.length - 1 ? 0 : active + 1)),
    ArrowUp: () => (list.hidden ? ask() : activate(active > 0 ? active - 1 : list.children.length - 1)),
    Home: () => (active < 0 ? false : activate(0)),
    End: () => (active < 0 ? false : activate(list.children.length - 1)),
    Enter: () => (active < 0 ? false : list.children[active].click()),
    Escape: () => {
      if (!list.hidden) return close();
      field.value = "";
      return undefined;
    },
    Tab: () => {
      close();
      return false;
    },
  };

  field.addEventListener("focus", prepare);
  field.addEventListener("input", ask);
  field.addEventListener("keydown", (event) => {
    const act = Object.hasOwn(keys, event.key) && !event.isComposing ? keys[event.key] : null;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (act && act() !== false) event.preventDefault(); // false: the key does what it does in any field
  });
  field.form.addEventListener("focusout", (event) => {
    if (!field.form.contains(event.relatedTarget)) close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  addEventListener("pageshow", close);
  prepare();
  if (document.activeElement === field) ask(); // what was typed meanwhile
}

function suggestion({ address, titre, levier, place, marks }) {
  const detail = el("span", { class: "suggestion-detail" });
  if (levier) detail.append(icon(levier.id), el("span", { class: "suggestion-levier" }, levier.nom));
  else detail.append(el("span", {}, "Page"));
  if (place) detail.append(el("span", { class: "suggestion-lieu" }, `· ${place}`));
  const option = el(
    "a",
    { class: "suggestion", href: new URL(address, ROOT).href },
    el("span", { class: "suggestion-titre" }, highlight(titre, marks.titre)),
    " ",
    detail,
  );
  if (levier) option.dataset.levier = levier.id;
  return option;
}

function showAll(query, total) {
  const { href } = new URL(`pratiques/${writeState({ q: query, choices: {}, sort: "pertinence" })}`, ROOT);
  const start = total ? "Voir tous les résultats pour " : "Rien trouvé. Élargir la recherche de ";
  return el("a", { class: "suggestion suggestion--suite", href }, start, inQuotes(query));
}
