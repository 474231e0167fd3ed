"""The rules on docs/ and theme/: every attack is told where it stands, what is right passes, and names are followed."""

import inspect
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, nodes
from mkdocs.config import load_config
from mkdocs.utils import meta

from attacks import ATTACKS, ELSEWHERE, MARKER, Attack
from catalogue.checks import front_matter, macro_calls, page_content
from catalogue.checks.check import check
from catalogue.checks.page_macros import BLOCKS, MACROS
from catalogue.contribute.correct import correct
from catalogue.pages import Renderer
from catalogue.problems.problem import Problem
from catalogue.records.document import Document
from catalogue.site.macros import macros_of
from common import FROZEN, ROOT, TODAY, run
from hostile import promised

FILTERS = ("levier", "region", "porteur", "ids")


@pytest.fixture
def root(valid: Path) -> Path:
    """The root of a small project, with a folder beside it that is nobody's affair."""
    root = valid.parent / "projet"
    root.mkdir()
    valid.rename(root / "practices")
    (root / "ailleurs").mkdir()
    (root.parent / "ailleurs").mkdir()
    (root.parent / "ailleurs" / "texte.txt").write_text(ELSEWHERE, "utf-8")
    return root


def _page(root: Path, text: str, head: str = "render_macros: true") -> list[Problem]:
    """Return what is told of a page of this `text`, which begins at line 6."""
    path = root / "docs" / "essai.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"---\ntitle: Un essai\n{head}\n---\n\n{text}\n", "utf-8")
    problems = check(root / "practices", TODAY).problems
    promised(problems)
    return problems


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_told_where_it_stands(attack: Attack, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first problem is the attack's, with its file and line; it has done nothing, and shows nothing from elsewhere."""
    monkeypatch.chdir(root)
    attack.install(root)
    found = check(root / "practices", TODAY)
    assert found.catalogue is None
    promised(found.problems)
    assert {problem.path for problem in found.problems} == {attack.path}
    assert (found.problems[0].rule, found.problems[0].line) == (attack.rule, attack.line)
    assert all(problem.message and problem.example for problem in found.problems)
    assert not (root / MARKER).exists()
    assert ELSEWHERE not in "".join(
        f"{problem.message}{problem.excerpt}{problem.example}" for problem in found.problems
    )


def test_the_command_tells_them_all_at_once(root: Path) -> None:
    """`catalogue check` tells every attack by its file and line, `docs` or a page may be asked for alone; no traceback."""
    for number, attack in enumerate(one for one in ATTACKS if one.path == "docs/essai.md" and not one.leads):
        Attack(attack.name, attack.rule, attack.content, attack.line, f"docs/p{number}.md").install(root)
    (root / "practices" / "essai.yml").write_text("titre: 'ouvert\n", "utf-8")
    whole = run(root, "catalogue", "check", "--format", "github")
    assert (whole.code, "Traceback" in whole.output, "practices/essai.yml" in whole.output) == (1, False, True)
    assert set(re.findall(r"file=docs/p(\d+)\.md", whole.output)) == {str(n) for n in range(number + 1)}
    for asked, expected in (("docs", number + 1), ("docs/p3.md", 1), ("practices", 0)):
        told = run(root, "catalogue", "check", asked, "--format", "github").output
        assert len(set(re.findall(r"file=docs/p(\d+)\.md", told))) == expected
    assert not (root / MARKER).exists()


@pytest.mark.parametrize("folder", [FROZEN, ROOT], ids=["frozen", "today"])
def test_our_own_pages_pass(folder: Path) -> None:
    """What stands in docs/ and theme/ has none of it, with nothing excused."""
    assert [p for p in check(folder / "practices", TODAY).problems if p.path.startswith(("docs", "theme"))] == []


@pytest.mark.parametrize(
    "text",
    [
        "Un *texte*, **fort**, `du <code>`, 2 < 3, a & b, &copy; et [un lien](https://www.exemple.fr/a?b=c#d).",
        "![Une image](image.png) ![Une autre](../a/b.svg) [Une page](../autre.md#ancre) <https://www.exemple.fr/>",
        "[Écrire](mailto:contact@exemple.fr), [appeler](tel:+33123456789), <contact@exemple.fr>",
        "## Un titre {: #ancre }\n\n| a | b |\n|:--|--:|\n| 1 | 2 |",
        "```yaml\ntitre: <script>alert(1)</script>\n```\n\n    <iframe src=x>\n\n> Une citation\n\n1. Un\n2. Deux",
        '<p class="chapo">Un chapeau, {{ nombre("pratiques") }} fiches.</p>\n\n{# un mot aux relecteurs #}',
        '<details>\n<summary>Plus</summary>\n<p lang="en">More <abbr title="a">b</abbr><br></p>\n</details>',
        '<div class="duo" markdown="0">\n<section aria-labelledby="a">\n<h2 id="a">A</h2>\n{{ carte() }}\n</section>\n</div>',
        "{{ fiche('creches-test', \"d’autres mots\") }}, {{ levier(\"portage\") }}, {{ source('rapport-test') }}.",
        '{{ parcours(\n  etape("creches-test", minutes=30, questions=["Pourquoi ?", "Où ?",]),\n  objectifs=["Un"],\n) }}',
        '{{ liste(levier="portage", region="28", porteur="ville-test", ids=["creches-test"]) }}',
        "[a][b]\n\n[b]: autre.md",
    ],
)
def test_what_a_page_may_hold_passes(text: str, root: Path) -> None:
    """Markdown in all its forms, a few tags, links, pictures of the site, and the macros that are described."""
    assert _page(root, text) == []


@pytest.mark.parametrize("head", ["render_macros: false", "hide: [toc]"])
def test_without_macros_braces_are_text(head: str, root: Path) -> None:
    """A page whose macros are off may show what it likes between braces."""
    assert _page(root, "On écrit `{{ config }}` et {% raw %}.", head) == []


@pytest.mark.parametrize(
    ("text", "column", "said", "mended"),
    [
        ('{{ fiche("creche-test") }}', 10, "s’agit-il de « creches-test »", '{{ fiche("creches-test") }}'),
        ('{{ fiche("ancien") }}', 10, "s’appelle maintenant « creches-test »", '{{ fiche("creches-test") }}'),
        ('{{ fiche("parti") }}', 10, "a été retirée", ""),
        ('{{ fiche("rien-de-tel") }}', 10, "Aucune fiche ne s’appelle « rien-de-tel »", ""),
        ('{{ cartes(levier="portge") }}', 18, "Aucun levier", '{{ cartes(levier="portage") }}'),
        ('{{ levier("Portage") }}', 11, "Aucun levier", '{{ levier("portage") }}'),
        ('{{ organisation("ville-tset") }}', 17, "Aucune organisation", '{{ organisation("ville-test") }}'),
        ('{{ source("raport-test") }}', 11, "Aucune source", '{{ source("rapport-test") }}'),
        ('{{ valeur("part-femme") }}', 11, "Aucun chiffre-clé", '{{ valeur("part-femmes") }}'),
        ('{{ nombre("pratiques", region="99") }}', 31, "Aucune région", ""),
        ('{{ cartes(ids=["creches-test", "marche-tests"]) }}', 32, "Aucune fiche", ""),
        ('{{ parcours(etape("creches-test"), etape("marche-tests")) }}', 42, "Aucune fiche", ""),
    ],
)
def test_a_name_that_is_not_there_is_told(text: str, column: int, said: str, mended: str, root: Path) -> None:
    """What a macro names is followed: told where it stands, with its new name, its withdrawal, or the nearest there is."""
    record = root / "practices" / "creches-test.yml"
    record.write_text(re.sub(r"(?m)^alias:.*\n", "", record.read_text("utf-8")) + "alias: [ancien]\n", "utf-8")
    with (root / "practices" / "vocabulaires" / "retraits.yml").open("a", encoding="utf-8") as file:
        file.write("parti: {titre: Une fiche d’avant, le: 2026-01-01, raison: Le dispositif a pris fin.}\n")
    (problem,) = _page(root, text)
    assert (problem.rule, problem.line, problem.column) == ("macro-nom-inconnu", 6, column)
    assert said in problem.message
    if mended:
        assert problem.example == mended


def test_a_renamed_practice_is_renamed_in_pages_too(root: Path) -> None:
    """`check --corriger` writes the new name where nothing else can have been meant, and leaves all the rest."""
    record = root / "practices" / "creches-test.yml"
    record.write_text(re.sub(r"(?m)^alias:.*\n", "", record.read_text("utf-8")) + "alias: [ancien]\n", "utf-8")
    problems = _page(root, "Voir {{ fiche('ancien') }}.  \n{{ fiche('rien-de-tel') }} d'ici.")
    page = root / "docs" / "essai.md"
    assert list(correct(root, [page], problems)) == ["docs/essai.md:6: corrigé : « ancien » devient « creches-test »"]
    assert page.read_text("utf-8").endswith("Voir {{ fiche('creches-test') }}.  \n{{ fiche('rien-de-tel') }} d'ici.\n")


def test_a_vocabulary_that_cannot_be_read_is_told_alone(root: Path) -> None:
    """What names its entries is not at fault."""
    (root / "practices" / "vocabulaires" / "sources.yml").write_text("a: 'ouvert\n", "utf-8")
    assert {problem.path for problem in _page(root, "{{ source('rapport-test') }}")} == {
        "practices/vocabulaires/sources.yml"
    }


def test_the_macros_described_are_those_there_are(root: Path) -> None:
    """Each macro takes what the check lets it be given, in the same order, and CONTRIBUTING.md describes it."""
    catalogue = check(root / "practices", TODAY).catalogue
    assert catalogue is not None
    macros = macros_of(Renderer(catalogue), "methode/", "")
    assert set(macros) == set(MACROS)
    for name, macro in macros.items():
        there = dict(inspect.signature(macro).parameters)
        if there.pop("filtres", None):  # those of all that choose practices
            there |= {key: inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default="") for key in FILTERS}
        needed = {
            key for key, one in there.items() if one.default is one.empty and one.kind == one.POSITIONAL_OR_KEYWORD
        }
        named = {key for key, one in there.items() if one.kind == one.KEYWORD_ONLY}
        many = {key for key, one in there.items() if one.kind == one.VAR_POSITIONAL}
        assert list(there) == list(MACROS[name]), name
        assert needed == {key for key, one in MACROS[name].items() if one.needed}, name
        assert named == {key for key, one in MACROS[name].items() if one.by_name}, name
        assert many == {key for key, one in MACROS[name].items() if one.many}, name
    described = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert {name for name in MACROS if f"{name}(" not in described} == set()
    alone = next(line for line in described.split("\n") if "se mettent seules sur leur ligne" in line)
    assert set(re.findall(r"`(\w+)`", alone)) == BLOCKS


def test_pages_are_read_as_mkdocs_reads_them() -> None:
    """The check knows the extensions of Markdown, and the front matter, that MkDocs does."""
    assert set(page_content.MARKDOWN) == set(load_config(str(ROOT / "mkdocs.yml")).markdown_extensions)
    assert not load_config(str(ROOT / "mkdocs.yml")).mdx_configs
    assert front_matter.FENCED.pattern == meta.YAML_RE.pattern
    assert front_matter.UNFENCED.pattern == meta.META_RE.pattern


def test_a_page_that_is_no_text_or_too_long_is_told(root: Path) -> None:
    """As of a record: its encoding, its weight, what is no ordinary file; none is waited for."""
    docs = root / "docs"
    docs.mkdir()
    (docs / "a.md").write_bytes(b"# Cr\xe8ches")
    (docs / "b.md").write_bytes(b"#" * 70_000)
    os.mkfifo(docs / "c.md")
    problems = check(root / "practices", TODAY).problems
    assert [(p.path, p.rule) for p in problems] == [
        ("docs/a.md", "encodage-utf8"),
        ("docs/b.md", "fichier-trop-gros"),
        ("docs/c.md", "fichier-illisible"),
    ]
    assert not any(problem.mend for problem in problems[1:])  # nothing is made up for them


@pytest.mark.parametrize(
    "text",
    [
        "> " * 20_000,
        "[" * 30_000,
        "<" * 30_000,
        "</x>" * 15_000,
        "{{ fiche(" * 7_000,
        "{{ fiche('a') }}" * 3_900,
        "{{ f(" + "[" * 30_000,
        "*a **b " * 8_000,
        "![a](" * 12_000,
        "- " * 30_000,
        "\n".join(f"{'  ' * n}- a" for n in range(150)),
    ],
    ids=lambda text: text[:8],
)
def test_no_page_makes_the_check_last(text: str, root: Path) -> None:
    """Whatever a page repeats, the check ends, soon, and with no traceback."""
    start = time.process_time()
    _page(root, text)
    assert time.process_time() - start < 20


def test_pages_cost_a_check_nothing_to_load() -> None:
    """Our own pages are told to be sound without Markdown, nor Jinja, which take long to load."""
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from catalogue.checks.check import check\n"
        "assert not check(Path('practices'), date(2026, 11, 23)).problems\n"
        "sys.exit(bool({'markdown', 'jinja2', 'mkdocs'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=FROZEN, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def _built(letters: str, *words: str) -> st.SearchStrategy[str]:
    """Return texts put together from `letters` and `words`."""
    return st.lists(st.sampled_from(letters) | st.sampled_from(words), max_size=16).map("".join)


_OPEN = ("", "{{ fiche(", "{{ parcours(etape('a'", "{# a")
_CLOSE = ("", ") }}", " #}")
_SIGNS = _built(
    "{}()[],=-.~*|\\\"' \n\u00a0é3x", "{{ ", "}}", "{%", "{#", "#}", "fiche", '"a"', "03", "1_0", "etape('b')", "loop"
)
_PIECES = _built(
    "[]()<>!:a{}`\n *_\\\"'/\t\u00a0",
    *(
        "b.md",
        "javascript:x",
        "https://a.fr/",
        "//a.fr",
        "{: #a }",
        "<p>",
        "</p>",
        '<div class="a">',
        '<a href="b">',
        "</a>",
    ),
    *("```", "\n\n", "    ", "&lt;", "&#60;", "# ", "- ", "> ", "](", "]: "),
)


@settings(max_examples=2000, deadline=None)
@given(
    _SIGNS, st.sampled_from(["", "{{ fiche(", "{{ parcours(etape('a'", "{# a"]), st.sampled_from(["", ") }}", " #}"])
)
def test_what_is_read_as_calls_is_calls_to_jinja(signs: str, before: str, after: str) -> None:
    """Whatever is put together, what has no fault is, for Jinja too, nothing but text and calls given constants."""
    text = before + signs + after
    found = macro_calls.read(text)
    if found.faults:
        return
    calls = []
    for output in Environment(autoescape=True).parse(text).body:
        assert isinstance(output, nodes.Output)
        calls += [node for node in output.nodes if not isinstance(node, nodes.TemplateData)]
    assert [_shape(node) for node in calls] == [_read_shape(call) for _, _, call in found.calls]


def _shape(node: nodes.Node) -> object:
    if isinstance(node, nodes.Call):
        assert isinstance(node.node, nodes.Name)
        assert node.dyn_args is None
        assert node.dyn_kwargs is None
        named = {one.key: _shape(one.value) for one in node.kwargs}
        return node.node.name, [_shape(one) for one in node.args], named
    if isinstance(node, nodes.List):
        return [_shape(one) for one in node.items]
    assert isinstance(node, nodes.Const)
    return node.value


def _read_shape(call: macro_calls.Call) -> object:
    def shape(value: macro_calls.Value) -> object:
        if isinstance(value.is_, macro_calls.Call):
            return _read_shape(value.is_)
        return [shape(one) for one in value.is_] if isinstance(value.is_, list) else value.is_

    return call.name, [shape(one) for one in call.given], {key: shape(one) for key, one in call.named.items()}


@settings(max_examples=1500, deadline=None)
@given(_PIECES)
def test_a_page_told_by_its_signs_is_told_by_markdown(text: str) -> None:
    """What is let pass at a glance, without Markdown, is what Markdown makes nothing wrong of."""
    document = Document("docs/a.md", text.split("\n"))
    glance = list(page_content.check_content(document, text, text, 0))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(page_content, "_LOUD", re.compile(""))
        whole = list(page_content.check_content(document, text, text, 0))
    assert glance == whole
