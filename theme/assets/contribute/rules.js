/**
 * What a record must respect, as scripts/catalogue/checks has it. Limits come from the model, and from the rules what may not
 * be written and every sentence that says so (formulaire.json): this holds logic only. The checks of the forge have the last
 * word; these spare a round trip. Pure functions.
 *
 * @typedef {object} Fault
 * @property {Array<string|number>} path
 * @property {string|null} rule  the id of the rule that is broken; null for what the form alone asks
 * @property {string} message
 */

import { fold, slug } from "./text.js";
import { lengthOf } from "./yaml.js";

/** What the form says in its own words. */
const OWN = {
  // The rule speaks of names of files, where the form shows titles.
  practice: "Choisissez une pratique du catalogue, par son titre.",
  // No rule can see it: the new file would take the place of the other.
  taken: "Une autre fiche porte déjà ce nom\u00a0: choisissez-en un autre.",
};

const NUMBER = /^-?[0-9]{1,12}([.,][0-9]{1,4})?$/;
const WHOLE = /^[0-9]{1,9}$/;
const PARTIAL_DATE = /^\d{4}(-\d\d){0,2}$/;
const ADDRESS = /^https?:\/\/([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](:[1-9]\d{0,4})?([/?#][^\s<>"'\\^`{|}]*)?$/;

/** What prose may not hold, by its name in scripts/catalogue/text/prose.py. */
const FORBIDDEN_PROSE = {
  html_inline: /<(?!https?:\/\/)[a-z!\/?]/i,
  image: /!\[/,
  code_inline: /`/,
  heading_open: /^ {0,3}#{1,6}(\s|$)|[^\s][^\n]*\n {0,3}(=+|-+)\s*$/m,
  blockquote_open: /^ {0,3}>/m,
  hr: /^ {0,3}([-*_])[ \t]*(\1[ \t]*){2,}$/m,
  fence: /^ {0,3}~~~/m,
  reference: /^ {0,3}\[[^\]]+\]:/m,
};
const LINK = /\]\(\s*<?([^)\s>]*)/g;
const WEB = /https?:\/\/[^\s)]+/g;
const OUTSIDE_PROSE = new Set(["chiffres", "sources", "mots_cles", "nouveau"]);
const WRITTEN = new Set(["texte", "ligne", "prose"]);
const TEXTS = new Set([...WRITTEN, "adresse", "date-partielle", "identifiant"]);

/**
 * @param {object} data  a record: text, lists and groups of text
 * @param {object} model  formulaire.json
 * @param {object} context
 * @param {string} context.id  the file's name
 * @param {string|null} context.origin  that of the record which is being completed
 * @param {string} context.today
 * @param {(field: string, value: string, vocabulary?: string) => string} context.wordsFor  the words behind an id
 * @returns {Fault[]}
 */
export function checkRecord(data, model, context) {
  return [...new Check(data, model, context).faults()];
}

class Check {
  constructor(data, model, context) {
    this.data = data;
    this.model = model;
    this.context = context;
    this.patterns = Object.fromEntries(Object.entries(model.motifs).map(([name, pattern]) => [name, new RegExp(pattern, "iu")]));
  }

  *faults() {
    yield* this._group(this.data, this.model.champs, []);
    for (const [kind, fields] of Object.entries(this.model.apports))
      for (const [name, entry] of Object.entries(this.data.nouveau?.[kind] ?? {}))
        yield* this._group(entry, fields, ["nouveau", kind, name]);
    yield* this._dates();
    yield* this._levers();
    yield* this._territory();
    yield* this._included();
    yield* this._sources();
    yield* this._practices();
    yield* this._percentages();
    yield* this._title();
    yield* this._fileName();
  }

  /** A fault in the words of its rule: one of its messages, or several, with `words` in their {placeholders}. */
  _fault(path, rule, messages, words) {
    const said = [messages].flat().map((one) => this.model.regles[rule].messages[one]);
    return { path, rule, message: said.join(" ").replace(/\{(\w+)\}/g, (_, name) => words[name]) };
  }

  /** What readers call a field of the record. */
  _label(...names) {
    let [fields, found] = [this.model.champs];
    for (const name of names) {
      found = fields.find(({ nom }) => nom === name);
      fields = found.champs;
    }
    return found.titre;
  }

  // --- Field by field -----------------------------------------------------------------------------------------------

  *_group(data, fields, above) {
    for (const field of fields) {
      const path = [...above, field.nom];
      const value = data[field.nom];
      if (value !== undefined) yield* field.liste ? this._list(value, field, path) : this._field(value, field, path);
      else if (field.requis) yield this._fault(path, "cle-manquante", "rubrique", { rubrique: field.titre });
    }
  }

  *_list(values, field, path) {
    const { au_plus: most, titre: rubrique } = field;
    if (most && values.length > most)
      yield this._fault(path, "liste-trop-longue", "too_long", { rubrique, max_length: most, valeur: values.length });
    const seen = new Set();
    for (const [i, one] of values.entries()) {
      const written = JSON.stringify(one);
      if (seen.has(written)) {
        const lu = typeof one === "string" && this.context.wordsFor(field.nom, one, field.vocabulaire);
        yield this._fault([...path, i], "repetition", lu ? "liste" : "groupe", { rubrique, lu });
      }
      seen.add(written);
      yield* this._field(one, field, [...path, i]);
    }
  }

  *_field(value, field, path) {
    if (field.genre === "groupe") {
      yield* this._group(value, field.champs, path);
      return;
    }
    const [rule, messages, words] = this._shape(value, field) ?? this._words(value, field) ?? [];
    if (rule) yield this._fault(path, rule, messages, { rubrique: field.titre, valeur: shown(value), ...words });
  }

  /** What is wrong with the shape of a value: its rule, the messages, words for them; or null. */
  _shape(value, { genre, minimum, maximum }) {
    const size = lengthOf(value);
    if (WRITTEN.has(genre) || genre === "adresse") {
      if (size < minimum) return ["texte-trop-court", "string_too_short", { min_length: minimum }];
      if (size > maximum)
        return ["texte-trop-long", ["string_too_long", "trop"], { max_length: maximum, trop: letters(size - maximum) }];
    }
    switch (genre) {
      case "nombre":
        if (NUMBER.test(value)) return null;
        return ["nombre-invalide", ["nombre-invalide", ...(/\d/.test(value) ? ["unite"] : [])], { unite: this._label("chiffres", "unite") }];
      case "entier":
        if (!WHOLE.test(value)) return ["nombre-invalide", "nombre-invalide"];
        if (Number(value) < minimum) return ["nombre-hors-bornes", "greater_than_equal", { ge: minimum }];
        return Number(value) > maximum ? ["nombre-hors-bornes", "less_than_equal", { le: maximum }] : null;
      case "date":
        return exists(value) ? null : ["date-invalide", "date-invalide"];
      case "date-partielle":
        if (!PARTIAL_DATE.test(value)) return ["date-invalide", "date-partielle"];
        return exists(`${value}-01-01`.slice(0, 10)) ? null : ["date-invalide", "date-invalide"];
      case "adresse":
        return ADDRESS.test(value) ? null : ["adresse-http", "adresse-http"];
      default:
        return null;
    }
  }

  /** What is wrong with the words of a text, likewise. */
  _words(text, { genre }) {
    if (!WRITTEN.has(genre)) return null;
    const leftover = !text.startsWith("http") && this.patterns.provisoire.exec(text);
    if (leftover) return ["texte-provisoire", "texte", { lu: leftover[0].trim() }];
    if (genre !== "prose") {
      const markup = this.patterns.mise_en_forme.exec(text);
      return markup && ["mise-en-forme", "simple", { lu: markup[0].slice(0, 40) }];
    }
    for (const [name, pattern] of Object.entries(FORBIDDEN_PROSE)) {
      const found = pattern.exec(text);
      if (found) return ["mise-en-forme", "prose", { lu: text.slice(found.index).split("\n", 1)[0].slice(0, 30), quoi: this.model.interdits[name] }];
    }
    const link = [...text.matchAll(LINK)].find(([, address]) => !ADDRESS.test(address));
    return link ? ["lien-invalide", "adresse", { lu: link[1].slice(0, 80) }] : null;
  }

  // --- What fields say together, and with the rest of the catalogue ---------------------------------------------------

  *_dates() {
    const { today } = this.context;
    const { verifie_le: lu, distinctions = [] } = this.data;
    if (lu > today) yield this._fault(["verifie_le"], "date-future", "date", { lu, jour: today });
    for (const [i, { annee }] of distinctions.entries())
      if (Number(annee) > Number(today.slice(0, 4))) yield this._fault(["distinctions", i, "annee"], "date-future", "annee", { lu: annee });
  }

  *_levers() {
    const { levier, autres_leviers: others = [], contrat } = this.data;
    const words = (id) => this.context.wordsFor("levier", id);
    if (contrat && levier && ![levier, ...others].includes("dans-le-contrat"))
      yield this._fault(["contrat"], "contrat-hors-levier", "levier", {
        rubrique: this._label("contrat"), lu: words(levier), attendu: words("dans-le-contrat"),
      });
    if (others.includes(levier)) yield this._fault(["autres_leviers"], "repetition", "levier", { lu: words(levier) });
  }

  *_territory() {
    const { territoire } = this.data;
    if (!territoire || territoire.regions || territoire.national === "true" || (territoire.pays && territoire.pays !== "FR")) return;
    const names = [[], ["regions"], ["national"], ["pays"]];
    const [rubrique, regions, national, pays] = names.map((inner) => this._label("territoire", ...inner));
    yield this._fault(["territoire"], "territoire-vide", "ou", { rubrique, regions, national, pays });
  }

  *_included() {
    const figures = this.data.chiffres ?? [];
    for (const [i, one] of figures.entries()) {
      const contains = (other) =>
        fold(other.libelle ?? "") === fold(one.inclus_dans) &&
        other.unite === one.unite &&
        other.base === one.base &&
        number(other.valeur) > number(one.valeur);
      if (one.inclus_dans && !figures.some(contains))
        yield this._fault(["chiffres", i, "inclus_dans"], "chiffre-inclus", "libelle", { lu: one.inclus_dans });
    }
  }

  *_sources() {
    const cited = new Set((this.data.sources ?? []).map(({ id }) => id));
    for (const key of ["chiffres", "distinctions"])
      for (const [i, { source }] of (this.data[key] ?? []).entries())
        if (source && !cited.has(source))
          yield this._fault([key, i, "source"], "source-non-citee", "source", { lu: this.context.wordsFor("source", source, "sources") });
  }

  *_practices() {
    const { id, origin } = this.context;
    for (const key of ["programme", "pratiques_liees", "inspiree_de"]) {
      const named = [this.data[key] ?? []].flat();
      if (named.includes(origin ?? id))
        yield this._fault([key], "lien-vers-soi", "fiche", { rubrique: this._label(key), lu: origin ?? id });
      if (named.some((one) => !Object.hasOwn(this.model.connus.pratiques, one)))
        yield { path: [key], rule: "pratique-inconnue", message: OWN.practice };
    }
  }

  /** Every percentage written in a text is one of the figures. */
  *_percentages() {
    const figures = new Set((this.data.chiffres ?? []).filter(({ unite }) => unite?.includes("%")).map(({ valeur }) => number(valeur)));
    const every = new RegExp(this.model.motifs.pourcentage, "giu");
    const chiffres = this._label("chiffres");
    for (const top of this.model.champs) {
      if (OUTSIDE_PROSE.has(top.nom)) continue;
      for (const [path, text, field] of texts(this.data[top.nom], top, [top.nom])) {
        for (const [lu, percentage] of text.replace(WEB, (web) => " ".repeat(web.length)).matchAll(every))
          if (!figures.has(number(percentage)))
            yield this._fault(path, "pourcentage-sans-chiffre", "texte", { lu, rubrique: field.titre, chiffres });
      }
    }
  }

  *_title() {
    const titre = fold(this.data.titre ?? "");
    const same = ([id, [name]]) => id !== this.context.origin && fold(name) === titre;
    const [fiche] = (titre && Object.entries(this.model.connus.pratiques).find(same)) || [];
    if (fiche) yield this._fault(["titre"], "titre-en-double", "titre", { lu: this.data.titre, fiche });
  }

  *_fileName() {
    const { id, origin } = this.context;
    if (!id && !fold(this.data.titre ?? "")) return; // it comes from the title, which is asked for already
    if (!id || slug(id) !== id) yield this._fault(["id"], "nom-de-fichier", "nom", { lu: id });
    else if (this.model.reserves.includes(id)) yield this._fault(["id"], "nom-reserve", "nom", { lu: id });
    else if (id !== origin && Object.hasOwn(this.model.connus.pratiques, id)) yield { path: ["id"], rule: null, message: OWN.taken };
  }
}

const number = (text = "") => Number(text.replace(",", "."));

const letters = (count) => `${count} caractère${count > 1 ? "s" : ""}`;

/** A value as messages quote it. */
function shown(value) {
  const text = value.split(/\s+/).join(" ");
  return `«\u00a0${text.length > 60 ? `${text.slice(0, 57).trimEnd()}…` : text}\u00a0»`;
}

function exists(day) {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || day < "0001") return false;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function* texts(value, field, path) {
  if (value === undefined) return;
  if (Array.isArray(value)) for (const [i, one] of value.entries()) yield* texts(one, field, [...path, i]);
  else if (field.genre === "groupe") for (const one of field.champs) yield* texts(value[one.nom], one, [...path, one.nom]);
  else if (TEXTS.has(field.genre)) yield [path, value, field];
}
