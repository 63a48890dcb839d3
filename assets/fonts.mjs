// Cuts fonts down at build time to one weight and to the characters of a part of the alphabet: `font.woff2?basic`.

import { readFile } from "node:fs/promises";
import path from "node:path";
import subsetFont from "subset-font";

// What English prose is made of; signs that hardly occur in it wait in the second part.
const basic = characters(
  [0x20, 0x22], [0x24, 0x29], [0x2b, 0x3b], [0x3f], [0x41, 0x5b], [0x5d], [0x61, 0x7a],
  [0xa0], [0xb0], [0xb7], [0xd7], [0x2013, 0x2014], [0x2018, 0x2019], [0x201c, 0x201d], [0x2026],
);
const western = characters(
  [0x20, 0x7e], [0xa0, 0xff], [0x131], [0x152, 0x153], [0x2bb, 0x2bc], [0x2c6], [0x2da], [0x2dc], [0x2039, 0x203a],
  [0x2044], [0x20ac], [0x2122], [0x2212],
);

// The characters of each part; the `unicode-range` of its @font-face says the same to the browser.
const parts = {
  basic,
  latin: [...western].filter((character) => !basic.includes(character)).join(""),
  extended: characters([0x100, 0x24f], [0x1e02, 0x1eff], [0x2020], [0x20a0, 0x20c0]),
};

// Between the cut for text and that for display, so that one weight serves both.
const instance = { wght: 400, opsz: 24 };

function characters(...ranges) {
  return ranges
    .flatMap(([first, last = first]) => Array.from({ length: last - first + 1 }, (_, step) => String.fromCodePoint(first + step)))
    .join("");
}

/** An esbuild plugin: `family-….woff2?part` becomes a built file called `family-part`. */
export const cutFonts = {
  name: "cut-fonts",
  setup(build) {
    build.onResolve({ filter: /\.woff2\?/ }, async ({ path: address, ...from }) => {
      const [source, part] = address.split("?");
      const { path: whole, errors } = await build.resolve(source, { kind: from.kind, resolveDir: from.resolveDir });
      const family = path.basename(source).split("-")[0];
      return { path: `${family}-${part}.woff2`, namespace: "cut", pluginData: { whole, part }, suffix: "", errors };
    });
    build.onLoad({ filter: /.*/, namespace: "cut" }, async ({ pluginData: { whole, part } }) => ({
      contents: await subsetFont(await readFile(whole), parts[part], { targetFormat: "woff2", variationAxes: instance }),
      loader: "file",
    }));
  },
};
