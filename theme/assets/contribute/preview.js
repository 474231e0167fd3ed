/** A record as its fiche will show it, in outline. Built element by element: no text is ever read as HTML. */

import { el } from "../search/drawing.js";

/**
 * @param {object} data
 * @param {object} model  formulaire.json
 * @param {(field: string, value: string, vocabulary?: string) => string} wordsFor  the words behind ids and values
 */
export function preview(data, model, wordsFor) {
  const article = el("article", { class: "apercu-fiche" });
  if (data.levier) article.append(el("p", { class: "surtitre" }, wordsFor("levier", data.levier)));
  article.append(el("h4", { class: "apercu-titre" }, data.titre ?? "Sans titre"));
  if (data.resume) article.append(el("p", {}, data.resume));
  for (const field of model.champs) {
    if (["titre", "resume", "levier"].includes(field.nom) || data[field.nom] === undefined) continue;
    article.append(el("h5", {}, field.titre), ...shown(data[field.nom], field, wordsFor));
  }
  return article;
}

function shown(value, field, wordsFor) {
  if (Array.isArray(value)) {
    const tag = field.nom === "mise_en_oeuvre" ? "ol" : "ul";
    const item = field.genre === "groupe" ? group : words;
    return [el(tag, {}, ...value.map((one) => el("li", {}, item(one, field, wordsFor))))];
  }
  if (field.genre === "groupe") return [group(value, field, wordsFor)];
  return field.genre === "prose" ? prose(value) : [el("p", {}, words(value, field, wordsFor))];
}

function group(value, field, wordsFor) {
  const known = field.champs.filter(({ nom }) => value[nom] !== undefined);
  const rows = known.map((one) => el("div", {}, el("dt", {}, one.titre), el("dd", {}, ...shown(value[one.nom], one, wordsFor))));
  return el("dl", {}, ...rows);
}

function words(value, field, wordsFor) {
  if (field.genre === "oui-non") return "oui";
  if (field.genre === "choix") return field.choix.find(([one]) => one === value)?.[1] ?? value;
  return field.genre === "reference" ? wordsFor(field.nom, value, field.vocabulaire) : value;
}

/** Paragraphs, lists, emphasis and links. */
function prose(text) {
  return text.split(/\n{2,}/).map((block) => {
    const lines = block.split("\n");
    if (lines.every((line) => /^\s*[-*] /.test(line)))
      return el("ul", {}, ...lines.map((line) => el("li", {}, ...inline(line.replace(/^\s*[-*] /, "")))));
    return el("p", {}, ...inline(block.replaceAll("\n", " ")));
  });
}

function inline(text) {
  const pieces = [];
  let here = 0;
  for (const found of text.matchAll(/\[([^\]]*)\]\((https?:\/\/[^\s)]+)\)|\*\*([^*]+)\*\*|\*([^*]+)\*/g)) {
    const [whole, label, address, strong, emphasis] = found;
    pieces.push(text.slice(here, found.index));
    if (address) pieces.push(el("a", { href: address, rel: "noopener noreferrer external" }, label));
    else pieces.push(strong ? el("strong", {}, strong) : el("em", {}, emphasis));
    here = found.index + whole.length;
  }
  return [...pieces, text.slice(here)];
}
