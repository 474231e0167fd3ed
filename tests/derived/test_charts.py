"""What may be drawn of figures, and what is refused."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import html5lib
import pytest

from catalogue.checks.check import check
from catalogue.derived.charts import breakdown, enclosing, evolution, share
from catalogue.pages import Renderer, pages
from catalogue.records.practice import Chiffre
from catalogue.records.values import Nature
from common import FROZEN, TODAY

SVG = "{http://www.w3.org/2000/svg}"


def _figure(valeur: str = "37", **fields: Any) -> Chiffre:
    known = {"unite": "%", "libelle": "part des femmes", "nature": Nature.MESURE, "base": "bénéficiaires"}
    return Chiffre(**{**known, "valeur": Decimal(valeur), "source": "x", "repere": "A", **fields})


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (_figure(), Decimal(37)),
        (_figure("0"), Decimal(0)),
        (_figure("100"), Decimal(100)),
        (_figure("12.5"), Decimal("12.5")),
        (_figure(base=None), None),
        (_figure(unite="femmes"), None),
        (_figure(unite=None), None),
        (_figure("130"), None),
        (_figure("-5"), None),
    ],
)
def test_only_a_part_of_a_known_whole_is_drawn(figure: Chiffre, expected: Decimal | None) -> None:
    """A percentage of a base is a part; a rise, a count, or what goes past the whole is not."""
    assert share(figure) == expected


def test_a_part_of_a_part_is_the_one_declared() -> None:
    """The enclosing figure is the one named, never guessed."""
    whole = _figure("10", libelle="poids du critère")
    part = _figure("3", libelle="poids du sous-critère", inclus_dans="poids du critère")
    assert enclosing(part, [part, whole]) is whole
    assert enclosing(whole, [part, whole]) is None
    count = _figure("50", libelle="poids du critère", unite="candidates", base=None)
    assert enclosing(part, [count, part, whole]) is whole


def test_moments_are_compared_only_when_alike() -> None:
    """The same count on the same base may be compared; anything else stops the build."""
    moments = [_figure("13"), _figure("19", nuance="près de")]
    assert evolution(moments) == moments
    for other in (_figure(libelle="part des hommes"), _figure(base="candidatures"), _figure(unite="points")):
        with pytest.raises(ValueError, match="ne se comparent pas"):
            evolution([_figure("13"), other])


def test_parts_make_a_whole() -> None:
    """Parts are drawn as one beam only when they add up to a hundred, of one base at one time."""
    parts = [_figure("56", libelle="travaux", periode="en 2020"), _figure("44", libelle="services", periode="en 2020")]
    assert breakdown(parts) == parts
    for other in (_figure("40", periode="en 2020"), _figure("44", periode="en 2021"), _figure("44", base="autre")):
        with pytest.raises(ValueError, match="100 %"):
            breakdown([parts[0], other])


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    """The renderer of the catalogue as it stands."""
    catalogue = check(FROZEN / "practices", TODAY).catalogue
    assert catalogue is not None
    return Renderer(catalogue)


def _chart(renderer: Renderer, macro: str, *names: str) -> Any:
    figures = [renderer.catalogue.chiffres_cles[name] for name in names]
    html = renderer.piece(f"{macro}(figures)", "methode/enjeux/", "charts.html", figures=figures)
    return html5lib.parseFragment(html, namespaceHTMLElements=False)


@pytest.mark.parametrize(
    ("macro", "names", "values"),
    [
        ("evolution", ("part-femmes-2012", "part-femmes-2022"), ["13\u00a0%", "près de 19\u00a0%"]),
        ("repartition", ("part-travaux-2020", "part-services-2020"), ["56\u00a0%", "44\u00a0%"]),
    ],
)
def test_a_chart_says_its_data_three_times(renderer: Renderer, macro: str, names: Any, values: list[str]) -> None:
    """As a drawing, in the drawing's text alternative, and as a table; with a source."""
    chart = _chart(renderer, macro, *names)
    (drawing,) = chart.iter(f"{SVG}svg")
    assert drawing.get("role") == "img"
    assert [value for value in values if value not in drawing.get("aria-label")] == []
    assert [value for value in values if value not in "".join(drawing.itertext())] == []
    assert ["".join(cell.itertext()) for cell in chart.iter("td")] == values
    assert "Source" in "".join(chart.itertext())


def test_a_rounded_share_is_not_drawn_as_exact(renderer: Renderer) -> None:
    """« Près de 19 % »: the full tone stops short of 19, and the paler end reaches it."""
    chart = _chart(renderer, "evolution", "part-femmes-2012", "part-femmes-2022")
    ends = [path.get("d") for path in chart.iter(f"{SVG}path") if "barre-part" in path.get("class").split()]
    exact, solid, pale = ends
    assert exact.endswith("h83.2")
    assert float(solid.split("h")[1]) < 18.5 * 6.4
    start, _, length = pale.removeprefix("M").partition("h")
    assert float(start.split()[0]) + float(length) == pytest.approx(19 * 6.4)


def test_a_fiche_draws_its_shares(renderer: Renderer) -> None:
    """The beam says its number in text; a weighting within another shows both; a count has no beam."""
    fiches = {page.address: page.html for page in pages(renderer) if page.address.startswith("pratiques/")}
    assert 'aria-label="37 sur 100"' in fiches["pratiques/dae-marche-impression/"]
    assert 'aria-label="3 sur 100, à l’intérieur de 10 sur 100"' in fiches["pratiques/lyon-collecte-dechets/"]
    assert 'class="barre"' not in fiches["pratiques/atout-mixite/"]


def test_included_figure_must_fit(valid: Path) -> None:
    """A part bigger than its whole, or measured otherwise, is told; a sound one is not."""
    record = valid / "creches-test.yml"
    sound = record.read_text("utf-8")

    def rules(valeur: str, base: str) -> list[str]:
        figures = (
            "chiffres:\n"
            f"  - {{valeur: {valeur}, unite: '%', base: {base}, libelle: une partie, nature: ponderation,\n"
            "     inclus_dans: le grand tout, source: rapport-test, repere: page 1}\n"
            "  - {valeur: 10, unite: '%', base: note, libelle: le grand tout, nature: ponderation,\n"
            "     source: rapport-test, repere: page 1}\n"
        )
        head = sound.split("chiffres:")[0]
        tail = "sources:" + sound.split("sources:")[1] if "sources:" in sound else ""
        record.write_text(head + figures + tail, "utf-8")
        return [problem.rule for problem in check(valid, TODAY).problems if problem.rule == "chiffre-inclus"]

    assert rules("3", "note") == []
    assert rules("12", "note") == ["chiffre-inclus"]
    assert rules("3", "heures") == ["chiffre-inclus"]
