// From an address that only leads elsewhere to where it leads, with what was asked and the section kept. Without this file,
// the page says the same with a link.
(() => {
  "use strict";
  const there = new URL(document.currentScript.dataset.vers, location.href);
  there.search = location.search;
  there.hash = location.hash;
  location.replace(there);
})();
