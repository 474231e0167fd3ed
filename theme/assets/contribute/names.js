/** Names ↔ ids of what is searched by name: organisations, sources, practices; those that nobody knows yet among them. */

import { fold, slug } from "./text.js";

export class Names {
  /** @param {Record<string, Record<string, string[]>>} known  vocabulary → id → its names, first the one that is shown */
  constructor(known) {
    this._known = known;
    this._ids = {};
    this._new = {};
    for (const [kind, entries] of Object.entries(known)) {
      this._ids[kind] = new Map();
      this._new[kind] = new Map();
      // An id first, then initials, then names: of two that read alike, the fuller one wins.
      for (const rank of [-1, 1, 0])
        for (const [id, names] of Object.entries(entries)) {
          const name = rank < 0 ? id : names[rank];
          if (name) this._ids[kind].set(fold(name), id);
        }
    }
  }

  /** The id that a name stands for; one made of it when it is new; "" for nothing. */
  id(kind, text) {
    const folded = fold(text);
    if (!folded) return "";
    return this._ids[kind].get(folded) ?? [...this._new[kind]].find(([, name]) => fold(name) === folded)?.[0] ?? slug(text);
  }

  /** Note that `id` is new, and bears this name. */
  learn(kind, id, name) {
    if (!this.knows(kind, id)) this._new[kind].set(id, name);
  }

  name(kind, id) {
    return this.knows(kind, id) ? this._known[kind][id][0] : (this._new[kind].get(id) ?? id);
  }

  knows(kind, id) {
    return Object.hasOwn(this._known[kind], id);
  }
}
