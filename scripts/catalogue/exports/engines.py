"""What search engines and browsers ask of a site: where its pages are, how to search it. Pure functions.

The sitemap is made by theme/sitemap.xml, which knows every page, hand-written ones included.
"""

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
