/**
 * French text → terms: the one analysis, used by the browser on what is typed and by the build on what is published.
 * Pure functions, no import, so that the build can run this file as it stands.
 *
 * @typedef {object} Term
 * @property {string} stem  what is compared: the stem
 * @property {string} word    the word as typed, folded: « Crèches » gives "creches"
 * @property {number} start  where it starts in the text
 * @property {number} end    where it ends; « chef·fes » is one term over its whole length
 * @property {boolean} empty  an empty word: « de », « les »
 * @property {boolean} filler a filler: « comment », « aider »; it counts little
 */

/* Both lists are folded: lower case, no accent. */
const EMPTY = new Set(
  `a ai as au aux avec c ce ces cet cette ceux chez d dans de des du elle elles en es est et etc eu eux il ils j je l la le les
  leur leurs lui m ma mais me meme memes mes moi mon n ne ni nos notre nous on ont ou par pas plus pour qu que qui s sa sans se
  ses si son sont sous sur t ta te tes toi ton toute toutes tous tout tu un une vers via vos votre vous y afin ainsi alors
  apres aussi autre autres avant car cela celle celles celui ci comme donc entre etre ete hors ici la lors meme moins ou quand
  sera soit tant telle tel tres vont sauf selon depuis pendant deja lequel laquelle lesquels lesquelles dont ca cest`.split(/\s+/),
);

const FILLERS = new Set(
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
const MARK = String.raw`(?:[·•‧∙・⋅]\p{L}{1,7}|[.\-–/](?:e|es|ne|nes|le|les|fe|fes|te|tes|ve|ves|se|ses|sse|sses|ere|eres|ère|ères|rice|rices|trice|trices|euse|euses|esse|esses)(?![\p{L}\p{N}])|\((?:e|ne|le|fe|te|se|rice|trice|euse|ère)s?\))`;
const HIDDEN = String.raw`\u00AD\u200B-\u200F\u2060\uFEFF`; // marks that show nothing
const WORD = new RegExp(String.raw`([\p{L}\p{N}][\p{L}\p{N}\p{M}${HIDDEN}]*)((?:${MARK})+(?:[·•‧∙・⋅.\-–]s(?![\p{L}\p{N}])|s(?![\p{L}\p{N}]))?)?`, "giu");

/**
 * Fold a word: lower case, no accent, no ligature; ASCII letters and digits stay, with those of other alphabets.
 * @param {string} word
 * @returns {string}
 */
export function foldWord(word) {
  return word
    .normalize("NFKD")
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .replace(/ß/g, "ss")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** Words whose plural or kinship no ending tells. */
const IRREGULARS = new Map(
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
const FAMILIES = [
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
 * @param {string} word
 * @returns {string}
 */
export function stemOf(word) {
  const known = IRREGULARS.get(word);
  if (known !== undefined) return known;
  if (word.length < 4 || /\d/.test(word)) return word;
  let rest = word;
  for (const family of FAMILIES) {
    for (const [end, least, put] of family) {
      if (rest.length >= end.length + least && rest.endsWith(end)) {
        rest = rest.slice(0, rest.length - end.length) + put;
        break;
      }
    }
  }
  return rest.replace(/([bcdfglmnprst])\1$/, "$1");
}

const ALREADY_READ = new Map();

/** What there is to know of a word as written; few words make most of a text. */
function readWord(written) {
  let read = ALREADY_READ.get(written);
  if (!read) {
    const word = foldWord(written);
    read = { stem: stemOf(word), word, empty: EMPTY.has(word), filler: FILLERS.has(word) };
    if (ALREADY_READ.size > 20_000) ALREADY_READ.clear();
    ALREADY_READ.set(written, read);
  }
  return read;
}

/**
 * Cut a text into terms.
 * @param {string} text
 * @returns {Term[]}
 */
export function analyse(text) {
  const terms = [];
  for (const found of text.matchAll(WORD)) {
    const start = found.index;
    const read = readWord(found[1]);
    const after = start + found[0].length;
    if (!read.word || (ELISIONS.has(read.word) && /^['’‘ʼ`´′＇]\p{L}/u.test(text.slice(after, after + 3)))) continue;
    terms.push({ ...read, start, end: after });
  }
  return terms;
}

/**
 * Groups of words and phrases that mean the same, ready for `findGroups`.
 * @param {Array<[string, string[]]>} groups  [id, its words and phrases]
 * @returns {Map<string, Array<{id: string, stems: string[]}>>}  by the first stem of each phrase, longest first
 */
export function prepareGroups(groups) {
  const byFirst = new Map();
  for (const [id, phrases] of groups) {
    for (const phrase of phrases) {
      const stems = withoutEmpty(analyse(phrase)).map((t) => t.stem);
      if (!stems.length) continue;
      const others = byFirst.get(stems[0]) ?? [];
      if (!others.some((other) => other.id === id && other.stems.join(" ") === stems.join(" "))) others.push({ id, stems });
      byFirst.set(stems[0], others.sort((a, b) => b.stems.length - a.stems.length));
    }
  }
  return byFirst;
}

/**
 * Return the terms that are not empty words; all of them when there is nothing else.
 * @param {Term[]} terms
 * @returns {Term[]}
 */
export function withoutEmpty(terms) {
  const rest = terms.filter((t) => !t.empty);
  return rest.length ? rest : terms;
}

/**
 * Find the groups that the terms (without empty words) name: at each place the longest phrase, and all groups that hold it.
 * @param {Term[]} terms
 * @param {ReturnType<typeof prepareGroups>} groups
 * @returns {Array<{id: string, from: number, to: number}>}  terms `from` to `to`, not included
 */
export function findGroups(terms, groups) {
  const found = [];
  for (let from = 0, free = 0; from < terms.length; from++) {
    let length = 0;
    for (const { id, stems } of groups.get(terms[from].stem) ?? []) {
      if (stems.length < length || (stems.length === 1 && from < free)) continue;
      if (stems.every((stem, i) => terms[from + i]?.stem === stem)) {
        found.push({ id, from, to: from + stems.length });
        length = stems.length;
        free = Math.max(free, from + length);
      }
    }
  }
  return found;
}

/**
 * What the build keeps of a text: how often each stem and each group ("~id") stands in it, and its words.
 * Empty words are kept only where asked: in titles and names, so that a query made of them finds something.
 * @param {string} text
 * @param {ReturnType<typeof prepareGroups>} groups
 * @param {boolean} withEmpty
 * @returns {[Array<[string, number]>, string[], number]}  terms and counts, words, how many words
 */
export function tally(text, groups, withEmpty) {
  const all = analyse(text);
  const kept = all.filter((t) => !t.empty);
  const counts = new Map();
  const add = (key) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { stem } of withEmpty ? all : kept) add(stem);
  for (const { id } of findGroups(kept, groups)) add(`~${id}`);
  const words = [...new Set((withEmpty ? all : kept).map((t) => t.word))];
  return [[...counts], words, kept.length];
}
