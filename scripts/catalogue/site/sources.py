"""What MkDocs finds to build from, before our pages: the files of docs/ and of the theme, and what mkdocs.yml lists.

Each function puts right one thing of it, in place.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from mkdocs.structure.files import Files

UNUSED = (
    # Material's styles and scripts, which this theme replaces.
    "assets/javascripts/",
    "assets/stylesheets/",
    # What only the PDFs are set in.
    "assets/vendor/atkinson-hyperlegible-next/papier/",
    "vendor.json",
)
"""The beginnings of what stands in the theme and no page asks for."""


def leave_out_unused(files: Files) -> None:
    """Take out of `files` those that no page asks for."""
    for file in [file for file in files if file.src_uri.startswith(UNUSED)]:
        files.remove(file)


def leave_out_links_to_pdfs(groups: Sequence[dict[str, Any]], made: Collection[str]) -> None:
    """Take out of `groups`, the links at the foot of pages, those to a PDF that is not `made`."""
    for group in groups:
        group["liens"] = [a for a in group["liens"] if not a["adresse"].endswith(".pdf") or a["adresse"] in made]


def titles_in_nav(nav: Sequence[Any] | None) -> Iterator[tuple[str, str | None]]:
    """Yield each page that the navigation of mkdocs.yml names, as the file in docs/ that it would be, and its title there."""
    for item in nav or ():
        for title, inside in item.items() if isinstance(item, dict) else [(None, item)]:
            if isinstance(inside, str):
                yield inside, title
            else:
                yield from titles_in_nav(inside)
