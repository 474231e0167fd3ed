/** Say something to a screen reader, politely, and only once typing has paused. */

const region = document.createElement("div");
region.className = "lu";
region.setAttribute("role", "status");
document.body.append(region);

let waiting;

/** @param {string} text */
export function announce(text) {
  clearTimeout(waiting);
  waiting = setTimeout(() => (region.textContent = text), 400);
}
