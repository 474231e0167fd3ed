// What a page does beyond being read: colours, menu, "Sur cette page". Without this file every page is still whole.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.replace("no-js", "js");

  // Colours: the system's, unless the reader has chosen. Read before the page is drawn.
  const SCHEME = "data-md-color-scheme";
  const KEY = "leviers-couleurs";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.getAttribute(SCHEME) ?? (system.matches ? "slate" : "default")) === "slate";
  try {
    const chosen = localStorage.getItem(KEY);
    if (chosen === "slate" || chosen === "default") root.setAttribute(SCHEME, chosen);
  } catch { /* storage is closed: nothing was chosen */ }

  function watchColours(button) {
    const show = () => button.setAttribute("aria-pressed", String(dark()));
    button.addEventListener("click", () => {
      const scheme = dark() ? "default" : "slate";
      root.setAttribute(SCHEME, scheme);
      try { localStorage.setItem(KEY, scheme); } catch { /* the choice lasts for this page only */ }
      show();
    });
    system.addEventListener("change", show);
    show();
  }

  // The menu of small screens: a disclosure, closed with Escape.
  function watchMenu(button, menu) {
    const open = (state) => {
      button.setAttribute("aria-expanded", String(state));
      menu.classList.toggle("menu--ouvert", state);
    };
    button.addEventListener("click", () => open(button.getAttribute("aria-expanded") !== "true"));
    for (const part of [button, menu]) {
      part.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
        open(false);
        button.focus();
      });
    }
  }

  // "Sur cette page": open beside the text on large screens; on small ones a bar at the foot of the screen, folded,
  // once the reader has begun. Marks where the reader is.
  function watchSections(nav) {
    const details = nav.querySelector("details");
    const wide = matchMedia("(min-width: 64em)");
    const unfold = () => { details.open = wide.matches; };
    wide.addEventListener("change", unfold);
    unfold();
    details.addEventListener("click", (event) => {
      if (event.target.closest("a") && !wide.matches) details.open = false;
    });
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || wide.matches || !details.open) return;
      details.open = false;
      details.querySelector("summary").focus();
    });

    const links = [...nav.querySelectorAll("a[href*='#']")];
    const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const follow = () => {
      const atEnd = innerHeight + scrollY >= root.scrollHeight - 2;
      const passed = targets.findLastIndex((target) => target && target.getBoundingClientRect().top < innerHeight / 3);
      const current = atEnd ? targets.length - 1 : passed;
      nav.classList.toggle("sommaire--suit", scrollY > innerHeight / 4);
      links.forEach((link, i) => (i === current ? link.setAttribute("aria-current", "location") : link.removeAttribute("aria-current")));
    };
    addEventListener("scroll", follow); // like the next, once a frame at most
    addEventListener("resize", follow);
    follow();
  }

  document.addEventListener("DOMContentLoaded", () => {
    const find = (selector) => document.querySelector(selector);
    watchColours(find(".theme-bouton"));
    watchMenu(find(".menu-bouton"), find(".menu"));
    if (find(".sommaire")) watchSections(find(".sommaire"));
  });
})();
