// Says that the site was not built for long: a schedule has gone quiet, and nothing new was marked since. Without this file, the
// page tells the day it was built on.
const LONG = 45;
const built = document.querySelector("[data-construit]");
const days = built ? Math.floor((Date.now() - Date.parse(built.dataset.construit)) / 86_400_000) : 0;
if (days > LONG) {
  built.textContent = `Ce site n’a pas été reconstruit depuis ${days}\u00a0jours\u00a0: les fiches qui ont vieilli entre-temps n’y sont pas marquées.`;
  built.hidden = false;
}
