/**
 * The search box of every page, once the reader has turned to it: a combobox with a list of suggestions (APG, list
 * autocomplete with manual selection). start.js says what it is and calls this.
 */

import { QUERY_LENGTH, ROOT, engine, prepare } from "./access.js";
import { announce } from "./announce.js";
import { counted, el, highlight, icon, inQuotes } from "./drawing.js";
import { writeState } from "./state.js";

const SUGGESTIONS = 6;

/** What each key does to the box; `false` where it does what it does in any field. */
const KEYS = {
  ArrowDown: (box) => (box.list.hidden ? box.ask() : box.activate(box.active === box.last ? 0 : box.active + 1)),
  ArrowUp: (box) => (box.list.hidden ? box.ask() : box.activate(box.active > 0 ? box.active - 1 : box.last)),
  Home: (box) => box.active >= 0 && box.activate(0),
  End: (box) => box.active >= 0 && box.activate(box.last),
  Enter: (box) => box.active >= 0 && box.list.children[box.active].click(),
  Escape: (box) => (box.list.hidden ? (box.field.value = "") : box.close()),
  Tab: (box) => {
    box.close();
    return false;
  },
};

const OPTION = { role: "option", tabindex: "-1", "aria-selected": "false" };

export class Box {
  /**
   * @param {HTMLInputElement} field
   * @param {HTMLElement} list  where suggestions are to stand
   */
  constructor(field, list) {
    this.field = field;
    this.list = list;
    this.active = -1;
    this._asked = 0; // the last question asked: an answer to another is too late
    field.maxLength = QUERY_LENGTH;
    field.addEventListener("focus", prepare);
    field.addEventListener("input", () => this.ask());
    field.addEventListener("keydown", (event) => this.press(event));
    field.form.addEventListener("focusout", (event) => {
      if (!field.form.contains(event.relatedTarget)) this.close();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    addEventListener("pageshow", () => this.close());
    prepare();
    if (document.activeElement === field) this.ask(); // what was typed meanwhile
  }

  async ask() {
    const query = this.field.value;
    if (!query.trim()) return this.close();
    const mine = ++this._asked;
    try {
      const answer = await (await engine()).search(query, { limit: SUGGESTIONS });
      if (mine === this._asked) this.show(query, answer);
    } catch {
      if (mine === this._asked) this.close(); // the form still leads to the catalogue
    }
  }

  show(query, { total, results }) {
    this.activate(-1);
    this.list.replaceChildren(...results.map(suggestion), showAll(query, total));
    for (const [i, option] of [...this.list.children].entries()) option.id = `${this.list.id}-${i}`;
    this.list.hidden = false;
    this.list.scrollTop = 0;
    this.field.setAttribute("aria-expanded", "true");
    const more = total > results.length ? `, dont ${results.length} suggérés ici` : "";
    announce(total ? `${counted(total, "résultat")}${more}. Flèches haut et bas pour parcourir.` : "Aucun résultat.");
  }

  close() {
    this._asked++;
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }

  activate(index) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.list.children[index];
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", option.id);
  }

  get last() {
    return this.list.children.length - 1;
  }

  press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing || !Object.hasOwn(KEYS, event.key)) return;
    if (KEYS[event.key](this) !== false) event.preventDefault();
  }
}

function suggestion({ address, titre, levier, place, marks }) {
  const detail = el("span", { class: "suggestion-detail" });
  if (levier) detail.append(icon(levier.id), el("span", { class: "suggestion-levier" }, levier.nom));
  else detail.append(el("span", {}, "Page"));
  if (place) detail.append(el("span", { class: "suggestion-lieu" }, `· ${place}`));
  const option = el(
    "a",
    { ...OPTION, class: "suggestion", href: new URL(address, ROOT).href },
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
  return el("a", { ...OPTION, class: "suggestion suggestion--suite", href }, start, inQuotes(query));
}
