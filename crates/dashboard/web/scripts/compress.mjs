// Compresses what was built, once and well, and says what the first view weighs: the script of the page and all that the overview loads. More
// than the limit fails.

import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { brotliCompressSync, constants } from "node:zlib";

const LIMIT = 120_000;
const FIRST = ["index.html", "src/views/overview/Overview.svelte"];
const dist = new URL("../dist/", import.meta.url);
const weights = new Map();

for (const name of await readdir(new URL("assets/", dist))) {
  if (!/\.(js|css|svg)$/.test(name)) continue;
  const plain = await readFile(new URL(`assets/${name}`, dist));
  const small = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
  await writeFile(new URL(`assets/${name}.br`, dist), small);
  if (name.endsWith(".js")) weights.set(`assets/${name}`, small.length);
}

// What was built of what is known only while it is built; the server has no use for it.
const manifest = JSON.parse(await readFile(new URL(".vite/manifest.json", dist), "utf8"));
await rm(new URL(".vite", dist), { recursive: true });

/** The files that a part of the program loads before it runs. */
function loaded(part, known = new Set()) {
  const { file, imports = [] } = manifest[part];
  if (!known.has(file)) {
    known.add(file);
    imports.forEach((other) => loaded(other, known));
  }
  return known;
}

const sum = (files) => [...files].reduce((bytes, file) => bytes + (weights.get(file) ?? 0), 0);
const first = sum(FIRST.reduce((known, part) => loaded(part, known), new Set()));
console.log(`${first} bytes of compressed JavaScript in the first view, of ${LIMIT} allowed; ${sum(weights.keys())} in all views`);
if (first > LIMIT) process.exit(1);
