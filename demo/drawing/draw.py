"""Draws the demo's pictures again: `.venv/bin/python demo/drawing/draw.py [KEY …]`, into `demo/pictures/`.

Needs the development packages and a Chromium, which turns SVG into pixels.
"""

import shutil
import sys
from io import BytesIO
from pathlib import Path

from figures import FIGURES, PORTRAITS
from PIL import Image
from playwright.sync_api import sync_playwright
from products import THINGS, product
from scenes import LEADS

TARGET = Path(__file__).parents[1] / "pictures"
SIZES = {"guide": (1500, 1000), "figure": (1200, 800), "portrait": (640, 640)}
PRODUCT = (960, 1200)
QUALITY = 80


def drawings() -> dict[str, str]:
    """The SVG of every picture, by key."""
    made = {key: product(key) for key in THINGS}
    for group in (LEADS, FIGURES, PORTRAITS):
        made |= {key: draw() for key, draw in group.items()}
    return made


def main(wanted: list[str]) -> None:
    """Draw the pictures with the `wanted` keys; all of them when none is named."""
    TARGET.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for key, svg in drawings().items():
            if wanted and key not in wanted:
                continue
            width, height = SIZES.get(key.split("-", maxsplit=1)[0], PRODUCT)
            page.set_viewport_size({"width": width, "height": height})
            page.set_content(f"<body style='margin:0'>{svg}</body>")
            with Image.open(BytesIO(page.screenshot())) as picture:
                picture.convert("RGB").save(TARGET / f"{key}.webp", quality=QUALITY, method=6)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
