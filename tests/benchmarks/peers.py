"""The folders that other tools build: the Markdown of `catalogue write`, laid as each of them wants it.

Only the pages go along: the data files and the search index, which ours makes too, stay out of what others are timed on.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

MKDOCS = """\
site_name: Étalon
theme: {name: material, language: fr, font: false}
plugins: [search: {lang: fr}]
nav: [index.md]
not_in_nav: "*"
markdown_extensions: [attr_list, md_in_html, tables, toc]
"""
"""Material as it comes, which Zensical reads as well."""

HUGO = Path(__file__).parent / "hugo"


def lay_material(folder: Path, written: Path) -> None:
    """Lay in `folder` a stock Material site of the pages in `written`."""
    for name, text in _pages(written):
        _put(folder / "docs" / name, text)
    (folder / "mkdocs.yml").write_text(MKDOCS, "utf-8")


def lay_hugo(folder: Path, written: Path) -> None:
    """Lay in `folder` a Hugo site of the pages in `written`, with a frame of our own."""
    shutil.copytree(HUGO, folder)
    for name, text in _pages(written):
        above = any(path != written / name for path in (written / name).parent.rglob("*.md"))
        # Hugo takes what lies beside or below an index.md for its attachments, unless it is called _index.md.
        _put(folder / "content" / (name.with_name("_index.md") if name.name == "index.md" and above else name), text)


def addresses(written: Path) -> set[str]:
    """Return the file that each page in `written` becomes ("pratiques/x/index.html")."""
    return {
        (name if name.name == "index.md" else name.with_suffix("") / "index.md").with_suffix(".html").as_posix()
        for name, _ in _pages(written)
    }


def _pages(written: Path) -> Iterator[tuple[Path, str]]:
    """Each page's name and text, which asks for no template of ours."""
    for path in written.rglob("*.md"):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        yield path.relative_to(written), "".join(line for line in lines if not line.startswith("template:"))


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
