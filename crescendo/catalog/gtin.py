"""Global Trade Item Numbers (GS1 General Specifications, section 7.9: check digit)."""

LENGTHS = {8, 12, 13, 14}


def is_gtin(digits: str) -> bool:
    """Whether `digits` is a GTIN-8, -12, -13 or -14 with a right check digit."""
    if len(digits) not in LENGTHS or not (digits.isascii() and digits.isdigit()):
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0
