/** The key « / » leads to the search field, wherever one is on the page but in a field. */

/** @param {HTMLInputElement} champ */
export function ecouterRaccourci(champ) {
  champ.setAttribute("aria-keyshortcuts", "/");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    event.preventDefault();
    champ.focus();
    champ.select();
  });
}
