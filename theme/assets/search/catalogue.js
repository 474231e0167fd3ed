/**
 * The catalogue's page: what is typed and chosen, its answer, and the address that says both.
 * Without this file the page shows every practice, by lever; it does so too as long as nothing is asked.
 */

import { moteur, preparer } from "./access.js";
import { annoncer } from "./announce.js";
import { carte } from "./card.js";
import { cite, compter, el } from "./drawing.js";
import { couper, ecrireEtat, lireEtat } from "./state.js";
import { Filtres } from "./filters.js";
import { ecouterRaccourci } from "./shortcut.js";
import { issues, vouliezVousDire } from "./fallback.js";

const PAR_PAGE = 20;

const page = document.querySelector(".page-catalogue");
const formulaire = page.querySelector("form.recherche");
const champ = formulaire.querySelector("input[type=search]");
const tri = page.querySelector("[data-tri]");
const puces = page.querySelector(".puces");
const titre = page.querySelector(".trouvailles-titre");
const aide = page.querySelector(".aide");
const zone = page.querySelector("[data-results]");
const suite = page.querySelector(".suite");
const filtres = new Filtres(page, agir);

const groupes = [...zone.childNodes];
const depart = titre.textContent;

/** @type {import("./state.js").Etat} */
let etat = lireEtat(location.search, filtres.facettes);
let montres = history.state?.montres ?? PAR_PAGE; // how many results the reader has unfolded
let demande = 0; // the last question asked: an answer to another is too late
let ecriture; // the address waits until typing pauses

// --- The answer -------------------------------------------------------------------------------------------------------

async function repondre() {
  const moi = ++demande;
  const vide = !ecrireEtat(etat);
  if (vide) return toutMontrer();
  try {
    const m = await moteur();
    const { q, choix } = etat;
    const reponse = await m.chercher(q, { facettes: choix, tri: etat.tri, compter: true, limite: montres });
    const secours = reponse.total ? [] : await issues(m, etat, filtres);
    if (moi !== demande) return;
    montrer(m, reponse, secours);
  } catch {
    if (moi !== demande) return;
    toutMontrer();
    aide.replaceChildren(el("p", {}, "La recherche n’a pas pu être chargée. Voici toutes les pratiques\u00a0; réessayez dans un instant."));
    aide.hidden = false;
  }
}

function toutMontrer() {
  zone.replaceChildren(...groupes);
  titre.textContent = depart;
  aide.hidden = suite.hidden = true;
  filtres.montrer(null, Number.parseInt(depart.replace(/\D/g, ""), 10));
  montrerPuces();
  finir(depart);
}

function montrer(m, { total, resultats, facettes, suggestion }, secours) {
  const mot = etat.q.trim() && !Object.keys(etat.choix).length ? "résultat" : "pratique";
  const dit = total ? compter(total, mot) : `Aucun${mot === "résultat" ? "" : "e"} ${mot}`;
  titre.replaceChildren(dit, ...(etat.q.trim() ? [" pour ", cite(etat.q)] : []));
  aide.replaceChildren(...(suggestion ? [vouliezVousDire(etat, suggestion)] : []), ...secours);
  aide.hidden = !aide.children.length;
  zone.replaceChildren(...(total ? [el("ul", { class: "cartes" }, ...cartes(m, resultats))] : []));
  suite.hidden = resultats.length >= total;
  filtres.montrer(facettes, total);
  montrerPuces();
  finir(titre.textContent);
}

function cartes(m, resultats) {
  const marquer = (texte) => m.marquer(texte, etat.q);
  return resultats.map((resultat) => carte(resultat, marquer, (preuve) => filtres.nommer("preuve", preuve)));
}

function finir(texte) {
  zone.classList.remove("catalogue--attend");
  annoncer(texte);
}

suite.addEventListener("click", async () => {
  const moi = demande;
  const m = await moteur();
  const { total, resultats } = await m.chercher(etat.q, {
    facettes: etat.choix, tri: etat.tri, limite: PAR_PAGE, depuis: montres,
  });
  if (moi !== demande) return;
  const nouvelles = cartes(m, resultats);
  zone.querySelector(".cartes").append(...nouvelles);
  montres += PAR_PAGE;
  history.replaceState({ montres }, "");
  const vus = Math.min(montres, total);
  if (vus === total) nouvelles[0]?.querySelector("a").focus(); // the button goes: the reader goes on where it was
  suite.hidden = vus === total;
  annoncer(`${vus} sur ${total}`);
});

// --- Chips ------------------------------------------------------------------------------------------------------------

function montrerPuces() {
  const dites = JSON.stringify(etat.choix);
  if (puces.dataset.dites === dites) return; // the focus may be there
  puces.dataset.dites = dites;
  const faites = Object.entries(etat.choix).flatMap(([facette, valeurs]) => valeurs.map((valeur) => puce(facette, valeur)));
  if (faites.length) {
    const tout = el("button", { class: "puce puce--tout", type: "button" }, "Tout effacer");
    tout.addEventListener("click", () => {
      aller({ q: "", choix: {}, tri: "pertinence" });
      champ.focus();
    });
    faites.push(el("li", {}, tout));
  }
  puces.replaceChildren(...faites);
  puces.hidden = !faites.length;
}

function puce(facette, valeur) {
  const nom = filtres.nommer(facette, valeur);
  const croix = el("span", { class: "puce-croix", "aria-hidden": "true" }, "×");
  const bouton = el("button", { class: "puce", type: "button" }, el("span", { class: "lu" }, `Retirer ${filtres.titre(facette)}\u00a0: `), el("bdi", {}, nom), croix);
  const item = el("li", {}, bouton);
  bouton.addEventListener("click", () => {
    const rang = [...puces.children].indexOf(item);
    const reste = etat.choix[facette].filter((autre) => autre !== valeur);
    const { [facette]: _, ...choix } = etat.choix;
    aller({ ...etat, choix: reste.length ? { ...choix, [facette]: reste } : choix });
    montrerPuces();
    const suivante = puces.children[Math.min(rang, puces.children.length - 1)];
    (suivante?.querySelector("button") ?? titre).focus();
  });
  return item;
}

// --- What the reader does ---------------------------------------------------------------------------------------------

/** Read the controls after a deliberate change: a step that "back" undoes. */
function agir() {
  aller({ q: couper(champ.value), choix: filtres.lire(etat.choix), tri: tri.value });
}

function aller(nouveau) {
  ecrire(); // what was being typed belongs to the step before
  etat = nouveau;
  montres = PAR_PAGE;
  const adresse = ecrireEtat(etat);
  if (adresse !== location.search) history.pushState({ montres }, "", adresse || location.pathname);
  regler();
  return repondre();
}

/** Set the controls as the state says. */
function regler() {
  if (couper(champ.value) !== etat.q) champ.value = etat.q;
  filtres.cocher(etat.choix);
  tri.value = etat.tri;
}

function ecrire() {
  if (ecriture === undefined) return;
  clearTimeout(ecriture);
  ecriture = undefined;
  history.replaceState({ montres }, "", ecrireEtat(etat) || location.pathname);
}

champ.addEventListener("focus", preparer);
champ.addEventListener("input", () => {
  etat = { ...etat, q: couper(champ.value) };
  montres = PAR_PAGE;
  clearTimeout(ecriture);
  ecriture = setTimeout(ecrire, 300);
  repondre();
});
champ.addEventListener("change", ecrire);
tri.addEventListener("change", agir);
formulaire.addEventListener("submit", (event) => {
  event.preventDefault();
  agir();
});
aide.addEventListener("click", (event) => {
  const lien = event.target.closest("a[data-etat]");
  if (!lien || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  aller(lireEtat(new URL(lien.href).search, filtres.facettes));
  titre.focus();
});
addEventListener("popstate", () => {
  clearTimeout(ecriture);
  ecriture = undefined;
  const voulu = lireEtat(location.search, filtres.facettes);
  if (ecrireEtat(voulu) === ecrireEtat(etat)) return; // another section of the same page
  etat = voulu;
  montres = history.state?.montres ?? PAR_PAGE;
  regler();
  repondre();
});
ecouterRaccourci(champ);

if (document.activeElement === champ) preparer();
if (champ.value && !etat.q) etat = { ...etat, q: couper(champ.value) }; // typed before this file came
regler();
if (ecrireEtat(etat)) {
  zone.replaceChildren();
  zone.classList.add("catalogue--attend");
  repondre();
}
