"""Texts in cells of files for spreadsheets, in which nothing is a formula.

What a spreadsheet would reckon with gets an apostrophe before it, as OWASP advises against CSV injection; so does what
begins with an apostrophe, so that each text comes back as it was.
"""

_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def guarded(text: str) -> str:
    """`text` as a cell that is no formula."""
    return f"'{text}" if text.startswith(_SIGNS) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` made `cell` of; a cell of another program is what it is."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_SIGNS) else cell
