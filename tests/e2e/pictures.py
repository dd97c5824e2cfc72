"""Pictures of every page in every state, to be looked at: ``python -m tests.e2e.pictures FOLDER [STATE] [--only PART] [--print]``.

One picture per page and language: the desktop at 1280 px, and the phone at 390 px cut into columns that stand side by side.
"""

import argparse
import re
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.conftest import serve
from tests.e2e.pages import STATES

TALL = 1900
GAP = 24


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("states", nargs="*", default=[])
    parser.add_argument("--only", default="", help="a part of the address")
    parser.add_argument("--language", choices=["zh", "en"])
    parser.add_argument("--width", type=int, choices=[1280, 390])
    parser.add_argument("--print", action="store_true", help="as a PDF instead")
    chosen = parser.parse_args()
    widths = [chosen.width] if chosen.width else [1280, 390]
    prefixes = [prefix for prefix in ("", "/en") if chosen.language in (None, "en" if prefix else "zh")]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name in chosen.states or STATES:
            folder = chosen.folder / name
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory() as data, serve(Path(data), *STATES[name].commands) as site:
                for _status, path in STATES[name].addresses:
                    if chosen.only not in path:
                        continue
                    for prefix in prefixes:
                        stem = re.sub(r"\W+", "-", path).strip("-")[:60] or "home"
                        stem = f"{stem}.{'en' if prefix else 'zh'}"
                        if chosen.print:
                            print_page(browser, site + prefix + path, folder / f"{stem}.pdf")
                            continue
                        for width in widths:
                            picture(browser, site + prefix + path, width).save(folder / f"{stem}.{width}.png")
        browser.close()


def picture(browser: Browser, address: str, width: int) -> Image.Image:
    """The whole page; columns side by side where it is taller than a screen can show."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(address, wait_until="networkidle")
    whole = Image.open(BytesIO(page.screenshot(full_page=True)))
    page.close()
    columns = -(-whole.height // TALL)
    if columns == 1:
        return whole
    sheet = Image.new("RGB", (columns * (width + GAP) - GAP, TALL), "#888")
    for column in range(columns):
        part = whole.crop((0, column * TALL, width, min(whole.height, (column + 1) * TALL)))
        sheet.paste(part, (column * (width + GAP), 0))
    return sheet


def print_page(browser: Browser, address: str, path: Path) -> None:
    """The page on A4 paper."""
    page = browser.new_page()
    page.goto(address, wait_until="networkidle")
    page.pdf(path=path, prefer_css_page_size=True, print_background=False)
    page.close()


if __name__ == "__main__":
    main()
