"""Changes that people propose, each valid alone, each on its own branch of one repository: what tests of merges put together."""

import os
import random
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from catalogue.checks.check import check
from catalogue.checks.permalink_lists import file_of
from catalogue.contribute.correct import correct
from catalogue.contribute.settle import settle
from catalogue.problems.problem import Problem
from catalogue.records import edit, write
from catalogue.records.blocks import Blocks, blocks_of
from catalogue.records.document import Document
from catalogue.records.fields import fields_of
from catalogue.records.load import read
from catalogue.records.practice import Pratique
from catalogue.records.vocabularies import NOUVEAU, VOCABULAIRES
from common import FROZEN, TODAY
from invalid import put_in_place

MAIN = "main"


@dataclass(frozen=True)
class Proposal:
    """A change on its `branch`: its `kind`, and the names of what it `touches`: "publics/jeunes", "pratiques/act-elles.resume"; a
    name stands for all that begins with it and a point. `values` are those of the fields and entries among them, on the branch.
    """

    branch: str
    kind: str
    touches: frozenset[str]
    values: Mapping[str, Any]


def shared(one: frozenset[str], other: frozenset[str]) -> set[str]:
    """Return what is touched by both."""
    pairs = ((one, other), (other, one))
    return {name for these, those in pairs for name in these if any(f"{name}.".startswith(f"{up}.") for up in those)}


@dataclass
class Repository:
    """A git repository of the first sixteen practices, and two that bring what they cite; `seed` draws the changes."""

    root: Path
    seed: int
    dice: random.Random = field(init=False)
    made: int = 0

    def __post_init__(self) -> None:
        """Make the repository in `root`, which is empty."""
        self.dice = random.Random(self.seed)
        self.git("init", "-q", "-b", MAIN)
        (self.root / "practices").mkdir()
        for path in sorted((FROZEN / "practices").rglob("*")):
            copy = self.root / "practices" / path.relative_to(FROZEN / "practices")
            copy.mkdir() if path.is_dir() else copy.write_bytes(path.read_bytes())
        for name in ("apporte-une", "apporte-deux"):
            self._write(f"{name}.yml", _bringing(name, f"ville-{name}", f"bilan-{name}", "collectivite"))
        list(correct(self.root, sorted(self.practices.glob("vocabulaires/*.yml")), []))
        self.commit()
        assert self.problems() == []

    @property
    def practices(self) -> Path:
        """The folder of the records."""
        return self.root / "practices"

    def git(self, *arguments: str, ok: tuple[int, ...] = (0,)) -> str:
        """Run git; return what it printed."""
        own = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "LC_ALL": "C"}
        identity = ("-c", "user.name=x", "-c", "user.email=x@x.example")
        command = ["git", "-C", str(self.root), *identity, *arguments]
        done = subprocess.run(command, env=own, capture_output=True, text=True, check=False)
        assert done.returncode in ok, f"{arguments}\n{done.stdout}{done.stderr}"
        return done.stdout

    def commit(self) -> None:
        """Commit all that stands there."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x")

    def problems(self) -> list[Problem]:
        """Return what the checks say of what stands there."""
        return check(self.practices, TODAY).problems

    def documents(self) -> dict[str, Document]:
        """Return every file of YAML that stands there, by its path within practices/."""
        paths = [*self.practices.glob("*.yml"), *self.practices.glob("vocabulaires/*.yml")]
        found = ((path.relative_to(self.practices).as_posix(), read(path, path.name)[0]) for path in sorted(paths))
        return {name: document for name, document in found if document}

    def propose(self, kind: str) -> Proposal:
        """Draw a change of `kind` that passes the checks, and commit it to a branch of its own."""
        before = self._at(MAIN)
        for _ in range(40):
            more = KINDS[kind](self)
            if not self.problems():
                break
            self.git("reset", "-q", "--hard")
            self.git("clean", "-fdq")
        else:
            raise AssertionError(f"no valid change of kind {kind}")
        self.made += 1
        branch = f"{kind.replace(' ', '-')}-{self.made}"
        self.git("checkout", "-q", "-b", branch)
        self.commit()
        after = self.documents()
        touches = frozenset({*_touched(before, after), *more})
        there = values(after)
        return Proposal(branch, kind, touches, {name: there[name] for name in sorted(touches & there.keys())})

    def _at(self, branch: str) -> dict[str, Document]:
        self.git("checkout", "-q", branch)
        return self.documents()

    def _write(self, name: str, text: str) -> None:
        (self.practices / name).write_text(text, "utf-8")

    def _blocks(self, name: str) -> Blocks:
        document, _ = read(self.practices / name, name)
        assert document is not None
        blocks = blocks_of(document)
        assert blocks is not None
        return blocks

    # --- The changes, each returning what it touches beside what stands in the files it writes ---------------------

    def records(self) -> list[str]:
        """Return the ids of the practices."""
        return sorted(path.stem for path in self.practices.glob("*.yml"))

    def from_the_form(self) -> set[str]:
        """A practice as the form writes it; one name in four is another's too."""
        number, said = self.dice.randrange(4), self.dice.choice(("places", "heures"))
        data = _whole(f"Des {said} en crèche près du chantier, n° {number}")
        data |= {
            "publics": ["parents"],
            "mots_cles": ["crèche"],
            "contexte": f"Le chantier ouvre tôt.\n\nSans {said}, rien.",
        }
        self._write(f"creche-{number}.yml", write.record(data))
        return set()

    def minimal(self) -> set[str]:
        """A practice with what the model asks for and no more."""
        number = self.dice.randrange(4)
        self._write(f"minimale-{number}.yml", write.record(_whole(f"Une pratique minimale, n° {number}")))
        return set()

    def bringing(self) -> set[str]:
        """A practice that brings its organisation and its source; others bring the same, some described otherwise."""
        number, town = self.dice.randrange(40), self.dice.choice("abcd")
        nature = self.dice.choice(("collectivite", "collectivite", "collectivite", "association"))
        self._write(f"venue-{number}.yml", _bringing(f"venue-{number}", f"ville-{town}", f"bilan-{town}", nature))
        return set()

    def field_edited(self) -> set[str]:
        """A field of a practice, changed or filled; one may cite another practice."""
        name = self.dice.choice(self.records()[:3])
        key = self.dice.choice(("resume", "verifie_le", "mots_cles", "publics", "limites", "pratiques_liees"))
        day = TODAY - timedelta(days=self.dice.randrange(2))
        word = self.dice.choice(("crèche", "chantier", "tutorat"))
        other = self.dice.choice([one for one in self.records()[:3] if one != name])
        new = {
            "resume": f"resume: Une façon de faire que d’autres ont reprise, avec {word}, et qui se raconte en une phrase.\n",
            "verifie_le": f"verifie_le: {day}\n",
            "mots_cles": f"mots_cles: [{word}]\n",
            "publics": f"publics: [{self.dice.choice(('femmes', 'parents'))}, entreprises]\n",
            "limites": f"limites:\n  - Sans {word}, peu de personnes viennent.\n",
            "pratiques_liees": f"pratiques_liees: [{other}]\n",
        }[key]
        blocks, order = self._blocks(f"{name}.yml"), list(Pratique.model_fields)
        if key in blocks.of:
            blocks = Blocks(blocks.head, {**blocks.of, key: new})
        else:
            rank = order.index(key)
            at = next((i for i, there in enumerate(blocks.of) if there not in order or order.index(there) > rank), 99)
            there = list(blocks.of.items())
            blocks = Blocks(blocks.head, dict([*there[:at], (key, new), *there[at:]]))
        self._write(f"{name}.yml", blocks.text)
        return {f"pratiques/{other}.citee"} if key == "pratiques_liees" else set()

    def renamed(self) -> set[str]:
        """A practice renamed, its former name kept; those that cite it follow."""
        name = self.dice.choice(self.records()[:3])
        new = f"{name}-{self.dice.choice(('ici', 'bis'))}"
        blocks = self._blocks(f"{name}.yml")
        (self.practices / f"{name}.yml").unlink()
        self._write(f"{new}.yml", f"{blocks.text}alias: [{name}]\n")
        list(correct(self.root, sorted(self.practices.glob("*.yml")), self.problems()))
        return set()

    def withdrawn(self) -> set[str]:
        """A practice withdrawn, with a word on why; those that cite it follow."""
        name = self.dice.choice(self.records()[:4])
        cited = _words(read(self.practices / f"{name}.yml", "")[0])
        (self.practices / f"{name}.yml").unlink()
        entry = f"{name}:\n  titre: Une pratique retirée\n  le: {TODAY}\n  raison: Le dispositif a pris fin.\n"
        path = self.practices / "vocabulaires" / "retraits.yml"
        path.write_text(entry, "utf-8")
        while wrong := [one for one in self.problems() if one.rule == "pratique-inconnue" and one.mend]:
            put_in_place(self.root, wrong[0])
        return {f"emploi/{word}" for word in cited}

    def new_entry(self, kind: str) -> set[str]:
        """An entry of the vocabulary `kind`, in its place or at the end, with a practice that cites it where one must."""
        number = self.dice.randrange(5)
        key = {"regions": f"{960 + number}", "pays": f"X{'BDHMR'[number]}"}.get(kind, f"{'bdhmr'[number]}-essai")
        data = _ENTRIES[kind](key, self.dice.choice(("Mot", "Mot", "Terme")))
        text, blocks = write.entry(key, data, fields_of(VOCABULAIRES[kind])), self._blocks(f"vocabulaires/{kind}.yml")
        placed = (
            blocks.with_block(key, text) if self.dice.random() < 0.5 else Blocks(blocks.head, {**blocks.of, key: text})
        )
        self._write(f"vocabulaires/{kind}.yml", placed.text)
        cited: dict[str, Any] = {
            **{one: {one: [key]} for one in ("publics", "freins", "secteurs")},
            "organisations": {"partenaires": [key]},
            "sources": {"sources": [{"id": key, "repere": "page 2"}]},
        }
        if kind in cited:
            name = f"emploi-{kind}-{key}-{self.dice.randrange(30)}"
            self._write(f"{name}.yml", write.record({**_whole(f"Une pratique qui emploie {name}"), **cited[kind]}))
        return set()

    def entry_edited(self) -> set[str]:
        """The name of an entry, said otherwise."""
        kind = self.dice.choice(("publics", "freins"))
        blocks = self._blocks(f"vocabulaires/{kind}.yml")
        key = self.dice.choice(list(blocks.of)[:4])
        new = re.sub(r"nom: .*", f"nom: {self.dice.choice(('Un nom', 'Un mot'))} pour {key}", blocks.of[key])
        self._write(f"vocabulaires/{kind}.yml", Blocks(blocks.head, {**blocks.of, key: new}).text)
        return set()

    def synonym(self) -> set[str]:
        """A word more in a group of synonyms."""
        document, _ = read(self.practices / "vocabulaires" / "synonymes.yml", "")
        assert document is not None
        group, word = (
            self.dice.choice(list(document.data)[:12]),
            self.dice.choice(("mot-essai", "mot-neuf", "mot-rare")),
        )
        mend = edit.appended(document, (group, "termes"), word)
        self._write("vocabulaires/synonymes.yml", mend.apply("\n".join(document.lines)))
        return set()

    def settled(self) -> set[str]:
        """What the practices bring, moved into the vocabularies."""
        list(settle(self.root))
        return set()

    def logged(self) -> set[str]:
        """A line more in the log of changes."""
        day, name = TODAY - timedelta(days=self.dice.randrange(3)), self.dice.choice(self.records()[:3])
        after = self.dice.choice(("en-cours", "terminee"))
        line = f'{{"jour": "{day}", "pratique": "{name}", "champ": "statut", "avant": null, "apres": "{after}"}}\n'
        with (self.practices / "journal.jsonl").open("a", encoding="utf-8") as file:
            file.write(line)
        return {f"journal/{day} {name}"}

    def promised(self) -> set[str]:
        """A file of promised addresses, as publication writes it."""
        name, content = file_of(
            [f"/pratiques/{self.dice.choice(self.records())}/ #essai-{self.dice.randrange(3)}"], TODAY
        )
        (self.practices / name).parent.mkdir(exist_ok=True)
        self._write(name, content)
        return set()


def _new_entry(kind: str) -> Callable[[Repository], set[str]]:
    return lambda repository: repository.new_entry(kind)


KINDS: dict[str, Callable[[Repository], set[str]]] = {
    "from the form": Repository.from_the_form,
    "minimal": Repository.minimal,
    "bringing": Repository.bringing,
    "field edited": Repository.field_edited,
    "renamed": Repository.renamed,
    "withdrawn": Repository.withdrawn,
    **{f"new entry of {kind}": _new_entry(kind) for kind in VOCABULAIRES if kind != "retraits"},
    "entry edited": Repository.entry_edited,
    "synonym": Repository.synonym,
    "settled": Repository.settled,
    "logged": Repository.logged,
    "promised": Repository.promised,
}
"""Every kind of change; an entry of `retraits` is what a withdrawal writes."""

_FIGURE = {"valeur": "12", "unite": "%", "nature": "contexte", "source": "maximilien-diversification", "repere": "B"}

_ENTRIES: dict[str, Callable[[str, str], dict[str, Any]]] = {
    **{
        kind: lambda key, word: {"nom": f"{word} {key}"}
        for kind in ("publics", "freins", "secteurs", "regions", "pays")
    },
    "leviers": lambda key, word: {"nom": f"{word} {key}", "resume": "Agir autrement.", "introduction": f"Un {word}."},
    "organisations": lambda key, word: {"nom": f"{word} {key}", "nature": "association", "region": "28"},
    "sources": lambda key, word: {"titre": f"{word} {key}", "editeur": "gip-maximilien"},
    "chiffres-cles": lambda key, word: {**_FIGURE, "libelle": f"part de {word} {key}"},
    "synonymes": lambda key, word: {"termes": [f"{word} {key}", f"encore {word} {key}"]},
}


def _whole(title: str) -> dict[str, Any]:
    return {
        "titre": title,
        "resume": f"{title} : une pratique ajoutée pour l’essai, qui dit ce qu’il faut et rien de plus.",
        "levier": "portage",
        "porteurs": ["mmie-lyon"],
        "sources": [{"id": "maximilien-diversification", "repere": "B.1"}],
        "verifie_le": TODAY.isoformat(),
    }


def _bringing(name: str, town: str, report: str, nature: str) -> str:
    brought = {
        "organisations": {town: {"nom": f"Ville de {town}", "nature": nature, "region": "28"}},
        "sources": {report: {"titre": f"Bilan de {town}", "editeur": town}},
    }
    data = _whole(f"Une pratique qui apporte ce qu’elle cite, {name}")
    data |= {"porteurs": [town], "sources": [{"id": report, "repere": "page 7"}], NOUVEAU: brought}
    return write.record(data)


def values(documents: Mapping[str, Document]) -> dict[str, Any]:
    """Return what every field of a practice says, by all its names, and every entry; not whom it cites, who may be renamed."""
    found: dict[str, Any] = {}
    for path, document in documents.items():
        names = [Path(path).stem, *document.data.get("alias", ())] if "/" not in path else []
        for key, value in document.data.items():
            if not names:
                found[f"{Path(path).stem}/{key}"] = value
            elif key not in ("pratiques_liees", "programme", NOUVEAU):
                found |= {f"pratiques/{name}.{key}": value for name in names}
    return found


def _touched(before: dict[str, Document], after: dict[str, Document]) -> Iterator[str]:
    """Yield the names of what differs between two states of the files: fields of practices, entries, titles, synonyms."""
    now = {
        f"{former}.yml": path for path, one in after.items() for former in one.data.get("alias", ()) if "/" not in path
    }
    renamed = {old: new for old, new in now.items() if old in before and old not in after}
    for path in (before.keys() | after.keys()) - {*renamed.values()}:
        old = before[path].data if path in before else {}
        new = after[renamed.get(path, path)].data if renamed.get(path, path) in after else {}
        stem, is_record = Path(path).stem, "/" not in path
        if path in renamed:
            yield f"pratiques/{stem}.nom"
            yield f"pratiques/{Path(renamed[path]).stem}"
        if is_record and not (old and new):
            yield f"pratiques/{stem}"
            yield f"titre/{(new or old)['titre']}"
        for key in old.keys() | new.keys():
            if old.get(key) != new.get(key):
                yield f"pratiques/{stem}.{key}" if is_record else f"{stem}/{key}"
        brought = [data.get(NOUVEAU, {}) for data in (old, new)] if is_record else [{}, {}]
        for kind in brought[0] | brought[1] if brought[0] != brought[1] else ():
            yield from (f"{kind}/{key}" for one in brought for key in one.get(kind, ()))
        if stem == "synonymes":
            words = ({word for one in data.values() for word in one["termes"]} for data in (new, old))
            yield from (f"mot/{word}" for word in next(words) - next(words))


def _words(document: Document | None) -> set[str]:
    assert document is not None
    found: set[str] = set()
    waiting: list[Any] = [document.data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            found.add(value)
        else:
            waiting += value.values() if isinstance(value, dict) else value
    return {word for word in found if re.fullmatch(r"[a-z0-9-]+", word)}
