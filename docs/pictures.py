"""Takes the picture of the pages that README.md shows: ``python -m docs.pictures``. Needs Chromium on this machine.

A weight of the Flanders case is moved first, so that the picture shows what a committee sees in a meeting.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

from ui.serving import answers

ROOT = Path(__file__).parent.parent
PORT = 8737
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run")


def main() -> int:
    """Start the pages, move a weight, take the picture; 1 where there is no Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium is not on this machine; nothing was done", file=sys.stderr)
        return 1
    start = "import sys; from optimizer.cli import main; sys.exit(main())"
    case = ROOT / "cases" / "flanders-2014"
    server = subprocess.Popen([sys.executable, "-c", start, "ui", str(case), "--port", str(PORT)], cwd=ROOT)
    try:
        if not answers(PORT):
            raise RuntimeError("the pages did not come up")
        (ROOT / "docs" / "pages.png").write_bytes(_small(_taken(chromium)))
    finally:
        server.kill()
        server.wait()
    return 0


def _taken(chromium: str) -> bytes:
    """The page Weights, one weight moved by hand."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as made:
        browser = made.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1366, "height": 900}, locale="en-GB")
        page.goto(f"http://127.0.0.1:{PORT}/weights")
        page.get_by_role("button", name="Move the weights by hand").click()
        slider = page.get_by_role("slider").first
        slider.focus()
        for _ in range(40):
            page.keyboard.press("ArrowRight")
        page.wait_for_timeout(8000)
        picture = page.screenshot()
        browser.close()
        return bytes(picture)


def _small(picture: bytes) -> bytes:
    """The same picture in 64 colours, a quarter of its bytes."""
    from PIL import Image

    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
