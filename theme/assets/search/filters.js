/** The facets beside the catalogue: what is chosen, and how many practices each value would show (engine.js counts them). */

import { counted, el } from "./drawing.js";

const NARROW = matchMedia("(max-width: 63.99em)");

export class Filters {
  /**
   * @param {HTMLElement} page
   * @param {() => void} onChoice  called when the reader chooses
   */
  constructor(page, onChoice) {
    this._panel = page.querySelector(".filtres");
    this._button = page.querySelector(".filtres-bouton");
    /** @type {Map<string, Map<string, HTMLInputElement>>} facet → value → its control */
    this.known = new Map();
    this._initial = new Map(); // control → what it counts in the whole catalogue
    for (const control of this._panel.querySelectorAll("[data-facet]")) {
      const { facet, value } = control.dataset;
      if (!this.known.has(facet)) this.known.set(facet, new Map());
      this.known.get(facet).set(value, control);
      this._initial.set(control, Number(control.closest(".valeur").querySelector("[data-count]").textContent));
    }
    this._shown = new Map(this._initial); // what stands on the page: it is touched only where it changes
    this._done = el("button", { class: "bouton filtres-fin", type: "button" }, "Fermer");
    this._panel.append(this._done);

    this._panel.addEventListener("change", () => onChoice());
    this._button.addEventListener("click", () => this._open(this._button.getAttribute("aria-expanded") !== "true"));
    this._panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this._button.getAttribute("aria-expanded") !== "true") return;
      this._open(false);
      this._button.focus();
    });
    this._done.addEventListener("click", () => {
      this._open(false);
      page.querySelector(".trouvailles-titre").focus();
    });
    if (NARROW.matches) for (const facet of this._panel.querySelectorAll(".facette")) facet.open = false;
  }

  _open(open) {
    this._button.setAttribute("aria-expanded", String(open));
    this._panel.classList.toggle("filtres--ouverts", open);
  }

  get facets() {
    return [...this.known.keys()];
  }

  /**
   * What is chosen now; values that no control shows, which came with the address, stay as they were.
   * @param {Record<string, string[]>} before
   * @returns {Record<string, string[]>}
   */
  read(before) {
    const choices = {};
    for (const [facet, values] of this.known) {
      const checked = [...values].filter(([, control]) => control.checked).map(([value]) => value);
      const others = (before[facet] ?? []).filter((value) => !values.has(value));
      if (checked.length + others.length) choices[facet] = [...checked, ...others].sort();
    }
    return choices;
  }

  /** Check the controls that `choices` names, and no other. */
  check(choices) {
    for (const [facet, values] of this.known) {
      for (const [value, control] of values) control.checked = choices[facet]?.includes(value) ?? false;
    }
  }

  /** The words for a value: « Portage ». */
  nameOf(facet, value) {
    const control = this.known.get(facet)?.get(value);
    return control?.closest(".valeur").querySelector("[data-nom]").textContent ?? value;
  }

  /** The words for a facet: « Levier ». */
  titleOf(facet) {
    const [control] = this.known.get(facet).values();
    return control.closest("fieldset").querySelector("legend").textContent;
  }

  /**
   * Show the counts, and how many values are chosen.
   * @param {Record<string, Record<string, number>>|null} counts  none: those of the whole catalogue
   * @param {number} total  what the choice as it is shows
   */
  show(counts, total) {
    let chosen = 0;
    for (const [facet, values] of this.known) {
      let here = 0;
      for (const [value, control] of values) {
        const number = counts ? (counts[facet]?.[value] ?? 0) : this._initial.get(control);
        if (control.checked) here++;
        if (this._shown.get(control) === number) continue;
        this._shown.set(control, number);
        const row = control.closest(".valeur");
        row.querySelector("[data-count]").textContent = String(number);
        row.querySelector(".valeur-compte .lu").textContent = number > 1 ? " pratiques" : " pratique";
        row.classList.toggle("valeur--vide", number === 0);
      }
      const [first] = values.values();
      const box = first.closest(".facette");
      box.querySelector(".facette-nombre").textContent = here ? `(${here})` : "";
      if (here) box.open = true;
      chosen += here;
    }
    this._button.querySelector(".filtres-nombre").textContent = chosen ? `(${chosen})` : "";
    this._done.textContent = total > 1 ? `Voir les ${counted(total, "pratique")}` : total ? "Voir la pratique" : "Fermer";
  }
}
