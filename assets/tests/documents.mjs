// Documents made by chance: all forms of the dialect, with words that try to mean something else in Markdown.

import { schema } from "../js/editor/document/schema.js";
import { ROLES } from "../js/editor/dialect/vocabulary.js";

const WORDS =
  "sock a_b *x* _y_ | [z] ](u) ![ ! <b> <https://e.co> &amp; &copy & # ## 1. 1) 12. - -- --- + > ::product[x] :::faq ::: :::: : :-: " +
  "[^1] [^1]: `c` `` ~~s~~ ~~~ \\ \\\\ \\| === = é 😀 中。 “q” 15–20mmHg http://x.com \"q\" ' {a=\"b\"} } Dr. T: (x) * ** _ __ $5 5€ \u00a0 [x]:/u";
const SAID = ["name", "label", "caption", "src", "alt", "title"]; // of a block's attributes
const { nodes, marks } = schema;

/** `count` documents from the numbers that begin with `seed`. */
export function* documents(count, seed) {
  const chance = new Chance(seed);
  for (let number = 0; number < count; number += 1) yield nodes.doc.create(null, several(chance, 5, () => block(chance, 0)));
}

/** The words of `doc` and of what its blocks say, without the signs that a line of directives cannot hold. */
export function wordsOf(doc) {
  const words = [];
  doc.descendants(({ isText, text, attrs }) => {
    if (isText) words.push(text);
    for (const name of SAID) words.push(attrs[name] ?? "");
    words.push(...Object.values(attrs.attributes ?? {}));
  });
  return words.join("").replaceAll(/[\s{}()]+/g, "");
}

/** A linear congruential generator (Numerical Recipes, 2nd edition, section 7.1), so that a seed says which documents. */
class Chance {
  constructor(seed) {
    this.state = seed;
  }

  number() {
    this.state = (this.state * 1664525 + 1013904223) % 4294967296;
    return this.state / 4294967296;
  }

  is(share) {
    return this.number() < share;
  }

  below(limit) {
    return Math.floor(this.number() * limit);
  }

  one(choices) {
    return choices[this.below(choices.length)];
  }
}

const several = (chance, most, make) => Array.from({ length: 1 + chance.below(most) }, make);
const words = (chance) => several(chance, 4, () => chance.one(WORDS.split(/ /))).join(chance.one([" ", "", " "]));

function block(chance, depth) {
  const kinds = depth > 3 ? FLAT : [...FLAT, ...DEEP];
  return chance.one(kinds)(chance, depth);
}

const paragraph = (chance) => nodes.paragraph.create(null, inline(chance));
const item = (chance, depth) =>
  nodes.list_item.create(null, [paragraph(chance), ...(chance.is(0.25) ? [block(chance, depth + 2)] : [])]);
const directive = (chance, name, label, keys) => ({
  name,
  label,
  attributes: Object.fromEntries(keys.filter(() => chance.is(0.5)).map((key) => [key, words(chance)])),
});

const FLAT = [
  paragraph,
  paragraph,
  paragraph,
  (chance) => nodes.heading.create({ level: 2 + chance.below(3) }, inline(chance)),
  (chance) => nodes.figure.create({ src: "media:boots-2", alt: words(chance).trim() }, chance.is(0.6) ? schema.text(words(chance)) : null),
  (chance) => nodes.leaf.create(directive(chance, "product", "trail-socks", ["note"])),
  (chance) => nodes.leaf.create(directive(chance, "compare", "trail-socks, wool-socks", ["columns"])),
  (chance) => nodes.code_block.create({ info: chance.one(["", "js"]) }, schema.text(chance.one(["x", "```\ny", ":::\nz", " a|b ", "\n\nx\n", "~~~"]))),
  () => nodes.horizontal_rule.create(),
  table,
];
const DEEP = [
  (chance, depth) =>
    nodes.bullet_list.create({ tight: chance.is(0.7), mark: chance.one(["-", "-", "+", "*"]) }, several(chance, 3, () => item(chance, depth))),
  (chance, depth) =>
    nodes.ordered_list.create({ order: chance.one([1, 1, 9, 99]), tight: chance.is(0.5) }, several(chance, 3, () => item(chance, depth))),
  (chance, depth) => nodes.blockquote.create(null, several(chance, 2, () => block(chance, depth + 1))),
  (chance, depth) => container(chance, depth, chance.one(["note", "tip", "warning"]), chance.is(0.6) ? words(chance) : "", []),
  (chance, depth) => container(chance, depth, "quote", words(chance), ["role", "source", "evidence"]),
  (chance, depth) => container(chance, depth, "faq", "", []),
  (chance, depth) => {
    const { attrs, content } = container(chance, depth, "pick", "trail-socks", ["verified"]);
    return nodes.container.create({ ...attrs, attributes: { role: chance.one(ROLES), ...attrs.attributes } }, content);
  },
  (chance, depth) => nodes.footnote.create({ label: chance.one(["1", "note-2"]) }, several(chance, 2, () => block(chance, depth + 1))),
];

function container(chance, depth, name, label, keys) {
  return nodes.container.create(directive(chance, name, label, keys), several(chance, 2, () => block(chance, depth + 1)));
}

function table(chance) {
  const columns = 1 + chance.below(3);
  const row = (type) => nodes.table_row.create(null, Array.from({ length: columns }, () => type.create(null, inline(chance, { inCell: true }))));
  const attrs = { caption: chance.is(0.5) ? words(chance).trim() : "", attributes: chance.is(0.3) ? { rowheader: "true" } : {} };
  return nodes.table.create(attrs, [row(nodes.table_header), ...several(chance, 3, () => row(nodes.table_cell))]);
}

function inline(chance, { inCell = false } = {}) {
  return Array.from({ length: chance.below(5) }, () => {
    if (!inCell && chance.is(0.06)) return nodes.hard_break.create();
    if (chance.is(0.05)) return nodes.image.create({ src: "media:boots", alt: words(chance).trim(), title: chance.is(0.5) ? words(chance).trim() : "" });
    if (chance.is(0.05)) return nodes.footnote_ref.create({ label: "1" });
    return schema.text(words(chance), emphasis(chance));
  });
}

function emphasis(chance) {
  const href = chance.one(["/guides/x", "https://e.co/a(b)", "product:trail-socks", "price:trail-socks", "guide:boots#fit"]);
  return [
    ...(chance.is(0.12) ? [marks.link.create({ href })] : []),
    ...(chance.is(0.15) ? [marks.em.create()] : []),
    ...(chance.is(0.2) ? [marks.strong.create()] : []),
    ...(chance.is(0.06) ? [marks.strike.create()] : []),
    ...(chance.is(0.07) ? [marks.code.create()] : []),
  ];
}
