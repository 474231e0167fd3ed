/**
 * The search engine of the site, without a page: give it a way to read the index files, then ask.
 *
 *   const moteur = await ouvrir((nom) => fetch(`/recherche/${nom}`).then((r) => r.json()));
 *   const reponse = await moteur.chercher("crèche à Lyon", { facettes: { levier: ["freins-peripheriques"] }, limite: 20 });
 *   moteur.marquer(reponse.resultats[0].titre, "crèche à Lyon");   // [[0, 7]]
 *
 * Reading: nothing but the manifest and the lexicon at first; then, a query at a time, the postings of its words and the
 * texts of the results shown. Each file is read once.
 *
 * Ranking: BM25F, whose part that depends on a document alone was computed at build time (scripts/catalogue/search.py).
 * A word of the query is a slot; what may stand for it (its stem, its group of synonyms, a near miss, a word that it
 * begins) has a weight, and the best that a document holds counts. Documents that hold more of the query come first.
 */

import SearchableMap from "../vendor/minisearch/SearchableMap.js";
import { analyser, pleins, preparer, racine, reperer } from "./analysis.js";

/**
 * @typedef {object} Resultat
 * @property {"pratique"|"page"} genre
 * @property {string} adresse  from the site's root: "pratiques/nego-training/"
 * @property {string} titre
 * @property {{id: string, nom: string}|null} levier
 * @property {string} lieu
 * @property {string} porteur
 * @property {string} resume
 * @property {{valeur: string, libelle: string}|null} chiffre
 * @property {string} preuve  the evidence level's id; "" for a page
 * @property {boolean} aVerifier  whether it was too long ago that it was held against its sources
 * @property {number} score
 * @property {{titre: Array<[number, number]>, resume: Array<[number, number]>}} marques  what to mark, as [start, end]
 *
 * @typedef {object} Reponse
 * @property {number} total  how many match, shown or not
 * @property {Resultat[]} resultats
 * @property {Record<string, Record<string, number>>|null} facettes  facet → value → how many would be left, see `chercher`
 * @property {string|null} suggestion  the query as it may have been meant, when a word of it was read otherwise
 *
 * @typedef {Record<string, string[]>} Choix  facet → values chosen
 */

const LONGUEUR = 200; // characters of a query that are read
const MOTS = 16; // words of a query that are read
const SUITES = 12; // words that the last one may begin
const PROCHES = 4; // near misses of a word

const POIDS = { exact: 1, groupe: 0.85, expression: 0.9, epars: 0.6, voir: 0.5, leger: 0.15 };
const TITRE = 1.5; // what a title that holds the whole query adds
const COURT = 0.5; // and one that holds nothing else
const COUVERT = 1; // how much holding all of the query counts
const COMMUN = 0.03; // share of the documents under which a word is as rare as any
const FORT = 0.7; // share of the best weight from which a key says how rare the word is
const ECART = 0.3; // documents that hold less than this share of what the best one holds are left out

/**
 * Open the index.
 * @param {(nom: string) => Promise<any>} lire  gives the content of a file of the index, parsed
 * @returns {Promise<Moteur>}
 */
export async function ouvrir(lire) {
  const manifeste = await lire("index.json");
  return new Moteur(lire, manifeste, await lire(manifeste.lexique));
}

export class Moteur {
  /** Use `ouvrir`. */
  constructor(lire, manifeste, lexique) {
    this._manifeste = manifeste;
    this._lus = new Map();
    this._lire = (nom) => {
      if (!this._lus.has(nom)) {
        const lu = lire(nom);
        this._lus.set(nom, lu);
        lu.catch(() => this._lus.delete(nom)); // a broken connection is not for ever
      }
      return this._lus.get(nom);
    };
    this._mots = new SearchableMap(); // word → how common its stem is
    this._racines = new Map(); // stem → the same
    for (const [mot, rang] of mots(lexique.mots)) {
      const terme = racine(mot);
      this._mots.set(mot, rang);
      this._racines.set(terme, Math.max(rang, this._racines.get(terme) ?? 0));
    }
    this._titres = nombres(lexique.titres);
    this._groupes = preparer(lexique.groupes);
    this._groupe = new Map(lexique.groupes.map(([id, termes, voir]) => [id, { termes, voir }]));
    this._plans = new Map();
  }

  /** How many practices the index holds. */
  get pratiques() {
    return this._manifeste.pratiques;
  }

  /**
   * Answer a query. Without a word in it, all practices match.
   *
   * Facets: OR between the values of one, AND between facets. The count of a value says how many practices would be shown
   * with that value as the only one of its facet, the query and the other facets being as they are. Pages other than
   * practices have no facet, and are left out when one is chosen.
   *
   * @param {string} requete
   * @param {object} [options]
   * @param {Choix} [options.facettes]  what is chosen; unknown facets and values match nothing
   * @param {boolean} [options.compter]  count the facets (one more file to read)
   * @param {number} [options.limite]  results to give
   * @param {number} [options.depuis]  results to skip
   * @param {"pertinence"|"titre"|"recent"} [options.tri]
   * @param {"pratique"|null} [options.genre]  practices only
   * @returns {Promise<Reponse>}
   */
  async chercher(requete, { facettes = {}, compter = false, limite = 10, depuis = 0, tri = "pertinence", genre = null } = {}) {
    const plan = this._planifier(requete);
    const choix = Object.entries(facettes).filter(([, valeurs]) => valeurs.length);
    const table = compter || choix.length || tri === "recent" ? await this._facettes() : null;
    const { trouves, scores } = plan.vide ? this._tout() : await this._noter(plan);
    const fin = genre === "pratique" || choix.length ? this.pratiques : Infinity;
    let retenus = trouves.filter((doc) => doc < fin);

    const admis = choix.map(([facette, valeurs]) => [facette, reunir(table, facette, valeurs, this.pratiques)]);
    const comptes = compter ? compterFacettes(table, retenus.filter((doc) => doc < this.pratiques), admis, this.pratiques) : null;
    retenus = retenus.filter((doc) => admis.every(([, oui]) => oui[doc]));

    if (tri === "titre") retenus.sort((a, b) => a - b); // documents are numbered by title
    if (tri === "pertinence") retenus.sort((a, b) => scores[b] - scores[a] || a - b);
    if (tri === "recent") retenus.sort((a, b) => (table.jours[b] ?? 0) - (table.jours[a] ?? 0) || a - b);

    const resultats = await Promise.all(
      retenus.slice(depuis, depuis + limite).map(async (doc) => {
        const fiche = await this._fiche(doc);
        const marques = { titre: this._marquer(fiche.titre, plan), resume: this._marquer(fiche.resume, plan) };
        return { ...fiche, score: scores[doc], marques };
      }),
    );
    return { total: retenus.length, resultats, facettes: comptes, suggestion: this._suggerer(plan, resultats) };
  }

  /**
   * Where a text answers a query: accents, endings, synonyms and near misses included.
   * @param {string} texte
   * @param {string} requete
   * @returns {Array<[number, number]>}  [start, end] of each passage to mark, in order, apart from one another
   */
  marquer(texte, requete) {
    return this._marquer(texte, this._planifier(requete));
  }

  _marquer(texte, { marques }) {
    const termes = analyser(texte);
    const passages = termes.filter((t) => marques.has(t.terme) && !t.vide).map((t) => [t.debut, t.fin]);
    const suite = pleins(termes);
    for (const { id, de, a } of reperer(suite, this._groupes)) {
      if (marques.has(`~${id}`)) passages.push([suite[de].debut, suite[a - 1].fin]);
    }
    return fondre(passages);
  }

  /** The query with its corrected words, spelt as the vocabulary or the results spell them; null without correction. */
  _suggerer({ texte, corrections }, resultats) {
    if (!corrections.length) return null;
    const ecrits = new Map();
    const sources = [...[...this._groupe.values()].flatMap(({ termes }) => termes), ...resultats.flatMap((r) => [r.titre, r.resume])];
    for (const source of sources) {
      for (const { mot, debut, fin } of analyser(source)) {
        if (!ecrits.has(mot)) ecrits.set(mot, source.slice(debut, fin).toLowerCase());
      }
    }
    let suite = texte;
    for (const { debut, fin, mot } of [...corrections].reverse()) {
      suite = suite.slice(0, debut) + (ecrits.get(mot) ?? mot) + suite.slice(fin);
    }
    return suite.trim();
  }

  // --- The query ----------------------------------------------------------------------------------------------------

  /**
   * Read a query: one slot ("case") a word, with the keys of the index that may stand for it and their weights.
   * @returns {{texte: string, vide: boolean, cases: Array<{poids: number, cles: Map<string, number>}>, marques: Set<string>,
   *   corrections: Array<{debut: number, fin: number, mot: string}>}}
   */
  _planifier(requete) {
    const texte = [...String(requete)].slice(0, LONGUEUR).join("");
    const connu = this._plans.get(texte);
    if (connu) return connu;
    const termes = this._lireMots(pleins(analyser(texte)).slice(0, MOTS), /[\p{L}\p{N}]$/u.test(texte));
    const cases = termes.map((t) => ({ poids: t.leger ? POIDS.leger : 1, cles: new Map(t.cles) }));

    for (const { id, de, a } of reperer(termes, this._groupes)) {
      const longueur = a - de;
      for (let i = de; i < a; i++) {
        if (longueur > 1) {
          // The phrase says more than its words do one by one, and is no more than one thing asked.
          cases[i].poids = 1 / Math.sqrt(longueur);
          for (const [cle, poids] of cases[i].cles) if (!cle.startsWith("~")) cases[i].cles.set(cle, poids * POIDS.epars);
        }
        this._ajouterGroupe(cases[i].cles, id, termes[i].confiance * (longueur > 1 ? POIDS.expression : POIDS.groupe));
      }
    }
    for (const { cles } of cases) {
      for (const [cle, poids] of [...cles]) {
        for (const { id, suite } of this._groupes.get(cle) ?? []) {
          if (suite.length === 1 && poids < 1) this._ajouterGroupe(cles, id, poids * POIDS.groupe);
        }
      }
    }
    const plan = {
      texte,
      vide: termes.every((t) => (t.vide || t.leger) && !t.cles.length), // nothing asked
      cases: cases.filter(({ cles }) => cles.size),
      marques: new Set(
        cases
          .filter(({ poids }) => poids > POIDS.leger)
          .flatMap(({ cles }) => [...cles.keys()].filter((cle) => cles.get(cle) > POIDS.groupe * POIDS.voir)),
      ),
      corrections: termes.filter((t) => t.corrige).map(({ debut, fin, corrige }) => ({ debut, fin, mot: corrige })),
    };
    if (this._plans.size > 50) this._plans.clear();
    this._plans.set(texte, plan);
    return plan;
  }

  _ajouterGroupe(cles, id, poids) {
    const noter = (cle, part) => cles.set(cle, Math.max(part, cles.get(cle) ?? 0));
    noter(`~${id}`, poids);
    for (const autre of this._groupe.get(id).voir) noter(`~${autre}`, poids * POIDS.voir);
  }

  /** Give each word its keys: its stem where it is known; else what it begins, hides or resembles. */
  _lireMots(termes, enCours) {
    const lus = [];
    termes.forEach((t, i) => {
      const dernier = enCours && i === termes.length - 1;
      const connu = this._racines.has(t.terme);
      const debuts = (dernier && t.mot.length > 1) || t.mot.length > 2 ? this._debuts(t.mot, dernier, connu) : [];
      const poser = (plus) => lus.push({ ...t, confiance: 1, cles: debuts, corrige: null, ...plus });
      if (connu) {
        // A whole word may begin others; « crè » is none, though it has the stem of one.
        const suites = debuts.map(([cle, poids]) => [cle, this._mots.has(t.mot) ? poids * 0.5 : poids]);
        const exact = dernier && !this._mots.has(t.mot) && suites.length ? POIDS.epars : POIDS.exact;
        return poser({ cles: [...suites.filter(([cle]) => cle !== t.terme), [t.terme, exact]] });
      }
      if (t.leger) return poser({}); // an everyday word, rightly spelt
      const colle = /^(?:[ldjmnstc]|qu)(?=[aeiouyh])(.{3,})$/.exec(t.mot);
      const sans = colle && racine(colle[1]);
      // A short stem alone proves nothing: « devenir » is not « d’événement ».
      if (sans && this._racines.has(sans) && (this._mots.has(colle[1]) || sans.length > 4)) {
        return poser({ terme: sans, cles: [[sans, 0.95]] });
      }
      const precedent = lus.at(-1);
      const joint = precedent && termes[i - 1] && racine(termes[i - 1].mot + t.mot);
      if (joint && this._racines.has(joint)) {
        precedent.cles = [...precedent.cles, [joint, 0.95]];
        return poser({ terme: joint, cles: [[joint, 0.95]] });
      }
      if (debuts.length) return poser({});
      const moities = this._couper(t.mot);
      const proches = this._proches(t.mot, moities ? 1 : 3);
      if (!proches.length && moities) {
        return moities.forEach((mot) => poser({ mot, terme: racine(mot), cles: [[racine(mot), 0.95]] }));
      }
      const cles = new Map();
      for (const { mot, poids } of proches) cles.set(racine(mot), Math.max(poids, cles.get(racine(mot)) ?? 0));
      const [premier] = proches;
      return poser({
        terme: premier ? racine(premier.mot) : t.terme,
        confiance: premier?.poids ?? 1,
        cles: [...cles],
        corrige: premier?.mot ?? null,
      });
    });
    return lus;
  }

  /** Stems of the words that `debut` begins: the most common first, the shortest weighing most. */
  _debuts(debut, dernier, connu) {
    if (connu && !dernier) return [];
    const suites = [...this._mots.atPrefix(debut)].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length);
    const cles = new Map();
    for (const [mot] of suites) {
      const cle = racine(mot);
      if (!cles.has(cle)) cles.set(cle, 0.4 + 0.5 * (debut.length / mot.length));
      if (cles.size === SUITES) break;
    }
    return [...cles];
  }

  /** Two known words that `mot` joins, if any: « negotraining ». */
  _couper(mot) {
    for (let i = mot.length - 3; i >= 3; i--) {
      if (this._mots.has(mot.slice(0, i)) && this._mots.has(mot.slice(i))) return [mot.slice(0, i), mot.slice(i)];
    }
    return null;
  }

  /** Known words that resemble `mot`, best first, at most `marge` mistakes away: fewer for a short word. */
  _proches(mot, marge) {
    const permis = Math.min(marge, mot.length < 4 ? 0 : mot.length < 7 ? 1 : mot.length < 12 ? 2 : 3);
    if (!permis || mot.length > 40) return [];
    const son = phonetique(mot);
    const trouves = [];
    for (const [voisin, [rang]] of this._mots.fuzzyGet(mot, permis + 1)) {
      const ecart = phonetique(voisin) === son ? Math.min(1, distance(mot, voisin)) : distance(mot, voisin);
      if (ecart > permis) continue;
      const autre = voisin[0] === mot[0] ? 0 : 0.5;
      trouves.push({ mot: voisin, rang, ecart: ecart + autre, poids: 1 - 0.2 * (ecart + autre) });
    }
    trouves.sort((a, b) => a.ecart - b.ecart || b.rang - a.rang || (a.mot < b.mot ? -1 : 1));
    return trouves.filter((t) => t.ecart <= trouves[0].ecart + 0.5).slice(0, PROCHES);
  }

  // --- The answer ---------------------------------------------------------------------------------------------------

  _tout() {
    const trouves = Array.from({ length: this.pratiques }, (_, doc) => doc);
    return { trouves, scores: new Float32Array(this._titres.length) };
  }

  async _noter({ cases }) {
    const listes = new Map();
    await Promise.all(
      [...new Set(cases.flatMap(({ cles }) => [...cles.keys()]))].map(async (cle) => listes.set(cle, await this._liste(cle))),
    );
    const nombre = this._titres.length;
    const scores = new Float32Array(nombre);
    const couvert = new Float32Array(nombre); // how much of the query a document holds, the way it holds it counting
    const present = new Float32Array(nombre); // how many of its words, in any way
    const titres = new Float32Array(nombre);
    let total = 0;
    const rarete = (docs) => Math.log(1 + (nombre - docs + 0.5) / (docs + 0.5 + COMMUN * nombre));
    for (const { poids, cles } of cases) {
      const tenues = [...cles].filter(([cle]) => listes.get(cle).doc.length).sort((a, b) => b[1] - a[1]);
      if (!tenues.length) continue;
      const forts = new Uint8Array(nombre);
      let docs = 0;
      for (const [cle, part] of tenues) {
        if (part >= FORT * tenues[0][1]) for (const d of listes.get(cle).doc) docs += forts[d] ? 0 : (forts[d] = 1);
      }
      const plafond = rarete(docs);
      total += poids * plafond;
      const [valeur, part, presence, enTitre] = [0, 1, 2, 3].map(() => new Float32Array(nombre));
      for (const [cle, qualite] of tenues) {
        const { doc, force, titre } = listes.get(cle);
        const poidsCle = poids * Math.min(plafond, rarete(doc.length));
        for (let i = 0; i < doc.length; i++) {
          const d = doc[i];
          valeur[d] = Math.max(valeur[d], poidsCle * qualite * force[i]);
          part[d] = Math.max(part[d], poidsCle * qualite);
          presence[d] = poids;
          if (titre[i]) enTitre[d] = Math.max(enTitre[d], poidsCle * qualite);
        }
      }
      for (let d = 0; d < nombre; d++) {
        scores[d] += valeur[d];
        couvert[d] += part[d];
        present[d] += presence[d];
        titres[d] += enTitre[d];
      }
    }
    let meilleur = 0;
    for (let d = 0; d < nombre; d++) meilleur = Math.max(meilleur, present[d]);
    const trouves = [];
    for (let d = 0; d < nombre; d++) {
      if (!present[d] || present[d] < ECART * meilleur) continue;
      const enTitre = titres[d] / total;
      scores[d] *= (couvert[d] / total) ** COUVERT * (1 + TITRE * enTitre + (COURT * enTitre * cases.length) / (this._titres[d] + cases.length));
      trouves.push(d);
    }
    return { trouves, scores };
  }

  /** The documents that hold a key of the index, how much each says of it, and whether its title does. */
  async _liste(cle) {
    const { termes } = this._manifeste;
    let [bas, haut] = [0, termes.length - 1];
    while (bas < haut) {
      const milieu = (bas + haut + 1) >> 1;
      if (termes[milieu][0] <= cle) bas = milieu;
      else haut = milieu - 1;
    }
    if (!termes.length) return { doc: [], force: [], titre: [] };
    const morceau = await this._lire(termes[bas][1]);
    morceau.place ??= new Map(morceau.termes.map((terme, i) => [terme, i]));
    const i = morceau.place.get(cle);
    return i === undefined ? { doc: [], force: [], titre: [] } : liste(morceau.listes[i]);
  }

  async _fiche(doc) {
    const { fiches, parMorceau, leviers } = this._manifeste;
    const morceau = await this._lire(fiches[Math.floor(doc / parMorceau)]);
    const [adresse, titre, resume, levier = "", lieu = "", porteur = "", preuve = "", valeur = "", libelle = "", aVerifier = ""] =
      morceau[doc % parMorceau];
    return {
      genre: doc < this.pratiques ? "pratique" : "page",
      adresse,
      titre,
      levier: levier ? { id: levier, nom: leviers[levier] } : null,
      lieu,
      porteur,
      resume,
      chiffre: valeur ? { valeur, libelle } : null,
      preuve,
      aVerifier: aVerifier !== "",
    };
  }

  /** Facet → value → documents, and the day each practice was last checked. */
  async _facettes() {
    const lu = await this._lire(this._manifeste.facettes);
    lu.table ??= {
      jours: nombres(lu.jours),
      docs: new Map(
        Object.entries(lu.facettes).map(([facette, valeurs]) => [
          facette,
          new Map(Object.entries(valeurs).map(([valeur, docs]) => [valeur, cumuler(nombres(docs))])),
        ]),
      ),
    };
    return lu.table;
  }
}

// --- Facets ---------------------------------------------------------------------------------------------------------

function reunir(table, facette, valeurs, nombre) {
  const oui = new Uint8Array(nombre);
  for (const valeur of valeurs) for (const doc of table.docs.get(facette)?.get(valeur) ?? []) oui[doc] = 1;
  return oui;
}

function compterFacettes(table, docs, admis, nombre) {
  const comptes = {};
  for (const [facette, valeurs] of table.docs) {
    const oui = new Uint8Array(nombre);
    for (const doc of docs) oui[doc] = admis.every(([autre, ok]) => autre === facette || ok[doc]);
    comptes[facette] = {};
    for (const [valeur, tenus] of valeurs) {
      let n = 0;
      for (const doc of tenus) n += oui[doc];
      comptes[facette][valeur] = n;
    }
  }
  return comptes;
}

// --- Texts ----------------------------------------------------------------------------------------------------------

/** Join passages that touch or overlap. */
function fondre(passages) {
  const fondus = [];
  for (const [debut, fin] of passages.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const dernier = fondus.at(-1);
    if (dernier && debut <= dernier[1]) dernier[1] = Math.max(dernier[1], fin);
    else fondus.push([debut, fin]);
  }
  return fondus;
}

/** Mistakes between two words: a letter added, left out, changed, or two swapped. */
function distance(a, b) {
  let [avant, ligne] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const suite = [i];
    for (let j = 1; j <= b.length; j++) {
      suite[j] = Math.min(ligne[j] + 1, suite[j - 1] + 1, ligne[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) suite[j] = Math.min(suite[j], avant[j - 2] + 1);
    }
    [avant, ligne] = [ligne, suite];
  }
  return ligne[b.length];
}

/** How a word sounds, roughly: « numerik » and « numerique » give the same. */
function phonetique(mot) {
  return mot
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

// --- How the files write numbers (search.py writes them) --------------------------------------------------------------

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const CHIFFRE = new Uint8Array(128);
for (let i = 0; i < 64; i++) CHIFFRE[ALPHABET.charCodeAt(i)] = i;

/** Words and their rank from the lexicon: each is [letters shared with the last one][rank][its own letters]. */
function* mots(suite) {
  let dernier = "";
  for (const [, garde, rang, reste] of suite.matchAll(/([A-Z])([0-@])([^A-Z]*)/g)) {
    dernier = dernier.slice(0, garde.charCodeAt(0) - 65) + reste;
    yield [dernier, rang.charCodeAt(0) - 48];
  }
}

/** Numbers: five bits a letter, low ones first; the sixth says that more follows. */
function nombres(texte) {
  const lus = [];
  for (let i = 0, valeur = 0, rang = 0; i < texte.length; i++) {
    const chiffre = CHIFFRE[texte.charCodeAt(i)];
    valeur += (chiffre & 31) * 2 ** rang;
    rang += 5;
    if (chiffre < 32) {
      lus.push(valeur);
      valeur = rang = 0;
    }
  }
  return lus;
}

/** Differences → numbers that grow. */
function cumuler(ecarts) {
  let somme = -1;
  return ecarts.map((ecart) => (somme += ecart));
}

/** Postings: for each document, the difference from the last, then one letter: the root of its strength
 * (5 bits) and whether the title holds the term. */
function liste(texte) {
  const doc = [];
  const force = [];
  const titre = [];
  for (let i = 0, somme = -1; i < texte.length; i++) {
    let ecart = 0;
    let rang = 0;
    let chiffre = 32;
    while (chiffre > 31) {
      chiffre = CHIFFRE[texte.charCodeAt(i++)];
      ecart += (chiffre & 31) * 2 ** rang;
      rang += 5;
    }
    const dit = CHIFFRE[texte.charCodeAt(i)];
    doc.push((somme += ecart));
    force.push(((dit & 31) / 31) ** 2);
    titre.push(dit > 31);
  }
  return { doc, force, titre };
}
