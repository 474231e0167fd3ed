"""Every kind of page in a real Chromium: quiet, self-contained, and nothing sticking out."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request
from weight import WATCH

import built
from browser.kinds import GENERATED, HANDWRITTEN, KINDS, LIGHT
from catalogue.checks.check import check
from catalogue.pages import Renderer, pages
from common import FROZEN, TODAY


class _Recorder(Renderer):
    """Notes which pages each template makes."""

    made: dict[str, set[str]]

    def render(self, template: str, here: str, **data: Any) -> str:
        """Note, and render."""
        self.made[template].add(f"/{here}")
        return super().render(template, here, **data)


def test_every_kind_of_page_is_opened(site: Path) -> None:
    """Each template has its pages in the list, and no page of the site is of a kind that the list does not know."""
    catalogue = check(FROZEN / "practices", TODAY).catalogue
    assert catalogue is not None
    recorder = _Recorder(catalogue)
    recorder.made = defaultdict(set)
    generated = {f"/{page.address}" for page in pages(recorder) if page.html}
    assert set(recorder.made) == set(GENERATED)
    for template, addresses in GENERATED.items():
        assert addresses
        assert set(addresses) <= recorder.made[template]
    assert {page.address for page in built.pages(site)} == generated | set(HANDWRITTEN) | {"/404.html"}
    recorder.made = defaultdict(set)
    light = {
        f"/{path.removesuffix('index.html')}" for path in built.made_beside(recorder) if path.endswith("index.html")
    }
    assert {page.address for page in built.light_pages(site)} == light
    assert set(recorder.made) == set(LIGHT)
    for template, address in LIGHT.items():
        assert address in recorder.made[template]


def _listen(page: Page, kind: str, address: str, faults: list[str]) -> None:
    """Note in `faults` whatever `page` says, throws, fails to load, or asks of another origin."""
    page.on("console", lambda message: faults.append(f"{kind}: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"{kind}: {error}"))
    page.on("requestfailed", lambda request: faults.append(f"{kind}: failed {request.url}"))

    def check_origin(request: Request) -> None:
        if not request.url.startswith(address):
            faults.append(f"{kind}: {request.url}")

    page.on("request", check_origin)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])  # 360, the other schemes: test_axe.py
def test_pages_load_quietly_and_fit(width: int, scheme: str, browser: Browser, address: str) -> None:
    """No console message, no request elsewhere, no failed request, no sideways scrolling, narrow and wide.

    Nor does anything move once painted, to two digits: a slow machine may paint half of a button.
    """
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    faults: list[str] = []
    for kind in KINDS:
        page = context.new_page()
        page.add_init_script(WATCH)
        _listen(page, kind, address, faults)
        answer = page.goto(address + kind)
        assert answer is not None
        assert answer.status == 200
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"{kind}: scrolls sideways")
        page.mouse.wheel(0, 100_000)
        page.wait_for_timeout(300)  # shifts are told a frame late
        if round(page.evaluate("layoutShift"), 2):
            faults.append(f"{kind}: shifts")
        page.close()
    context.close()
    assert faults == []


def test_no_cookie_is_set(browser: Browser, address: str) -> None:
    """Reading leaves no cookie behind."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/pratiques/nego-training/")
    assert context.cookies() == []
    context.close()
