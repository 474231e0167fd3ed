"""What a stranger may put into docs/ or theme/ to have something run, read or shown: each is refused, where it stands."""

from dataclasses import dataclass
from pathlib import Path

MARKER = "marque"
"""The file at the project's root that an attack would leave there."""

ELSEWHERE = "un-texte-d-ailleurs"
"""What stands in the file `ailleurs/texte.txt`, beside the project, that an attack would show."""


@dataclass(frozen=True)
class Attack:
    """A file, by its path in the project, with its `content`, or a link to `leads`; told with `rule` at `line`."""

    name: str
    rule: str
    content: str = ""
    line: int = 1
    path: str = "docs/essai.md"
    leads: str = ""

    def install(self, root: Path) -> Path:
        """Put it into the project at `root`; return where."""
        path = root / self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.leads:
            path.symlink_to(root / self.leads)
        else:
            path.write_text(self.content, "utf-8")
        return path


def _page(name: str, rule: str, text: str, *, head: str = "", line: int = 0) -> Attack:
    """Return a page of this `text`, or of this front matter, whose fault is in the only line of either, unless told."""
    whole = f"---\ntitle: Un essai\n{head}\n---\n\n{text}\n"
    return Attack(name, rule, whole, line or (6 if text else 3))


def _macro(name: str, text: str, *, line: int = 6) -> Attack:
    return _page(name, "macro-interdite", text, head="render_macros: true", line=line)


_OPEN = f"open('{MARKER}', 'w')"

MACROS = [
    _macro("cycler", f"{{{{ cycler.__init__.__globals__.os.popen('touch {MARKER}').read() }}}}"),
    _macro("lipsum", f"{{{{ lipsum.__globals__['os'].popen('touch {MARKER}').read() }}}}"),
    _macro("joiner", f"{{{{ joiner.__init__.__globals__.os.system('touch {MARKER}') }}}}"),
    _macro("namespace", f"{{{{ namespace.__init__.__globals__.os.system('touch {MARKER}') }}}}"),
    _macro("subclasses", "{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    _macro("builtins", f"{{{{ fiche.__globals__['__builtins__'].{_OPEN} }}}}"),
    _macro("closure", "{{ fiche.__closure__[0].cell_contents }}"),
    _macro("attr", "{{ fiche|attr('__globals__') }}"),
    _macro("config", "{{ config }}"),
    _macro("environment", "{{ environment }} "),
    _macro("setting", "{{ config.plugins }}"),
    _macro("of-a-setting", "{{ fiche(config.site_url) }}"),
    _macro("self", "{{ self._TemplateReference__context }}"),
    _macro("page", "{{ page.file.content_string }}"),
    _macro("include", "{% include '../ailleurs/texte.txt' %}"),
    _macro("include-of-the-project", "{% include 'index.md' %}"),
    _macro("import", "{% import '../mkdocs.yml' as m %}"),
    _macro("extends", "{% extends '../ailleurs/texte.txt' %}"),
    _macro("endless", "{% for i in range(10**10) %}x{% endfor %}"),
    _macro("huge", "{{ 'x' * 10**10 }}"),
    _macro("power", "{{ 9**9**9 }}"),
    _macro("set", "{% set f = fiche %}"),
    _macro("call", "{% call fiche('nego-training') %}{% endcall %}"),
    _macro("raw", "{% raw %}{{ x }}{% endraw %}"),
    _macro("filter", "{{ fiche('nego-training') | upper }}"),
    _macro("test", "{{ 1 is divisibleby 1 }}"),
    _macro("condition", "{{ fiche('a') if 1 else 2 }}"),
    _macro("joined", "{{ fiche('nego' ~ '-training') }}"),
    _macro("side-by-side", "{{ fiche('nego-' 'training') }}"),
    _macro("formatted", "{{ '%s'.format(fiche) }}"),
    _macro("escaped", r"{{ fiche('nego\x2dtraining') }}"),
    _macro("starred", "{{ fiche(*['nego-training']) }}"),
    _macro("of-its-result", "{{ fiche('nego-training').__class__ }}"),
    _macro("unknown", "{{ lire('/etc/passwd') }}"),
    _macro("a-constant", "{{ '<script>alert(1)</script>' }}"),
    _macro("an-attribute-counted", "{{ nombre('__class__') }}"),
    _macro("a-call-as-a-text", "{{ valeur(leviers()) }}"),
    _macro("two-deep", "{{ parcours(etape(etape('act-elles'))) }}"),
    _macro("unclosed", "{{ fiche('nego-training'"),
    _macro("unclosed-comment", "{# rien"),
    _macro("comment-that-joins", "a {#- rien -#} b"),
    _macro("spaces-that-join", "a {{- fiche('nego-training') -}} b"),
    _macro("later-in-the-page", "Rien.\n\nRien, puis {{ config }}.", line=8),
    _macro("in-code", "`{{ config }}`"),
    _macro("in-a-title", "# {{ config }}"),
    _macro("a-block-in-a-sentence", "Voir {{ liste() }} `<img src=x onerror=alert(1)>`"),
    _macro("an-indented-block", "    {{ liste() }}"),
    # What turns macros on, however it is said.
    _page("turned-on-as-yes", "macro-interdite", "{{ config }}", head="render_macros: yes"),
    _page("turned-on-as-on", "macro-interdite", "{{ config }}", head='"render_macros": On'),
]
"""Attacks by the macros of a page."""

HEADS = [
    Attack("no-fence", "page-entete", "render_macros: true\n\n{{ config }}\n"),
    _page("script-in-the-title", "page-entete", "", head='description: "<script>alert(1)</script>"'),
    _page(
        "refresh-in-the-description",
        "page-entete",
        "",
        head='description: \'" http-equiv="refresh" content="0;url=https://a.b\'',
    ),
    _page("module-of-elsewhere", "page-entete", "", head="module: https://a.example/x.js"),
    _page("module-up-the-tree", "page-entete", "", head="module: assets/../../x.js"),
    _page("style-of-elsewhere", "page-entete", "", head="styles: [//a.example/x]"),
    _page("another-template", "page-entete", "", head="template: ../docs/essai.md"),
    _page("redirection", "page-entete", "", head="nouvelle: https://a.example/"),
    _page("json-ld", "page-entete", "", head='jsonld: "</script><script>alert(1)</script>"'),
    _page("edit-address", "page-entete", "", head="modifier: javascript:alert(1)"),
    _page(
        "an-entry-that-runs", "page-entete", "", head="entrees: [{titre: a, texte: b, adresse: 'javascript:alert(1)'}]"
    ),
    _page("a-date-that-is-none", "page-entete", "[a](b.md)", head="mots_cles: [2026-13-45]", line=3),
    _page("not-a-key", "page-entete", "", head="render_macro: true"),
    _page("anchor", "yaml-ancre", "", head="mots_cles: &a [b]"),
    _page("tag", "yaml-etiquette", "", head="mots_cles: !!python/object/apply:os.system [id]"),
]
"""Attacks by the front matter of a page."""

CONTENTS = [
    _page("script", "page-balise", "<script>alert(1)</script>"),
    _page("script-in-a-sentence", "page-balise", "Voir <script>alert(1)</script> ici."),
    _page("capitals", "page-balise", "Voir <ScRiPt src=//a.example/x.js></sCrIpT> ici."),
    _page("unclosed-tag", "page-balise", "<p>\n<img src=x onerror=alert(1) ", line=7),
    _page("frame", "page-balise", '<iframe src="https://a.example/"></iframe>'),
    _page("own-frame", "page-balise", '<iframe src="../index.html"></iframe>'),
    _page("object", "page-balise", '<object data="a.svg"></object>'),
    _page("form", "page-balise", '<form action="https://a.example/"><input name="q"></form>'),
    _page("refresh", "page-balise", '<meta http-equiv="refresh" content="0;url=https://a.example/">'),
    _page("base", "page-balise", '<base href="https://a.example/">'),
    _page("style-sheet", "page-balise", "<style>body { display: none }</style>"),
    _page("drawing", "page-balise", "<svg onload=alert(1)></svg>"),
    _page("formula", "page-balise", "<math><mtext></mtext></math>"),
    _page("comment", "page-balise", "Voir <!-- <script> --> ici."),
    _page("instruction", "page-balise", "<?php echo 1 ?>"),
    _page("handler", "page-balise", '<p onclick="alert(1)">a</p>'),
    _page("style", "page-balise", '<div style="position: fixed">a</div>'),
    _page("handler-by-attributes", "page-balise", 'Un texte *ici*{: onmouseover="alert(1)" }.'),
    _page("style-by-attributes", "page-balise", '## Titre {: style="display: none" }'),
    _page("summary-by-attributes", "page-balise", '## Titre {: data-toc-label="Autre" }'),
    _page("target", "page-balise", "[a](https://www.exemple.fr/){: target=_blank }"),
    _page("attributes-of-a-fence", "page-balise", '``` {.python onclick="alert(1)"}\na\n```'),
    _page("quotes-that-differ", "page-balise", "<p title='\"'onclick=alert(1)>a</p>"),
    _page("javascript", "page-adresse", "[a](javascript:alert(1))"),
    _page("javascript-as-references", "page-adresse", "[a](java&#115;cript&colon;alert(1))"),
    _page("javascript-in-angles", "page-adresse", "[a](<JaVaScRiPt:alert(1)>)"),
    _page("javascript-by-reference", "page-adresse", "[a][b]\n\n[b]: javascript:alert(1)", line=8),
    _page("javascript-of-a-tag", "page-adresse", '<a href="javascript:alert(1)">a</a>'),
    _page("data", "page-adresse", "[a](data:text/html,<script>alert(1)</script>)"),
    _page("another-scheme", "page-adresse", "[a](vbscript:x)"),
    _page("no-scheme", "page-adresse", "[a](//a.example/)"),
    _page("backslashes", "page-adresse", "[a](\\\\\\\\a.example/)"),
    _page("look-alike", "page-adresse", "[a](https://ехample.fr/)"),
    _page("picture", "page-adresse", "![a](https://a.example/a.png)"),
    _page("picture-without-scheme", "page-adresse", "![a](//a.example/a.png)"),
    _page("picture-of-a-tag", "page-adresse", '<img src="https://a.example/a.png" alt="a">'),
    _page("picture-by-reference", "page-adresse", "![a][b]\n\n[b]: https://a.example/a.png", line=8),
    _page("picture-of-data", "page-adresse", "![a](data:image/svg+xml,<svg/>)"),
    _page("hidden-sign", "caractere-interdit", "[a]\x02(javascript:alert(1))"),
    _page("macro-in-a-tag", "page-balise", '<p title="{{ fiche("act-elles") }}">a</p>', head="render_macros: true"),
    _page("macro-in-a-link", "page-balise", '[a]({{ fiche("act-elles") }})', head="render_macros: true"),
    _page("tag-around-a-comment", "page-balise", "<scr{# a #}ipt>alert(1)</script>", head="render_macros: true"),
    _page("block-in-code", "page-balise", "```\n{{ liste() }}\n<script>a</script>\n```", head="render_macros: true"),
]
"""Attacks by what Markdown lets through."""

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">\n{}\n</svg>'


def _drawing(name: str, inside: str, path: str = "docs/essai.svg") -> Attack:
    return Attack(name, "dessin-actif", _SVG.format(inside), 2, path)


FILES = [
    Attack("page", "page-fichier", "<p>Un essai</p>", path="docs/essai.html"),
    Attack("script-file", "page-fichier", "alert(1)", path="docs/essai.js"),
    Attack("style-file", "page-fichier", "p { color: red }", path="docs/essai.css"),
    Attack("data-file", "page-fichier", "{}", path="docs/essai.json"),
    Attack("archive", "page-fichier", "PK", path="docs/essai.zip"),
    Attack("double-name", "page-fichier", "# a", path="docs/essai.html.md"),
    Attack("name-that-is-a-tag", "page-fichier", "# a", path='docs/"><script>.md'),
    Attack("folder-that-is-a-tag", "page-fichier", "# a", path='docs/"onload=x/essai.md'),
    Attack("name-that-is-a-macro", "page-fichier", "# a", path="docs/{{ config }}.md"),
    Attack("in-the-way-of-a-script", "page-fichier", "alert(1)", path="docs/assets/search/engine.js"),
    Attack("linked-page", "fichier-lie", leads="../ailleurs/texte.txt"),
    Attack("linked-picture", "fichier-lie", path="docs/essai.png", leads="../ailleurs/texte.txt"),
    Attack("linked-within", "fichier-lie", leads="mkdocs.yml"),
    Attack("linked-folder", "fichier-lie", path="docs/essai", leads="../ailleurs"),
    Attack("linked-among-decisions", "fichier-lie", path="docs/decisions/essai.md", leads="../ailleurs/texte.txt"),
    Attack("linked-style", "fichier-lie", path="theme/assets/styles/essai.css", leads="../ailleurs/texte.txt"),
    Attack("linked-template", "fichier-lie", path="theme/partials/essai.html", leads="../ailleurs/texte.txt"),
    Attack("linked-icons", "fichier-lie", path="theme/.icons/essai", leads="../ailleurs"),
    _drawing("svg-script", "<script>alert(1)</script>"),
    _drawing("svg-script-of-another-name", '<a:script xmlns:a="http://www.w3.org/2000/svg">alert(1)</a:script>'),
    _drawing("svg-handler", '<circle r="4" onclick="alert(1)"/>'),
    _drawing("svg-page-inside", '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">a</p></foreignObject>'),
    _drawing("svg-link", '<a href="javascript:alert(1)"><circle r="4"/></a>'),
    _drawing("svg-picture", '<image href="https://a.example/a.png"/>'),
    _drawing("svg-use", '<use xlink:href="https://a.example/a.svg#b"/>'),
    _drawing("svg-font", "<style>@import url(https://a.example/a.css)</style>"),
    _drawing("svg-fill", '<circle r="4" style="fill: url( &quot;https://a.example/a.svg#b&quot; )"/>'),
    _drawing("svg-fill-by-a-code", r'<circle r="4" style="fill:\75rl(https://a.example/a.svg#b)"/>'),
    _drawing("svg-fill-escaped", r'<circle r="4" style="fill:u\rl(https://a.example/a.svg#b)"/>'),
    _drawing("svg-mask", """<circle r="4" style="mask-image:image-set('https://a.example/a.png' 1x)"/>"""),
    _drawing("svg-animation", '<circle><set attributeName="href" to="javascript:alert(1)"/></circle>'),
    _drawing("svg-sheet", '<?xml-stylesheet href="https://a.example/a.css"?>'),
    Attack("svg-entities", "dessin-actif", '<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg>&a;</svg>', path="docs/essai.svg"),
    Attack("svg-broken", "dessin-actif", "<svg>\n<circle>\n</svg>", 3, "docs/essai.svg"),
    _drawing("svg-of-the-theme", "<script>alert(1)</script>", "theme/assets/images/essai.svg"),
    _drawing("svg-icon-of-the-theme", "<script>alert(1)</script>", "theme/.icons/site/essai.svg"),
]
"""Attacks by files, links and drawings."""

ATTACKS = [*MACROS, *HEADS, *CONTENTS, *FILES]
