"""What pages may load and run, and the headers that say so."""

import re
from pathlib import Path

from mkdocs.config import load_config

from built import light_pages, pages
from catalogue.exports.headers import COMMON, headers
from common import ROOT

NGINX = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")


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
    policy = load_config(str(ROOT / "mkdocs.yml")).extra["content_security_policy"]
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


def test_the_web_server_is_told_the_same(site: Path) -> None:
    """nginx sends with each page, to the letter, the headers that static hosts are told to, and with all other files too."""
    sent = _rules((site / "_headers").read_text("utf-8"))
    common = sent.pop("/*")
    assert common == COMMON
    settings = re.findall(r'^    add_header (\S+) "(.*)" always;$', NGINX, re.M)
    assert len(settings) == NGINX.replace("# add_header", "").count(
        "add_header"
    )  # none in a location, which would drop the rest
    ((card, for_cards),) = re.findall(r'if \(\$uri ~ (\S+)\) { set \$framed "(.*)"; }', NGINX)
    (else_by,) = re.findall(r'^    set \$framed "(.*)";$', NGINX, re.M)
    for path, own in sent.items():
        framed = for_cards if re.search(card, path) else else_by
        assert {name: value.replace("$framed", framed) for name, value in settings} == common | own, path


def test_the_web_server_knows_every_kind_of_file(site: Path) -> None:
    """nginx has a type for each file of the site; what is text says that it is UTF-8 and travels compressed."""
    types = dict(re.findall(r"^        (\S+/\S+) (\S+);$", NGINX, re.M))
    files = {path.suffix[1:] for path in site.rglob("*") if path.is_file() and path.name != "_headers"}
    assert files - set(types.values()) == set()
    assert {kind: types.get(kind) for kind in ("text/csv", "text/calendar", "application/x-bibtex")} == {
        "text/csv": "csv",
        "text/calendar": "ics",
        "application/x-bibtex": "bib",
    }
    feeds = re.search(r"location ~ (\S+) { types { application/atom\+xml xml; } }", NGINX)
    assert feeds
    for path in site.rglob("*.xml"):
        is_feed = b"http://www.w3.org/2005/Atom" in path.read_bytes()
        assert bool(re.search(feeds[1], path.as_posix())) == is_feed, path
    packed = {"application/pdf", "image/png", "image/x-icon", "font/woff2"} | {
        kind for kind in types if "openxml" in kind
    }
    texts = {*types, "application/atom+xml"} - packed - {"text/html"}  # nginx counts pages among them by itself
    for setting in ("charset_types", "gzip_types"):
        (listed,) = re.findall(rf"^    {setting} (.*);$", NGINX, re.M)
        assert set(listed.split()) == texts, setting


def test_the_web_server_answers_in_french() -> None:
    """What is missing and a folder without a page are told by the site's own page; the headers' file is not served."""
    assert re.findall(r"^    error_page (.*);$", NGINX, re.M) == ["404 /404.html", "403 =404 /404.html"]
    assert "location = /_headers { return 404; }" in NGINX


def test_a_preview_lets_mkdocs_reload_it() -> None:
    """`serve` alone allows the script that MkDocs writes into each page; a build after it does not."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    strict = config.extra["content_security_policy"]
    config.plugins.on_startup(command="serve", dirty=False)
    config.plugins.on_config(config)
    assert "'unsafe-inline'" in config.extra["content_security_policy"]
    config = load_config(str(ROOT / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    config.plugins.on_config(config)
    assert config.extra["content_security_policy"] == strict
