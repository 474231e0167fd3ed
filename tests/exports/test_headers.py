"""What pages may load and run, and the headers that say so."""

from pathlib import Path

from mkdocs.config import load_config

from built import light_pages, pages
from catalogue.exports.headers import COMMON, headers
from common import ROOT


def _rules(text: str) -> dict[str, dict[str, str]]:
    """Return the headers asked for, by path."""
    rules: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            rules[line] = {}
        else:
            name, _, value = line.strip().partition(": ")
            rules[list(rules)[-1]][name] = value
    return rules


def test_only_cards_may_be_framed() -> None:
    """Each folder of pages has one policy, which lets other sites frame cards and nothing else."""
    rules = _rules(headers("default-src 'none'", ["index.html", "carte/x/index.html", "pratiques/x/index.html"]))
    assert list(rules) == ["/*", "/", "/404.html", "/carte/*", "/pratiques/*"]
    assert rules["/carte/*"] == {"Content-Security-Policy": "default-src 'none'; frame-ancestors *"}
    for path in ("/", "/404.html", "/pratiques/*"):
        assert rules[path] == {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
    assert "Content-Security-Policy" not in rules["/*"]
    assert rules["/*"]["X-Content-Type-Options"] == "nosniff"


def test_each_page_says_the_policy_first(site: Path) -> None:
    """Where a host sends no header, the page itself holds the browser to the same policy, before it loads anything."""
    policy = load_config(str(ROOT / "mkdocs.yml")).extra["politique"]
    assert "unsafe" not in policy
    sent = _rules((site / "_headers").read_text("utf-8"))
    for page in [*pages(site), *light_pages(site)]:
        first = next(element for element in page.root.iter() if element.tag in ("meta", "link", "script", "style"))
        assert first.attrib == {"http-equiv": "Content-Security-Policy", "content": policy}, page.address
        assert page.all("meta", name="referrer", content="no-referrer"), page.address
        top = page.address.split("/")[1]
        rule = sent[f"/{top}/*" if page.address.count("/") > 1 else page.address]
        assert rule["Content-Security-Policy"].startswith(f"{policy}; frame-ancestors ")


def test_nothing_is_written_inline(site: Path) -> None:
    """No page has a script, a style or a handler of its own: the policy would stop it. Data that programs read is no script."""
    for page in [*pages(site), *light_pages(site)]:
        for element in page.root.iter():
            if element.tag == "script":
                data = element.get("type") == "application/ld+json"
                assert data or element.get("src"), page.address
            assert element.tag != "style", page.address
            assert not {name for name in element.attrib if name == "style" or name.startswith("on")}, page.address
            assert not element.get("href", "").lower().startswith(("javascript:", "data:")), page.address


def test_the_web_server_is_told_the_same() -> None:
    """The settings given for nginx send what static hosts are told to."""
    text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    for name, value in COMMON.items():
        assert f'add_header {name} "{value}"' in text


def test_a_preview_lets_mkdocs_reload_it() -> None:
    """`serve` alone allows the script that MkDocs writes into each page; a build after it does not."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    strict = config.extra["politique"]
    config.plugins.on_startup(command="serve", dirty=False)
    config.plugins.on_config(config)
    assert "'unsafe-inline'" in config.extra["politique"]
    config = load_config(str(ROOT / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    config.plugins.on_config(config)
    assert config.extra["politique"] == strict
