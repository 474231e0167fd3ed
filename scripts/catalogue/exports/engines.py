"""What search engines and browsers ask of a site: where its pages are, how to search it. Pure functions.

The sitemap is made by theme/sitemap.xml, which knows every page, hand-written ones included.
"""

import json
from xml.sax.saxutils import escape, quoteattr

from catalogue.text.identity import DESCRIPTION, LANGUE, NOM

SHORT_NAME = "Leviers égalité"
"""The name of the site among a browser's search engines: OpenSearch allows sixteen letters."""


def robots(site: str) -> str:
    """Return robots.txt: every page may be read, and this is where they are listed."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site}sitemap.xml\n"


def opensearch(site: str) -> str:
    """Return the OpenSearch description of the site's own search (version 1.1)."""
    address = quoteattr(site + "pratiques/?q={searchTerms}")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"  <ShortName>{escape(SHORT_NAME)}</ShortName>\n"
        f"  <LongName>{escape(NOM)}</LongName>\n"
        f"  <Description>{escape(DESCRIPTION)}</Description>\n"
        f'  <Url type="text/html" template={address}/>\n'
        f'  <Url type="application/opensearchdescription+xml" rel="self" template={quoteattr(site + "opensearch.xml")}/>\n'
        f'  <Image height="180" width="180" type="image/png">{escape(site)}assets/images/icone-180.png</Image>\n'
        f"  <Language>{LANGUE}</Language>\n"
        "  <InputEncoding>UTF-8</InputEncoding>\n"
        "</OpenSearchDescription>\n"
    )


def web_manifest() -> str:
    """Return the web application manifest: what a phone shows of the site on its home screen. Its addresses start from its own."""
    icons = [{"src": "assets/images/favicon.svg", "sizes": "any", "type": "image/svg+xml"}]
    icons += [
        {"src": f"assets/images/icone-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    manifest = {
        "name": NOM,
        "short_name": SHORT_NAME,
        "description": DESCRIPTION,
        "lang": LANGUE,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fbf8f3",  # theme/assets/styles/base.css: papier
        "theme_color": "#2e1a57",  # nuit
        "icons": icons,
    }
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
