/**
 * The search box of every page, once the reader has turned to it: a combobox with a list of suggestions (APG, list
 * autocomplete with manual selection). amorce.js says what it is and calls this.
 */

import { LONGUEUR, RACINE, moteur, preparer } from "./access.js";
import { annoncer } from "./announce.js";
import { cite, compter, el, icone, surligner } from "./drawing.js";
import { ecrireEtat } from "./state.js";

const SUGGESTIONS = 6;

const equipes = new WeakSet();

/**
 * @param {HTMLInputElement} champ
 * @param {HTMLElement} liste  where suggestions are to stand
 */
export function equiper(champ, liste) {
  if (equipes.has(champ)) return; // asked twice while this file was on its way
  equipes.add(champ);
  champ.maxLength = LONGUEUR;
  let demande = 0; // the last question asked: an answer to another is too late
  let actif = -1;

  function fermer() {
    demande++;
    liste.hidden = true;
    champ.setAttribute("aria-expanded", "false");
    activer(-1);
  }

  function activer(rang) {
    liste.children[actif]?.setAttribute("aria-selected", "false");
    actif = rang;
    const option = liste.children[rang];
    if (!option) return champ.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    champ.setAttribute("aria-activedescendant", option.id);
  }

  async function demander() {
    const requete = champ.value;
    if (!requete.trim()) return fermer();
    const moi = ++demande;
    try {
      const reponse = await (await moteur()).chercher(requete, { limite: SUGGESTIONS });
      if (moi === demande) montrer(requete, reponse);
    } catch {
      if (moi === demande) fermer(); // the form still leads to the catalogue
    }
  }

  function montrer(requete, { total, resultats }) {
    activer(-1);
    const options = [...resultats.map(suggestion), tout(requete, total)];
    options.forEach((option, i) => {
      for (const [cle, valeur] of Object.entries({ role: "option", id: `${liste.id}-${i}`, tabindex: "-1", "aria-selected": "false" })) {
        option.setAttribute(cle, valeur);
      }
    });
    liste.replaceChildren(...options);
    liste.hidden = false;
    liste.scrollTop = 0;
    champ.setAttribute("aria-expanded", "true");
    const plus = total > resultats.length ? `, dont ${resultats.length} suggérés ici` : "";
    annoncer(total ? `${compter(total, "résultat")}${plus}. Flèches haut et bas pour parcourir.` : "Aucun résultat.");
  }

  const touches = {
    ArrowDown: () => (liste.hidden ? demander() : activer(actif === liste.children.length - 1 ? 0 : actif + 1)),
    ArrowUp: () => (liste.hidden ? demander() : activer(actif > 0 ? actif - 1 : liste.children.length - 1)),
    Home: () => (actif < 0 ? false : activer(0)),
    End: () => (actif < 0 ? false : activer(liste.children.length - 1)),
    Enter: () => (actif < 0 ? false : liste.children[actif].click()),
    Escape: () => {
      if (!liste.hidden) return fermer();
      champ.value = "";
      return undefined;
    },
    Tab: () => {
      fermer();
      return false;
    },
  };

  champ.addEventListener("focus", preparer);
  champ.addEventListener("input", demander);
  champ.addEventListener("keydown", (event) => {
    const faire = Object.hasOwn(touches, event.key) && !event.isComposing ? touches[event.key] : null;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (faire && faire() !== false) event.preventDefault(); // false: the key does what it does in any field
  });
  champ.form.addEventListener("focusout", (event) => {
    if (!champ.form.contains(event.relatedTarget)) fermer();
  });
  liste.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  addEventListener("pageshow", fermer);
  preparer();
  if (document.activeElement === champ) demander(); // what was typed meanwhile
}

function suggestion({ adresse, titre, levier, lieu, marques }) {
  const detail = el("span", { class: "suggestion-detail" });
  if (levier) detail.append(icone(levier.id), el("span", { class: "suggestion-levier" }, levier.nom));
  else detail.append(el("span", {}, "Page"));
  if (lieu) detail.append(el("span", { class: "suggestion-lieu" }, `· ${lieu}`));
  const option = el(
    "a",
    { class: "suggestion", href: new URL(adresse, RACINE).href },
    el("span", { class: "suggestion-titre" }, surligner(titre, marques.titre)),
    " ",
    detail,
  );
  if (levier) option.dataset.levier = levier.id;
  return option;
}

function tout(requete, total) {
  const { href } = new URL(`pratiques/${ecrireEtat({ q: requete, choix: {}, tri: "pertinence" })}`, RACINE);
  const debut = total ? "Voir tous les résultats pour " : "Rien trouvé. Élargir la recherche de ";
  return el("a", { class: "suggestion suggestion--suite", href }, debut, cite(requete));
}
