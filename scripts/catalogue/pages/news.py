"""What changed in the records: its pages, and the feeds."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from catalogue.derived.changes import Change
from catalogue.exports.feed import NEWEST, NewsItem, atom
from catalogue.pages.paging import PER_SHEET, sheets
from catalogue.pages.rendering import Page, Renderer
from catalogue.text.identity import NOM
from catalogue.text.typography import NBSP

SHEETS = 10
"""Pages of news: older news are on each fiche, and in the change log."""

FEED = "nouveautes.xml"


def news_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield the pages of what changed, the newest first."""
    for sheet in sheets("nouveautes/", renderer.changements[: SHEETS * PER_SHEET]):
        yield renderer.page(
            "news.html",
            sheet.address,
            "Nouveautés" + sheet.mark,
            "Les nouvelles fiches, et ce qui a changé dans les autres : rubrique par rubrique, avant et après.",
            "",
            meta={"styles": ["fiche", "news"]},
            feuillet=sheet,
            jours=[(day, list(changes)) for day, changes in groupby(sheet.shown, lambda change: change.jour)],
        )


def feeds(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Yield the (address, content) of the feed of all news and of each lever's; none where the site has no address."""
    if "://" not in renderer.site:
        return
    changes = renderer.changements
    pieces: dict[int, str] = {}  # one change stands in several feeds
    yield FEED, _feed(renderer, FEED, "nouveautes/", f"{NOM}{NBSP}: nouveautés", changes, pieces)
    for lever in renderer.catalogue.leviers.values():
        branch = {p.id for p in renderer.index.by_lever[lever.id]}
        page = f"leviers/{lever.id}/"
        title = f"{NOM}{NBSP}: nouveautés du levier «{NBSP}{lever.nom}{NBSP}»"
        own = [change for change in changes if change.pratique in branch]
        yield page + FEED, _feed(renderer, page + FEED, page, title, own, pieces)


def _feed(
    renderer: Renderer, address: str, page: str, titre: str, changes: Sequence[Change], pieces: dict[int, str]
) -> str:
    practices = renderer.catalogue.pratiques
    news = []
    for one in changes[:NEWEST]:
        if id(one) not in pieces:
            pieces[id(one)] = renderer.piece("entree(c)", "", "changes.html", c=one)
        place = f"pratiques/{one.pratique}/"
        title = f"{one.nature}{NBSP}: {practices[one.pratique].titre}"
        news.append(NewsItem(place.rstrip("/"), one.jour, title, f"{place}#changements", pieces[id(one)]))
    checked = max((p.verifie_le for p in practices.values()), default=date(1970, 1, 1))
    return atom(renderer.site, address, page, titre, news, checked)
