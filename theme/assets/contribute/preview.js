/** A record as its fiche will show it, in outline. Built element by element: no text is ever read as HTML. */

import { el } from "../search/drawing.js";

/**
 * @param {object} donnees
 * @param {object} modele  formulaire.json
 * @param {import("./form.js").Formulaire} formulaire  for the names behind ids and values
 */
export function apercu(donnees, modele, formulaire) {
  const article = el("article", { class: "apercu-fiche" });
  if (donnees.levier) article.append(el("p", { class: "surtitre" }, formulaire.mots("levier", donnees.levier)));
  article.append(el("h4", { class: "apercu-titre" }, donnees.titre ?? "Sans titre"));
  if (donnees.resume) article.append(el("p", {}, donnees.resume));
  for (const champ of modele.champs) {
    if (["titre", "resume", "levier"].includes(champ.nom) || donnees[champ.nom] === undefined) continue;
    article.append(el("h5", {}, champ.titre), ...valeur(donnees[champ.nom], champ, [champ.nom], formulaire));
  }
  return article;
}

function valeur(dit, champ, chemin, formulaire) {
  if (Array.isArray(dit)) {
    const balise = champ.nom === "mise_en_oeuvre" ? "ol" : "ul";
    return [el(balise, {}, ...dit.map((un) => el("li", {}, ...(champ.genre === "groupe" ? groupe(un, champ, chemin, formulaire) : [mots(un, champ, chemin, formulaire)]))))];
  }
  if (champ.genre === "groupe") return groupe(dit, champ, chemin, formulaire);
  return champ.genre === "prose" ? prose(dit) : [el("p", {}, mots(dit, champ, chemin, formulaire))];
}

function groupe(dit, champ, chemin, formulaire) {
  const lignes = champ.champs
    .filter(({ nom }) => dit[nom] !== undefined)
    .map((un) => el("div", {}, el("dt", {}, un.titre), el("dd", {}, ...valeur(dit[un.nom], un, [...chemin, un.nom], formulaire))));
  return [el("dl", {}, ...lignes)];
}

function mots(dit, champ, chemin, formulaire) {
  if (champ.genre === "oui-non") return "oui";
  if (champ.genre === "choix") return champ.choix.find(([valeur]) => valeur === dit)?.[1] ?? dit;
  return champ.genre === "reference" ? formulaire.mots(chemin.join("."), dit, champ.vocabulaire) : dit;
}

/** Paragraphs, lists, emphasis and links. */
function prose(texte) {
  return texte.split(/\n{2,}/).map((bloc) => {
    const lignes = bloc.split("\n");
    if (lignes.every((ligne) => /^\s*[-*] /.test(ligne)))
      return el("ul", {}, ...lignes.map((ligne) => el("li", {}, ...enLigne(ligne.replace(/^\s*[-*] /, "")))));
    return el("p", {}, ...enLigne(bloc.replaceAll("\n", " ")));
  });
}

function enLigne(texte) {
  const morceaux = [];
  let ici = 0;
  for (const trouve of texte.matchAll(/\[([^\]]*)\]\((https?:\/\/[^\s)]+)\)|\*\*([^*]+)\*\*|\*([^*]+)\*/g)) {
    const [tout, lien, ou, fort, emphase] = trouve;
    morceaux.push(texte.slice(ici, trouve.index));
    if (ou) morceaux.push(el("a", { href: ou, rel: "noopener noreferrer external" }, lien));
    else morceaux.push(fort ? el("strong", {}, fort) : el("em", {}, emphase));
    ici = trouve.index + tout.length;
  }
  return [...morceaux, texte.slice(ici)];
}
