"""The `catalogue` command: reads its arguments, calls the rest, prints. A thin adapter."""

import argparse
import gc
import io
import json
import logging
import os
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from catalogue.checks import dead_links, permalinks
from catalogue.checks.check import check
from catalogue.contribute import commands as contribute
from catalogue.contribute.issue_form import issue_form
from catalogue.derived import history
from catalogue.exports import practice_schema
from catalogue.problems import report
from catalogue.problems.problem import Problem
from catalogue.records.model import Catalogue
from catalogue.site import served
from catalogue.system import git
from catalogue.system.project import find_root, here_today, refused_target, site_address, today, write_whole
from catalogue.system.refusals import refusal
from catalogue.text.typography import slug

OK, PROBLEMS, WRONG_USAGE = 0, 1, 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # argparse says it in English; of its message only what was typed is kept.
        typed = re.search(r"invalid choice: ('.*?')|arguments: (.+)$", message)
        read = f" ({typed[1] or typed[2]})" if typed else ""
        print(f"Commande mal écrite{read}. {self.format_usage().strip()}\nVoyez : {self.prog} --help", file=sys.stderr)
        raise SystemExit(WRONG_USAGE)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "Usage :")

    def format_help(self) -> str:
        words = {
            "usage:": "Usage :",
            "positional arguments:": "Arguments :",
            "Commandes:": "Commandes :",
            "options:": "Options :",
        }
        text = super().format_help()
        for english, french in words.items():
            text = text.replace(english, french)
        return text.replace("show this help message and exit", "montre cette aide")


def _parser() -> _Parser:
    parser = _Parser(prog="catalogue", description="Vérifie et publie les pratiques de Leviers d’égalité.")
    commands = parser.add_subparsers(title="Commandes", dest="command", required=True, metavar="commande")
    command = commands.add_parser(
        "check", help="vérifie les fiches et les vocabulaires", description="Vérifie les fiches."
    )
    command.add_argument(
        "paths", nargs="*", type=Path, metavar="CHEMIN", help="ne dire que les problèmes de ces fichiers"
    )
    command.add_argument("--format", choices=report.FORMATS, default="text", help="text (d’ordinaire), github ou json")
    command.add_argument(
        "--corriger",
        action="store_true",
        help="corrige ce qui ne peut être qu’une étourderie : apostrophes, espaces en fin de ligne, "
        "mots des listes à une faute près",
    )
    command = commands.add_parser(
        "new",
        help="commence une fiche",
        description="Commence une fiche : pose quelques questions, et écrit un fichier où chaque rubrique est expliquée.",
    )
    for name, question in contribute.QUESTIONS.items():
        command.add_argument(f"--{name}", metavar="TEXTE", help=question)
    command.add_argument("--id", metavar="NOM", help="le nom du fichier ; d’ordinaire, tiré du titre")
    command = commands.add_parser(
        "site", help="construit le site, entier ou pas du tout", description="Construit le site."
    )
    command.add_argument("target", nargs="?", type=Path, metavar="DOSSIER", help="où l’écrire (d’ordinaire : site)")
    command = commands.add_parser(
        "permaliens",
        help="inscrit les adresses nouvelles du site parmi celles qui répondront toujours",
        description="Construit le site, et inscrit ses adresses nouvelles dans practices/permaliens.txt.",
    )
    command.add_argument("--verifier", action="store_true", help="dit seulement lesquelles manquent")
    command = commands.add_parser(
        "write",
        help="écrit tout le site en Markdown",
        description="Écrit tout le site en Markdown, pour un autre outil.",
    )
    command.add_argument("target", type=Path, metavar="DOSSIER", help="un dossier vide ou à créer")
    commands.add_parser(
        "settle",
        help="range dans les vocabulaires ce que les fiches apportent sous « nouveau »",
        description="Range dans les vocabulaires les organisations et les sources que les fiches apportent.",
    )
    command = commands.add_parser(
        "from-issue",
        help="fait une fiche du texte d’un ticket de la forge",
        description="Fait une fiche du texte d’un ticket, ou dit ce qui lui manque.",
    )
    command.add_argument(
        "path", type=Path, metavar="FICHIER", help="le texte du ticket, ou l’événement de la forge (.json)"
    )
    command.add_argument("--write", action="store_true", help="l’écrit dans practices/, et n’affiche que son nom")
    commands.add_parser(
        "issue-form", help="écrit le formulaire de ticket de la forge", description="Écrit le formulaire de ticket."
    )
    command = commands.add_parser(
        "links",
        help="cherche les liens morts",
        description="Cherche, sur le réseau, les adresses des sources, des organisations et des textes qui ne répondent plus.",
    )
    command.add_argument(
        "--delai", type=float, default=20, metavar="SECONDES", help="attente par adresse (d’ordinaire : 20)"
    )
    commands.add_parser(
        "journal",
        help="garde l’historique des fiches dans practices/journal.jsonl",
        description="Écrit dans practices/journal.jsonl ce que git sait des changements des fiches, pour les jours passés.",
    )
    commands.add_parser("schema", help="écrit le schéma JSON d’une fiche", description="Écrit le schéma d’une fiche.")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 0 when all is well, 1 when there are problems, 2 when it was called wrongly."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a letter shows its code instead
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    root = find_root(Path.cwd())
    if root is None:
        print("Aucun dossier practices/vocabulaires/ ici ni au-dessus : placez-vous dans le projet.", file=sys.stderr)
        return WRONG_USAGE
    try:
        if options.command == "check":
            return _check(root, options.paths, options.format, correct=options.corriger)
        if options.command == "site":
            return _site(root, options.target or root / "site")
        if options.command == "write":
            return _write(root, options.target)
        if options.command == "permaliens":
            return _permaliens(root, verify=options.verifier)
        if options.command == "new":
            return _new(root, vars(options))
        catalogue, problems = _load(root)
        if catalogue is None:
            print(report.text(problems, colour=sys.stderr.isatty(), site=site_address(root)), file=sys.stderr)
            return PROBLEMS
        if options.command == "from-issue":
            return _from_issue(root, catalogue, options.path, write=options.write)
        if options.command == "issue-form":
            print(issue_form(catalogue), end="")
            return OK
        if options.command == "links":
            return _links(catalogue, options.delai)
        if options.command == "settle":
            for said in contribute.settle(root):
                print(said)
            return OK
        if options.command == "journal":
            return _journal(root, catalogue)
        print(json.dumps(practice_schema(catalogue), ensure_ascii=False, indent=2))
        return OK
    except BrokenPipeError:  # the reader of our output, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except OSError as error:
        print(_refused(error), file=sys.stderr)
        return PROBLEMS


def _refused(error: OSError) -> str:
    """Say why the disk refused, and where when the system tells it (not when a disk fills up)."""
    said = refusal(error)
    return f"{error.filename} : {said}." if error.filename else f"{said[0].upper()}{said[1:]}."


def _load(root: Path) -> tuple[Catalogue | None, list[Problem]]:
    checked = check(root / "practices", today())
    return checked.catalogue, checked.problems


def _check(root: Path, paths: list[Path], style: str, *, correct: bool) -> int:
    folder = root / "practices"
    for path in paths:
        if not path.exists() and not path.is_symlink():
            print(f"Ce chemin n’existe pas : {path}", file=sys.stderr)
            return WRONG_USAGE
    absolute = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100 - a link must stay a link
    outside = [path for path in absolute if not path.is_relative_to(folder) and not folder.is_relative_to(path)]
    extra = [file for path in outside for file in (sorted(path.glob("*.yml")) if path.is_dir() else [path])]
    once = _once_listed(root)
    gc.disable()  # records form no cycles, and looking for some takes time
    try:
        checked = check(folder, today(), extra, once)
    finally:
        gc.enable()
    shown = [path.relative_to(root) if path.is_relative_to(root) else path for path in absolute]
    everything = not absolute or any(folder.is_relative_to(path) for path in absolute)

    def asked(path: str) -> bool:
        return everything or any(Path(path).is_relative_to(chosen) for chosen in shown)

    if correct:
        files = [*folder.glob("*.yml"), *folder.glob("vocabulaires/*.yml"), *extra]
        for said in contribute.correct(
            root, [path for path in sorted(files) if asked(_shown(root, path))], checked.problems
        ):
            print(said, file=sys.stderr if style != "text" else sys.stdout)
        checked = check(folder, today(), extra, once)
    kept = [problem for problem in checked.problems if asked(problem.path)]
    if kept or style == "json":
        site = site_address(root)
        if style == "json":
            print(report.as_json(kept))
        elif style == "github":
            print(report.github(kept, site=site))
        else:
            print(report.text(kept, colour=sys.stdout.isatty(), site=site))
    elif style == "text":
        print("Tout est en ordre.")
    return PROBLEMS if kept else OK


def _once_listed(root: Path) -> list[str]:
    """Return the addresses that the list of promised ones has held, as far as git knows."""
    lines = git.once_written(root, f"practices/{permalinks.FILE}")
    return sorted(line.rstrip("\r") for line in lines if line.startswith("/"))


def _permaliens(root: Path, *, verify: bool) -> int:
    checked = check(root / "practices", today(), once=_once_listed(root))
    if checked.problems:
        print(report.text(checked.problems, colour=sys.stderr.isatty(), site=site_address(root)), file=sys.stderr)
        return PROBLEMS
    from catalogue.site.publish import publish

    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        if code := _built(lambda: publish(root, site), "La liste est restée comme elle était."):
            return code
        found = served.promises(site, root / "docs")
    path = root / "practices" / permalinks.FILE
    before = path.read_bytes() if path.exists() else None
    listed = permalinks.Listed(path.name, (before or b"").decode().replace("\r\n", "\n"))
    after = listed.grown(found)
    new = [line for line in permalinks.Listed(path.name, after).lines if line not in listed.lines]
    if not new:
        print("Toutes les adresses du site sont dans la liste.")
        return OK
    if verify:
        print("\n".join(new))
        print(
            "Ces adresses ne sont pas encore dans la liste : lancez « make permaliens », puis proposez le changement."
        )
        return PROBLEMS
    if not write_whole(path, after.encode(), before):
        print(f"{path.name} a changé entre-temps : recommencez.", file=sys.stderr)
        return PROBLEMS
    print("\n".join(new))
    print(f"Ces adresses sont maintenant dans practices/{path.name}, et répondront toujours.")
    return OK


def _new(root: Path, given: dict[str, str | None]) -> int:
    catalogue, problems = _load(root)
    if catalogue is None:
        print(report.text(problems, colour=sys.stderr.isatty(), site=site_address(root)), file=sys.stderr)
        print("Corrigez d’abord ces problèmes : la nouvelle fiche s’appuie sur les autres.", file=sys.stderr)
        return PROBLEMS
    try:
        answers = contribute.asked(catalogue, given, input if sys.stdin.isatty() else None)
    except EOFError:
        print("Interrompu : rien n’a été écrit.", file=sys.stderr)
        return PROBLEMS
    name = given["id"] or slug(answers["titre"])[:64].strip("-")
    if not name:
        print("Donnez au moins un titre : catalogue new --titre « … »", file=sys.stderr)
        return WRONG_USAGE
    data = contribute.new_record(catalogue, answers)
    if refused := contribute.create(root, data, name):
        print(refused, file=sys.stderr)
        return PROBLEMS
    print(f"La fiche est commencée dans practices/{name}.yml.")
    left = contribute.left_to_do(root)
    if left:
        print("Il reste à compléter :\n")
        print(report.text(left, colour=sys.stdout.isatty(), site=site_address(root)))
    else:
        print("Elle passe déjà la vérification. Complétez-la si vous en savez plus, puis proposez-la.")
    return OK


def _from_issue(root: Path, catalogue: Catalogue, path: Path, *, write: bool) -> int:
    found, record, faults = contribute.from_issue(root, catalogue, contribute.issue_text(path))
    if faults:
        print("Ce ticket ne suffit pas encore à faire une fiche :\n")
        for fault in faults:
            print(f"- {report.visible(fault)}")
        return PROBLEMS
    if not write:
        print(record, end="")
        return OK
    if not write_whole(root / "practices" / f"{found.nom}.yml", record.encode(), None):
        print(f"- practices/{found.nom}.yml existe déjà.")
        return PROBLEMS
    print(found.nom)
    return OK


def _links(catalogue: Catalogue, delay: float) -> int:
    dead = dead_links.dead(dead_links.addresses(catalogue), delay)
    for address, (reason, places) in dead.items():
        print(f"- {report.visible(address)} : {reason} ({', '.join(places)})")
    if not dead:
        print("Toutes les adresses répondent.")
    return PROBLEMS if dead else OK


def _journal(root: Path, catalogue: Catalogue) -> int:
    folder = root / "practices"
    path = folder / history.JOURNAL
    _, wrong = history.read_log(folder, catalogue)
    if wrong:
        print(
            f"practices/{path.name}:{wrong[0]} : cette ligne n’est pas comprise ; rien n’a été écrit.", file=sys.stderr
        )
        return PROBLEMS
    before = path.read_bytes() if path.exists() else None
    after = history.kept_log(folder, catalogue, here_today()).encode()
    if after == (before or b""):
        print("Le journal est à jour.")
        return OK
    if not write_whole(path, after, before):
        print(f"practices/{path.name} a changé entre-temps : recommencez.", file=sys.stderr)
        return PROBLEMS
    print(f"Le journal est écrit dans practices/{path.name}.")
    return OK


def _shown(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _site(root: Path, target: Path) -> int:
    refused = refused_target(root, target)
    if target.is_dir() and any(target.iterdir()) and not (target / "index.html").is_file():
        refused = refused or f"{target} contient autre chose qu’un site : choisissez un autre dossier."
    if refused:
        print(refused, file=sys.stderr)
        return WRONG_USAGE
    from catalogue.site.publish import publish

    code = _built(lambda: publish(root, target), f"Le dossier {target.name}/ est resté comme il était.")
    if code == OK:
        print(f"Le site est dans {target}.")
    return code


def _write(root: Path, target: Path) -> int:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        print(f"{target} existe déjà et n’est pas un dossier vide.", file=sys.stderr)
        return WRONG_USAGE
    if refused := refused_target(root, target):
        print(refused, file=sys.stderr)
        return WRONG_USAGE
    from catalogue.site.way_out import write

    code = _built(lambda: write(root, target), "Rien n’a été écrit.")
    if code == OK:
        print(f"Les pages sont dans {target}.")
    return code


def _built(make: Callable[[], object], left: str) -> int:
    """Have MkDocs `make` something; when it cannot, say why, and what is `left`."""
    from mkdocs.exceptions import MkDocsException

    from catalogue.site.publish import FrenchFormatter

    handler = logging.StreamHandler()
    handler.setFormatter(FrenchFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    try:
        make()
    except (MkDocsException, SystemExit) as error:
        # MkDocs and its macros have told the fault, and then say in English that they stop.
        if not str(error).startswith("Aborted") and not str(error).isdigit():
            print(report.visible(str(error)), file=sys.stderr)
        print(f"Le site n’a pas été construit. {left}", file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        print(f"{_refused(error)} {left}", file=sys.stderr)
        return PROBLEMS
    except Exception as error:
        print(f"La construction a échoué ({type(error).__name__} : {report.visible(str(error))}).", file=sys.stderr)
        print(left, file=sys.stderr)
        return PROBLEMS
    return OK
