/** How the index files write words, numbers and postings: read here, written by scripts/catalogue/search/encoding.py. */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DIGIT = new Uint8Array(128);
for (let i = 0; i < 64; i++) DIGIT[ALPHABET.charCodeAt(i)] = i;

/** Words and their rank from the lexicon: each is [letters shared with the last one][rank][its own letters]. */
export function* readLexicon(text) {
  let last = "";
  for (const [, shared, rank, own] of text.matchAll(/([A-Z])([0-@])([^A-Z]*)/g)) {
    last = last.slice(0, shared.charCodeAt(0) - 65) + own;
    yield [last, rank.charCodeAt(0) - 48];
  }
}

/** Numbers: five bits a letter, low ones first; the sixth says that more follows. */
export function readNumbers(text) {
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
export function accumulate(gaps) {
  let sum = -1;
  return gaps.map((gap) => (sum += gap));
}

/** Those of a key that no document holds. */
export const NO_POSTINGS = { docs: [], strengths: [], inTitle: [] };

/**
 * Postings: for each document, the difference from the last, then one letter: the root of its strength (5 bits) and whether
 * the title holds the term.
 */
export function readPostings(text) {
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
