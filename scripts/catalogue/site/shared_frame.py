"""The frame of fiches: the head, menu and foot that the theme draws around each, drawn once for all those it treats alike.

To draw it anew for each of a thousand fiches is slow. Here the theme draws it around one stand-in, which has a mark in place
of each text of its own. With a Jinja expression in place of each mark (`{{ page.content }}`), what was drawn becomes a
template, and MkDocs draws every fiche with it. Nothing of a record is in it.
"""

import copy
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable

from jinja2 import ChoiceLoader, DictLoader, Environment
from mkdocs.structure.pages import Page

OWN = ("title", "description", "jsonld", "donnees", "modifie_le")
"""What the front matter of a fiche says of it alone; the theme writes each as it is, or leaves it out where there is none."""

ENOUGH = 8
"""Pages below which drawing them one by one costs less than compiling a template."""


def share(env: Environment, pages: Iterable[Page], draw: Callable[[Page], str]) -> None:
    """Add to `env`, the theme's environment, a template for each group of `pages` that are alike, and have them ask for it.

    `draw` has the theme draw one page. Groups of less than ENOUGH pages are left as they are.
    """
    alike: dict[Hashable, list[Page]] = defaultdict(list)
    for page in pages:
        alike[_likeness(page)].append(page)
    templates = {}
    for number, group in enumerate(group for group in alike.values() if len(group) >= ENOUGH):
        name = f"commun-{number}.html"
        templates[name] = _template(draw(_stand_in(group[0])))
        for page in group:
            page.meta = {**page.meta, "template": name}
    assert env.loader is not None  # noqa: S101 - MkDocs gives one
    env.loader = ChoiceLoader([env.loader, DictLoader(templates)])


def _likeness(page: Page) -> Hashable:
    """Return all that the theme draws of a fiche and that is not its own text: see OWN, and what _stand_in says for it."""
    own = [bool(page.canonical_url), bool(page.edit_url), *(name in page.meta for name in OWN)]
    return repr({key: value for key, value in page.meta.items() if key not in OWN}), *own


def _stand_in(page: Page) -> Page:
    found = copy.copy(page)
    found.canonical_url, found.edit_url = _mark("canonical_url"), _mark("edit_url")
    found.content = f'{_mark("content")}<h1 data-fiche="">{_END}'  # the theme asks whether a content has them
    found.meta = {**page.meta, **{name: _mark(f"meta.{name}") for name in OWN if name in page.meta}}
    found.meta["jsonld"] = _mark("meta.jsonld")
    return found


_END = "\x00\x00"


def _mark(name: str) -> str:
    return f"\x00{name}\x00"


def _template(drawn: str) -> str:
    """Return the template of what was drawn of a stand-in: what is not a mark is text, whatever signs it holds."""
    text = drawn.replace(f'<h1 data-fiche="">{_END}', "")
    parts = text.split("\x00")
    return "".join(
        f"{{{{ page.{part} }}}}" if number % 2 else part.replace("{", "{{ '{' }}") for number, part in enumerate(parts)
    )
