// The words of the dialect, as crescendo/journal/markup/vocabulary.py has them; a test compares the two.

export const LEAVES = { product: ["note"], compare: ["columns"] };
export const CONTAINERS = {
  pick: ["role", "evidence", "verified"],
  faq: [],
  quote: ["role", "source", "evidence", "lang"],
  note: [],
  tip: [],
  warning: [],
  table: ["rowheader"],
};
export const ROLES = ["best-overall", "runner-up", "budget", "upgrade", "mention", "avoid"];
export const EVIDENCE = ["tested", "expert", "specs-only", "owner-reviews"];
export const QUOTE_EVIDENCE = ["interview", "published", "correspondence"];
