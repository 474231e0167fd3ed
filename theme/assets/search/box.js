/**
 * The search box of every page, once the reader has turned to it: a combobox with a list of suggestions (APG, list
 * autocomplete with manual selection). start.js says what it is and calls this.
 */

import { QUERY_LENGTH, ROOT, engine, prepare } from "./access.js";
import { announce } from "./announce.js";
import { counted, el, highlight, icon, inQuotes } from "./drawing.js";
import { writeState } from "./state.js";

const SUGGESTIONS = 6;

const KEYS = {
  ArrowDown: "_down", ArrowUp: "_up", Home: "_home", End: "_end", Enter: "_enter", Escape: "_escape", Tab: "_tab",
};

const equipped = new WeakSet();

/**
 * @param {HTMLInputElement} field
 * @param {HTMLElement} list  where suggestions are to stand
 */
export function equipBox(field, list) {
  if (equipped.has(field)) return; // asked twice while this file was on its way
  equipped.add(field);
  new Box(field, list).listen();
}

class Box {
  constructor(field, list) {
    this.field = field;
    this.list = list;
    this._asked = 0; // the last question asked: an answer to another is too late
    this._active = -1;
    field.maxLength = QUERY_LENGTH;
  }

  listen() {
    const { field, list } = this;
    field.addEventListener("focus", prepare);
    field.addEventListener("input", () => this._ask());
    field.addEventListener("keydown", (event) => this._press(event));
    field.form.addEventListener("focusout", (event) => {
      if (!field.form.contains(event.relatedTarget)) this._close();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    addEventListener("pageshow", () => this._close());
    prepare();
    if (document.activeElement === field) this._ask(); // what was typed meanwhile
  }

  // --- The list -----------------------------------------------------------------------------------------------------

  async _ask() {
    const query = this.field.value;
    if (!query.trim()) return this._close();
    const mine = ++this._asked;
    try {
      const answer = await (await engine()).search(query, { limit: SUGGESTIONS });
      if (mine === this._asked) this._show(query, answer);
    } catch {
      if (mine === this._asked) this._close(); // the form still leads to the catalogue
    }
  }

  _show(query, { total, results }) {
    this._activate(-1);
    const options = [...results.map(suggestion), showAll(query, total)];
    options.forEach((option, i) => {
      for (const [key, value] of Object.entries({ role: "option", id: `${this.list.id}-${i}`, tabindex: "-1", "aria-selected": "false" })) {
        option.setAttribute(key, value);
      }
    });
    this.list.replaceChildren(...options);
    this.list.hidden = false;
    this.list.scrollTop = 0;
    this.field.setAttribute("aria-expanded", "true");
    const more = total > results.length ? `, dont ${results.length} suggérés ici` : "";
    announce(total ? `${counted(total, "résultat")}${more}. Flèches haut et bas pour parcourir.` : "Aucun résultat.");
  }

  _close() {
    this._asked++;
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this._activate(-1);
  }

  _activate(index) {
    this.list.children[this._active]?.setAttribute("aria-selected", "false");
    this._active = index;
    const option = this.list.children[index];
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", option.id);
  }

  // --- The keys: `false` when one does what it does in any field ----------------------------------------------------

  _press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing || !Object.hasOwn(KEYS, event.key)) return;
    if (this[KEYS[event.key]]() !== false) event.preventDefault();
  }

  _down() {
    if (this.list.hidden) return this._ask();
    return this._activate(this._active === this._last ? 0 : this._active + 1);
  }

  _up() {
    if (this.list.hidden) return this._ask();
    return this._activate(this._active > 0 ? this._active - 1 : this._last);
  }

  _home() {
    return this._active < 0 ? false : this._activate(0);
  }

  _end() {
    return this._active < 0 ? false : this._activate(this._last);
  }

  _enter() {
    return this._active < 0 ? false : this.list.children[this._active].click();
  }

  _escape() {
    if (!this.list.hidden) this._close();
    else this.field.value = "";
  }

  _tab() {
    this._close();
    return false;
  }

  get _last() {
    return this.list.children.length - 1;
  }
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
