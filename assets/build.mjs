// Bundles each file that stands directly in css/ or js/ into static/build/, under a name that carries the hash of its content,
// compressed beside it, and writes manifest.json: the name a template knows to the name a browser keeps for ever.

import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "esbuild";
import { cutFonts } from "./fonts.mjs";

const here = import.meta.dirname;
const target = path.join(here, "..", "static", "build");
// Parts of markdown-it that the editor does without: a table of named signs, which every browser has, and links of bare
// addresses.
const dialect = path.join(here, "js", "editor", "dialect");
const alias = { entities: path.join(dialect, "entities.js"), "linkify-it": path.join(dialect, "no_linkify.js") };
const compressible = new Set([".css", ".js", ".svg"]);

async function entryPoints() {
  const folders = ["css", "js"].map(async (kind) => {
    const names = await readdir(path.join(here, kind));
    return names.filter((name) => path.extname(name) === `.${kind}`).map((name) => path.join(here, kind, name));
  });
  return (await Promise.all(folders)).flat();
}

async function bundle() {
  return build({
    entryPoints: await entryPoints(),
    outdir: target,
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022", "chrome120", "firefox121", "safari17.2"],
    loader: { ".svg": "file" },
    plugins: [cutFonts],
    alias,
    charset: "utf8",
    legalComments: "eof",
    metafile: true,
    write: false,
    logLevel: "warning",
  });
}

/** The template's name of each built file: that of its entry point or, for a font or picture, of the one file it copies. */
function manifest(outputs) {
  const pairs = Object.entries(outputs).map(([built, { entryPoint, inputs }]) => {
    const source = entryPoint ?? Object.keys(inputs)[0];
    return [path.basename(source).replace(/^cut:/, ""), path.basename(built)];
  });
  return Object.fromEntries(pairs.toSorted());
}

async function store({ path: file, contents }) {
  await writeFile(file, contents);
  if (!compressible.has(path.extname(file))) return;
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    promisify(gzip)(contents, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
  console.log(`${path.basename(file)}  ${contents.length} bytes, ${br.length} compressed`);
}

async function removeOthers(names) {
  const kept = (name) => names.some((built) => [built, `${built}.br`, `${built}.gz`].includes(name));
  const stale = (await readdir(target)).filter((name) => name !== "manifest.json" && !kept(name));
  await Promise.all(stale.map((name) => rm(path.join(target, name), { recursive: true })));
}

const { outputFiles, metafile } = await bundle();
const names = manifest(metafile.outputs);
await mkdir(target, { recursive: true });
await Promise.all(outputFiles.map(store));
await writeFile(path.join(target, "manifest.json"), `${JSON.stringify(names, null, 2)}\n`);
await removeOthers(Object.values(names));
