"""Rules on what Markdown makes of a page written by hand: a few tags, links that lead somewhere, nothing that runs.

Markdown is written in many ways, so what it gives is looked at, as MkDocs has it give: every tag is one of a short list, written so
that no browser reads it in another way. A page in which nothing could be wrong is told first by its signs, for Markdown takes a
while to load.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from pydantic_core import PydanticCustomError

from catalogue.checks.macro_calls import MARK
from catalogue.problems.mend import Spot
from catalogue.problems.problem import Problem, Rule, declaring
from catalogue.records.document import Document
from catalogue.records.values import web_address

declare = declaring("Les pages écrites à la main", __name__)

BALISE = declare(
    id="page-balise",
    titre="Une page est écrite en Markdown, avec au plus quelques balises de texte.",
    pourquoi="Un cadre, un formulaire, un script ou un style venus d’ailleurs agiraient sur qui lit, sans être vus à la relecture.",
    faux='<iframe src="https://ailleurs.example/"></iframe>',
    juste="[Le document](https://ailleurs.example/)",
)
ADRESSE = declare(
    id="page-adresse",
    titre="Un lien mène à une page, et une image vient du site.",
    pourquoi="« javascript: » et ses pareils agissent au lieu de mener quelque part. Une image d’ailleurs dirait à son site "
    "qui lit la page, et pourrait changer sans prévenir.",
    faux="![Le chantier](https://ailleurs.example/photo.png)",
    juste="![Le chantier](chantier.png)",
)

MARKDOWN = ("toc", "tables", "fenced_code", "attr_list", "md_in_html")
"""The extensions of Markdown that pages are read with: those of mkdocs.yml, and MkDocs's own."""

_BARE = (
    "p h1 h2 h3 h4 h5 h6 ul li dl dt dd em strong b i s small sub sup code pre kbd samp var mark q cite br hr blockquote abbr div "
    "section article aside figure figcaption table thead tbody tfoot tr caption span summary"
)
TAGS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(re.findall(r"\w+", _BARE), frozenset[str]()),
    "a": frozenset({"href", "rel"}),
    "details": frozenset({"open"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"style", "colspan", "rowspan"}),
    "th": frozenset({"style", "colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
"""The tags that a page may hold, each with the attributes of its own."""

ANYWHERE = frozenset({"id", "class", "lang", "dir", "title", "role", "aria-label", "aria-labelledby", "markdown"})
"""The attributes that any tag may have."""

_MOST = 500
"""How many links, or tags: Markdown looks for the end of each to the end of the text, and a page of nothing else takes minutes."""

_ALIGNED = re.compile(r"text-align: (left|center|right);")  # as Markdown aligns a column

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z-]*(?:=\"[^\"<>]*\")?)*)\s*/?>")
_CLOSED = re.compile(r"</([A-Za-z][A-Za-z0-9-]*)")
_ATTRIBUTE = re.compile(r"([a-z-]+)(?:=\"([^\"]*)\")?")

# What is in many pages and can do no harm; what is then left and may.
_QUIET = re.compile(
    r"</?(?:p|div|section|h2)(?: (?:class|id|aria-labelledby|markdown)=\"[a-z0-9 -]*\")*>"
    r"|<a href=\"(?!/)[\w./-]*\">|</a>"
    r"|\]\((?:https://(?:[a-z0-9]+[.-])+[a-z]+/[\w./-]*|(?!/)[\w./-]*(?:#[\w-]*)?)\)"
    r"|\{: #[a-z0-9-]+ \}",
    re.ASCII,
)
_LOUD = re.compile(r"[<{]|\]\(|\]:|!\[|^\s*(?:```|~~~)", re.M)


def check_content(document: Document, text: str, seen: str, start: int) -> Iterator[Problem]:
    """Yield what a page may not hold: `text` is its Markdown, with something in place of its macros; `seen` is the page, macros
    masked, whose Markdown begins at the letter `start`.
    """
    places = _Places(document, seen, start)
    for sign in "[<":
        if text.count(sign) > _MOST:
            said = f"Plus de {_MOST} « {sign} » ont été lus ; une page plus courte est attendue."
            yield document.problem_at(BALISE, *places.of(sign), said, "Faites-en plusieurs pages.")
            return
    if not _LOUD.search(_QUIET.sub(" ", text)):
        return
    try:
        html, labels = _rendered(text)
    except RecursionError:
        said = "Des blocs sont imbriqués ici sans fin ; une page plus simple est attendue."
        yield document.problem_at(BALISE, *places.of(), said, "Retirez des niveaux de citation ou de liste.")
        return
    for label in labels:
        said = f"« {label} » change le nom d’un titre dans le sommaire ; le titre lui-même est attendu."
        yield document.problem_at(BALISE, *places.of(label, "data-toc-label"), said, "## Le titre {: #son-ancre }")
    if f"&lt;div&gt;{MARK}" in html:
        said = "Une macro qui donne un bloc ne s’écrit pas dans un bloc de code."
        yield document.problem_at(BALISE, *places.of("```", "~~~"), said, "Mettez-la avant ou après le bloc.")
    opened = {name.lower() for name in re.findall(r"<([A-Za-z][A-Za-z0-9-]*)", html)}
    for found in re.finditer("<", html):
        tag = _TAG.match(html, found.start())
        if tag is None or tag[2] not in TAGS:
            closed = _CLOSED.match(html, found.start())
            if not closed or closed[1].lower() not in opened:  # else it is told where it opens
                yield _refused_tag(document, places, html[found.start() : found.start() + 200])
        elif not tag[1]:
            for name, value in _ATTRIBUTE.findall(tag[3]):
                if told := _refused(document, places, tag[2], name, value):
                    yield told


def _rendered(text: str) -> tuple[str, list[str]]:
    """Return the HTML that MkDocs makes of `text`, and the names that its titles take in the table of contents."""
    from markdown import Markdown  # here: it takes a while to load

    reader = Markdown(extensions=[*MARKDOWN])
    html = reader.convert(text)
    labels: list[str] = []
    titles: list[Any] = [*getattr(reader, "toc_tokens", [])]
    while titles:
        title = titles.pop(0)
        titles = [*title["children"], *titles]
        labels += [title["data-toc-label"]] if title["data-toc-label"] else []
    return html, labels


def _refused_tag(document: Document, places: "_Places", html: str) -> Problem:
    """Return what is told of the tag that `html` begins with, which is not allowed, or not written as others are."""
    written = re.match(r"</?[A-Za-z][A-Za-z0-9-]*|<[!?]-*|<", html)
    read = written[0] if written else "<"
    whole = html.split(">")[0].split("\n")[0][:60]
    name = read.strip("</").lower()
    if MARK in whole and name in TAGS:
        said = "Une macro a été lue dans une balise ; elle est attendue dans le texte."
        how = "Mettez la macro avant ou après la balise."
    elif name in TAGS:
        said = f"La balise « {read}> » est mal écrite ; minuscules et guillemets droits doubles sont attendus."
        how = f'<{name} class="…">'
    elif read.startswith("<!"):
        said, how = (
            "Un commentaire HTML se lirait dans la page publiée.",
            "Retirez-le, ou dites-le dans la proposition.",
        )
    else:
        said = f"La balise « {name} » n’a pas sa place dans une page ; du texte en Markdown est attendu."
        how = _INSTEAD.get(
            name, "Écrivez-le en Markdown ; pour montrer une balise, mettez-la entre accents graves : `<b>`."
        )
    return document.problem_at(BALISE, *places.of(whole, read), said, how)


_INSTEAD = {
    **dict.fromkeys(("iframe", "frame", "embed", "object", "video", "audio"), "[Le titre du document](https://…)"),
    **dict.fromkeys(("form", "input", "button", "select", "textarea"), "[Nous écrire](mailto:…)"),
    **dict.fromkeys(("meta", "base", "link"), "Dites-le en une phrase, avec un lien : [la nouvelle page](…)."),
    **dict.fromkeys(("script", "style"), "Retirez-le : styles et scripts sont dans theme/, qu’une équipe relit."),
    "svg": "![Ce que montre le dessin](dessin.svg)",
}


def _refused(document: Document, places: "_Places", tag: str, name: str, written: str) -> Problem | None:
    """Return what is told of the attribute `name` of a `tag`, if anything."""
    rule: Rule = BALISE
    value = unescape(written)
    how = "Retirez-le ; l’ancre d’un titre s’écrit {: #ancre }."
    if name not in ANYWHERE and name not in TAGS[tag]:
        said = f"« {name} » n’a pas sa place sur « {tag} »."
    elif MARK in value:
        said, how = "Une macro ne s’écrit ni dans une balise, ni dans l’adresse d’un lien.", _LINKED
    elif name == "style" and not _ALIGNED.fullmatch(value):
        said = "Un style n’a pas sa place dans une page."
    elif name == "href" and not _leads(value):
        rule, how = ADRESSE, "[Le titre](https://…), ou le chemin d’une autre page : [Le titre](autre-page.md)"
        said = f"L’adresse « {value[:80]} » ne mène pas à une page ; http(s)://, mailto: ou un chemin est attendu."
    elif name == "src" and (_SCHEME.match(value) or not _plain(value)):
        rule, how = ADRESSE, "![Ce que montre l’image](image.png)"
        said = f"L’image « {value[:80]} » ne vient pas du site ; une image de docs/ est attendue."
    else:
        return None
    return document.problem_at(rule, *places.of(value, written, f"{name}=", name, f"<{tag}"), said, how)


_LINKED = '{{ fiche("nego-training", "les mots du lien") }}'
_SCHEME = re.compile(r"[^/?#]*:|//")


def _plain(value: str) -> bool:
    """Return whether `value` holds only signs that browsers leave where they are."""
    return not re.search(r"[\x00-\x20\x7f\\]", value)


def _leads(value: str) -> bool:
    if not _plain(value):
        return False
    if re.match(r"https?:", value):
        try:
            return bool(web_address(value))
        except PydanticCustomError:
            return False
    return bool(re.fullmatch(r"mailto:[\w.+-]+@[\w.-]+|tel:\+?[0-9-]+", value)) or not _SCHEME.match(value)


class _Places:
    """Where in a page stands what Markdown made of it: the first occurrence that was not told yet."""

    def __init__(self, document: Document, seen: str, start: int) -> None:
        self._document, self._text, self._start = document, seen, start
        self._told: set[int] = set()

    def of(self, *written: str) -> Spot:
        """Return the spot of the first of `written` that is found; of the page's beginning, when none is."""
        known = [
            m.start() for one in written if one for m in re.finditer(re.escape(one), self._text[self._start :], re.I)
        ]
        begins = len(self._text) - len(self._text[self._start :].lstrip()) - self._start
        at = next((one for one in known if one not in self._told), known[0] if known else begins)
        self._told.add(at)
        before = self._text[: self._start + at]
        return before.count("\n") + 1, self._start + at - before.rfind("\n")
