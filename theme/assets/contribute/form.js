/**
 * The form ↔ a record's data. What the form holds comes from the model (formulaire.html); this only fills it, reads it, and
 * says what is wrong where. A record's fields that the form does not show are carried along.
 */

import { el } from "../search/drawing.js";
import { Noms } from "./names.js";
import { detendre, nettoyer } from "./text.js";
import { longueur } from "./yaml.js";

/** What a record brings is named by one field or another. */
const NOMMENT = { organisations: "nom", sources: "titre" };

export class Formulaire {
  /**
   * @param {HTMLFormElement} form
   * @param {object} modele  formulaire.json
   */
  constructor(form, modele) {
    this.form = form;
    this.modele = modele;
    this.noms = new Noms(modele.connus);
    this._base = {};
    this._numero = 0;
    this._entrees = new Map(); // "organisations:id" → the fieldset that describes it
    this._touches = new Set();
    form.addEventListener("click", (clic) => {
      if (clic.target.closest("[data-ajouter]")) this._ajouterEtAller(clic.target.closest("[data-champ]"));
      if (clic.target.closest("[data-retirer]")) this._retirer(clic.target.closest("[data-exemplaire]"));
    });
    form.addEventListener("input", (saisie) => this._compter(saisie.target));
    form.addEventListener("change", () => this.accorder());
    for (const champ of form.querySelectorAll("[data-requis]")) this._ajouter(champ);
    for (const compte of form.querySelectorAll("[data-compte]")) this._compter(compte.parentElement.querySelector("input, textarea"));
  }

  // --- Filling ------------------------------------------------------------------------------------------------------

  /** Fill the form with a record, in place of what it held. */
  remplir(donnees) {
    this._base = donnees;
    this._touches.clear();
    this._entrees.clear();
    for (const [genre, cle] of Object.entries(NOMMENT)) {
      for (const [id, entree] of Object.entries(donnees.nouveau?.[genre] ?? {})) this.noms.apprendre(genre, id, dire(entree[cle] ?? id));
    }
    this._poserGroupe(this.form, this.modele.champs, donnees);
    this.accorder();
    for (const genre of Object.keys(NOMMENT))
      for (const [id, entree] of Object.entries(donnees.nouveau?.[genre] ?? {})) {
        const fieldset = this._entrees.get(`${genre}:${id}`);
        if (fieldset) this._poserGroupe(fieldset, this.modele.apports[genre], entree);
      }
    this.accorder();
  }

  _poserGroupe(conteneur, champs, donnees) {
    for (const champ of champs) {
      const element = this._champ(conteneur, champ.nom);
      if (element) this._poser(element, champ, donnees[champ.nom]);
    }
  }

  _poser(element, champ, valeur) {
    if (element.classList.contains("champ-repete")) {
      element.querySelector(".exemplaires").replaceChildren();
      for (const un of valeur ?? []) {
        const exemplaire = this._ajouter(element);
        if (champ.genre === "groupe") this._poserGroupe(exemplaire, champ.champs, un);
        else exemplaire.querySelector("input").value = this.noms.nom(champ.vocabulaire, un);
      }
      if (!valeur?.length && "requis" in element.dataset) this._ajouter(element);
    } else if (champ.genre === "groupe") this._poserGroupe(element, champ.champs, valeur ?? {});
    else if (champ.genre === "oui-non") element.querySelector("input").checked = String(valeur) === "true";
    else if (element.matches("fieldset")) {
      const choisies = [valeur ?? []].flat().map(String);
      element.ordre = choisies; // that of the record
      for (const case_ of element.querySelectorAll("input")) case_.checked = choisies.includes(case_.value);
    } else {
      const controle = element.querySelector("input, select, textarea");
      const dites = [valeur ?? []].flat().map(dire);
      const ouverte = champ.genre === "reference" && controle.matches("input");
      if ("sources" in controle.dataset && dites[0]) this._options(controle, [dites[0]]);
      controle.value = ouverte ? (dites[0] ? this.noms.nom(champ.vocabulaire, dites[0]) : "") : dites.join("\n");
      this._compter(controle);
    }
  }

  /** Put in step what depends on other fields: the sources to choose from, what is new. */
  accorder() {
    const { donnees } = this._lire();
    const citees = [...new Set((donnees.sources ?? []).map(({ id }) => id).filter(Boolean))];
    for (const choix of this.form.querySelectorAll("select[data-sources]")) this._options(choix, citees);
    this._decrireNouveaux();
  }

  _options(choix, ids) {
    const garde = choix.value;
    const voulus = garde && !ids.includes(garde) ? [...ids, garde] : ids;
    const la = [...choix.options].slice(1).map(({ value }) => value);
    if (String(la) === String(voulus)) return;
    while (choix.options.length > 1) choix.remove(1);
    for (const id of voulus) choix.append(el("option", { value: id }, this.noms.nom("sources", id)));
    choix.value = garde;
  }

  // --- What is new --------------------------------------------------------------------------------------------------

  /** Show a fieldset for each name that the catalogue does not know; keep what was said of one that comes back. */
  _decrireNouveaux() {
    const section = this.form.querySelector("[data-nouveau]");
    const liste = section.querySelector("[data-nouveau-liste]");
    for (let avant = -1; avant !== liste.children.length;) {
      avant = liste.children.length;
      const voulus = this._inconnus();
      for (const fieldset of [...liste.children]) if (!voulus.has(fieldset.dataset.entree)) fieldset.remove();
      for (const [cle, nom] of voulus) if (![...liste.children].some((f) => f.dataset.entree === cle)) liste.append(this._entree(cle, nom));
    }
    section.hidden = !liste.children.length;
    for (const champ of this.form.querySelectorAll("input[list]")) {
      const genre = champ.getAttribute("list").replace("liste-", "");
      const neuf = genre in NOMMENT && champ.value.trim() && !this.noms.connu(genre, this.noms.id(genre, champ.value));
      let note = champ.parentElement.querySelector(":scope > .champ-neuf");
      if (neuf && !note) champ.after((note = el("p", { class: "champ-neuf" }, "Nouveau nom\u00a0: ", el("a", { href: "#partie-nouveau" }, "décrivez-le en bas de page"), ".")));
      if (!neuf) note?.remove();
    }
  }

  /** "organisations:id" → name, for each name typed that is in no list. */
  _inconnus() {
    const trouves = new Map();
    for (const champ of this.form.querySelectorAll("input[list]")) {
      const genre = champ.getAttribute("list").replace("liste-", "");
      const nom = nettoyer(champ.value);
      const id = genre in NOMMENT ? this.noms.id(genre, nom) : "";
      if (id && !this.noms.connu(genre, id) && !trouves.has(`${genre}:${id}`)) {
        trouves.set(`${genre}:${id}`, nom);
        this.noms.apprendre(genre, id, nom);
      }
    }
    return trouves;
  }

  _entree(cle, nom) {
    let fieldset = this._entrees.get(cle);
    if (!fieldset) {
      const modele = this.form.querySelector(`[data-nouveau-modele="${cle.split(":")[0]}"]`);
      fieldset = this._cloner(modele).firstElementChild;
      fieldset.dataset.entree = cle;
      this._entrees.set(cle, fieldset);
    }
    fieldset.querySelector("[data-entree-nom]").textContent = nom;
    return fieldset;
  }

  // --- Repeated groups ----------------------------------------------------------------------------------------------

  _cloner(modele) {
    const copie = modele.content.cloneNode(true);
    const numero = String((this._numero += 1));
    for (const element of copie.querySelectorAll("*"))
      for (const attribut of ["id", "for", "name", "aria-describedby"])
        if (element.hasAttribute(attribut)) element.setAttribute(attribut, element.getAttribute(attribut).replaceAll("__N__", numero));
    return copie;
  }

  _ajouter(champ) {
    const liste = champ.querySelector(".exemplaires");
    liste.append(this._cloner(champ.querySelector("template")));
    this._numeroter(champ);
    return liste.lastElementChild;
  }

  _ajouterEtAller(champ) {
    const exemplaire = this._ajouter(champ);
    this.accorder();
    exemplaire.querySelector("input, select, textarea").focus();
  }

  _retirer(exemplaire) {
    const champ = exemplaire.closest("[data-champ]");
    exemplaire.remove();
    this._numeroter(champ);
    this.accorder();
    champ.querySelector(":scope > [data-ajouter]").focus();
    champ.dispatchEvent(new Event("change", { bubbles: true }));
  }

  _numeroter(champ) {
    const exemplaires = champ.querySelectorAll("[data-exemplaire]");
    for (const [i, exemplaire] of exemplaires.entries())
      for (const rang of exemplaire.querySelectorAll("[data-rang]")) rang.textContent = String(i + 1);
    champ.querySelector(":scope > [data-ajouter]").hidden = exemplaires.length >= Number(champ.dataset.auPlus);
  }

  _compter(controle) {
    const compte = controle?.closest(".champ")?.querySelector(":scope > [data-compte]");
    if (compte) compte.textContent = `${longueur(controle.value.trim())} / ${compte.dataset.compte}`;
  }

  // --- Reading ------------------------------------------------------------------------------------------------------

  /** The record that the form describes, with what it does not show. */
  lire() {
    const { donnees } = this._lire();
    for (const [cle, valeur] of Object.entries(this._base))
      if (!["id", "nouveau"].includes(cle) && !this._champ(this.form, cle)) donnees[cle] = texteDe(valeur);
    const nouveau = {};
    for (const [cle, nom] of this._inconnus()) {
      const [genre, id] = cle.split(":");
      const fieldset = this._entrees.get(cle);
      const dits = fieldset ? this._groupe(fieldset, this.modele.apports[genre]) : {};
      (nouveau[genre] ??= {})[id] = { [NOMMENT[genre]]: nom, ...dits };
    }
    return { ...donnees, ...(Object.keys(nouveau).length ? { nouveau } : {}) };
  }

  _lire() {
    return { donnees: this._groupe(this.form, this.modele.champs) };
  }

  _groupe(conteneur, champs) {
    const donnees = {};
    for (const champ of champs) {
      const element = this._champ(conteneur, champ.nom);
      const valeur = element && this._valeur(element, champ);
      if (valeur && (typeof valeur !== "object" || Object.keys(valeur).length)) donnees[champ.nom] = valeur;
    }
    return donnees;
  }

  _valeur(element, champ) {
    if (element.classList.contains("champ-repete")) {
      const lus = [];
      for (const exemplaire of element.querySelectorAll("[data-exemplaire]")) {
        const groupe = champ.genre === "groupe";
        const un = groupe ? this._groupe(exemplaire, champ.champs) : this.noms.id(champ.vocabulaire, nettoyer(exemplaire.querySelector("input").value));
        exemplaire.dataset.rangLu = String(lus.length);
        if (groupe ? Object.keys(un).length : un) lus.push(un);
      }
      return lus;
    }
    if (champ.genre === "groupe") return this._groupe(element, champ.champs);
    if (champ.genre === "oui-non") return element.querySelector("input").checked ? "true" : "";
    if (element.matches("fieldset")) {
      const rang = ({ value }) => (element.ordre?.indexOf(value) + 1 || Infinity);
      const cochees = [...element.querySelectorAll("input:checked")].sort((a, b) => rang(a) - rang(b) || 0).map(({ value }) => value);
      return champ.liste ? cochees : (cochees[0] ?? "");
    }
    const controle = element.querySelector("input, select, textarea");
    if (champ.liste) return controle.value.split(/\r?\n/).map((ligne) => nettoyer(ligne)).filter(Boolean);
    const texte = nettoyer(controle.value, champ.genre === "prose");
    return champ.genre === "reference" && controle.matches("input") ? this.noms.id(champ.vocabulaire, texte) : texte;
  }

  /** The field `nom` that stands in `conteneur` itself, not in a group within it. */
  _champ(conteneur, nom) {
    const dedans = (element) => element.parentElement.closest("[data-exemplaire], [data-entree], [data-champ], form");
    return [...conteneur.querySelectorAll(`[data-champ="${nom}"]`)].find((element) => dedans(element) === conteneur);
  }

  // --- What is wrong ------------------------------------------------------------------------------------------------

  /** The control that a fault is about. */
  _controle(chemin) {
    let conteneur = this.form;
    let element = this.form;
    let reste = chemin;
    if (chemin[0] === "nouveau") {
      conteneur = element = this._entrees.get(`${chemin[1]}:${chemin[2]}`) ?? this.form;
      reste = chemin.slice(3);
    } else if (chemin[0] === "id") return this.form.querySelector("#f-id");
    for (const pas of reste) {
      if (typeof pas === "string") element = conteneur = this._champ(conteneur, pas) ?? conteneur;
      else if (element.classList.contains("champ-repete"))
        element = conteneur = [...element.querySelectorAll("[data-exemplaire]")].find((un) => un.dataset.rangLu === String(pas)) ?? element;
    }
    return element.matches("fieldset, [data-exemplaire]:has(> fieldset)") ? element : (element.querySelector("input, select, textarea") ?? element);
  }

  /** Note that somebody has been at `controle`: what is wrong there may now be said. */
  toucher(controle) {
    this._touches.add(controle.closest(".champ-cases") ? controle.closest("fieldset") : controle);
  }

  /**
   * Say what is wrong: everywhere, or only where somebody has been.
   * @param {import("./rules.js").Faute[]} fautes
   * @param {boolean} tout
   * @returns {Array<{ controle: HTMLElement, message: string }>}  what is shown
   */
  montrer(fautes, tout) {
    for (const message of this.form.querySelectorAll(".champ-erreur:not([hidden])")) message.hidden = true;
    for (const marque of this.form.querySelectorAll("[aria-invalid]")) {
      marque.removeAttribute("aria-invalid");
      marque.setCustomValidity?.("");
    }
    const montrees = [];
    for (const { chemin, message } of fautes) {
      const controle = this._controle(chemin);
      if (!tout && !this._touches.has(controle)) continue;
      const place = document.getElementById(`${controle.id}-erreur`) ?? controle.closest(".champ")?.querySelector(".champ-erreur");
      if (place && place.hidden) {
        place.hidden = false;
        place.textContent = message;
        if (controle.matches("input, select, textarea")) {
          controle.setAttribute("aria-invalid", "true");
          controle.setCustomValidity(message);
        }
      }
      montrees.push({ controle, message });
    }
    return montrees;
  }
}

/**
 * What a reader calls a control: its group, where there may be several, then its own name.
 * @param {HTMLElement} controle
 * @returns {string[]}
 */
export function situer(controle) {
  const groupe = controle.closest("[data-exemplaire], [data-entree]")?.querySelector("legend");
  const nom = controle.labels?.[0] ?? controle.querySelector("legend");
  return [...new Set([groupe, nom])].filter(Boolean).map(sansOption);
}

function sansOption(intitule) {
  const copie = intitule.cloneNode(true);
  copie.querySelector(".champ-option")?.remove();
  return copie.textContent.replace(/[^\S\u00a0\u202f]+/g, " ").trim();
}

const dire = (valeur) => detendre(String(valeur));

/** A value of JSON as a file writes it: text throughout. */
function texteDe(valeur) {
  if (Array.isArray(valeur)) return valeur.map(texteDe);
  if (valeur && typeof valeur === "object") return Object.fromEntries(Object.entries(valeur).map(([cle, un]) => [cle, texteDe(un)]));
  return dire(valeur);
}
