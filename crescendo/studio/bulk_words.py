"""What a change of many guides is called: before, on its button, and after."""

from collections.abc import Sequence

from ..journal.bulk import Change
from ..journal.bulk_changes import BulkChange, ChangeKind
from ..journal.models import Article
from ..journal.reversal import Reversal


def guides(count: int) -> str:
    """“1 guide”, “2 guides”."""
    return f"{count} guide" if count == 1 else f"{count} guides"


def question(change: Change, count: int) -> str:
    """What is about to be done, as an imperative: a heading and a button."""
    many = guides(count)
    return {
        ChangeKind.CATEGORY: f"Move {many} to {change.name}",
        ChangeKind.AUTHOR: f"Give {many} to {change.name}",
        ChangeKind.ADD_TAG: f"Add the tag “{change.name}” to {many}",
        ChangeKind.REMOVE_TAG: f"Take the tag “{change.name}” off {many}",
        ChangeKind.WITHDRAW: f"Withdraw {many}",
    }[change.kind]


def consequence(change: Change) -> str:
    """What readers will notice."""
    return {
        ChangeKind.CATEGORY: "The new category shows at once. Addresses stay.",
        ChangeKind.AUTHOR: "Readers see the new name at once, and its profile at the end.",
        ChangeKind.ADD_TAG: "Readers find what has the tag at once."
        + ("" if change.target_id else " The tag is new and will be made."),
        ChangeKind.REMOVE_TAG: "Readers no longer find under the tag what loses it.",
        ChangeKind.WITHDRAW: "Readers no longer see what is withdrawn, and its address says so. Texts stay as drafts.",
    }[change.kind]


def already(change: Change) -> str:
    """Why some of the chosen guides would not change."""
    return {
        ChangeKind.CATEGORY: f"in {change.name} already",
        ChangeKind.AUTHOR: f"by {change.name} already",
        ChangeKind.ADD_TAG: "has the tag already",
        ChangeKind.REMOVE_TAG: "does not have the tag",
        ChangeKind.WITHDRAW: "not before readers",
    }[change.kind]


def report(done: BulkChange) -> str:
    """What was done."""
    many = guides(len(done.before))
    return {
        ChangeKind.CATEGORY: f"{many} moved to {done.name}.",
        ChangeKind.AUTHOR: f"{many} given to {done.name}.",
        ChangeKind.ADD_TAG: f"Tag “{done.name}” added to {many}.",
        ChangeKind.REMOVE_TAG: f"Tag “{done.name}” taken off {many}.",
        ChangeKind.WITHDRAW: f"{many} withdrawn.",
    }[done.kind]


def left_words(left: Sequence[Article]) -> str:
    """That some guides were saved by somebody between the question and the answer."""
    return f"Left as somebody saved {_them(left)} meanwhile: {titles(left)}."


def reversal_words(reversal: Reversal) -> str:
    """What undoing did, and for which guides it could not."""
    done = f"Undone: {guides(reversal.count)} as before." if reversal.count else "Nothing could be undone."
    reasons = {reason: [article for article, why in reversal.left if why == reason] for _, reason in reversal.left}
    left = [f"{titles(articles)}: {reason}." for reason, articles in reasons.items()]
    return " ".join([done, *([f"Left as {_is(len(reversal.left))}:"] if left else []), *left])


def titles(articles: Sequence[Article], most: int = 5) -> str:
    """The titles of the first few, and how many more there are; messages travel in a cookie, which has little room."""
    named = ", ".join(f"“{article.newest_revision.title}”" for article in articles[:most])
    return f"{named} and {len(articles) - most} more" if len(articles) > most else named


def _them(left: Sequence[Article]) -> str:
    return "it" if len(left) == 1 else "them"


def _is(count: int) -> str:
    return "it is" if count == 1 else "they are"
