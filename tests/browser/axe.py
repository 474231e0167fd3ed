"""The checker of accessibility: axe-core, as released (tests/data/axe/)."""

import json

from playwright.sync_api import Page

from common import DATA

AXE = DATA / "axe"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""The rules asked for: WCAG 2.0 to 2.2, levels A and AA, and what axe holds to be good practice."""

WIDTHS = (360, 1280)
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose answer a colour scheme can change."""


def inject(page: Page) -> None:
    """Bring axe into the page, until it is left."""
    page.evaluate((AXE / "axe.min.js").read_text("utf-8"))


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with the page as it stands, as "rule: element", in light and dark; `inject` goes first.

    Every rule is asked in the light, and in the dark again those that look at colours.
    """
    page.emulate_media(color_scheme="light")
    found = _found(page, {"type": "tag", "values": TAGS})
    page.emulate_media(color_scheme="dark")
    return found + [f"dark, {fault}" for fault in _found(page, {"type": "rule", "values": OF_COLOURS})]


def _found(page: Page, wanted: dict[str, object]) -> list[str]:
    options = {"runOnly": wanted, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(options).then((found) => found.violations)", options)
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


def version() -> str:
    """Return the version of axe-core."""
    (package,) = json.loads((AXE / "vendor.json").read_text("utf-8"))["packages"]
    return str(package["version"])
