/** Names ↔ ids of what is searched by name: organisations, sources, practices; those that nobody knows yet among them. */

import { adresse, plat } from "./text.js";

export class Noms {
  /** @param {Record<string, Record<string, string[]>>} connus  vocabulary → id → its names, first the one that is shown */
  constructor(connus) {
    this._connus = connus;
    this._ids = {};
    this._neufs = {};
    for (const [genre, entrees] of Object.entries(connus)) {
      this._ids[genre] = new Map();
      this._neufs[genre] = new Map();
      // An id first, then initials, then names: of two that read alike, the fuller one wins.
      for (const rang of [-1, 1, 0])
        for (const [id, noms] of Object.entries(entrees)) {
          const nom = rang < 0 ? id : noms[rang];
          if (nom) this._ids[genre].set(plat(nom), id);
        }
    }
  }

  /** The id that a name stands for; one made of it when it is new; "" for nothing. */
  id(genre, texte) {
    const dit = plat(texte);
    if (!dit) return "";
    return this._ids[genre].get(dit) ?? [...this._neufs[genre]].find(([, nom]) => plat(nom) === dit)?.[0] ?? adresse(texte);
  }

  /** Note that `id` is new, and bears this name. */
  apprendre(genre, id, nom) {
    if (!this.connu(genre, id)) this._neufs[genre].set(id, nom);
  }

  nom(genre, id) {
    return this.connu(genre, id) ? this._connus[genre][id][0] : (this._neufs[genre].get(id) ?? id);
  }

  connu(genre, id) {
    return Object.hasOwn(this._connus[genre], id);
  }

  /** Every name that may be chosen. */
  tous(genre) {
    return Object.values(this._connus[genre]).map(([nom]) => nom);
  }
}
