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
 * (scripts/catalogue/search/index_files.py), with what each field weighs (search/weights.py there). Of what may stand for a word
 * of the query (query.js), the best that a document holds counts. Documents that hold more of the query come first.
 */

import { analyse, findGroups, withoutEmpty } from "./analysis.js";
import { NO_POSTINGS, accumulate, readNumbers, readPostings } from "./encoding.js";
import { QueryReader } from "./query.js";

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
    this.practices = manifest.pratiques; // how many the index holds
    this._files = new Map();
    this._read = (name) => {
      if (!this._files.has(name)) {
        const file = read(name);
        this._files.set(name, file);
        file.catch(() => this._files.delete(name)); // a broken connection is not for ever
      }
      return this._files.get(name);
    };
    this._queries = new QueryReader(lexicon);
    this._titleLengths = readNumbers(lexicon.titres);
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
    const plan = this._queries.read(query);
    const chosen = Object.entries(facets).filter(([, values]) => values.length);
    const table = count || chosen.length || sort === "recent" ? await this._facets() : null;
    const { found, scores } = plan.empty
      ? { found: [...Array(this.practices).keys()], scores: new Float32Array(this.practices) }
      : await this._score(plan);
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
        const marks = { titre: this.mark(result.titre, query), resume: this.mark(result.resume, query) };
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
    const { marks } = this._queries.read(query);
    const terms = analyse(text);
    const passages = terms.filter((t) => marks.has(t.stem) && !t.empty).map((t) => [t.start, t.end]);
    const full = withoutEmpty(terms);
    for (const { id, from, to } of findGroups(full, this._queries.phrases)) {
      if (marks.has(`~${id}`)) passages.push([full[from].start, full[to - 1].end]);
    }
    return joined(passages);
  }

  /** The query with its corrected words, spelt as the vocabulary or the results spell them; null without correction. */
  _suggest({ text, corrections }, results) {
    if (!corrections.length) return null;
    const spellings = new Map();
    for (const source of [...this._queries.spelt, ...results.flatMap((one) => [one.titre, one.resume])]) {
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

  // --- The answer ---------------------------------------------------------------------------------------------------

  /** What a query finds, and how well: each slot adds to the sums of the documents, which are then weighed. */
  async _score({ slots }) {
    const keys = [...new Set(slots.flatMap((slot) => [...slot.keys.keys()]))];
    const postings = new Map(await Promise.all(keys.map(async (key) => [key, await this._postings(key)])));
    const size = this._titleLengths.length;
    const sums = {
      score: new Float32Array(size),
      covered: new Float32Array(size), // how much of the query a document holds, the way it holds it counting
      present: new Float32Array(size), // how many of its words, in any way
      inTitle: new Float32Array(size),
      most: 0, // what a document that holds all of the query in the best way is given
    };
    for (const slot of slots) addSlot(sums, slot, postings);
    return { found: this._weigh(sums, slots.length), scores: sums.score };
  }

  /** Turn the sums into scores, of a query of so many slots; returns the documents that hold enough of it. */
  _weigh({ score, covered, present, inTitle, most }, asked) {
    let best = 0;
    for (const words of present) best = Math.max(best, words);
    const found = [];
    for (let d = 0; d < score.length; d++) {
      if (!present[d] || present[d] < LEAST * best) continue;
      const titled = inTitle[d] / most;
      score[d] *= (covered[d] / most) ** COVERAGE * (1 + IN_TITLE * titled + (TITLE_ALONE * titled * asked) / (this._titleLengths[d] + asked));
      found.push(d);
    }
    return found;
  }

  /** The documents that hold a key of the index, how much each says of it, and whether its title does. */
  async _postings(key) {
    const range = this._manifest.termes.findLast(([first]) => first <= key);
    if (!range) return NO_POSTINGS;
    const chunk = await this._read(range[1]);
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

// --- Scores ---------------------------------------------------------------------------------------------------------

/** Add what each document gains from one slot: of its keys, the best that the document holds. */
function addSlot(sums, { weight, keys }, postings) {
  const held = [...keys].filter(([key]) => postings.get(key).docs.length).sort((a, b) => b[1] - a[1]);
  if (!held.length) return;
  const size = sums.score.length;
  const ceiling = rarity(holders(held, postings, size), size);
  const [score, covered, present, inTitle] = [0, 1, 2, 3].map(() => new Float32Array(size));
  for (const [key, quality] of held) {
    const { docs, strengths, inTitle: titled } = postings.get(key);
    const gain = weight * Math.min(ceiling, rarity(docs.length, size)) * quality;
    for (let i = 0; i < docs.length; i++) {
      const d = docs[i];
      score[d] = Math.max(score[d], gain * strengths[i]);
      covered[d] = Math.max(covered[d], gain);
      present[d] = weight;
      if (titled[i]) inTitle[d] = Math.max(inTitle[d], gain);
    }
  }
  sums.most += weight * ceiling;
  for (let d = 0; d < size; d++) {
    sums.score[d] += score[d];
    sums.covered[d] += covered[d];
    sums.present[d] += present[d];
    sums.inTitle[d] += inTitle[d];
  }
}

/** How many documents hold one of the strong keys; `held` begins with the strongest. */
function holders(held, postings, size) {
  const counted = new Uint8Array(size);
  let count = 0;
  for (const [key, quality] of held) {
    if (quality >= STRONG * held[0][1]) for (const d of postings.get(key).docs) count += counted[d] ? 0 : (counted[d] = 1);
  }
  return count;
}

/** How much it says of a document that it holds what `docs` of `size` documents hold. */
const rarity = (docs, size) => Math.log(1 + (size - docs + 0.5) / (docs + 0.5 + COMMON * size));

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
    for (const [value, having] of values) {
      let n = 0;
      for (const doc of having) n += yes[doc];
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
