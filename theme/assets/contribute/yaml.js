/**
 * A record's data → its YAML, as the house writes it. The same, letter for letter, as scripts/catalogue/records/write.py: a
 * test holds the two together.
 *
 * @typedef {object} Field  a field, as scripts/catalogue/records/fields.py describes it
 * @property {string} nom
 * @property {string} genre
 * @property {boolean} [liste]
 * @property {Field[]} [champs]
 */

// --- Scalars (scripts/catalogue/text/yaml_scalar.py) ------------------------------------------------------------------

const INLINE = /^[A-Za-zÀ-ÖØ-öø-ÿŒœ](?:[A-Za-zÀ-ÖØ-öø-ÿŒœ0-9_ .’'()/+-]*[A-Za-zÀ-ÖØ-öø-ÿŒœ0-9)])?$/;
const BLOCK =
  /^[A-Za-zÀ-ÖØ-öø-ÿŒœ](?:[A-Za-zÀ-ÖØ-öø-ÿŒœ0-9_ .’'()/+,;!?«»%…&=°·–—\u00a0\u202f-]*[A-Za-zÀ-ÖØ-öø-ÿŒœ0-9).!?»%…])?$/;
const WORDS = new Set(["true", "false", "null", "yes", "no", "on", "off", "y", "n"]);

/** What no line of a file should show as it is; a tab and a line end among them. */
export const ODD =
  /[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff0-\uffff]/gu;

/** Letters, as Python counts them. */
export const lengthOf = (text) => [...text].length;

/** A text as a scalar of one line: as it stands where that is safe, else between straight quotes. */
export function quoted(text, inline = true) {
  if ((inline ? INLINE : BLOCK).test(text) && !WORDS.has(text.toLowerCase())) return text;
  const escaped = text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  return `"${escaped.replace(ODD, (c) => `\\u${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`)}"`;
}

const isOdd = (text) => text.search(ODD) >= 0;

/** A text cut into lines that « >- » joins again; null when it would not come out the same. */
export function folded(text, width) {
  if (!text || isOdd(text) || text.includes("  ") || /^ | $/.test(text)) return null;
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last && lengthOf(last) + 1 + lengthOf(word) > width) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}

/** The lines of a text for « | »; null when it would not come out the same. */
export function literal(text) {
  const lines = text.split("\n");
  const odd = lines.some((line) => isOdd(line) || (line && !line.replace(/^ +| +$/g, "")));
  return odd || text.trim() !== text || !text ? null : lines;
}

// --- Records (scripts/catalogue/records/write.py) ---------------------------------------------------------------------

const WIDTH = 120;
const BARE = {
  nombre: /^-?[0-9]{1,12}(\.[0-9]{1,4})?$/,
  entier: /^[0-9]{1,9}$/,
  date: /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/,
  "oui-non": /^(true|false)$/,
};

/**
 * The file of a practice.
 * @param {object} data  text, lists and groups of text
 * @param {{champs: Field[], apports: Record<string, Field[]>, entete: string}} model
 */
export function writeRecord(data, model) {
  return [model.entete, ...group(data, model.champs, ""), ...brought(data.nouveau ?? {}, model.apports), ""].join("\n");
}

function brought(added, models) {
  const lines = [];
  for (const [kind, fields] of Object.entries(models)) {
    const entries = Object.entries(added[kind] ?? {});
    if (!entries.length) continue;
    lines.push(`  ${kind}:`);
    for (const [name, data] of entries) lines.push(`    ${quoted(name)}:`, ...group(data, fields, "      "));
  }
  return lines.length ? ["nouveau:", ...lines] : [];
}

function group(data, fields, margin) {
  return fields.filter(({ nom }) => Object.hasOwn(data, nom)).flatMap((field) => pair(field, data[field.nom], margin));
}

function pair(field, value, margin) {
  const name = `${margin}${field.nom}:`;
  if (field.liste) {
    if (!["groupe", "texte", "prose"].includes(field.genre)) {
      const line = `${name} [${value.map((one) => inlined(field, one)).join(", ")}]`;
      if (lengthOf(line) <= WIDTH) return [line];
    }
    return [name, ...value.flatMap((one) => item(field, one, `${margin}  `))];
  }
  if (field.genre === "groupe") {
    const line = `${name} ${inlined(field, value)}`;
    if (field.champs.length < 5 && lengthOf(line) <= WIDTH) return [line];
    return [name, ...group(value, field.champs, `${margin}  `)];
  }
  return scalar(field, value, `${name} `, `${margin}  `);
}

function item(field, value, margin) {
  if (field.genre !== "groupe") return scalar(field, value, `${margin}- `, `${margin}  `);
  const line = `${margin}- ${inlined(field, value)}`;
  if (field.champs.length < 3 && lengthOf(line) <= WIDTH) return [line];
  const [first, ...rest] = group(value, field.champs, `${margin}  `);
  return [`${margin}- ${first.trimStart()}`, ...rest];
}

function scalar(field, value, before, margin) {
  const lines = field.genre === "prose" && value.includes("\n") && literal(value);
  if (lines) return [`${before}|`, ...lines.map((line) => `${margin}${line}`.trimEnd())];
  const line = `${before}${bare(field, value) ?? quoted(value, false)}`;
  const cut = lengthOf(line) > WIDTH && folded(value, WIDTH - margin.length);
  return cut ? [`${before}>-`, ...cut.map((one) => `${margin}${one}`)] : [line];
}

function inlined(field, value) {
  if (Array.isArray(value)) return `[${value.map((one) => inlined(field, one)).join(", ")}]`;
  if (typeof value === "object") {
    const pairs = field.champs.filter(({ nom }) => Object.hasOwn(value, nom));
    return `{${pairs.map((one) => `${one.nom}: ${inlined(one, value[one.nom])}`).join(", ")}}`;
  }
  return bare(field, value) ?? quoted(value);
}

const bare = (field, value) => (BARE[field.genre]?.test(value) ? value : null);
