/** The order of a list, changed by dragging a row by its handle. The keyboard has buttons of its own. */

const EDGE = 60; // near the edge of the screen, the page follows
const SCROLL = 20;

/**
 * @param {HTMLElement} list  each of its children is a row; a row holds a [data-poignee]
 * @param {(from: number, to: number) => void} move  called once, when the row is let go elsewhere
 */
export function enableDragging(list, move) {
  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-poignee]");
    if (!handle || event.button) return;
    event.preventDefault();
    const row = handle.closest("li");
    const start = rankOf(row);
    const next = row.nextElementSibling;
    row.classList.add("etape--tenue");

    const follow = ({ clientY }) => {
      if (clientY < EDGE) scrollBy({ top: -SCROLL, behavior: "instant" });
      if (clientY > innerHeight - EDGE) scrollBy({ top: SCROLL, behavior: "instant" });
      const under = [...list.children].find((other) => {
        const { top, bottom } = other.getBoundingClientRect();
        return other !== row && clientY > top && clientY < bottom;
      });
      if (!under) return;
      const { top, height } = under.getBoundingClientRect();
      // Past its middle only, so that two rows of unlike heights do not change places for ever.
      if (rankOf(under) < rankOf(row) && clientY < top + height / 2) under.before(row);
      else if (rankOf(under) > rankOf(row) && clientY > top + height / 2) under.after(row);
    };
    const drop = ({ type }) => {
      for (const [name, handler] of Object.entries(handlers)) document.removeEventListener(name, handler);
      row.classList.remove("etape--tenue");
      const end = rankOf(row);
      if (type === "pointercancel") list.insertBefore(row, next);
      else if (end !== start) move(start, end);
    };
    // On the document: what is captured by the handle is let go as its row moves.
    const handlers = { pointermove: follow, pointerup: drop, pointercancel: drop };
    for (const [name, handler] of Object.entries(handlers)) document.addEventListener(name, handler);
  });
}

const rankOf = (row) => [...row.parentElement.children].indexOf(row);
