"""Fifty tickets that nobody would wish for: hostile, over-long, odd, or only shuffled; and two words on what comes of each."""

from collections.abc import Iterator

from forge.tickets import ANSWERS, ticket

LONGEST = 65_536

MADE, REFUSED = "made", "refused"

_HOSTILE = {
    "mention": "@leviers-egalite/technique @tous",
    "ticket number": "Closes #1, GH-2, autre/projet#3",
    "link": "[cliquez](https://mechant.example/?q=1)",
    "bare address": "https://mechant.example www.mechant.example",
    "picture": "![](https://mechant.example/pixel.png)",
    "tag": '<img src="https://mechant.example/pixel.png" onerror="alert(1)">',
    "script": "<script>alert(1)</script>",
    "comment": "<!-- caché --> <details><summary>x</summary>",
    "fence": "``` ```` ` ~~~",
    "ends a span": "` @tous ` `` ` ```` [a](https://mechant.example)",
    "command": "$(cat /etc/passwd) `id` ; rm -rf / && ${{ secrets.GITHUB_TOKEN }}",
    "workflow command": "::error file=README.md::perdu ::set-output name=nom::x",
    "yaml": '": x, levier: portage} # !!python/object &a *a',
    "marks of direction": "\u202eegalite\u2066",
    "nothing that shows": "\u200b\u2060\ufeff",
}
"""What a stranger may write where a name is expected."""


def bodies() -> list[tuple[str, str, str]]:
    """Return each ticket as (what it is, its text, what comes of it)."""
    return list(_bodies())


def _bodies() -> Iterator[tuple[str, str, str]]:
    for name, text in _HOSTILE.items():
        yield f"{name}, as a lever", ticket(Levier=text), REFUSED
        yield f"{name}, as a carrier", ticket({"Porteurs": text, "Nature de l’organisation nouvelle": ""}), REFUSED
    for title in ("index", "Nouvelle", "CON", "🎉🎉🎉🎉🎉🎉", "東京の保育園", "…!?…!?", "\u200b\u200b"):
        yield f"title {title}", ticket(Titre=title), REFUSED
    yield "a title already there", ticket(Titre="Act’elles"), REFUSED
    yield "5,000 carriers", ticket(Porteurs="\n".join(f"Maison {n}" for n in range(5000))), REFUSED
    yield "5,000 figures", ticket(Chiffres="\n".join(f"{n} | % | x" for n in range(5000))), REFUSED
    yield "5,000 words of no list", ticket(Publics=", ".join(f"mot {n}" for n in range(5000))), REFUSED
    yield "one line as long as the forge takes", ticket(Contexte="a" * (LONGEST - len(ticket()))), REFUSED
    yield "longer than the forge takes", ticket(Contexte="mot " * 20_000), REFUSED
    yield "letters of four bytes", ticket(Contexte="😀" * 60_000), REFUSED
    yield "no nature that there is", ticket({"Nature de l’organisation nouvelle": "Guilde"}), REFUSED
    yield "no region that there is", ticket({"Région de l’organisation nouvelle": "Atlantide"}), REFUSED
    yield "nothing", "", REFUSED
    yield "free words", "Bonjour @tous, voici une pratique : https://mechant.example", REFUSED
    yield "a question answered twice", ticket() + ticket(), REFUSED
    yield "headings alone", "### " * 10_000, REFUSED
    parts = ticket().split("### ")[1:]
    yield "sections from the last to the first", "".join(f"### {part}" for part in reversed(parts)), MADE
    yield "sections sorted by their names", "".join(f"### {part}" for part in sorted(parts)), MADE
    yield "a byte-order mark", "\ufeff" + ticket(Titre="L’atelier du matin"), MADE
    yield "line ends of Windows", ticket(Titre="L’atelier du soir").replace("\n", "\r\n"), MADE
    yield "what is not asked left out", "".join(f"### {title}\n\n{text}\n\n" for title, text in ANSWERS.items()), MADE
