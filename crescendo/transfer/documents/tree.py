"""HTML as a tree, whatever state it is in. Only the parser's own limits end it."""

import re
from typing import Any

from lxml import etree

from ...journal.markup.grammar import tidy
from .context import TOO_DEEP
from .results import Unreadable

MAX_HTML_CHARS = 2_000_000
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)  # the parser reads nothing that stands behind them


def read_tree(html: str) -> Any:
    """The `body` of `html`; an empty one where there is nothing to read."""
    if len(html) > MAX_HTML_CHARS:
        raise Unreadable(
            f"This document has {len(html):,} characters; {MAX_HTML_CHARS:,} is the most. Split it in two."
        )
    parser = etree.HTMLParser(encoding="utf-8", remove_pis=True, no_network=True)
    document = etree.fromstring(f"<body>{_ENDS.sub('', tidy(html))}".encode(), parser)
    for error in parser.error_log:
        if error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise Unreadable(TOO_DEEP)
    body = None if document is None else document.find("body")
    return etree.Element("body") if body is None else body
