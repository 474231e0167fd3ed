// Copies a link, a citation or the address of a section, and prints. Without this file all of it can be read and followed.
const said = document.querySelector(".partage-dit");

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = "Copié.";
  } catch { // refused, or no clipboard outside https
    said.textContent = `À copier : ${text}`;
  }
}

for (const button of document.querySelectorAll("[data-copier]")) {
  button.addEventListener("click", () => copy(button.dataset.copier));
}
for (const button of document.querySelectorAll("[data-copier-de]")) {
  button.addEventListener("click", () => copy(document.getElementById(button.dataset.copierDe).textContent));
}
for (const link of document.querySelectorAll("a.ancre")) {
  link.addEventListener("click", () => copy(link.href.replace(/\?[^#]*/, "")));
}
document.querySelector("[data-imprimer]").addEventListener("click", () => print());
