"""Prose of strangers: what it may hold, what it comes out as, and that nothing else gets through."""

import re
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from catalogue.records.values import web_address
from catalogue.text import prose

TAGS = {"p", "ul", "ol", "li", "em", "strong", "a", "br"}
REL = "noopener noreferrer external"


def _elements(html: str) -> list[Element]:
    """Return every element that a browser makes of `html`."""
    root = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(html)
    return [element for element in root.iter() if element is not root]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("un\ndeux\n\ntrois", "<p>un\ndeux</p>\n<p>trois</p>\n"),
        ("- un\n- deux", "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n"),
        ("1. un\n2. deux", "<ol>\n<li>un</li>\n<li>deux</li>\n</ol>\n"),
        ("*un* **deux**", "<p><em>un</em> <strong>deux</strong></p>\n"),
        ("[un](https://a.fr/?b&c)", f'<p><a href="https://a.fr/?b&amp;c" rel="{REL}">un</a></p>\n'),
        ("un\\\ndeux", "<p>un<br>\ndeux</p>\n"),
        ("\\*un\\*", "<p>*un*</p>\n"),
        ("1 < 2 & 3 > \"2\"", "<p>1 &lt; 2 &amp; 3 &gt; &quot;2&quot;</p>\n"),
        ("&lt;b&gt;", "<p>&amp;lt;b&amp;gt;</p>\n"),
    ],
)  # fmt: skip
def test_what_prose_may_hold(text: str, html: str) -> None:
    """Paragraphs, lists, emphasis and links come out as HTML, their text escaped."""
    assert str(prose.render(text)) == html


@pytest.mark.parametrize(
    "text",
    [
        "# Titre",
        "> citation",
        "`code`",
        "<b>gras</b>",
        "<script>alert(1)</script>",
        "<!-- caché -->",
        "https://a.fr/",
        "~~barré~~",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](vbscript:x)",
        "[x](file:///etc/passwd)",
        "[x](data:text/html,x)",
        "{{ 7*7 }} {% raw %}",
    ],
)
def test_all_else_is_plain_characters(text: str) -> None:
    """A construct that is not allowed shows as it was typed: no tag but its paragraph, no address but https."""
    elements = _elements(prose.render(text))
    assert {element.tag for element in elements} <= {"p", "a"}
    assert {element.get("href", "https:")[:6] for element in elements} == {"https:"}
    shown = "".join("".join(element.itertext()) for element in elements if element.tag == "p")
    assert shown == text


PIECES = [
    *("<script>", "<img src=x onerror=y>", "<!--", "-->", "</p>", "<http://x.fr>", "&lt;", "&#106;", "\\", "\0"),
    *("[a](", "[", "](", ")", "![", "[r]", "[r]: http://x.fr\n", ' "t"', "***", "_", "~~", "- ", "1. ", "|-|"),
    *("http://x.fr", "https://é.fr/?a=\"b'", "javascript:x", "JAVA\tSCRIPT:x", "vbscript:x", "data:text/html,x"),
    *("data:image/png,x", "//x.fr", "mailto:a@b.fr", "/x", "#x", "é", " ", "    ", "\n", "\n\n"),
]
CODE_AND_TITLES = ["`", "```\n", "# ", "> "]
MARKDOWN = st.lists(st.sampled_from([*PIECES, *CODE_AND_TITLES]), max_size=12).map("".join) | st.text()


@settings(deadline=None)
@given(MARKDOWN)
def test_render_holds_only_allowed_tags(text: str) -> None:
    """Whatever is typed, a browser finds only the allowed tags, without a script, a style or a handler."""
    for element in _elements(prose.render(text)):
        assert element.tag in TAGS
        assert set(element.attrib) <= {"a": {"href", "rel", "title"}, "ol": {"start"}}.get(element.tag, set())
        assert not element.get("href", "").lower().startswith(("javascript:", "vbscript:", "file:", "data:text"))
        assert element.tag != "a" or element.get("rel") == REL


def _passes(text: str) -> bool:
    """Tell whether the rules on prose let `text` through."""
    try:
        forbidden, links = prose.inspect(text)
        return not forbidden and all(web_address(link) for link in links)
    except PydanticCustomError:
        return False


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_prose_that_is_accepted_leads_only_to_web_pages(text: str) -> None:
    """The reader of the rules sees every link that the renderer makes: no other address slips between the two."""
    assume(_passes(text))
    for element in _elements(prose.render(text)):
        assert element.get("href", "https://").startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("# t", "un titre"),
        ("t\n===", "un titre"),
        ("```\nc\n```", "un bloc de code"),
        ("a `c`", "du code"),
        ("a\n\n---\n\nb", "un filet"),
        ("> c", "une citation en retrait"),
        ("<div>\nx\n</div>", "du HTML"),
        ("a <b>b</b>", "du HTML"),
        ("- ![a](https://b.fr/c.png)", "une image"),
        ("[a]\n\n[a]: https://b.fr", "un lien par référence"),
    ],
)
def test_inspect_names_what_is_wrong(text: str, named: str) -> None:
    """Each construct that a record may not use is named in French, wherever it stands."""
    assert named in prose.inspect(text)[0]


@pytest.mark.parametrize("text", ["un\n\n- *deux*\n- **trois**", "[a](https://b.fr)", "    décalé", "1 < 2", "#non"])
def test_allowed_prose_has_nothing_forbidden(text: str) -> None:
    """What the guide permits is not refused; text pasted with a margin is text."""
    assert prose.inspect(text)[0] == []


def test_links_are_told_as_typed() -> None:
    """Every address is judged, those that would not be rendered too."""
    links = prose.inspect("- [a](javascript:b)\n\n*[c](/d)* [e](https://f.fr)")[1]
    assert links == ["javascript:b", "/d", "https://f.fr"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("un *deux*\n[trois](https://a.fr)", "un deux trois"),
        ("- un\n- deux\n\ntrois", "un deux trois"),
        ("1 < 2", "1 < 2"),
        ("", ""),
    ],
)
def test_plain_keeps_the_words(text: str, words: str) -> None:
    """Descriptions and search read the words, on one line, without marks."""
    assert prose.plain(text) == words


def test_prose_is_given_as_data_too() -> None:
    """What is not HTML draws the same constructs from plain data: all that HTML shows, and no other kind."""
    text = "Un *mot **fort***, [un lien](https://a.fr/).\nSuite\\\nfin `code` <b> #panic()\n\n3. x\n\n   - y\n\n![i](https://i.fr)"

    def words(nodes: list[dict[str, Any]]) -> str:
        return "".join(node.get("texte", "") + words(node.get("dedans", [])) for node in nodes)

    def kinds(nodes: list[dict[str, Any]]) -> set[str]:
        return {kind for node in nodes for kind in (node["type"], *kinds(node.get("dedans", [])))}

    made = prose.tree(text)
    shown = unescape(re.sub("<[^>]*>", "", prose.render(text)))
    assert "".join(words(made).split()) == "".join(shown.split())
    assert kinds(made) <= {
        "paragraph",
        "bullet_list",
        "ordered_list",
        "list_item",
        "em",
        "strong",
        "link",
        "text",
        "hardbreak",
    }
    assert [node["debut"] for node in made if node["type"] == "ordered_list"] == [3]
    assert [node["adresse"] for node in made[0]["dedans"] if node["type"] == "link"] == ["https://a.fr/"]


LINKS = ["[a](https://b.fr/?c=d&e#f)", "[*a](http://b.fr/~c*)", "[a\n](https://b.fr)", "[](https://b.fr)", "![a](https://b.fr)",
         "[a](https://b.fr/(c))", "[a](https://b.fr 'c')", "[a](https://b.fr/&amp;)", "[a]: https://b.fr\n", "[a", "](https://b.fr)",
         "\\", "!", "[", "]", "*", "_", "`", "<", ">", "# ", "- ", "\n", "    ", " ", "a", "=", "---\n", "~", "&#91;"]  # fmt: skip


@given(st.text("-*_+ \n\r\t1.)a#>=~`[]<\\&", max_size=30) | st.lists(st.sampled_from(LINKS), max_size=8).map("".join))
def test_what_is_not_read_has_nothing_to_find(text: str) -> None:
    """Of a text found too simple to be read, the same is told as when it is read."""
    told = prose.inspect(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prose, "_is_simple", lambda _: False)
        assert prose.inspect(text) == told


def test_a_plain_link_is_told_without_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text whose only marks are links to the web needs no parser."""
    monkeypatch.setattr(prose, "_reader", None)
    assert prose.inspect("Voir [« la *page* »](https://a.fr/b?c=d), puis\n[l’autre](http://e.fr).") == (
        [],
        ["https://a.fr/b?c=d", "http://e.fr"],
    )
