"""The keyboard alone, from the home page to a source."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

# Where the focus is: what stands there, whether it is drawn, and whether some of it can be seen.
FOCUS = """() => {
  const e = document.activeElement;
  const drawn = [e, ...["::before", "::after"]].some((part) => {
    const style = part === e ? getComputedStyle(e) : getComputedStyle(e, part);
    return style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2;
  });
  const rects = [...e.getClientRects()];
  const spots = rects.flatMap((r) => [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9]
    .map((y) => document.elementFromPoint(r.left + x * r.width, r.top + y * r.height))));
  const seen = spots.some((spot) => spot && (e.contains(spot) || spot.contains(e) && spot.matches("label, a, button")));
  return { what: e.outerHTML.slice(0, 120), href: e.getAttribute("href"), body: e === document.body, drawn, seen };
}"""


@pytest.fixture(params=[360, 1280])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A reader without a mouse, on a small screen then on a large one."""
    context = browser.new_context(viewport={"width": request.param, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def _tab_to(page: Page, href: str) -> None:
    """Press Tab until a link to `href` (a pattern) has the focus, which must be seen at every step."""
    for _ in range(150):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert not focus["body"], f"no link to {href}"
        assert (focus["drawn"], focus["seen"]) == (True, True), focus
        if re.fullmatch(href, focus["href"] or ""):
            return
    pytest.fail(f"{href} is out of reach of the keyboard")


def test_from_home_to_lever_to_fiche_to_source(page: Page, address: str) -> None:
    """Tab and Enter alone lead from the home page to the document a figure comes from; the focus is seen at every step."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="La source")

    page.route(lambda url: not url.startswith(address), answer)
    page.goto(f"{address}/")
    _tab_to(page, r".*leviers/sensibilisation-metiers/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/leviers/sensibilisation-metiers/")
    _tab_to(page, r".*pratiques/numerique-roubaisis/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pratiques/numerique-roubaisis/")
    _tab_to(page, r"#source-maximilien-diversification")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pratiques/numerique-roubaisis/#source-maximilien-diversification")
    _tab_to(page, r"https://.*")
    address_of_source = page.evaluate("document.activeElement.href")
    assert page.evaluate("document.activeElement.closest('#sources') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url(address_of_source)
    assert asked[:1] == [address_of_source]


def test_the_way_around_what_repeats(page: Page, address: str) -> None:
    """The first Tab offers to skip to the content; Enter takes it, and the next Tab is there."""
    page.goto(f"{address}/pratiques/nego-training/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["href"] == "#contenu"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
