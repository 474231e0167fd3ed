/** The page « Proposer une pratique »: brings the parts of the form together. */

import { el } from "../search/drawing.js";
import { ROOT } from "../search/access.js";
import { preview } from "./preview.js";
import { eraseDraft, keepDraft, readDraft } from "./draft.js";
import { duplicates } from "./duplicates.js";
import { waysOut } from "./sending.js";
import { Form, locate } from "./form.js";
import { checkRecord } from "./rules.js";
import { slug } from "./text.js";
import { writeRecord } from "./yaml.js";

const PAUSE = 400; // ms without a key before a draft is kept

class Proposal {
  constructor(page, model) {
    this.page = page;
    this.model = model;
    this.form = new Form(page.querySelector("form"), model);
    this.origin = null; // the practice that is being completed
    this.id = page.querySelector("#f-id");
    this._idChosen = false;
    for (const [kind, entries] of Object.entries(model.connus))
      page.querySelector(`#liste-${kind}`).append(...Object.values(entries).map(([name]) => el("option", { value: name })));
  }

  /** @param {URLSearchParams} asked  what the page was asked: `fiche` to complete, or `levier` and `region` of a new one */
  async open(asked) {
    const fiche = asked.get("fiche");
    const initial = (fiche && (await this._openFiche(fiche))) || { verifie_le: today(), ...this._chosen(asked) };
    this.form.fill(initial);
    this._intact = JSON.stringify(this.form.read());
    const draft = readDraft(this.origin);
    if (draft) this._takeUp(draft, initial);
    this._suggestId();
    this._openFilledParts();
    this._listen();
    this.page.removeAttribute("data-attend");
  }

  /** What a link to a new record has chosen already: a lever, a region; only what the form offers. */
  _chosen(asked) {
    const offered = (field, key) => {
      const value = asked.get(key);
      return value && this.page.querySelector(`${field} input[value="${CSS.escape(value)}"]`) ? value : null;
    };
    const levier = offered('[data-champ="levier"]', "levier");
    const region = offered('[data-champ="territoire"] [data-champ="regions"]', "region");
    return { ...(levier && { levier }), ...(region && { territoire: { regions: [region] } }) };
  }

  /** The record to complete; null when there is none of that name. */
  async _openFiche(fiche) {
    const response = /^[a-z0-9-]{1,64}$/.test(fiche) && (await fetch(new URL(`pratiques/${fiche}/pratique.json`, ROOT)));
    if (!response?.ok) {
      this._say("Cette fiche n’existe pas\u00a0: le formulaire est vide.");
      return null;
    }
    this.origin = fiche;
    const data = await response.json();
    this.id.value = fiche;
    this.id.readOnly = true;
    document.getElementById("proposer-titre").textContent = `Compléter la fiche «\u00a0${data.titre}\u00a0»`;
    return data;
  }

  _takeUp({ nomDuFichier, ...data }, initial) {
    try {
      this.form.fill(data);
    } catch { // kept by a form that was made otherwise
      eraseDraft(this.origin);
      this.form.fill(initial);
      return;
    }
    if (nomDuFichier && !this.origin) {
      this.id.value = nomDuFichier;
      this._idChosen = true;
    }
    this._say("Votre brouillon a été repris là où vous l’aviez laissé.");
  }

  _openFilledParts() {
    const data = this.form.read();
    for (const part of this.page.querySelectorAll("details.partie"))
      part.open = [...part.querySelectorAll("[data-champ]")].some((field) => field.parentElement === part && Object.hasOwn(data, field.dataset.champ));
  }

  _listen() {
    const form = this.form.root;
    let waiting;
    const keepSoon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this._keep(), PAUSE);
    };
    form.addEventListener("input", (event) => {
      if (event.target === this.id) this._idChosen = Boolean(this.id.value);
      keepSoon();
    });
    form.addEventListener("change", (event) => {
      this._suggestId();
      this.form.touch(event.target);
      this.form.show(this._faults(), false);
      if (["f-titre", "f-resume"].includes(event.target.id)) this._findDuplicates();
      keepSoon();
    });
    addEventListener("pagehide", () => this._keep());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this._prepare();
    });
    this.page.querySelector("[data-effacer]").addEventListener("click", () => this._erase());
    this.page.querySelector('[data-envoi="copie"] button').addEventListener("click", () => this._copy());
    this.page.querySelector('[data-envoi="forge"] a').addEventListener("click", () => {
      if (this._paste) this._copy();
    });
  }

  _keep() {
    if (this._erased) return;
    const data = this.form.read();
    // What nobody has changed is no draft: it would hide what the fiche has become since.
    if (JSON.stringify(data) === this._intact) eraseDraft(this.origin);
    else keepDraft(this.origin, { ...data, ...(this._idChosen ? { nomDuFichier: this.id.value } : {}) });
  }

  _erase() {
    eraseDraft(this.origin);
    this._erased = true;
    location.replace(location.pathname + location.search);
  }

  _suggestId() {
    if (!this.origin && !this._idChosen) this.id.value = slug(this.form.read().titre ?? "");
  }

  _faults() {
    return checkRecord(this.form.read(), this.model, {
      id: this.id.value.trim(), origin: this.origin, today: today(), wordsFor: (...of) => this._wordsFor(...of),
    });
  }

  async _findDuplicates() {
    const data = this.form.read();
    const found = await duplicates(data, this.origin).catch(() => null); // no search, no warning
    this.page.querySelector("[data-doublons]").replaceChildren(...(found ? [found] : []));
  }

  _prepare() {
    const shown = this.form.show(this._faults(), true);
    const summary = this.page.querySelector("[data-erreurs]");
    const result = this.page.querySelector("[data-resultat]");
    summary.hidden = !shown.length;
    result.hidden = shown.length > 0;
    if (!shown.length) {
      this._showResult(result);
      return;
    }
    const told = new Set(); // each rule says once why it is one
    const rows = shown.map(({ control, rule, message }) => {
      const where = locate(control).filter((name) => !message.includes(`«\u00a0${name}\u00a0»`));
      const link = el("a", { href: `#${control.id}` }, [...where, message].join("\u00a0: "));
      link.addEventListener("click", (event) => {
        event.preventDefault();
        control.closest("details")?.setAttribute("open", "");
        control.focus();
      });
      const why = rule && !told.has(rule) ? ` ${this.model.regles[rule].pourquoi}` : "";
      told.add(rule);
      return el("li", {}, link, why);
    });
    summary.querySelector("ul").replaceChildren(...rows);
    for (const { control } of shown) control.closest("details.partie")?.setAttribute("open", "");
    summary.focus();
    summary.scrollIntoView({ block: "start", behavior: "instant" });
  }

  _showResult(result) {
    const data = this.form.read();
    const id = this.id.value.trim();
    this.text = writeRecord(data, this.model);
    result.querySelector("[data-texte]").textContent = this.text;
    result.querySelector("[data-apercu]").replaceChildren(preview(data, this.model, (...of) => this._wordsFor(...of)));

    const { forge, email } = waysOut({ id, text: this.text, titre: data.titre, origin: this.origin }, this.model.reglages);
    this._paste = forge?.paste ?? false;
    this._offer("forge", forge?.href, forge?.paste ? "Le texte sera copié\u00a0: collez-le dans la page qui s’ouvre, à la place de ce qu’elle contient." : "");
    this._offer("courriel", email?.href, email?.attach ? "Téléchargez d’abord le fichier, et joignez-le." : "");
    if (this._blob) URL.revokeObjectURL(this._blob);
    this._blob = URL.createObjectURL(new Blob([this.text], { type: "application/yaml" }));
    const file = this._offer("fichier", this._blob);
    file.setAttribute("download", `${id}.yml`);
    result.querySelector("[data-copie]").textContent = "";
    result.querySelector("h2").focus();
  }

  _offer(way, href, help = "") {
    const row = this.page.querySelector(`[data-envoi="${way}"]`);
    row.hidden = !href;
    const link = row.querySelector("a");
    if (href) link.setAttribute("href", href);
    row.querySelector("[data-envoi-aide]")?.replaceChildren(help);
    return link;
  }

  /** The words behind the id or value that a field holds, as the form shows them. */
  _wordsFor(field, value, vocabulary) {
    const { root, names } = this.form;
    if (vocabulary && Object.hasOwn(this.model.connus, vocabulary)) return names.name(vocabulary, value);
    const within = `[data-champ="${field}"]`;
    const choice = root.querySelector(`${within} input[value="${CSS.escape(value)}"]`);
    const words = choice?.parentElement.querySelector("span")?.firstChild?.textContent;
    return words ?? root.querySelector(`${within} option[value="${CSS.escape(value)}"]`)?.textContent ?? value;
  }

  async _copy() {
    const said = this.page.querySelector("[data-copie]");
    try {
      await navigator.clipboard.writeText(this.text);
      said.textContent = "Le texte est copié.";
    } catch {
      said.textContent = "Votre navigateur refuse\u00a0: copiez le texte ci-dessous.";
      this.page.querySelector(".proposer-texte").open = true;
    }
  }

  _say(text) {
    this.page.querySelector("[data-etat]").textContent = text;
  }
}

/** Today, where the reader is. */
function today() {
  const day = new Date();
  return new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

const page = document.querySelector("[data-formulaire]");
try {
  const response = await fetch(new URL(page.dataset.formulaire, document.baseURI.split(/[?#]/)[0]));
  const proposal = new Proposal(page, await response.json());
  await proposal.open(new URLSearchParams(location.search));
  page.proposal = proposal; // at hand for whoever looks into the page
} catch (error) {
  page.hidden = true;
  document.querySelector("[data-sans-script]").dataset.montre = "";
  throw error;
}
