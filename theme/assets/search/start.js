/**
 * All that a page loads of the search box: what it is, said at once, and the key « / ». The rest comes when the reader
 * turns to it. Without this file it is a plain form that leads to the catalogue.
 */

import { ecouterRaccourci } from "./shortcut.js";

/** @param {HTMLInputElement} champ */
function amorcer(champ) {
  const liste = document.createElement("div");
  const dits = { class: "suggestions", id: `${champ.id}-suggestions`, role: "listbox", "aria-label": "Suggestions", hidden: "" };
  for (const [cle, valeur] of Object.entries(dits)) liste.setAttribute(cle, valeur);
  champ.closest(".recherche-champ").after(liste);
  for (const [cle, valeur] of Object.entries({
    role: "combobox",
    enterkeyhint: "search",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": liste.id,
  })) {
    champ.setAttribute(cle, valeur);
  }
  const appeler = async () => {
    const { equiper } = await import("./box.js"); // what fails is asked for again at the next focus
    champ.removeEventListener("focus", appeler);
    equiper(champ, liste);
  };
  champ.addEventListener("focus", appeler);
  ecouterRaccourci(champ);
  if (document.activeElement === champ) appeler();
}

for (const champ of document.querySelectorAll("form.recherche input[type=search]")) amorcer(champ);
