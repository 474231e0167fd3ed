/** The facets beside the catalogue: what is chosen, and how many practices each value would show. */

import { compter, el } from "./drawing.js";

const ETROIT = matchMedia("(max-width: 63.99em)");

export class Filtres {
  /**
   * @param {HTMLElement} page
   * @param {() => void} surChoix  called when the reader chooses
   */
  constructor(page, surChoix) {
    this._panneau = page.querySelector(".filtres");
    this._bouton = page.querySelector(".filtres-bouton");
    /** @type {Map<string, Map<string, HTMLInputElement>>} facet → value → its control */
    this.connus = new Map();
    for (const controle of this._panneau.querySelectorAll("[data-facet]")) {
      const { facet, value } = controle.dataset;
      if (!this.connus.has(facet)) this.connus.set(facet, new Map());
      this.connus.get(facet).set(value, controle);
    }
    this._depart = this._lireComptes();
    this._montres = new Map(this._depart); // what stands on the page: it is touched only where it changes
    this._fin = el("button", { class: "bouton filtres-fin", type: "button" });
    this._fin.textContent = "Fermer";
    this._panneau.append(this._fin);

    this._panneau.addEventListener("change", () => surChoix());
    this._bouton.addEventListener("click", () => this._ouvrir(this._bouton.getAttribute("aria-expanded") !== "true"));
    this._panneau.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this._bouton.getAttribute("aria-expanded") !== "true") return;
      this._ouvrir(false);
      this._bouton.focus();
    });
    this._fin.addEventListener("click", () => {
      this._ouvrir(false);
      page.querySelector(".trouvailles-titre").focus();
    });
    if (ETROIT.matches) for (const facette of this._panneau.querySelectorAll(".facette")) facette.open = false;
  }

  _ouvrir(oui) {
    this._bouton.setAttribute("aria-expanded", String(oui));
    this._panneau.classList.toggle("filtres--ouverts", oui);
  }

  get facettes() {
    return [...this.connus.keys()];
  }

  /**
   * What is chosen now; values that no control shows, which came with the address, stay as they were.
   * @param {Record<string, string[]>} avant
   * @returns {Record<string, string[]>}
   */
  lire(avant) {
    const choix = {};
    for (const [facette, valeurs] of this.connus) {
      const coches = [...valeurs].filter(([, controle]) => controle.checked).map(([valeur]) => valeur);
      const autres = (avant[facette] ?? []).filter((valeur) => !valeurs.has(valeur));
      if (coches.length + autres.length) choix[facette] = [...coches, ...autres].sort();
    }
    return choix;
  }

  /** Check the controls that `choix` names, and no other. */
  cocher(choix) {
    for (const [facette, valeurs] of this.connus) {
      for (const [valeur, controle] of valeurs) controle.checked = choix[facette]?.includes(valeur) ?? false;
    }
  }

  /** The words for a value: « Portage ». */
  nommer(facette, valeur) {
    const controle = this.connus.get(facette)?.get(valeur);
    return controle?.closest(".valeur").querySelector("[data-nom]").textContent ?? valeur;
  }

  /** The words for a facet: « Levier ». */
  titre(facette) {
    const [controle] = this.connus.get(facette).values();
    return controle.closest("fieldset").querySelector("legend").textContent;
  }

  /**
   * Show the counts, and how many values are chosen.
   * @param {Record<string, Record<string, number>>|null} comptes  none: those of the whole catalogue
   * @param {number} total  what the choice as it is shows
   */
  montrer(comptes, total) {
    let choisis = 0;
    for (const [facette, valeurs] of this.connus) {
      let ici = 0;
      for (const [valeur, controle] of valeurs) {
        const nombre = comptes ? (comptes[facette]?.[valeur] ?? 0) : this._depart.get(controle);
        if (controle.checked) ici++;
        if (this._montres.get(controle) === nombre) continue;
        this._montres.set(controle, nombre);
        const place = controle.closest(".valeur");
        place.querySelector("[data-count]").textContent = String(nombre);
        place.querySelector(".valeur-compte .lu").textContent = nombre > 1 ? " pratiques" : " pratique";
        place.classList.toggle("valeur--vide", nombre === 0);
      }
      const [premier] = valeurs.values();
      const boite = premier.closest(".facette");
      boite.querySelector(".facette-nombre").textContent = ici ? `(${ici})` : "";
      if (ici) boite.open = true;
      choisis += ici;
    }
    this._bouton.querySelector(".filtres-nombre").textContent = choisis ? `(${choisis})` : "";
    this._fin.textContent = total > 1 ? `Voir les ${compter(total, "pratique")}` : total ? "Voir la pratique" : "Fermer";
  }

  _lireComptes() {
    const lus = new Map();
    for (const valeurs of this.connus.values()) {
      for (const controle of valeurs.values()) {
        lus.set(controle, Number(controle.closest(".valeur").querySelector("[data-count]").textContent));
      }
    }
    return lus;
  }
}
