/**
 * The search engine of the site: ours because no library met the search targets in French (docs/decisions/0004-search.md).
 * It has no page: give it a way to read the index files, then ask.
 *
 *   const engine = await openIndex((name) => fetch(`/recherche/${name}`).then((r) => r.json()));
 *   const answer = await engine.search("crèche à Lyon", { facets: { levier: ["freins-peripheriques"] }, limit: 20 });
 *   engine.mark(answer.results[0].titre, "crèche à Lyon");   // [[0, 7]]
 *
 * Reading: nothing but the manifest and the lexicon at first; then, a query at a time, the postings of its words and the
 * texts of the results shown. Each file is read once.
 *
 * Ranking: BM25F, whose part that depends on a document alone was computed at build time
 * (scripts/catalogue/search/index_files.py).
 * A word of the query is a slot; what may stand for it (its stem, its group of synonyms, a near miss, a word that it
 * begins) has a weight, and the best that a document holds counts. Documents that hold more of the query come first.
 */

import SearchableMap from "../vendor/minisearch/SearchableMap.js";
import { analyse, findGroups, prepareGroups, stemOf, withoutEmpty } from "./analysis.js";

/**
 * @typedef {object} Result
 * @property {"pratique"|"page"} kind
 * @property {string} address  from the site's root: "pratiques/nego-training/"
 * @property {string} titre
 * @property {{id: string, nom: string}|null} levier
 * @property {string} place
 * @property {string} porteur
 * @property {string} resume
 * @property {{valeur: string, libelle: string}|null} chiffre
 * @property {string} preuve  the evidence level's id; "" for a page
 * @property {boolean} toVerify  whether it was too long ago that it was held against its sources
 * @property {number} score
 * @property {{titre: Array<[number, number]>, resume: Array<[number, number]>}} marks  what to mark, as [start, end]
 *
 * @typedef {object} Answer
 * @property {number} total  how many match, shown or not
 * @property {Result[]} results
 * @property {Record<string, Record<string, number>>|null} facets  facet → value → how many would be left, see `search`
 * @property {string|null} suggestion  the query as it may have been meant, when a word of it was read otherwise
 *
 * @typedef {Record<string, string[]>} Choices  facet → values chosen
 */

const QUERY_LENGTH = 200; // characters of a query that are read
const MOST_WORDS = 16; // words of a query that are read
const MOST_COMPLETIONS = 12; // words that the last one may begin
const MOST_NEAR = 4; // near misses of a word

const WEIGHTS = { exact: 1, group: 0.85, phrase: 0.9, scattered: 0.6, see: 0.5, filler: 0.15 };
const IN_TITLE = 1.5; // what a title that holds the whole query adds
const TITLE_ALONE = 0.5; // and one that holds nothing else
const COVERAGE = 1; // how much holding all of the query counts
const COMMON = 0.03; // share of the documents under which a word is as rare as any
const STRONG = 0.7; // share of the best weight from which a key says how rare the word is
const LEAST = 0.3; // documents that hold less than this share of what the best one holds are left out

/**
 * Open the index.
 * @param {(name: string) => Promise<any>} read  gives the content of a file of the index, parsed
 * @returns {Promise<Engine>}
 */
export async function openIndex(read) {
  const manifest = await read("index.json");
  return new Engine(read, manifest, await read(manifest.lexique));
}

export class Engine {
  /** Use `openIndex`. */
  constructor(read, manifest, lexicon) {
    this._manifest = manifest;
    this._files = new Map();
    this._read = (name) => {
      if (!this._files.has(name)) {
        const file = read(name);
        this._files.set(name, file);
        file.catch(() => this._files.delete(name)); // a broken connection is not for ever
      }
      return this._files.get(name);
    };
    this._words = new SearchableMap(); // word → how common its stem is
    this._stems = new Map(); // stem → the same
    for (const [word, rank] of readLexicon(lexicon.mots)) {
      const stem = stemOf(word);
      this._words.set(word, rank);
      this._stems.set(stem, Math.max(rank, this._stems.get(stem) ?? 0));
    }
    this._titleLengths = readNumbers(lexicon.titres);
    this._phrases = prepareGroups(lexicon.groupes);
    this._groups = new Map(lexicon.groupes.map(([id, terms, see]) => [id, { terms, see }]));
    this._plans = new Map();
  }

  /** How many practices the index holds. */
  get practices() {
    return this._manifest.pratiques;
  }

  /**
   * Answer a query. Without a word in it, all practices match.
   *
   * Facets: OR between the values of one, AND between facets. The count of a value says how many practices would be shown
   * with that value as the only one of its facet, the query and the other facets being as they are. Pages other than
   * practices have no facet, and are left out when one is chosen.
   *
   * @param {string} query
   * @param {object} [options]
   * @param {Choices} [options.facets]  what is chosen; unknown facets and values match nothing
   * @param {boolean} [options.count]  count the facets (one more file to read)
   * @param {number} [options.limit]  results to give
   * @param {number} [options.skip]  results to skip
   * @param {"pertinence"|"titre"|"recent"} [options.sort]
   * @param {"pratique"|null} [options.kind]  practices only
   * @returns {Promise<Answer>}
   */
  async search(query, { facets = {}, count = false, limit = 10, skip = 0, sort = "pertinence", kind = null } = {}) {
    const plan = this._plan(query);
    const chosen = Object.entries(facets).filter(([, values]) => values.length);
    const table = count || chosen.length || sort === "recent" ? await this._facets() : null;
    const { found, scores } = plan.empty ? this._all() : await this._score(plan);
    const end = kind === "pratique" || chosen.length ? this.practices : Infinity;
    let kept = found.filter((doc) => doc < end);

    const allowed = chosen.map(([facet, values]) => [facet, union(table, facet, values, this.practices)]);
    const counts = count ? countFacets(table, kept.filter((doc) => doc < this.practices), allowed, this.practices) : null;
    kept = kept.filter((doc) => allowed.every(([, yes]) => yes[doc]));

    if (sort === "titre") kept.sort((a, b) => a - b); // documents are numbered by title
    if (sort === "pertinence") kept.sort((a, b) => scores[b] - scores[a] || a - b);
    if (sort === "recent") kept.sort((a, b) => (table.days[b] ?? 0) - (table.days[a] ?? 0) || a - b);

    const results = await Promise.all(
      kept.slice(skip, skip + limit).map(async (doc) => {
        const result = await this._result(doc);
        const marks = { titre: this._mark(result.titre, plan), resume: this._mark(result.resume, plan) };
        return { ...result, score: scores[doc], marks };
      }),
    );
    return { total: kept.length, results, facets: counts, suggestion: this._suggest(plan, results) };
  }

  /**
   * Where a text answers a query: accents, endings, synonyms and near misses included.
   * @param {string} text
   * @param {string} query
   * @returns {Array<[number, number]>}  [start, end] of each passage to mark, in order, apart from one another
   */
  mark(text, query) {
    return this._mark(text, this._plan(query));
  }

  _mark(text, { marks }) {
    const terms = analyse(text);
    const passages = terms.filter((t) => marks.has(t.stem) && !t.empty).map((t) => [t.start, t.end]);
    const full = withoutEmpty(terms);
    for (const { id, from, to } of findGroups(full, this._phrases)) {
      if (marks.has(`~${id}`)) passages.push([full[from].start, full[to - 1].end]);
    }
    return joined(passages);
  }

  /** The query with its corrected words, spelt as the vocabulary or the results spell them; null without correction. */
  _suggest({ text, corrections }, results) {
    if (!corrections.length) return null;
    const spellings = new Map();
    const sources = [...[...this._groups.values()].flatMap(({ terms }) => terms), ...results.flatMap((r) => [r.titre, r.resume])];
    for (const source of sources) {
      for (const { word, start, end } of analyse(source)) {
        if (!spellings.has(word)) spellings.set(word, source.slice(start, end).toLowerCase());
      }
    }
    let mended = text;
    for (const { start, end, word } of [...corrections].reverse()) {
      mended = mended.slice(0, start) + (spellings.get(word) ?? word) + mended.slice(end);
    }
    return mended.trim();
  }

  // --- The query ----------------------------------------------------------------------------------------------------

  /**
   * Read a query: one slot a word, with the keys of the index that may stand for it and their weights.
   * @returns {{text: string, empty: boolean, slots: Array<{weight: number, keys: Map<string, number>}>, marks: Set<string>,
   *   corrections: Array<{start: number, end: number, word: string}>}}
   */
  _plan(query) {
    const text = [...String(query)].slice(0, QUERY_LENGTH).join("");
    const known = this._plans.get(text);
    if (known) return known;
    const terms = this._readWords(withoutEmpty(analyse(text)).slice(0, MOST_WORDS), /[\p{L}\p{N}]$/u.test(text));
    const slots = terms.map((t) => ({ weight: t.filler ? WEIGHTS.filler : 1, keys: new Map(t.keys) }));

    for (const { id, from, to } of findGroups(terms, this._phrases)) {
      const length = to - from;
      for (let i = from; i < to; i++) {
        if (length > 1) {
          // The phrase says more than its words do one by one, and is no more than one thing asked.
          slots[i].weight = 1 / Math.sqrt(length);
          for (const [key, weight] of slots[i].keys) if (!key.startsWith("~")) slots[i].keys.set(key, weight * WEIGHTS.scattered);
        }
        this._addGroup(slots[i].keys, id, terms[i].confidence * (length > 1 ? WEIGHTS.phrase : WEIGHTS.group));
      }
    }
    for (const { keys } of slots) {
      for (const [key, weight] of [...keys]) {
        for (const { id, stems } of this._phrases.get(key) ?? []) {
          if (stems.length === 1 && weight < 1) this._addGroup(keys, id, weight * WEIGHTS.group);
        }
      }
    }
    const plan = {
      text,
      empty: terms.every((t) => (t.empty || t.filler) && !t.keys.length), // nothing asked
      slots: slots.filter(({ keys }) => keys.size),
      marks: new Set(
        slots
          .filter(({ weight }) => weight > WEIGHTS.filler)
          .flatMap(({ keys }) => [...keys.keys()].filter((key) => keys.get(key) > WEIGHTS.group * WEIGHTS.see)),
      ),
      corrections: terms.filter((t) => t.corrected).map(({ start, end, corrected }) => ({ start, end, word: corrected })),
    };
    if (this._plans.size > 50) this._plans.clear();
    this._plans.set(text, plan);
    return plan;
  }

  _addGroup(keys, id, weight) {
    const note = (key, share) => keys.set(key, Math.max(share, keys.get(key) ?? 0));
    note(`~${id}`, weight);
    for (const other of this._groups.get(id).see) note(`~${other}`, weight * WEIGHTS.see);
  }

  /** Give each word its keys: its stem where it is known; else what it begins, hides or resembles. */
  _readWords(terms, typing) {
    const slots = [];
    terms.forEach((t, i) => {
      const last = typing && i === terms.length - 1;
      const known = this._stems.has(t.stem);
      const completions = (last && t.word.length > 1) || t.word.length > 2 ? this._completions(t.word, last, known) : [];
      const push = (more) => slots.push({ ...t, confidence: 1, keys: completions, corrected: null, ...more });
      if (known) {
        // A whole word may begin others; « crè » is none, though it has the stem of one.
        const continuations = completions.map(([key, weight]) => [key, this._words.has(t.word) ? weight * 0.5 : weight]);
        const exact = last && !this._words.has(t.word) && continuations.length ? WEIGHTS.scattered : WEIGHTS.exact;
        return push({ keys: [...continuations.filter(([key]) => key !== t.stem), [t.stem, exact]] });
      }
      if (t.filler) return push({}); // an everyday word, rightly spelt
      const glued = /^(?:[ldjmnstc]|qu)(?=[aeiouyh])(.{3,})$/.exec(t.word);
      const bare = glued && stemOf(glued[1]);
      // A short stem alone proves nothing: « devenir » is not « d’événement ».
      if (bare && this._stems.has(bare) && (this._words.has(glued[1]) || bare.length > 4)) {
        return push({ stem: bare, keys: [[bare, 0.95]] });
      }
      const previous = slots.at(-1);
      const joined = previous && terms[i - 1] && stemOf(terms[i - 1].word + t.word);
      if (joined && this._stems.has(joined)) {
        previous.keys = [...previous.keys, [joined, 0.95]];
        return push({ stem: joined, keys: [[joined, 0.95]] });
      }
      if (completions.length) return push({});
      const halves = this._split(t.word);
      const near = this._near(t.word, halves ? 1 : 3);
      if (!near.length && halves) {
        return halves.forEach((word) => push({ word, stem: stemOf(word), keys: [[stemOf(word), 0.95]] }));
      }
      const keys = new Map();
      for (const { word, weight } of near) keys.set(stemOf(word), Math.max(weight, keys.get(stemOf(word)) ?? 0));
      const [first] = near;
      return push({
        stem: first ? stemOf(first.word) : t.stem,
        confidence: first?.weight ?? 1,
        keys: [...keys],
        corrected: first?.word ?? null,
      });
    });
    return slots;
  }

  /** Stems of the words that `prefix` begins: the most common first, the shortest weighing most. */
  _completions(prefix, last, known) {
    if (known && !last) return [];
    const continuations = [...this._words.atPrefix(prefix)].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length);
    const keys = new Map();
    for (const [word] of continuations) {
      const key = stemOf(word);
      if (!keys.has(key)) keys.set(key, 0.4 + 0.5 * (prefix.length / word.length));
      if (keys.size === MOST_COMPLETIONS) break;
    }
    return [...keys];
  }

  /** Two known words that `word` joins, if any: « negotraining ». */
  _split(word) {
    for (let i = word.length - 3; i >= 3; i--) {
      if (this._words.has(word.slice(0, i)) && this._words.has(word.slice(i))) return [word.slice(0, i), word.slice(i)];
    }
    return null;
  }

  /** Known words that resemble `word`, best first, at most `most` mistakes away: fewer for a short word. */
  _near(word, most) {
    const allowed = Math.min(most, word.length < 4 ? 0 : word.length < 7 ? 1 : word.length < 12 ? 2 : 3);
    if (!allowed || word.length > 40) return [];
    const sound = soundOf(word);
    const found = [];
    for (const [neighbour, [rank]] of this._words.fuzzyGet(word, allowed + 1)) {
      const mistakes = soundOf(neighbour) === sound ? Math.min(1, distance(word, neighbour)) : distance(word, neighbour);
      if (mistakes > allowed) continue;
      const penalty = neighbour[0] === word[0] ? 0 : 0.5;
      found.push({ word: neighbour, rank, mistakes: mistakes + penalty, weight: 1 - 0.2 * (mistakes + penalty) });
    }
    found.sort((a, b) => a.mistakes - b.mistakes || b.rank - a.rank || (a.word < b.word ? -1 : 1));
    return found.filter((one) => one.mistakes <= found[0].mistakes + 0.5).slice(0, MOST_NEAR);
  }

  // --- The answer ---------------------------------------------------------------------------------------------------

  _all() {
    const found = Array.from({ length: this.practices }, (_, doc) => doc);
    return { found, scores: new Float32Array(this._titleLengths.length) };
  }

  async _score({ slots }) {
    const postings = new Map();
    await Promise.all(
      [...new Set(slots.flatMap(({ keys }) => [...keys.keys()]))].map(async (key) => postings.set(key, await this._postings(key))),
    );
    const size = this._titleLengths.length;
    const scores = new Float32Array(size);
    const covered = new Float32Array(size); // how much of the query a document holds, the way it holds it counting
    const present = new Float32Array(size); // how many of its words, in any way
    const inTitles = new Float32Array(size);
    let total = 0;
    const rarity = (docs) => Math.log(1 + (size - docs + 0.5) / (docs + 0.5 + COMMON * size));
    for (const { weight, keys } of slots) {
      const held = [...keys].filter(([key]) => postings.get(key).docs.length).sort((a, b) => b[1] - a[1]);
      if (!held.length) continue;
      const counted = new Uint8Array(size);
      let docs = 0;
      for (const [key, share] of held) {
        if (share >= STRONG * held[0][1]) for (const d of postings.get(key).docs) docs += counted[d] ? 0 : (counted[d] = 1);
      }
      const ceiling = rarity(docs);
      total += weight * ceiling;
      const [value, share, presences, inTitle] = [0, 1, 2, 3].map(() => new Float32Array(size));
      for (const [key, quality] of held) {
        const { docs: holders, strengths, inTitle: titled } = postings.get(key);
        const keyWeight = weight * Math.min(ceiling, rarity(holders.length));
        for (let i = 0; i < holders.length; i++) {
          const d = holders[i];
          value[d] = Math.max(value[d], keyWeight * quality * strengths[i]);
          share[d] = Math.max(share[d], keyWeight * quality);
          presences[d] = weight;
          if (titled[i]) inTitle[d] = Math.max(inTitle[d], keyWeight * quality);
        }
      }
      for (let d = 0; d < size; d++) {
        scores[d] += value[d];
        covered[d] += share[d];
        present[d] += presences[d];
        inTitles[d] += inTitle[d];
      }
    }
    let best = 0;
    for (let d = 0; d < size; d++) best = Math.max(best, present[d]);
    const found = [];
    for (let d = 0; d < size; d++) {
      if (!present[d] || present[d] < LEAST * best) continue;
      const inTitle = inTitles[d] / total;
      scores[d] *= (covered[d] / total) ** COVERAGE * (1 + IN_TITLE * inTitle + (TITLE_ALONE * inTitle * slots.length) / (this._titleLengths[d] + slots.length));
      found.push(d);
    }
    return { found, scores };
  }

  /** The documents that hold a key of the index, how much each says of it, and whether its title does. */
  async _postings(key) {
    const { termes: chunks } = this._manifest;
    let [low, high] = [0, chunks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (chunks[middle][0] <= key) low = middle;
      else high = middle - 1;
    }
    if (!chunks.length) return NO_POSTINGS;
    const chunk = await this._read(chunks[low][1]);
    chunk.positions ??= new Map(chunk.termes.map((term, i) => [term, i]));
    const i = chunk.positions.get(key);
    return i === undefined ? NO_POSTINGS : readPostings(chunk.listes[i]);
  }

  async _result(doc) {
    const { fiches, parMorceau, leviers } = this._manifest;
    const chunk = await this._read(fiches[Math.floor(doc / parMorceau)]);
    const [address, titre, resume, levier = "", place = "", porteur = "", preuve = "", valeur = "", libelle = "", toVerify = ""] =
      chunk[doc % parMorceau];
    return {
      kind: doc < this.practices ? "pratique" : "page",
      address,
      titre,
      levier: levier ? { id: levier, nom: leviers[levier] } : null,
      place,
      porteur,
      resume,
      chiffre: valeur ? { valeur, libelle } : null,
      preuve,
      toVerify: toVerify !== "",
    };
  }

  /** Facet → value → documents, and the day each practice was last checked. */
  async _facets() {
    const file = await this._read(this._manifest.facettes);
    file.table ??= {
      days: readNumbers(file.jours),
      docs: new Map(
        Object.entries(file.facettes).map(([facet, values]) => [
          facet,
          new Map(Object.entries(values).map(([value, docs]) => [value, accumulate(readNumbers(docs))])),
        ]),
      ),
    };
    return file.table;
  }
}

// --- Facets ---------------------------------------------------------------------------------------------------------

function union(table, facet, values, size) {
  const yes = new Uint8Array(size);
  for (const value of values) for (const doc of table.docs.get(facet)?.get(value) ?? []) yes[doc] = 1;
  return yes;
}

function countFacets(table, docs, allowed, size) {
  const counts = {};
  for (const [facet, values] of table.docs) {
    const yes = new Uint8Array(size);
    for (const doc of docs) yes[doc] = allowed.every(([other, ok]) => other === facet || ok[doc]);
    counts[facet] = {};
    for (const [value, holders] of values) {
      let n = 0;
      for (const doc of holders) n += yes[doc];
      counts[facet][value] = n;
    }
  }
  return counts;
}

// --- Texts ----------------------------------------------------------------------------------------------------------

/** Join passages that touch or overlap. */
function joined(passages) {
  const merged = [];
  for (const [start, end] of passages.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** Mistakes between two words: a letter added, left out, changed, or two swapped. */
function distance(a, b) {
  let [before, row] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}

/** How a word sounds, roughly: « numerik » and « numerique » give the same. */
function soundOf(word) {
  return word
    .replace(/ph/g, "f")
    .replace(/qu?|k|ck|c(?![eiyh])/g, "k")
    .replace(/eau|au/g, "o")
    .replace(/y/g, "i")
    .replace(/ti(?=on)|c(?=[eiy])|ss|z/g, "s")
    .replace(/ai|ei/g, "e")
    .replace(/en|em|am(?=[bp])/g, "an")
    .replace(/(^|[^c])h/g, "$1")
    .replace(/(.)\1/g, "$1")
    .replace(/[estx]+$/, "");
}

// --- How the files write numbers (scripts/catalogue/search/encoding.py) --------------------------------------------------

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DIGIT = new Uint8Array(128);
for (let i = 0; i < 64; i++) DIGIT[ALPHABET.charCodeAt(i)] = i;

/** Words and their rank from the lexicon: each is [letters shared with the last one][rank][its own letters]. */
function* readLexicon(text) {
  let last = "";
  for (const [, shared, rank, own] of text.matchAll(/([A-Z])([0-@])([^A-Z]*)/g)) {
    last = last.slice(0, shared.charCodeAt(0) - 65) + own;
    yield [last, rank.charCodeAt(0) - 48];
  }
}

/** Numbers: five bits a letter, low ones first; the sixth says that more follows. */
function readNumbers(text) {
  const numbers = [];
  for (let i = 0, value = 0, shift = 0; i < text.length; i++) {
    const digit = DIGIT[text.charCodeAt(i)];
    value += (digit & 31) * 2 ** shift;
    shift += 5;
    if (digit < 32) {
      numbers.push(value);
      value = shift = 0;
    }
  }
  return numbers;
}

/** Differences → numbers that grow. */
function accumulate(gaps) {
  let sum = -1;
  return gaps.map((gap) => (sum += gap));
}

const NO_POSTINGS = { docs: [], strengths: [], inTitle: [] };

/** Postings: for each document, the difference from the last, then one letter: the root of its strength
 * (5 bits) and whether the title holds the term. */
function readPostings(text) {
  const docs = [];
  const strengths = [];
  const inTitle = [];
  for (let i = 0, sum = -1; i < text.length; i++) {
    let gap = 0;
    let shift = 0;
    let digit = 32;
    while (digit > 31) {
      digit = DIGIT[text.charCodeAt(i++)];
      gap += (digit & 31) * 2 ** shift;
      shift += 5;
    }
    const letter = DIGIT[text.charCodeAt(i)];
    docs.push((sum += gap));
    strengths.push(((letter & 31) / 31) ** 2);
    inTitle.push(letter > 31);
  }
  return { docs, strengths, inTitle };
}
