"""Which addresses of other sites, cited by the catalogue, no longer answer (for our own: permalinks.py). The only module that reaches
for the network; never run by a build.
"""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import Any

from catalogue.records.fields import leaves
from catalogue.records.model import Catalogue
from catalogue.records.practice import Pratique
from catalogue.text import prose

_AGENT = {"User-Agent": "leviers-egalite-liens/1 (verification des liens d'un catalogue public)"}
_GONE = (404, 410)
_AT_ONCE = 4
_WRITTEN = "%/:?#[]@!$&'()*+,;=~"  # what an address holds as it is


class _Moves(urllib.request.HTTPRedirectHandler):
    """Follows a site that has moved, on the web only."""

    def redirect_request(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: str) -> Any:
        if not newurl.startswith(("http://", "https://")):
            raise urllib.error.URLError("moved out of the web")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_WEB = urllib.request.build_opener(_Moves)


def addresses(catalogue: Catalogue) -> dict[str, list[str]]:
    """Return every address that the catalogue gives, with where it stands, in French."""
    found: dict[str, list[str]] = {}

    def add(address: str, place: str) -> None:
        if place not in found.setdefault(address, []):
            found[address].append(place)

    for source in catalogue.sources.values():
        if source.adresse:
            add(source.adresse, f"source {source.id}")
    for organisation in catalogue.organisations.values():
        if organisation.site:
            add(organisation.site, f"organisation {organisation.id}")
    for practice in catalogue.pratiques.values():
        for text in _prose(practice):
            for address in prose.inspect(text)[1]:
                add(address, f"fiche {practice.id}")
    return dict(sorted(found.items()))


def _prose(practice: Pratique) -> Iterator[str]:
    for pattern, leaf in leaves(Pratique).items():
        if leaf.genre == "prose":
            value: object = practice
            for step in pattern:
                value = getattr(value, step, None)
            if isinstance(value, str):
                yield value


def dead(found: Mapping[str, list[str]], delay: float) -> dict[str, tuple[str, list[str]]]:
    """Return those of the addresses that do not answer within `delay` seconds, or say that nothing is there any more.

    A site that answers anything else, a refusal to a robot say, is there.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        reasons = pool.map(lambda address: _reason(address, delay), found)
        return {address: (why, found[address]) for address, why in zip(found, reasons, strict=True) if why}


def _reason(address: str, delay: float) -> str | None:
    if not address.startswith(("http://", "https://")):
        return "ce n’est pas une adresse"
    address = urllib.parse.quote(address, safe=_WRITTEN)  # an accent is asked for as browsers do
    reason = None
    for method in ("HEAD", "GET"):  # some sites answer only what a browser asks
        request = urllib.request.Request(address, headers=_AGENT, method=method)  # noqa: S310 - http(s), as checked above
        try:
            with _WEB.open(request, timeout=delay):
                return None
        except urllib.error.HTTPError as error:
            error.close()
            reason = f"réponse {error.code}" if error.code in _GONE else None
            if reason is None and error.code != 405:
                return None
        except (OSError, HTTPException, ValueError) as error:
            timeout = isinstance(error, TimeoutError) or "timed out" in str(error)
            reason = "pas de réponse dans le délai" if timeout else "injoignable"
    return reason
