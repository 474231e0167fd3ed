/** Say something to a screen reader, politely, and only once typing has paused. */

const region = document.createElement("div");
region.className = "lu";
region.setAttribute("role", "status");
document.body.append(region);

let attente;

/** @param {string} texte */
export function annoncer(texte) {
  clearTimeout(attente);
  attente = setTimeout(() => (region.textContent = texte), 400);
}
