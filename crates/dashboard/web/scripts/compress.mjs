// Compresses what was built, once and well, and says what the first view weighs. More than the limit fails.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { brotliCompressSync, constants } from "node:zlib";

const LIMIT = 120_000;
const assets = new URL("../dist/assets/", import.meta.url);
let scripts = 0;

for (const name of await readdir(assets)) {
  if (!/\.(js|css|svg)$/.test(name)) continue;
  const plain = await readFile(new URL(name, assets));
  const small = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
  await writeFile(new URL(`${name}.br`, assets), small);
  if (name.endsWith(".js")) scripts += small.length;
}

console.log(`${scripts} bytes of compressed JavaScript in all, of ${LIMIT} allowed`);
if (scripts > LIMIT) process.exit(1);
