/**
 * The page where a session is prepared. All that one chooses is in the address, which can be sent; nothing leaves the
 * browser. Without this file the page says what it does, and leads to the fiches and to the ready-made sessions.
 */

import { annoncer } from "../search/announce.js";
import { compter, el } from "../search/drawing.js";
import { ligne, placer } from "./step.js";
import { LIMITES, ajouter, couper, ecrireEtat, lireEtat } from "./state.js";
import { lireFiche } from "./fiches.js";
import { garder, lireAvant, lireGarde, remplacer } from "./kept.js";
import { permettreGlisser } from "./order.js";
import { imprimer } from "./paper.js";
import { duree } from "./times.js";
import { permettreTrouver } from "./find.js";

const atelier = document.querySelector("[data-atelier]");
const trouver = (nom) => atelier.querySelector(`[data-${nom}]`);
const liste = trouver("etapes");
const titre = trouver("titre");
const papier = trouver("papier");

/** @type {import("./state.js").Etat} */
let etat = { etapes: [], titre: "", forme: "livret", illisibles: [] };
/** @type {Map<string, import("./fiches.js").Fiche>} */
const fiches = new Map();
/** @type {Map<string, HTMLLIElement>} */
const lignes = new Map();
let ecriture; // the address waits until typing pauses

// --- What the page shows ----------------------------------------------------------------------------------------------

/** Show the whole session anew, in its order. */
function montrer() {
  const items = etat.etapes.map((etape) => {
    if (!lignes.has(etape.id)) lignes.set(etape.id, ligne(etape, fiches.get(etape.id), actions(etape)));
    return lignes.get(etape.id);
  });
  liste.replaceChildren(...items);
  items.forEach((item, rang) => placer(item, rang, items.length));
  trouver("vide").hidden = items.length > 0;
  trouver("pleine").hidden = trouver("impression").hidden = items.length === 0;
  changer();
}

/** What a word typed changes: the sums, the paper, the address. */
function changer() {
  const moments = etat.etapes.map((etape) => {
    const fiche = fiches.get(etape.id);
    return { fiche, minutes: etape.minutes ?? fiche.minutes, questions: etape.questions ?? fiche.questions };
  });
  const total = moments.reduce((somme, { minutes }) => somme + minutes, 0);
  trouver("total").textContent = `${compter(moments.length, "fiche")}, ${duree(total)} en tout`;
  papier.replaceChildren(...(moments.length ? imprimer(etat.forme, etat.titre, moments) : []));
  const { classList } = document.documentElement;
  classList.toggle("seance-a-imprimer", moments.length > 0);
  classList.toggle("seance-cartes", moments.length > 0 && etat.forme === "cartes");
  ecrire();
}

function ecrire() {
  const adresse = ecrireEtat(etat);
  garder(adresse);
  const trop = adresse.length > LIMITES.adresse;
  clearTimeout(ecriture);
  if (!trop) ecriture = setTimeout(() => history.replaceState(null, "", adresse || location.pathname), 250);
  trouver("trop").hidden = !trop;
  trouver("copier").setAttribute("aria-disabled", String(trop));
}

/** The session that another one took the place of. */
function montrerAvant() {
  const avant = lireAvant();
  const { etapes } = lireEtat(avant);
  trouver("avant").hidden = !etapes.length || avant === lireGarde();
  if (!etapes.length) return;
  const lien = trouver("avant").querySelector("a");
  lien.href = ecrireEtat(lireEtat(avant)); // what the browser keeps is read as an address is, never followed as it stands
  lien.textContent = `Rouvrir la séance précédente (${compter(etapes.length, "fiche")})`;
}

function dire(texte) {
  trouver("dit").textContent = texte;
  annoncer(texte);
}

// --- What one does ----------------------------------------------------------------------------------------------------

function actions(etape) {
  return {
    change: changer,
    monter: () => pousser(etape, -1, 0),
    descendre: () => pousser(etape, 1, 1),
    retirer: () => retirer(etape),
  };
}

function pousser(etape, pas, bouton) {
  const rang = etat.etapes.indexOf(etape);
  deplacer(rang, rang + pas);
  lignes.get(etape.id).querySelectorAll(".etape-boutons button")[bouton].focus();
}

function deplacer(de, vers) {
  const [etape] = etat.etapes.splice(de, 1);
  etat.etapes.splice(vers, 0, etape);
  montrer();
  dire(`${cite(etape.id)}, en position ${vers + 1} sur ${etat.etapes.length}.`);
}

function retirer(etape) {
  const rang = etat.etapes.indexOf(etape);
  const nom = cite(etape.id);
  etat.etapes.splice(rang, 1);
  lignes.delete(etape.id);
  montrer();
  const suivante = liste.children[Math.min(rang, liste.children.length - 1)];
  (suivante?.querySelector(".etape-boutons button:last-child") ?? trouver("entete")).focus();
  dire(`${nom} retirée. ${compte()}`);
}

async function ajouterFiche(id) {
  if (etat.etapes.length >= LIMITES.fiches) {
    dire(`Une séance compte au plus ${LIMITES.fiches} fiches.`);
    return false;
  }
  try {
    const fiche = await lireFiche(id);
    if (!fiche) throw new Error(id);
    fiches.set(fiche.id, fiche);
    etat = ajouter(etat, fiche.id);
    montrer();
    dire(`${cite(fiche.id)} ajoutée. ${compte()}`);
    return true;
  } catch {
    dire("Cette fiche n’a pas pu être lue. Réessayez dans un instant.");
    return false;
  }
}

function cite(id) {
  return `«\u00a0${fiches.get(id).titre}\u00a0»`;
}

function compte() {
  return `La séance compte ${compter(etat.etapes.length, "fiche")}.`;
}

titre.maxLength = LIMITES.titre;
titre.addEventListener("input", () => {
  etat.titre = couper(titre.value, LIMITES.titre);
  changer();
});

for (const choix of atelier.querySelectorAll("input[name=forme]")) {
  choix.addEventListener("change", () => {
    etat.forme = choix.value;
    changer();
  });
}

trouver("copier").addEventListener("click", async ({ currentTarget }) => {
  if (currentTarget.getAttribute("aria-disabled") === "true") return;
  try {
    await navigator.clipboard.writeText(new URL(ecrireEtat(etat), location.href).href);
    dire("Lien copié. Il contient toute la séance.");
  } catch {
    dire("Le lien n’a pas pu être copié. Copiez l’adresse de cette page\u00a0: elle contient toute la séance.");
  }
});

trouver("vider").addEventListener("click", () => {
  remplacer("");
  etat = { ...etat, etapes: [], titre: "" };
  titre.value = "";
  lignes.clear();
  montrer();
  montrerAvant();
  trouver("entete").focus();
  dire("La séance est vide. Vous pouvez rouvrir la précédente.");
});

trouver("imprimer").addEventListener("click", () => print());
permettreGlisser(liste, deplacer);
permettreTrouver(trouver("trouver"), { contient: (id) => etat.etapes.some((etape) => etape.id === id), ajouter: ajouterFiche });

// --- Opening ----------------------------------------------------------------------------------------------------------

async function ouvrir() {
  const dite = lireEtat(location.search);
  const demandee = dite.etapes.length || dite.illisibles.length ? dite : { ...lireEtat(lireGarde()), ...(location.search ? { forme: dite.forme } : {}) };
  const lues = await Promise.allSettled(demandee.etapes.map(({ id }) => lireFiche(id)));
  const inconnues = [...demandee.illisibles];
  let perdues = 0;
  const etapes = [];
  lues.forEach(({ status, value: fiche }, rang) => {
    const { id, ...reste } = demandee.etapes[rang];
    if (status === "rejected") perdues += 1;
    else if (!fiche) inconnues.push(id);
    else if (!fiches.has(fiche.id)) {
      fiches.set(fiche.id, fiche);
      etapes.push({ ...reste, id: fiche.id }); // asked for by a former name, perhaps
    }
  });
  etat = { ...demandee, etapes, illisibles: [] };
  titre.value = etat.titre;
  atelier.querySelector(`input[name=forme][value=${etat.forme}]`).checked = true;
  if (perdues) {
    // Neither kept nor written over: what could not be read is still in the address.
    return dire("Des fiches n’ont pas pu être lues. Rechargez la page dans un instant\u00a0: l’adresse contient toujours la séance.");
  }
  if (demandee === dite) remplacer(ecrireEtat(etat));
  montrer();
  montrerAvant();
  if (inconnues.length) {
    const noms = inconnues.map((nom) => el("li", {}, el("code", {}, nom)));
    trouver("inconnues").append(el("ul", {}, ...noms));
    trouver("inconnues").hidden = false;
    annoncer("Cette adresse demande des fiches que le catalogue ne connaît pas. Elles sont laissées de côté.");
  }
}

ouvrir();
