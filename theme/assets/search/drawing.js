/** Elements, made without ever reading a text as HTML. */

import { RACINE } from "./access.js";

/**
 * @param {string} nom
 * @param {Record<string, string>} [attributs]
 * @param {...(Node|string)} enfants
 * @returns {HTMLElement}
 */
export function el(nom, attributs = {}, ...enfants) {
  const element = document.createElement(nom);
  for (const [cle, valeur] of Object.entries(attributs)) element.setAttribute(cle, valeur);
  element.append(...enfants);
  return element;
}

/** A drawing of the site: a lever's, or an evidence level's. */
export function icone(id) {
  const SVG = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icone");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${new URL("recherche/icones.svg", RACINE).href}#${encodeURIComponent(id)}`);
  svg.append(use);
  return svg;
}

/**
 * A text with its matches marked.
 * @param {string} texte
 * @param {Array<[number, number]>} passages
 */
export function surligner(texte, passages) {
  const morceaux = new DocumentFragment();
  let ici = 0;
  for (const [debut, fin] of passages) {
    morceaux.append(texte.slice(ici, debut), el("mark", {}, texte.slice(debut, fin)));
    ici = fin;
  }
  morceaux.append(texte.slice(ici));
  return morceaux;
}

/** What the reader typed, between quotation marks, kept apart from the direction of what stands around. */
export function cite(requete) {
  return el("span", { class: "cite" }, "«\u00a0", el("bdi", {}, requete.trim()), "\u00a0»");
}

const NOMBRE = new Intl.NumberFormat("fr-FR");

/** « 1 pratique », « 1 204 pratiques » */
export function compter(nombre, mot) {
  return `${NOMBRE.format(nombre)} ${mot}${nombre > 1 ? "s" : ""}`;
}
