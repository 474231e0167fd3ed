/**
 * The form ↔ a record's data. What the form holds comes from the model (scripts/catalogue/pages/templates/form.html); this
 * only fills it, reads it, and says what is wrong where. A record's fields that the form does not show are carried along.
 */

import { el } from "../search/drawing.js";
import { Names } from "./names.js";
import { clean, loosen } from "./text.js";
import { lengthOf } from "./yaml.js";

/** What a record brings is named by one field or another. */
const NAMED_BY = { organisations: "nom", sources: "titre" };

export class Form {
  /**
   * @param {HTMLFormElement} form
   * @param {object} model  formulaire.json
   */
  constructor(form, model) {
    this.root = form;
    this.model = model;
    this.names = new Names(model.connus);
    this._base = {};
    this._number = 0;
    this._entries = new Map(); // "organisations:id" → the fieldset that describes it
    this._touched = new Set();
    form.addEventListener("click", (event) => {
      if (event.target.closest("[data-ajouter]")) this._addAndGo(event.target.closest("[data-champ]"));
      if (event.target.closest("[data-retirer]")) this._remove(event.target.closest("[data-exemplaire]"));
    });
    form.addEventListener("input", (event) => this._count(event.target));
    form.addEventListener("change", () => this.align());
    for (const field of form.querySelectorAll("[data-requis]")) this._add(field);
    for (const counter of form.querySelectorAll("[data-compte]")) this._count(counter.parentElement.querySelector("input, textarea"));
  }

  // --- Filling ------------------------------------------------------------------------------------------------------

  /** Fill the form with a record, in place of what it held. */
  fill(data) {
    this._base = data;
    this._touched.clear();
    this._entries.clear();
    for (const [kind, key] of Object.entries(NAMED_BY)) {
      for (const [id, entry] of Object.entries(data.nouveau?.[kind] ?? {})) this.names.learn(kind, id, typed(entry[key] ?? id));
    }
    this._setGroup(this.root, this.model.champs, data);
    this.align();
    for (const kind of Object.keys(NAMED_BY))
      for (const [id, entry] of Object.entries(data.nouveau?.[kind] ?? {})) {
        const fieldset = this._entries.get(`${kind}:${id}`);
        if (fieldset) this._setGroup(fieldset, this.model.apports[kind], entry);
      }
    this.align();
  }

  _setGroup(container, fields, data) {
    for (const field of fields) {
      const element = this._field(container, field.nom);
      if (element) this._set(element, field, data[field.nom]);
    }
  }

  _set(element, field, value) {
    if (element.classList.contains("champ-repete")) {
      element.querySelector(".exemplaires").replaceChildren();
      for (const one of value ?? []) {
        const item = this._add(element);
        if (field.genre === "groupe") this._setGroup(item, field.champs, one);
        else item.querySelector("input").value = this.names.name(field.vocabulaire, one);
      }
      if (!value?.length && "requis" in element.dataset) this._add(element);
    } else if (field.genre === "groupe") this._setGroup(element, field.champs, value ?? {});
    else if (field.genre === "oui-non") element.querySelector("input").checked = String(value) === "true";
    else if (element.matches("fieldset")) {
      const chosen = [value ?? []].flat().map(String);
      element.order = chosen; // that of the record
      for (const box of element.querySelectorAll("input")) box.checked = chosen.includes(box.value);
    } else {
      const control = element.querySelector("input, select, textarea");
      const texts = [value ?? []].flat().map(typed);
      const byName = field.genre === "reference" && control.matches("input");
      if ("sources" in control.dataset && texts[0]) this._options(control, [texts[0]]);
      control.value = byName ? (texts[0] ? this.names.name(field.vocabulaire, texts[0]) : "") : texts.join("\n");
      this._count(control);
    }
  }

  /** Put in step what depends on other fields: the sources to choose from, what is new. */
  align() {
    const data = this._group(this.root, this.model.champs);
    const cited = [...new Set((data.sources ?? []).map(({ id }) => id).filter(Boolean))];
    for (const select of this.root.querySelectorAll("select[data-sources]")) this._options(select, cited);
    this._describeNew();
  }

  _options(select, ids) {
    const kept = select.value;
    const wanted = kept && !ids.includes(kept) ? [...ids, kept] : ids;
    const there = [...select.options].slice(1).map(({ value }) => value);
    if (String(there) === String(wanted)) return;
    const options = wanted.map((id) => el("option", { value: id }, this.names.name("sources", id)));
    select.replaceChildren(select.options[0], ...options);
    select.value = kept;
  }

  // --- What is new --------------------------------------------------------------------------------------------------

  /** Show a fieldset for each name that the catalogue does not know; keep what was said of one that comes back. */
  _describeNew() {
    const section = this.root.querySelector("[data-nouveau]");
    const list = section.querySelector("[data-nouveau-liste]");
    for (let before = -1; before !== list.children.length;) {
      before = list.children.length;
      const wanted = this._unknown();
      for (const fieldset of [...list.children]) if (!wanted.has(fieldset.dataset.entree)) fieldset.remove();
      for (const [key, name] of wanted) if (![...list.children].some((f) => f.dataset.entree === key)) list.append(this._entry(key, name));
    }
    section.hidden = !list.children.length;
    for (const field of this.root.querySelectorAll("input[list]")) {
      const kind = field.getAttribute("list").replace("liste-", "");
      const isNew = kind in NAMED_BY && field.value.trim() && !this.names.knows(kind, this.names.id(kind, field.value));
      let note = field.parentElement.querySelector(":scope > .champ-neuf");
      if (isNew && !note) field.after((note = el("p", { class: "champ-neuf" }, "Nouveau nom\u00a0: ", el("a", { href: "#partie-nouveau" }, "décrivez-le en bas de page"), ".")));
      if (!isNew) note?.remove();
    }
  }

  /** "organisations:id" → name, for each name typed that is in no list. */
  _unknown() {
    const found = new Map();
    for (const field of this.root.querySelectorAll("input[list]")) {
      const kind = field.getAttribute("list").replace("liste-", "");
      const name = clean(field.value);
      const id = kind in NAMED_BY ? this.names.id(kind, name) : "";
      if (id && !this.names.knows(kind, id) && !found.has(`${kind}:${id}`)) {
        found.set(`${kind}:${id}`, name);
        this.names.learn(kind, id, name);
      }
    }
    return found;
  }

  _entry(key, name) {
    let fieldset = this._entries.get(key);
    if (!fieldset) {
      const template = this.root.querySelector(`[data-nouveau-modele="${key.split(":")[0]}"]`);
      fieldset = this._clone(template).firstElementChild;
      fieldset.dataset.entree = key;
      this._entries.set(key, fieldset);
    }
    fieldset.querySelector("[data-entree-nom]").textContent = name;
    return fieldset;
  }

  // --- Repeated groups ----------------------------------------------------------------------------------------------

  _clone(template) {
    const clone = template.content.cloneNode(true);
    const number = String((this._number += 1));
    for (const element of clone.querySelectorAll("*"))
      for (const attribute of ["id", "for", "name", "aria-describedby"])
        if (element.hasAttribute(attribute)) element.setAttribute(attribute, element.getAttribute(attribute).replaceAll("__N__", number));
    return clone;
  }

  _add(field) {
    const list = field.querySelector(".exemplaires");
    list.append(this._clone(field.querySelector("template")));
    this._renumber(field);
    return list.lastElementChild;
  }

  _addAndGo(field) {
    const item = this._add(field);
    this.align();
    item.querySelector("input, select, textarea").focus();
  }

  _remove(item) {
    const field = item.closest("[data-champ]");
    item.remove();
    this._renumber(field);
    this.align();
    field.querySelector(":scope > [data-ajouter]").focus();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  _renumber(field) {
    const items = field.querySelectorAll("[data-exemplaire]");
    for (const [i, item] of items.entries())
      for (const rank of item.querySelectorAll("[data-rang]")) rank.textContent = String(i + 1);
    field.querySelector(":scope > [data-ajouter]").hidden = items.length >= Number(field.dataset.auPlus);
  }

  _count(control) {
    const counter = control?.closest(".champ")?.querySelector(":scope > [data-compte]");
    if (counter) counter.textContent = `${lengthOf(control.value.trim())} / ${counter.dataset.compte}`;
  }

  // --- Reading ------------------------------------------------------------------------------------------------------

  /** The record that the form describes, with what it does not show. */
  read() {
    const data = this._group(this.root, this.model.champs);
    for (const [key, value] of Object.entries(this._base))
      if (!["id", "nouveau"].includes(key) && !this._field(this.root, key)) data[key] = textOf(value);
    const added = {};
    for (const [key, name] of this._unknown()) {
      const [kind, id] = key.split(":");
      const fieldset = this._entries.get(key);
      const said = fieldset ? this._group(fieldset, this.model.apports[kind]) : {};
      (added[kind] ??= {})[id] = { [NAMED_BY[kind]]: name, ...said };
    }
    return { ...data, ...(Object.keys(added).length ? { nouveau: added } : {}) };
  }

  _group(container, fields) {
    const data = {};
    for (const field of fields) {
      const element = this._field(container, field.nom);
      const value = element && this._value(element, field);
      if (value && (typeof value !== "object" || Object.keys(value).length)) data[field.nom] = value;
    }
    return data;
  }

  _value(element, field) {
    if (element.classList.contains("champ-repete")) {
      const values = [];
      for (const item of element.querySelectorAll("[data-exemplaire]")) {
        const isGroup = field.genre === "groupe";
        const one = isGroup ? this._group(item, field.champs) : this.names.id(field.vocabulaire, clean(item.querySelector("input").value));
        item.dataset.readRank = String(values.length);
        if (isGroup ? Object.keys(one).length : one) values.push(one);
      }
      return values;
    }
    if (field.genre === "groupe") return this._group(element, field.champs);
    if (field.genre === "oui-non") return element.querySelector("input").checked ? "true" : "";
    if (element.matches("fieldset")) {
      const rank = ({ value }) => (element.order?.indexOf(value) + 1 || Infinity);
      const checked = [...element.querySelectorAll("input:checked")].sort((a, b) => rank(a) - rank(b) || 0).map(({ value }) => value);
      return field.liste ? checked : (checked[0] ?? "");
    }
    const control = element.querySelector("input, select, textarea");
    if (field.liste) return control.value.split(/\r?\n/).map((line) => clean(line)).filter(Boolean);
    const text = clean(control.value, field.genre === "prose");
    return field.genre === "reference" && control.matches("input") ? this.names.id(field.vocabulaire, text) : text;
  }

  /** The field `name` that stands in `container` itself, not in a group within it. */
  _field(container, name) {
    const holder = (element) => element.parentElement.closest("[data-exemplaire], [data-entree], [data-champ], form");
    return [...container.querySelectorAll(`[data-champ="${name}"]`)].find((element) => holder(element) === container);
  }

  // --- What is wrong ------------------------------------------------------------------------------------------------

  /** The control that a fault is about. */
  _control(path) {
    let container = this.root;
    let element = this.root;
    let rest = path;
    if (path[0] === "nouveau") {
      container = element = this._entries.get(`${path[1]}:${path[2]}`) ?? this.root;
      rest = path.slice(3);
    } else if (path[0] === "id") return this.root.querySelector("#f-id");
    for (const step of rest) {
      if (typeof step === "string") element = container = this._field(container, step) ?? container;
      else if (element.classList.contains("champ-repete"))
        element = container = [...element.querySelectorAll("[data-exemplaire]")].find((one) => one.dataset.readRank === String(step)) ?? element;
    }
    return element.matches("fieldset, [data-exemplaire]:has(> fieldset)") ? element : (element.querySelector("input, select, textarea") ?? element);
  }

  /** Note that somebody has been at `control`: what is wrong there may now be said. */
  touch(control) {
    this._touched.add(control.closest(".champ-cases") ? control.closest("fieldset") : control);
  }

  /**
   * Say what is wrong: everywhere, or only where somebody has been.
   * @param {import("./rules.js").Fault[]} faults
   * @param {boolean} everywhere
   * @returns {Array<{ control: HTMLElement, rule: string|null, message: string }>}  what is shown
   */
  show(faults, everywhere) {
    for (const message of this.root.querySelectorAll(".champ-erreur:not([hidden])")) message.hidden = true;
    for (const mark of this.root.querySelectorAll("[aria-invalid]")) {
      mark.removeAttribute("aria-invalid");
      mark.setCustomValidity?.("");
    }
    const shown = [];
    for (const { path, rule, message } of faults) {
      const control = this._control(path);
      if (!everywhere && !this._touched.has(control)) continue;
      const place = document.getElementById(`${control.id}-erreur`) ?? control.closest(".champ")?.querySelector(".champ-erreur");
      if (place && place.hidden) {
        place.hidden = false;
        place.textContent = message;
        if (control.matches("input, select, textarea")) {
          control.setAttribute("aria-invalid", "true");
          control.setCustomValidity(message);
        }
      }
      shown.push({ control, rule, message });
    }
    return shown;
  }
}

/**
 * What a reader calls a control: its group, where there may be several, then its own name.
 * @param {HTMLElement} control
 * @returns {string[]}
 */
export function locate(control) {
  const group = control.closest("[data-exemplaire], [data-entree]")?.querySelector("legend");
  const name = control.labels?.[0] ?? control.querySelector("legend");
  return [...new Set([group, name])].filter(Boolean).map(withoutOption);
}

function withoutOption(label) {
  const clone = label.cloneNode(true);
  clone.querySelector(".champ-option")?.remove();
  return clone.textContent.replace(/[^\S\u00a0\u202f]+/g, " ").trim();
}

const typed = (value) => loosen(String(value));

/** A value of JSON as a file writes it: text throughout. */
function textOf(value) {
  if (Array.isArray(value)) return value.map(textOf);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, textOf(one)]));
  return typed(value);
}
