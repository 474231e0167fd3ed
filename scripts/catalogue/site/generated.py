"""One page made from the records, as MkDocs knows it: a page, and its file, that are read from no Markdown."""

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from catalogue.pages import Page
from catalogue.site import served


class GeneratedPage(MkDocsPage):
    """A page of ours among MkDocs's: `made` gives its title and sections when MkDocs reads it, its HTML when it is written.

    Its HTML goes to the theme as it is, never through Markdown.
    """

    def __init__(self, made: Page, title: str | None, file: File, config: MkDocsConfig, site: str) -> None:
        """Put `made` in `file`, under the `title` that the navigation gives it, if it does, on the site published at `site`."""
        super().__init__(title, file, config)
        self.made = made
        if "nouvelle" in made.meta:  # it speaks for the page at its new address
            self.canonical_url = site + str(made.meta["nouvelle"])

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the front matter from our page: there is no source to read."""
        self.markdown, self.meta = "", self.made.outline

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the table of contents from our page: there is no Markdown to render."""
        self.content = ""
        # Themes write titles as they are into the page.
        self.toc = TableOfContents([AnchorLink(str(escape(title)), anchor, 2) for anchor, title in self.made.sommaire])

    def make(self) -> None:
        """Make the HTML, and all that the theme is told, now that the page is to be drawn; raises TemplateFault."""
        self.content, self.meta = self.made.html, self.made.front_matter
        self.present_anchor_ids = served.ids(self.content)

    def let_go(self) -> None:
        """Forget what `make` made, once written: the content of thousands of pages would not fit in memory."""
        self.content = ""
        del self.meta["jsonld"]


class WaitingFile(File):
    """The file of a page that a preview makes when it is asked for: others link to it, and MkDocs builds nothing of it."""

    def is_documentation_page(self) -> bool:
        """Return False: MkDocs builds documentation pages."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Copy nothing: MkDocs copies what is no documentation page."""


def file_of(made: Page, config: MkDocsConfig, *, waiting: bool) -> File:
    """Return the file of the page `made`, which no navigation need name, and whose "edit" leads to the record.

    One that is `waiting` stands at the same address.
    """
    kind = WaitingFile if waiting else File
    file = kind.generated(config, made.src_uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    file.dest_uri = f"{made.address}index.html"
    file.edit_uri = f"../{made.edit}" if made.edit else None
    return file
