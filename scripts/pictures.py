"""Takes the pictures of `docs/pictures/` anew from a running demo, as small palette PNGs.

    ./run demo --port 8123                                  # in one window
    .venv/bin/python scripts/pictures.py http://127.0.0.1:8123 [NAME ...]    # in another; without names all of them

A picture that differs from the one in the repository is a change of a page: look at it before it is committed.
"""

from __future__ import annotations

import io
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HEIGHTS = {375: 812, 1280: 900}
MOST_BYTES = 200_000
COLOURS = 96


@dataclass(frozen=True)
class Picture:
    """One page as one person sees it; `then` are links to follow from its path."""

    name: str
    path: str
    role: str = "resident"
    width: int = 1280
    language: str = "zh-CN"
    then: tuple[str, ...] = ()
    words: str = ""  # what is typed into the form of the page, and sent
    scheme: str = "light"


SECOND_ROW = "main .list tbody tr:nth-child(2) a >> nth=0"
FIRST_ROW, FIRST_CELL = "main .rows a >> nth=0", "main .list tbody a >> nth=0"
SAID = "楼道灯坏了两天，晚上看不见台阶"
PICTURES = (
    Picture("portal-home", "/", width=375),
    Picture("desk-today", "/desk/", "grid_worker"),
    Picture("matter", "/desk/", "grid_worker", then=(FIRST_ROW,)),
    Picture("portal-home-en", "/", width=375, language="en"),
    Picture("desk-today-en", "/desk/", "grid_worker", language="en"),
    Picture("desk-today-phone", "/desk/", "grid_worker", width=375),
    Picture("matter-en", "/desk/", "grid_worker", language="en", then=(FIRST_ROW,)),
    Picture("say", "/say/", width=375, words=SAID),
    Picture("say-en", "/say/", width=375, language="en", words="The light on the stairs has been out for two days"),
    Picture("my-matter", "/me/matters/", width=375, then=(FIRST_CELL,)),
    Picture("my-record", "/me/record/", width=375),
    Picture("matters", "/desk/matters/", "community_worker"),
    Picture("call", "/desk/matters/new/phone/?who=liu", "community_worker"),
    Picture("person", "/desk/people/?q=wxl", "community_worker", then=(FIRST_CELL,)),
    Picture("grids", "/desk/grids/", "committee_secretary"),
    Picture("roster", "/desk/imports/", "community_worker", then=(FIRST_CELL,)),
    Picture("audit-en", "/desk/audit/", "audit_admin", language="en"),
    Picture("round", "/desk/round/", "grid_worker", width=375),
    Picture("wishes", "/neighbourhood/", width=375),
    Picture("open", "/open/", width=375),
    Picture("call-out", "/desk/calls/", "community_worker", then=(FIRST_CELL,)),
    Picture("whistle", "/desk/whistles/", "community_worker", then=(SECOND_ROW,)),
    Picture("grid", "/desk/grids/", "grid_worker", then=(FIRST_CELL,)),
    Picture("desk-dark", "/desk/", "community_worker", scheme="dark"),
)


def main(base: str, names: list[str]) -> int:
    """Take the pictures; tell their sizes and fail when one is too large for the repository."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    too_large = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            if names and picture.name not in names:
                continue
            size = take(browser, base, picture)
            too_large += size > MOST_BYTES
            print(f"{size:8,d} bytes  {picture.name}.png")
        browser.close()
    return 1 if too_large else 0


def take(browser: Browser, base: str, picture: Picture) -> int:
    """Open the page as its reader does and keep what they see; give the size of the file."""
    context = browser.new_context(
        base_url=base,
        locale=picture.language,
        timezone_id="Asia/Shanghai",
        viewport={"width": picture.width, "height": HEIGHTS[picture.width]},
        has_touch=picture.width < 600,
        color_scheme="dark" if picture.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"/demo/as/{picture.role}/?next=/demo/")
    page.goto(picture.path)
    _walk(page, picture)
    page.wait_for_load_state("networkidle")
    file = FOLDER / f"{picture.name}.png"
    with Image.open(io.BytesIO(page.screenshot())) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    context.close()
    return file.stat().st_size


def _walk(page: Page, picture: Picture) -> None:
    for link in picture.then:
        page.locator(link).click()
        page.wait_for_load_state()
    if picture.words:
        page.fill("main textarea", picture.words)
        page.click("main form .form-end button.btn-primary")
        page.wait_for_load_state()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1].rstrip("/"), sys.argv[2:]) if len(sys.argv) > 1 else __doc__)
