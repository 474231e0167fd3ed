/**
 * French text → terms: the one analysis, used by the browser on what is typed and by the build on what is published.
 * Pure functions, no import, so that the build can run this file as it stands.
 *
 * @typedef {object} Terme
 * @property {string} terme  what is compared: the stem
 * @property {string} mot    the word as typed, folded: « Crèches » gives "creches"
 * @property {number} debut  where it starts in the text
 * @property {number} fin    where it ends; « chef·fes » is one term over its whole length
 * @property {boolean} vide  an empty word: « de », « les »
 * @property {boolean} leger a filler: « comment », « aider »; it counts little
 */

/* Both lists are folded: lower case, no accent. */
const VIDES = new Set(
  `a ai as au aux avec c ce ces cet cette ceux chez d dans de des du elle elles en es est et etc eu eux il ils j je l la le les
  leur leurs lui m ma mais me meme memes mes moi mon n ne ni nos notre nous on ont ou par pas plus pour qu que qui s sa sans se
  ses si son sont sous sur t ta te tes toi ton toute toutes tous tout tu un une vers via vos votre vous y afin ainsi alors
  apres aussi autre autres avant car cela celle celles celui ci comme donc entre etre ete hors ici la lors meme moins ou quand
  sera soit tant telle tel tres vont sauf selon depuis pendant deja lequel laquelle lesquels lesquelles dont ca cest`.split(/\s+/),
);

const LEGERS = new Set(
  `comment combien quel quelle quels quelles quoi lorsque est-ce faire fait faut faudrait peut peuvent pouvoir puis
  peux pourrait doit doivent devoir veux veut vouloir voudrais souhaite souhaitons aimerais cherche cherchons chercher recherche
  trouver trouve existe existent exister avoir avez avons aide aider aidez besoin idee idees exemple exemples savoir sais
  connaitre connaissez dire mettre place bon bonne bons bonnes merci bonjour svp question quelqu quelque quelques
  chose choses personne parler passe utiliser permettre permet plutot vraiment bien deja aller va sujet concerne concernant
  propos possible possibles facon maniere moyen moyens etes suis sommes part
  venir viens vient viennent arriver arrive arrivent arrivons donner donne prendre prend reprendre tenir envoyer rendre laisser
  demander demande obtenir lancer mener apprendre apprend comprendre empecher empeche empechent essayer preparer
  subir subi nouveau nouvelle nouveaux nouvelles probleme problemes souci soucis beaucoup peu trop rien jamais toujours parce
  gens certains certaines vite accompagner accompagne accompagnons accompagnez attirer attire devenir dits
  ds pr pk pkoi pq bcp ya yapa comen coment coman fer avc tt ts dc qd qqn qqch jai slt bjr stp ki koi ke`.split(/\s+/),
);

const ELISIONS = new Set(["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"]);

/** Endings that turn a masculine into a feminine or a plural after a mark of inclusive writing. */
const MARQUE = String.raw`(?:[·•‧∙・⋅]\p{L}{1,7}|[.\-–/](?:e|es|ne|nes|le|les|fe|fes|te|tes|ve|ves|se|ses|sse|sses|ere|eres|ère|ères|rice|rices|trice|trices|euse|euses|esse|esses)(?![\p{L}\p{N}])|\((?:e|ne|le|fe|te|se|rice|trice|euse|ère)s?\))`;
const CACHE = String.raw`\u00AD\u200B-\u200F\u2060\uFEFF`; // marks that show nothing
const MOT = new RegExp(String.raw`([\p{L}\p{N}][\p{L}\p{N}\p{M}${CACHE}]*)((?:${MARQUE})+(?:[·•‧∙・⋅.\-–]s(?![\p{L}\p{N}])|s(?![\p{L}\p{N}]))?)?`, "giu");

/**
 * Fold a word: lower case, no accent, no ligature; ASCII letters and digits stay, with those of other alphabets.
 * @param {string} mot
 * @returns {string}
 */
export function plier(mot) {
  return mot
    .normalize("NFKD")
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .replace(/ß/g, "ss")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** Words whose plural or kinship no ending tells. */
const IRREGULIERS = new Map(
  Object.entries({
    yeux: "oeil", mesdames: "madam", messieurs: "monsieur", achats: "achet", achat: "achet",
    baux: "bail", emaux: "email", vitraux: "vitrail", elus: "elu", elues: "elu", elue: "elu", acces: "acces", succes: "succes", proces: "proces", progres: "progres", congres: "congres", exces: "exces",
    developpeur: "developpeur", developpeurs: "developpeur", developpeuse: "developpeur", developpeuses: "developpeur", pays: "pays",
    prix: "prix", publication: "publicat", publications: "publicat", partage: "partag", angers: "angers", tours: "tours",
  }),
);

/**
 * [ending, letters that must stay before it, what takes its place], by family: the first that fits, of each, applies.
 * Kept light on purpose: two words that a reader would not take for one another must not meet.
 */
const FAMILLES = [
  // number
  [["eaux", 1, "eau"], ["aux", 2, "al"], ["s", 3, ""], ["x", 3, ""]],
  // gender: all to one form
  [
    ["trice", 2, "teur"], ["euse", 3, "eur"], ["eux", 3, "eur"], ["ere", 4, "er"], ["ienne", 2, "ien"],
    ["ante", 3, "ant"], ["ive", 3, "if"], ["esse", 5, ""], ["elle", 3, "el"], ["enne", 3, "en"], ["onne", 4, "on"],
  ],
  // verbs and the nouns made of them
  [
    ["ication", 4, "ic"], ["icateur", 4, "ic"], ["ation", 3, ""], ["ateur", 4, ""],
    ["issement", 4, ""], ["ement", 4, ""], ["ite", 4, ""], ["isme", 4, ""], ["iste", 4, ""],
    ["age", 4, ""], ["aient", 4, ""], ["eons", 4, ""], ["ons", 5, ""], ["ent", 5, ""], ["ant", 5, ""],
    ["eur", 4, ""], ["ee", 3, ""], ["er", 3, ""], ["ez", 4, ""],
    ["ir", 4, ""],
  ],
  // what is left
  [["e", 3, ""]],
  [["s", 4, ""]],
];

/**
 * Return the stem of a folded word: « facilitatrices » and « faciliter » give the same.
 * @param {string} mot
 * @returns {string}
 */
export function racine(mot) {
  const connu = IRREGULIERS.get(mot);
  if (connu !== undefined) return connu;
  if (mot.length < 4 || /\d/.test(mot)) return mot;
  let reste = mot;
  for (const famille of FAMILLES) {
    for (const [fin, garde, tient] of famille) {
      if (reste.length >= fin.length + garde && reste.endsWith(fin)) {
        reste = reste.slice(0, reste.length - fin.length) + tient;
        break;
      }
    }
  }
  return reste.replace(/([bcdfglmnprst])\1$/, "$1");
}

const DEJA_LUS = new Map();

/** What there is to know of a word as written; few words make most of a text. */
function lireMot(ecrit) {
  let lu = DEJA_LUS.get(ecrit);
  if (!lu) {
    const mot = plier(ecrit);
    lu = { terme: racine(mot), mot, vide: VIDES.has(mot), leger: LEGERS.has(mot) };
    if (DEJA_LUS.size > 20_000) DEJA_LUS.clear();
    DEJA_LUS.set(ecrit, lu);
  }
  return lu;
}

/**
 * Cut a text into terms.
 * @param {string} texte
 * @returns {Terme[]}
 */
export function analyser(texte) {
  const termes = [];
  for (const trouve of texte.matchAll(MOT)) {
    const debut = trouve.index;
    const lu = lireMot(trouve[1]);
    const apres = debut + trouve[0].length;
    if (!lu.mot || (ELISIONS.has(lu.mot) && /^['’‘ʼ`´′＇]\p{L}/u.test(texte.slice(apres, apres + 3)))) continue;
    termes.push({ ...lu, debut, fin: apres });
  }
  return termes;
}

/**
 * Groups of words and phrases that mean the same, ready for `reperer`.
 * @param {Array<[string, string[]]>} groupes  [id, its words and phrases]
 * @returns {Map<string, Array<{id: string, suite: string[]}>>}  by the first stem of each phrase, longest first
 */
export function preparer(groupes) {
  const parPremier = new Map();
  for (const [id, expressions] of groupes) {
    for (const expression of expressions) {
      const suite = pleins(analyser(expression)).map((t) => t.terme);
      if (!suite.length) continue;
      const voisins = parPremier.get(suite[0]) ?? [];
      if (!voisins.some((v) => v.id === id && v.suite.join(" ") === suite.join(" "))) voisins.push({ id, suite });
      parPremier.set(suite[0], voisins.sort((a, b) => b.suite.length - a.suite.length));
    }
  }
  return parPremier;
}

/**
 * Return the terms that are not empty words; all of them when there is nothing else.
 * @param {Terme[]} termes
 * @returns {Terme[]}
 */
export function pleins(termes) {
  const reste = termes.filter((t) => !t.vide);
  return reste.length ? reste : termes;
}

/**
 * Find the groups that the terms (without empty words) name: at each place the longest phrase, and all groups that hold it.
 * @param {Terme[]} termes
 * @param {ReturnType<typeof preparer>} groupes
 * @returns {Array<{id: string, de: number, a: number}>}  terms `de` to `a`, not included
 */
export function reperer(termes, groupes) {
  const trouves = [];
  for (let de = 0, libre = 0; de < termes.length; de++) {
    let longueur = 0;
    for (const { id, suite } of groupes.get(termes[de].terme) ?? []) {
      if (suite.length < longueur || (suite.length === 1 && de < libre)) continue;
      if (suite.every((terme, i) => termes[de + i]?.terme === terme)) {
        trouves.push({ id, de, a: de + suite.length });
        longueur = suite.length;
        libre = Math.max(libre, de + longueur);
      }
    }
  }
  return trouves;
}

/**
 * What the build keeps of a text: how often each stem and each group ("~id") stands in it, and its words.
 * Empty words are kept only where asked: in titles and names, so that a query made of them finds something.
 * @param {string} texte
 * @param {ReturnType<typeof preparer>} groupes
 * @param {boolean} avecVides
 * @returns {[Array<[string, number]>, string[], number]}  terms and counts, words, how many words
 */
export function releve(texte, groupes, avecVides) {
  const tous = analyser(texte);
  const retenus = tous.filter((t) => !t.vide);
  const comptes = new Map();
  const ajouter = (cle) => comptes.set(cle, (comptes.get(cle) ?? 0) + 1);
  for (const { terme } of avecVides ? tous : retenus) ajouter(terme);
  for (const { id } of reperer(retenus, groupes)) ajouter(`~${id}`);
  const mots = [...new Set((avecVides ? tous : retenus).map((t) => t.mot))];
  return [[...comptes], mots, retenus.length];
}
