"""The pages of sources: what each of them supports, figure by figure."""

from collections.abc import Iterator

from catalogue.pages.paging import sheets
from catalogue.pages.rendering import Page, Renderer
from catalogue.records.practice import Pratique
from catalogue.text.typography import slug


def source_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield the pages of all sources, then those of each."""
    cat, edit = renderer.catalogue, "practices/vocabulaires/sources.yml"
    listed = sorted(cat.sources.values(), key=lambda s: (slug(s.titre), s.id))
    for sheet in sheets("sources/", listed):
        yield renderer.page(
            "sources.html",
            sheet.address,
            "Les sources" + sheet.mark,
            "Les documents et les pages d’où viennent les faits du catalogue, et ce qui repose sur chacun.",
            edit,
            feuillet=sheet,
        )
    for source in cat.sources.values():
        practices = renderer.index.by_source.get(source.id, [])
        for part in sheets(f"sources/{source.id}/", practices):
            yield renderer.page(
                "source.html",
                part.address,
                f"Source : {source.titre}{part.mark}",
                f"{source.titre} : les pratiques et les chiffres du catalogue qui viennent de cette source.",
                edit,
                meta={"styles": ["fiche", "sources"]},
                source=source,
                compte=len(practices),
                feuillet=part,
                appuis=[(p, *_support(p, source.id)) for p in part.shown],
                cles=[c for c in cat.chiffres_cles.values() if c.source == source.id],
            )


def _support(practice: Pratique, source: str) -> tuple[list[str], list[object], list[object]]:
    """Return what of `practice` comes from `source`: places in it, figures, distinctions."""
    places = [one.repere for one in practice.sources if one.id == source]
    figures: list[object] = [one for one in practice.chiffres if one.source == source]
    return places, figures, [one for one in practice.distinctions if one.source == source]
