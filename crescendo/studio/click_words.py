"""What the reports of clicks are called, what they mean, and what they say when there is nothing in them."""

from enum import StrEnum


class Report(StrEnum):
    """What the page of clicks can show; the first is the usual one."""

    GUIDE = "guide"
    POSITION = "position"
    PRODUCT = "product"
    MERCHANT = "merchant"
    DAY = "day"
    NEVER = "never"
    DEAD = "dead"
    MISSED = "missed"


REPORT_WORDS = {
    Report.GUIDE: "By guide",
    Report.POSITION: "By place in a guide",
    Report.PRODUCT: "By product",
    Report.MERCHANT: "By seller",
    Report.DAY: "By day",
    Report.NEVER: "Never clicked",
    Report.DEAD: "Clicks to dead offers",
    Report.MISSED: "Searched and not found",
}
HINTS = {
    Report.GUIDE: "The guides in which readers followed a link to a seller.",
    Report.POSITION: (
        "Guide, position, product and seller. Positions count the product places of a guide from its beginning; "
        "what stood there is what readers saw on that day."
    ),
    Report.PRODUCT: "The products whose offers readers followed, wherever the link stood.",
    Report.MERCHANT: "The sellers to whom readers went.",
    Report.DAY: "Days as they are where the site is.",
    Report.NEVER: (
        "Cards, picks and comparisons that readers see now with a link to a seller, and that nobody followed in this "
        "period. Look at when the guide went live before you judge."
    ),
    Report.DEAD: (
        "Readers wanted to buy, and the offer was out of stock, gone, archived or recalled on that day. Mend the "
        "offer, or speak of another product."
    ),
    Report.MISSED: "What readers searched for without a result: things to write about, or to call by that name.",
}
NOTHING = {
    Report.NEVER: "Every card, pick and comparison with a link to a seller was followed, or there is none yet.",
    Report.DEAD: "Nobody followed a link to an offer from which nothing could be bought.",
    Report.MISSED: "Every search in this period found something, or nobody searched.",
}
NO_CLICKS = (
    "Nobody followed a link to a seller in this period. Clicks are counted by themselves wherever a card, pick, "
    "comparison or list of products shows an offer."
)
