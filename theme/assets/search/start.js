/**
 * All that a page loads of the search box: what it is, said at once, and the key « / ». The rest comes when the reader
 * turns to it. Without this file it is a plain form that leads to the catalogue.
 */

import { listenForShortcut } from "./shortcut.js";

const set = (element, attributes) => Object.entries(attributes).forEach((pair) => element.setAttribute(...pair));

/** @param {HTMLInputElement} field */
function start(field) {
  const list = document.createElement("div");
  set(list, { class: "suggestions", id: `${field.id}-suggestions`, role: "listbox", "aria-label": "Suggestions", hidden: "" });
  field.closest(".recherche-champ").after(list);
  set(field, { role: "combobox", enterkeyhint: "search", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id });
  let box;
  const equip = async () => {
    const { Box } = await import("./box.js"); // what fails is asked for again at the next focus
    field.removeEventListener("focus", equip);
    box ??= new Box(field, list); // asked twice, perhaps, while that file was on its way
  };
  field.addEventListener("focus", equip);
  listenForShortcut(field);
  if (document.activeElement === field) equip();
}

for (const field of document.querySelectorAll("form.recherche input[type=search]")) start(field);
