"""The words of the dialect: the names of its forms, what each may say of itself, and in which words."""

LEAVES: dict[str, frozenset[str]] = {
    "product": frozenset({"note"}),
    "compare": frozenset({"columns"}),
}
CONTAINERS: dict[str, frozenset[str]] = {
    "pick": frozenset({"role", "evidence", "verified"}),
    "faq": frozenset(),
    "quote": frozenset({"role", "source", "evidence", "lang"}),
    "note": frozenset(),
    "tip": frozenset(),
    "warning": frozenset(),
    "table": frozenset({"rowheader"}),
}
FORMS = {**LEAVES, **CONTAINERS}

EXAMPLES = {
    "product": '::product[its-address]{note="why it is here"}',
    "compare": "::compare[one-product, another-product]",
    "pick": ':::pick[its-address]{role="best-overall" evidence="tested"}',
    "faq": ":::faq",
    "quote": ':::quote[Name]{role="Physiotherapist" source="https://…"}',
    "note": ":::note[Title]",
    "tip": ":::tip[Title]",
    "warning": ":::warning[Title]",
    "table": ":::table[What it shows]",
}

CALLOUTS = {"note": "Note", "tip": "Tip", "warning": "Warning"}
ROLES = ("best-overall", "runner-up", "budget", "upgrade", "mention", "avoid")
EVIDENCE = ("tested", "expert", "specs-only", "owner-reviews")
QUOTE_EVIDENCE = {"interview": "Interview", "published": "Published", "correspondence": "Correspondence"}
