/** The way to the index: opens the engine the first time it is asked for, no sooner, and once. */

/** The site's root, wherever it is served from. */
export const ROOT = new URL("../../", import.meta.url);

/** What is read of a query, as the engine does. */
export const QUERY_LENGTH = 200;

let opening;

/** @returns {Promise<import("./engine.js").Engine>} */
export function engine() {
  opening ??= load().catch((error) => {
    opening = undefined; // a broken connection is not for ever
    throw error;
  });
  return opening;
}

/** Get ready to answer: the reader has turned to search. */
export function prepare() {
  engine().catch(() => {});
}

async function load() {
  const [{ openIndex }, manifest] = await Promise.all([
    import("./engine.js"),
    read("index.json"),
    import("./query.js"), // what the engine imports, asked for at once
    import("./encoding.js"),
    import("./analysis.js"),
    import("../vendor/minisearch/SearchableMap.js"),
  ]);
  return openIndex((name) => (name === "index.json" ? manifest : read(name)));
}

/** Names hold a hash of the content: what was read once is good for ever, but for the manifest, which names the rest. */
async function read(name) {
  const response = await fetch(new URL(`recherche/${name}`, ROOT), {
    cache: name === "index.json" ? "no-cache" : "force-cache",
  });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response.json();
}
