"""Every kind of page under axe: at rest, then with all that opens opened."""

import pytest
from playwright.sync_api import Browser, Page

from browser import axe
from browser.kinds import KINDS

FACETS_BESIDE = 1024  # the width from which the catalogue's filters stand beside its results


def _open_all(page: Page, width: int) -> None:
    """Open the menu, the catalogue's facets, "Sur cette page" and the suggestions of the search box, where they fold."""
    menu = page.locator(".menu-bouton")
    if menu.is_visible():
        menu.click()
        assert page.locator(".menu").is_visible()
    if page.locator(".filtres").count():
        if width < FACETS_BESIDE:
            page.locator(".filtres-bouton").click()
        assert page.locator(".filtres").is_visible()
    page.locator("main details:not([open])").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    page.locator("input[type=search]").focus()
    page.keyboard.type("femmes")
    if page.locator("[data-results]").count():
        page.locator("[data-results] mark").first.wait_for()
    else:
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(kind: str, browser: Browser, address: str) -> None:
    """No violation of WCAG 2.2 A or AA, nor of good practice: narrow and wide, light and dark, folded and open."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + kind)
    axe.inject(page)
    found = []
    for state in ("at rest", "open"):
        for width in axe.WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if state == "open" and width == axe.WIDTHS[0]:
                _open_all(page, width)  # what was opened stays so on a wider screen
            found += [f"{width} {state}: {fault}" for fault in axe.violations(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{width} {state}: scrolls sideways")
    context.close()
    assert found == []
