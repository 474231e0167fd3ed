/**
 * A query as typed → what the engine looks for. A word is a slot; what may stand for it (its stem, its group of synonyms, a
 * near miss, a word that it begins) is a key of the index, with a weight.
 */

import SearchableMap from "../vendor/minisearch/SearchableMap.js";
import { analyse, findGroups, prepareGroups, stemOf, withoutEmpty } from "./analysis.js";
import { readLexicon } from "./encoding.js";

/**
 * @typedef {object} Slot
 * @property {number} weight
 * @property {Map<string, number>} keys  what may stand for the word, and how well
 *
 * @typedef {object} Plan  a query, read
 * @property {string} text
 * @property {boolean} empty  whether it asks for nothing
 * @property {Slot[]} slots
 * @property {Set<string>} marks  the keys that are marked in what is found
 * @property {Array<{start: number, end: number, word: string}>} corrections  where a word was taken for another
 */

const QUERY_LENGTH = 200; // characters of a query that are read
const MOST_WORDS = 16; // words of a query that are read
const MOST_COMPLETIONS = 12; // words that the last one may begin
const MOST_NEAR = 4; // near misses of a word

const WEIGHTS = { exact: 1, group: 0.85, phrase: 0.9, scattered: 0.6, see: 0.5, filler: 0.15 };
const HIDDEN_WORD = 0.95; // a word that was stuck to another, or cut in two
const PLANS = 50; // queries kept as read

export class QueryReader {
  /** @param {object} lexicon  the file lexique-*.json */
  constructor(lexicon) {
    this._words = new SearchableMap(); // word → how common its stem is
    this._stems = new Map(); // stem → the same
    for (const [word, rank] of readLexicon(lexicon.mots)) {
      const stem = stemOf(word);
      this._words.set(word, rank);
      this._stems.set(stem, Math.max(rank, this._stems.get(stem) ?? 0));
    }
    this.phrases = prepareGroups(lexicon.groupes); // for findGroups
    this._groups = new Map(lexicon.groupes.map(([id, terms, see]) => [id, { terms, see }]));
    this._plans = new Map();
  }

  /** The words and phrases of every group, as the vocabulary spells them. */
  get spelt() {
    return [...this._groups.values()].flatMap(({ terms }) => terms);
  }

  /**
   * @param {string} query
   * @returns {Plan}
   */
  read(query) {
    const text = [...String(query)].slice(0, QUERY_LENGTH).join("");
    if (!this._plans.has(text)) {
      if (this._plans.size > PLANS) this._plans.clear();
      this._plans.set(text, this._plan(text));
    }
    return this._plans.get(text);
  }

  _plan(text) {
    const words = this._readWords(withoutEmpty(analyse(text)).slice(0, MOST_WORDS), /[\p{L}\p{N}]$/u.test(text));
    const slots = words.map(({ filler, keys }) => ({ weight: filler ? WEIGHTS.filler : 1, keys: new Map(keys) }));
    this._addPhrases(words, slots);
    for (const { keys } of slots) this._addGroupsOfNear(keys);
    return {
      text,
      empty: words.every(({ empty, filler, keys }) => (empty || filler) && !keys.length),
      slots: slots.filter(({ keys }) => keys.size),
      marks: new Set(
        slots
          .filter(({ weight }) => weight > WEIGHTS.filler)
          .flatMap(({ keys }) => [...keys.keys()].filter((key) => keys.get(key) > WEIGHTS.group * WEIGHTS.see)),
      ),
      corrections: words.filter((one) => one.corrected).map(({ start, end, corrected }) => ({ start, end, word: corrected })),
    };
  }

  // --- Groups of synonyms -------------------------------------------------------------------------------------------

  /** Add the groups that the words name, alone or as a phrase. */
  _addPhrases(words, slots) {
    for (const { id, from, to } of findGroups(words, this.phrases)) {
      const length = to - from;
      for (let i = from; i < to; i++) {
        if (length > 1) {
          // The phrase says more than its words do one by one, and is no more than one thing asked.
          slots[i].weight = 1 / Math.sqrt(length);
          for (const [key, weight] of slots[i].keys) if (!key.startsWith("~")) slots[i].keys.set(key, weight * WEIGHTS.scattered);
        }
        this._addGroup(slots[i].keys, id, words[i].confidence * (length > 1 ? WEIGHTS.phrase : WEIGHTS.group));
      }
    }
  }

  /** Add the groups of what the word was taken for. */
  _addGroupsOfNear(keys) {
    for (const [key, weight] of [...keys]) {
      for (const { id, stems } of this.phrases.get(key) ?? []) {
        if (stems.length === 1 && weight < 1) this._addGroup(keys, id, weight * WEIGHTS.group);
      }
    }
  }

  _addGroup(keys, id, weight) {
    const note = (key, share) => keys.set(key, Math.max(share, keys.get(key) ?? 0));
    note(`~${id}`, weight);
    for (const other of this._groups.get(id).see) note(`~${other}`, weight * WEIGHTS.see);
  }

  // --- Words: each step gives what the word is read as, once or more, or null ----------------------------------------

  /** Give each word its keys: its stem where it is known; else what it begins, hides or resembles. */
  _readWords(terms, typing) {
    const words = [];
    for (const [i, term] of terms.entries()) {
      const last = typing && i === terms.length - 1;
      const completions = this._completions(term, last);
      const readings =
        this._known(term, completions, last) ??
        (term.filler ? [{}] : null) ?? // an everyday word, rightly spelt
        this._unglued(term) ??
        this._joined(term, terms[i - 1], words.at(-1)) ??
        (completions.length ? [{}] : null) ??
        this._misspelt(term);
      for (const reading of readings) words.push({ ...term, confidence: 1, keys: completions, corrected: null, ...reading });
    }
    return words;
  }

  /** A word of the index. A whole word may begin others; « crè » is none, though it has the stem of one. */
  _known({ word, stem }, completions, last) {
    if (!this._stems.has(stem)) return null;
    const whole = this._words.has(word);
    const exact = last && !whole && completions.length ? WEIGHTS.scattered : WEIGHTS.exact;
    const begun = completions.filter(([key]) => key !== stem).map(([key, weight]) => [key, whole ? weight * 0.5 : weight]);
    return [{ keys: [...begun, [stem, exact]] }];
  }

  /** A word whose apostrophe was left out: « lentreprise ». */
  _unglued({ word }) {
    const [, bare] = /^(?:[ldjmnstc]|qu)(?=[aeiouyh])(.{3,})$/.exec(word) ?? [];
    const stem = bare && stemOf(bare);
    // A short stem alone proves nothing: « devenir » is not « d’événement ».
    if (!stem || !this._stems.has(stem) || (!this._words.has(bare) && stem.length <= 4)) return null;
    return [{ stem, keys: [[stem, HIDDEN_WORD]] }];
  }

  /** A word cut in two, of which this is the end: « auto défense ». Its beginning gets the whole word's key as well. */
  _joined({ word }, before, previous) {
    const stem = previous && before && stemOf(before.word + word);
    if (!stem || !this._stems.has(stem)) return null;
    previous.keys = [...previous.keys, [stem, HIDDEN_WORD]];
    return [{ stem, keys: [[stem, HIDDEN_WORD]] }];
  }

  /** The known words that this one resembles; where there is none, the two that it joins, if any. */
  _misspelt({ word }) {
    const halves = this._split(word);
    const near = this._near(word, halves ? 1 : 3);
    if (!near.length && halves) return halves.map((half) => ({ word: half, stem: stemOf(half), keys: [[stemOf(half), HIDDEN_WORD]] }));
    if (!near.length) return [{ keys: [] }];
    const keys = new Map();
    for (const one of near) keys.set(stemOf(one.word), Math.max(one.weight, keys.get(stemOf(one.word)) ?? 0));
    const [first] = near;
    return [{ stem: stemOf(first.word), confidence: first.weight, keys: [...keys], corrected: first.word }];
  }

  /** Stems of the words that a word begins: the most common first, the shortest weighing most. */
  _completions({ word: prefix, stem }, last) {
    if (prefix.length < (last ? 2 : 3) || (this._stems.has(stem) && !last)) return [];
    const begun = [...this._words.atPrefix(prefix)].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length);
    const keys = new Map();
    for (const [word] of begun) {
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
