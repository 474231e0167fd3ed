/**
 * All that a page loads of the search box: what it is, said at once, and the key « / ». The rest comes when the reader
 * turns to it. Without this file it is a plain form that leads to the catalogue.
 */

import { listenForShortcut } from "./shortcut.js";

/** @param {HTMLInputElement} field */
function start(field) {
  const list = document.createElement("div");
  const listbox = { class: "suggestions", id: `${field.id}-suggestions`, role: "listbox", "aria-label": "Suggestions", hidden: "" };
  for (const [key, value] of Object.entries(listbox)) list.setAttribute(key, value);
  field.closest(".recherche-champ").after(list);
  for (const [key, value] of Object.entries({
    role: "combobox",
    enterkeyhint: "search",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    field.setAttribute(key, value);
  }
  const equip = async () => {
    const { equipBox } = await import("./box.js"); // what fails is asked for again at the next focus
    field.removeEventListener("focus", equip);
    equipBox(field, list);
  };
  field.addEventListener("focus", equip);
  listenForShortcut(field);
  if (document.activeElement === field) equip();
}

for (const field of document.querySelectorAll("form.recherche input[type=search]")) start(field);
