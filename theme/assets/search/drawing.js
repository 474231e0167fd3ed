/** Elements, made without ever reading a text as HTML. */

import { ROOT } from "./access.js";

/**
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @param {...(Node|string)} children
 * @returns {HTMLElement}
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A drawing of the site: a lever's, or an evidence level's. */
export function icon(id) {
  const SVG = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icone");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${new URL("recherche/icones.svg", ROOT).href}#${encodeURIComponent(id)}`);
  svg.append(use);
  return svg;
}

/**
 * A text with its matches marked.
 * @param {string} text
 * @param {Array<[number, number]>} passages
 */
export function highlight(text, passages) {
  const pieces = new DocumentFragment();
  let here = 0;
  for (const [start, end] of passages) {
    pieces.append(text.slice(here, start), el("mark", {}, text.slice(start, end)));
    here = end;
  }
  pieces.append(text.slice(here));
  return pieces;
}

/** What the reader typed, between quotation marks, kept apart from the direction of what stands around. */
export function inQuotes(query) {
  return el("span", { class: "cite" }, "«\u00a0", el("bdi", {}, query.trim()), "\u00a0»");
}

const NUMBER = new Intl.NumberFormat("fr-FR");

/** « 1 pratique », « 1 204 pratiques » */
export const counted = (number, noun) => `${NUMBER.format(number)} ${noun}${number > 1 ? "s" : ""}`;
