"""The headers that a host sends with each file, in the form that static hosts read (`_headers`).

The Content-Security-Policy, which is given to it, is written in mkdocs.yml: `extra.content_security_policy`.
"""

from collections.abc import Iterable

EMBEDDED = "carte"
"""The one folder whose pages other sites may show in a frame."""

COMMON = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Names do not change with contents: a browser asks each time, and is answered in a few bytes.
    "Cache-Control": "public, max-age=0, must-revalidate",
}
"""What goes with every file."""


def headers(policy: str, addresses: Iterable[str]) -> str:
    """Return the file `_headers` of a site whose files are at `addresses` ("pratiques/x/index.html"…).

    `policy` is the Content-Security-Policy of every page. Who may frame a page is told by folder, one rule each: hosts
    add up the rules that match, and two policies would both hold. Format: Netlify's, which Cloudflare Pages, Render and
    others read.
    """
    tops = {address.partition("/")[0] for address in addresses if "/" in address}
    lines = ["/*", *(f"  {name}: {value}" for name, value in COMMON.items())]
    for path in ["/", "/404.html", *(f"/{top}/*" for top in sorted(tops))]:
        framed = "*" if path == f"/{EMBEDDED}/*" else "'none'"
        lines += [path, f"  Content-Security-Policy: {policy}; frame-ancestors {framed}"]
    return "\n".join(lines) + "\n"
