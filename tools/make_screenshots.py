"""Write docs/screenshots/{map,profile,funnel,...}-{nl,fr}.png from a folder of releases, with Debian's Chromium.

Run after `make demo`: python tools/make_screenshots.py workspace/releases [--geometry PACK]
"""

import argparse
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from mutualis import atlas

TARGET = Path(__file__).parents[1] / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
WIDTH, HEIGHT, MARGIN, TALLEST = 1200, 1400, 20, 2200
STATES = {  # address, query, and the part of the page at which the picture ends (only the table is shown alone)
    "map": ("", "indicator=polypharmacy&show=standardised", ".sides"),
    "table": ("", "indicator=diabetes&level=province", "#table"),
    "bars": ("bars", "indicator=gmd&level=province", "main .card"),
    "trend": ("trend", "indicator=mean_copayment&level=province&area=21000", ".sides"),
    "profile": ("area", "level=arrondissement&area=44000", "main section.card:nth-of-type(2)"),
    "funnel": ("funnel", "indicator=gp_contact", "main .card.picture"),
    "equity": ("equity", "indicator=antidepressants", "main .card"),
    "fiche": ("fiche", "indicator=antibiotics_ddd", ".fiche section:nth-of-type(3)"),
    "dashboard": ("population", "", "main section:nth-of-type(3)"),
    "catalogue": ("catalogue/variable/derived_person_year.gp_contacts", "", "main section:nth-of-type(3)"),
    "publication": ("publications/key-figure-antibiotics/2023", "", "article"),
}


def take(page: Page, address: str, name: str, language: str) -> Path:
    """One picture of a page down to the part that its name says."""
    path, query, last = STATES[name]
    answer = page.goto(f"{address}{path}?lang={language}&{query}")
    if answer is None or answer.status != 200:
        raise SystemExit(f"No page for {name}: {page.locator('main').inner_text()}")
    target, part = TARGET / f"{name}-{language}.png", page.locator(last).first
    if name == "table":
        part.screenshot(path=target)
        return small(target)
    box = part.bounding_box() or {"y": 0, "height": HEIGHT}
    tall = min(box["y"] + box["height"] + MARGIN, TALLEST)
    page.screenshot(path=target, full_page=True, clip={"x": 0, "y": 0, "width": WIDTH, "height": tall})
    return small(target)


def small(path: Path) -> Path:
    """The picture with as many colours as it needs."""
    Image.open(path).convert("RGB").quantize(96).save(path, optimize=True)
    return path


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("releases", type=Path, help="a folder of releases")
    asked.add_argument("--geometry", type=Path, help="a geometry pack")
    options = asked.parse_args()
    TARGET.mkdir(parents=True, exist_ok=True)
    with atlas.served(options.releases, options.geometry) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
        for language in ("nl", "fr"):
            for name in STATES:
                print(take(page, address, name, language).relative_to(TARGET.parents[1]))
        browser.close()


if __name__ == "__main__":
    main()
