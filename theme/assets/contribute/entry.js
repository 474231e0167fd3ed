/** The page « Proposer une pratique »: brings the parts of the form together. */

import { el } from "../search/drawing.js";
import { RACINE } from "../search/access.js";
import { apercu } from "./preview.js";
import { effacerBrouillon, garderBrouillon, lireBrouillon } from "./draft.js";
import { doublons } from "./duplicates.js";
import { chemins, copier } from "./sending.js";
import { Formulaire, situer } from "./form.js";
import { verifier } from "./rules.js";
import { adresse } from "./text.js";
import { ecrire } from "./yaml.js";

const PAUSE = 400; // ms without a key before a draft is kept

class Proposer {
  constructor(page, modele) {
    this.page = page;
    this.modele = modele;
    this.formulaire = new Formulaire(page.querySelector("form"), modele);
    this.origine = null; // the practice that is being completed
    this.id = page.querySelector("#f-id");
    this._idChoisi = false;
    for (const genre of Object.keys(modele.connus))
      page.querySelector(`#liste-${genre}`).append(...this.formulaire.noms.tous(genre).map((nom) => el("option", { value: nom })));
  }

  /** @param {URLSearchParams} demande  what the page was asked: `fiche` to complete, or `levier` and `region` of a new one */
  async ouvrir(demande) {
    const fiche = demande.get("fiche");
    const depart = (fiche && (await this._ouvrirFiche(fiche))) || { verifie_le: aujourdhui(), ...this._choisis(demande) };
    this.formulaire.remplir(depart);
    this._intact = JSON.stringify(this.formulaire.lire());
    const brouillon = lireBrouillon(this.origine);
    if (brouillon) this._reprendre(brouillon, depart);
    this._nommer();
    this._ouvrirLesPartiesRemplies();
    this._ecouter();
    this.page.removeAttribute("data-attend");
  }

  /** What a link to a new record has chosen already: a lever, a region; only what the form offers. */
  _choisis(demande) {
    const offert = (champ, cle) => {
      const valeur = demande.get(cle);
      return valeur && this.page.querySelector(`${champ} input[value="${CSS.escape(valeur)}"]`) ? valeur : null;
    };
    const levier = offert('[data-champ="levier"]', "levier");
    const region = offert('[data-champ="territoire"] [data-champ="regions"]', "region");
    return { ...(levier && { levier }), ...(region && { territoire: { regions: [region] } }) };
  }

  /** The record to complete; null when there is none of that name. */
  async _ouvrirFiche(fiche) {
    const reponse = /^[a-z0-9-]{1,64}$/.test(fiche) && (await fetch(new URL(`pratiques/${fiche}/pratique.json`, RACINE)));
    if (!reponse?.ok) {
      this._dire("Cette fiche n’existe pas\u00a0: le formulaire est vide.");
      return null;
    }
    this.origine = fiche;
    const donnees = await reponse.json();
    this.id.value = fiche;
    this.id.readOnly = true;
    document.getElementById("proposer-titre").textContent = `Compléter la fiche «\u00a0${donnees.titre}\u00a0»`;
    return donnees;
  }

  _reprendre({ nomDuFichier, ...donnees }, depart) {
    try {
      this.formulaire.remplir(donnees);
    } catch { // kept by a form that was made otherwise
      effacerBrouillon(this.origine);
      this.formulaire.remplir(depart);
      return;
    }
    if (nomDuFichier && !this.origine) {
      this.id.value = nomDuFichier;
      this._idChoisi = true;
    }
    this._dire("Votre brouillon a été repris là où vous l’aviez laissé.");
  }

  _ouvrirLesPartiesRemplies() {
    const donnees = this.formulaire.lire();
    for (const partie of this.page.querySelectorAll("details.partie"))
      partie.open = [...partie.querySelectorAll("[data-champ]")].some((champ) => champ.parentElement === partie && Object.hasOwn(donnees, champ.dataset.champ));
  }

  _ecouter() {
    const form = this.formulaire.form;
    let attente;
    const garder = () => {
      clearTimeout(attente);
      attente = setTimeout(() => this._garder(), PAUSE);
    };
    form.addEventListener("input", (saisie) => {
      if (saisie.target === this.id) this._idChoisi = Boolean(this.id.value);
      garder();
    });
    form.addEventListener("change", (saisie) => {
      this._nommer();
      this.formulaire.toucher(saisie.target);
      this.formulaire.montrer(this._fautes(), false);
      if (["f-titre", "f-resume"].includes(saisie.target.id)) this._chercherDoublons();
      garder();
    });
    addEventListener("pagehide", () => this._garder());
    form.addEventListener("submit", (envoi) => {
      envoi.preventDefault();
      this._preparer();
    });
    this.page.querySelector("[data-effacer]").addEventListener("click", () => this._effacer());
    this.page.querySelector('[data-envoi="copie"] button').addEventListener("click", () => this._copier());
    this.page.querySelector('[data-envoi="forge"] a').addEventListener("click", () => {
      if (this._coller) this._copier();
    });
  }

  _garder() {
    if (this._efface) return;
    const donnees = this.formulaire.lire();
    // What nobody has changed is no draft: it would hide what the fiche has become since.
    if (JSON.stringify(donnees) === this._intact) effacerBrouillon(this.origine);
    else garderBrouillon(this.origine, { ...donnees, ...(this._idChoisi ? { nomDuFichier: this.id.value } : {}) });
  }

  _effacer() {
    effacerBrouillon(this.origine);
    this._efface = true;
    location.replace(location.pathname + location.search);
  }

  _nommer() {
    if (!this.origine && !this._idChoisi) this.id.value = adresse(this.formulaire.lire().titre ?? "");
  }

  _fautes() {
    return verifier(this.formulaire.lire(), this.modele, { id: this.id.value.trim(), origine: this.origine, aujourdhui: aujourdhui() });
  }

  async _chercherDoublons() {
    const donnees = this.formulaire.lire();
    const trouve = await doublons(donnees, this.origine).catch(() => null); // no search, no warning
    this.page.querySelector("[data-doublons]").replaceChildren(...(trouve ? [trouve] : []));
  }

  _preparer() {
    const montrees = this.formulaire.montrer(this._fautes(), true);
    const resume = this.page.querySelector("[data-erreurs]");
    const resultat = this.page.querySelector("[data-resultat]");
    resume.hidden = !montrees.length;
    resultat.hidden = montrees.length > 0;
    if (!montrees.length) {
      this._montrerResultat(resultat);
      return;
    }
    const lignes = montrees.map(({ controle, message }) => {
      const ou = situer(controle).filter((nom) => !message.includes(`«\u00a0${nom}\u00a0»`));
      const lien = el("a", { href: `#${controle.id}` }, [...ou, message].join("\u00a0: "));
      lien.addEventListener("click", (clic) => {
        clic.preventDefault();
        controle.closest("details")?.setAttribute("open", "");
        controle.focus();
      });
      return el("li", {}, lien);
    });
    resume.querySelector("ul").replaceChildren(...lignes);
    for (const { controle } of montrees) controle.closest("details.partie")?.setAttribute("open", "");
    resume.focus();
    resume.scrollIntoView({ block: "start", behavior: "instant" });
  }

  _montrerResultat(resultat) {
    const donnees = this.formulaire.lire();
    const id = this.id.value.trim();
    this.texte = ecrire(donnees, this.modele);
    resultat.querySelector("[data-texte]").textContent = this.texte;
    resultat.querySelector("[data-apercu]").replaceChildren(apercu(donnees, this.modele, this._mots()));

    const { forge, courriel } = chemins({ id, texte: this.texte, titre: donnees.titre, origine: this.origine }, this.modele.reglages);
    this._coller = forge?.coller ?? false;
    this._poser("forge", forge?.href, forge?.coller ? "Le texte sera copié\u00a0: collez-le dans la page qui s’ouvre, à la place de ce qu’elle contient." : "");
    this._poser("courriel", courriel?.href, courriel?.joindre ? "Téléchargez d’abord le fichier, et joignez-le." : "");
    if (this._blob) URL.revokeObjectURL(this._blob);
    this._blob = URL.createObjectURL(new Blob([this.texte], { type: "application/yaml" }));
    const fichier = this._poser("fichier", this._blob, "");
    fichier.setAttribute("download", `${id}.yml`);
    resultat.querySelector("[data-copie]").textContent = "";
    resultat.querySelector("h2").focus();
  }

  _poser(envoi, href, aide) {
    const ligne = this.page.querySelector(`[data-envoi="${envoi}"]`);
    ligne.hidden = !href;
    const lien = ligne.querySelector("a");
    if (href) lien.setAttribute("href", href);
    const mots = ligne.querySelector("[data-envoi-aide]");
    if (mots) mots.textContent = aide;
    return lien;
  }

  /** The words behind ids, as the form shows them. */
  _mots() {
    const { form, noms } = this.formulaire;
    return {
      mots: (nom, valeur, vocabulaire) => {
        if (vocabulaire && Object.hasOwn(this.modele.connus, vocabulaire)) return noms.nom(vocabulaire, valeur);
        const dernier = nom.split(".").at(-1);
        const choix = form.querySelector(`[data-champ="${dernier}"] input[value="${CSS.escape(valeur)}"]`);
        const mots = choix?.parentElement.querySelector("span")?.firstChild?.textContent;
        return mots ?? form.querySelector(`[data-champ="${dernier}"] option[value="${CSS.escape(valeur)}"]`)?.textContent ?? valeur;
      },
    };
  }

  async _copier() {
    const fait = await copier(this.texte);
    this.page.querySelector("[data-copie]").textContent = fait ? "Le texte est copié." : "Votre navigateur refuse\u00a0: copiez le texte ci-dessous.";
    if (!fait) this.page.querySelector(".proposer-texte").open = true;
  }

  _dire(texte) {
    this.page.querySelector("[data-etat]").textContent = texte;
  }
}

/** Today, where the reader is. */
function aujourdhui() {
  const jour = new Date();
  return new Date(jour.getTime() - jour.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

const page = document.querySelector("[data-formulaire]");
try {
  const reponse = await fetch(new URL(page.dataset.formulaire, document.baseURI.split(/[?#]/)[0]));
  const proposer = new Proposer(page, await reponse.json());
  await proposer.ouvrir(new URLSearchParams(location.search));
  page.proposer = proposer; // at hand for whoever looks into the page
} catch (erreur) {
  page.hidden = true;
  document.querySelector("[data-sans-script]").dataset.montre = "";
  throw erreur;
}
