"""Reading as one needs to: large text, wide spacing, paper, no script, no motion, the system's colours."""

import io
import re
from datetime import UTC, datetime, time, timedelta

import pypdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from browser.kinds import KINDS
from common import FROZEN, TODAY

FICHES = sorted(path.stem for path in (FROZEN / "practices").glob("*.yml"))

# The settings of WCAG 1.4.12, and the text of 1.4.4.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
TEXT_WIDTHS = (320, 768, 1280)
LARGE = "html { font-size: 200% !important; }"

# Text that sticks out of the screen, or of a box that does not let it out. Text for screen readers alone is left aside,
# as is what scrolls on purpose, wide tables of data that the keyboard can scroll too among it (WCAG 1.4.10); what the search
# field suggests to type is no text to read.
LOST = """() => {
  const LEFT = '.lu, script, [role="region"][tabindex="0"]';
  const lost = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!text.data.trim() || !text.parentElement.checkVisibility() || text.parentElement.closest(LEFT)) continue;
    range.selectNodeContents(text);
    const rects = [...range.getClientRects()].filter((r) => r.width > 1);
    let box = { left: 0, right: document.documentElement.clientWidth, top: -Infinity, bottom: Infinity };
    for (let e = text.parentElement; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.clipPath === "inset(50%)") { box = null; break; }
      if (style.overflowX === "visible" || e === document.body || e === document.documentElement) continue;
      const r = e.getBoundingClientRect();
      box.left = Math.max(box.left, r.left);
      box.right = Math.min(box.right, r.right);
      if (["hidden", "clip"].includes(style.overflowY)) {
        box.top = Math.max(box.top, r.top);
        box.bottom = Math.min(box.bottom, r.bottom);
      }
    }
    if (!box) continue;
    const within = (r) =>
      r.left > box.left - 1 && r.right < box.right + 1 && r.top > box.top - 1 && r.bottom < box.bottom + 1;
    if (!rects.every(within)) lost.push(text.data.trim().slice(0, 60));
  }
  if (document.documentElement.scrollWidth > innerWidth) lost.push("scrolls sideways");
  return lost;
}"""


@pytest.mark.parametrize("width", TEXT_WIDTHS)
def test_no_text_is_lost(width: int, browser: Browser, address: str) -> None:
    """As it is, with the spacing of WCAG 1.4.12, with text twice as large, all text stays within its box and the screen."""
    # A reader's own style sheet is not held to the site's policy.
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    faults = {}
    for kind in KINDS:
        page.goto(address + kind)
        own = page.add_style_tag(content=" ")
        for name, css in {"as it is": "", "spaced": SPACED, "large": LARGE}.items():
            own.evaluate(
                "(style, css) => { style.textContent = css; return document.fonts.ready.then(() => {}); }", css
            )
            if lost := page.evaluate(LOST):
                faults[f"{kind} {name}"] = lost
    context.close()
    assert faults == {}


# --- Paper -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printer(browser: Browser) -> BrowserContext:
    """A reader who prints."""
    return browser.new_context(viewport={"width": 1280, "height": 800})


def _letters(text: str) -> str:
    """Return `text` without what a line break or a hyphen changes."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


@pytest.mark.parametrize("name", FICHES)
def test_a_fiche_prints_on_two_pages(name: str, printer: BrowserContext, address: str) -> None:
    """One or two A4 pages, with all the text of the fiche, and its address."""
    page = printer.new_page()
    page.goto(f"{address}/pratiques/{name}/")
    page.emulate_media(media="print")
    wanted: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main, main *")].filter((e) => e.checkVisibility() && !e.closest("svg, .lu"))
          .flatMap((e) => [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.data))"""
    )
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    page.close()
    assert 1 <= len(paper.pages) <= 2
    assert {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in paper.pages} == {(595, 842)}
    printed = _letters("".join(p.extract_text() for p in paper.pages))
    assert [text for text in wanted if _letters(text) not in printed] == []
    assert _letters(f"https://leviers-egalite.example/pratiques/{name}/") in printed


# --- No script -------------------------------------------------------------------------------------------------------

# What stays out of sight without scripts, on purpose: the tools of the catalogue, the form and the builder of sessions, which
# would do nothing; what a fold that opens without scripts keeps; what is for screen readers; what is for paper.
ASIDE = (
    ".outils, .filtres, .proposer, .atelier, button, details:not([open]) > :not(summary), .lu, .adresse-page, script, style, "
    "template, svg title, svg desc"
)

HIDDEN = """(aside) => {
  const hidden = [];
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || parent.closest(aside)) continue;
    const seen = parent.checkVisibility({ contentVisibilityAuto: false, opacityProperty: true, visibilityProperty: true });
    const { width, height } = parent.getBoundingClientRect();
    if (!seen || width < 2 || height < 2) hidden.push(texts.currentNode.data.trim().slice(0, 60));
  }
  return hidden;
}"""


def test_everything_is_read_without_javascript(browser: Browser, address: str) -> None:
    """With JavaScript off, every text of every kind of page is there to be seen, and the menu to be used."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    faults = {}
    for kind in KINDS:
        page.goto(address + kind)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.locator(".menu a").first.is_visible()
            if hidden := page.evaluate(HIDDEN, ASIDE):
                faults[f"{width} {kind}"] = hidden
    page.goto(f"{address}/pratiques/")
    assert page.locator(".carte:visible").count() == len(FICHES)
    context.close()
    assert faults == {}


# --- Motion, the system's colours ------------------------------------------------------------------------------------

MOVES = """() => [document.documentElement, ...document.querySelectorAll("*")].flatMap((e) => ["", "::before", "::after"]
  .map((part) => getComputedStyle(e, part || null))
  .filter((s) => s.scrollBehavior === "smooth" || /[1-9]/.test(s.transitionDuration) || s.animationName !== "none")
  .map(() => e.tagName))"""


# Boxes and buttons to tick are drawn by the browser.
BORDERLESS = """() => [...document.querySelectorAll(
  "button, input:not([type=checkbox], [type=radio]), select, textarea, .bouton",
)].filter((e) => {
  const style = getComputedStyle(e);
  const sides = [style.borderTopStyle, style.borderBottomStyle, style.borderLeftStyle];
  return e.checkVisibility() && (sides.includes("none") || parseFloat(style.borderTopWidth) < 1);
}).map((e) => e.outerHTML.slice(0, 80))"""


def _focus(page: Page) -> str:
    """Return how the focus of the active element is drawn."""
    outline: str = page.evaluate(
        "(({ outlineStyle, outlineWidth }) => `${outlineWidth} ${outlineStyle}`)(getComputedStyle(document.activeElement))"
    )
    return outline


def test_the_system_is_obeyed(browser: Browser, address: str) -> None:
    """Where the system asks for less motion, nothing glides, fades or turns; elsewhere the page glides to a section.

    Where it imposes its colours, backgrounds go: controls keep an edge, and the focus its outline.
    """
    context = browser.new_context(reduced_motion="reduce", forced_colors="active")
    page = context.new_page()
    for kind in KINDS:
        page.goto(address + kind)
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert page.evaluate(MOVES) == [], kind
        assert page.evaluate(BORDERLESS) == [], kind
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert _focus(page) == "3px solid", kind
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVES) == ["HTML"] * page.evaluate(MOVES).count("HTML") != []
    context.close()


@pytest.mark.parametrize(("days", "told"), [(0, False), (45, False), (46, True), (400, True)])
def test_a_site_that_is_not_rebuilt_says_so(days: int, told: bool, context: BrowserContext, address: str) -> None:
    """Past forty-five days without a build, the page on the state of the catalogue says since when; before, nothing more."""
    page = context.new_page()
    page.clock.set_fixed_time(datetime.combine(TODAY, time(12), UTC) + timedelta(days=days))
    page.goto(f"{address}/a-propos/etat/")
    note = page.locator("[data-construit]")
    assert note.is_visible() is told
    assert note.inner_text() == (
        f"Ce site n’a pas été reconstruit depuis {days}\u00a0jours\u00a0: les fiches qui ont vieilli entre-temps n’y sont pas "
        "marquées."
        if told
        else ""
    )
