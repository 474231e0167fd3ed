"""The `catalogue` command: reads its arguments, calls the rest, prints. A thin adapter."""

import argparse
import gc
import io
import json
import logging
import os
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from catalogue import report
from catalogue.check import check
from catalogue.exports import practice_schema
from catalogue.load import refusal
from catalogue.model import Catalogue
from catalogue.pages import Renderer, TemplateFault
from catalogue.problem import Problem
from catalogue.project import find_root, refused_target, today

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
        words = {"usage:": "Usage :", "positional arguments:": "Arguments :", "options:": "Options :"}
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
    command = commands.add_parser(
        "site", help="construit le site, entier ou pas du tout", description="Construit le site."
    )
    command.add_argument("target", nargs="?", type=Path, metavar="DOSSIER", help="où l’écrire (d’ordinaire : site)")
    command = commands.add_parser("write", help="écrit les pages en Markdown", description="Écrit le site en Markdown.")
    command.add_argument("target", type=Path, metavar="DOSSIER", help="un dossier vide ou à créer")
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
            return _check(root, options.paths, options.format)
        if options.command == "site":
            return _site(root, options.target or root / "site")
        catalogue, problems = _load(root)
        if catalogue is None:
            print(report.text(problems, colour=sys.stderr.isatty()), file=sys.stderr)
            return PROBLEMS
        if options.command == "schema":
            print(json.dumps(practice_schema(catalogue), ensure_ascii=False, indent=2))
            return OK
        return _write(root, options.target, catalogue)
    except TemplateFault as fault:
        print(fault, file=sys.stderr)
        return PROBLEMS
    except BrokenPipeError:  # the reader of our output, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except OSError as error:
        print(f"{error.filename or 'Le disque'} : {refusal(error)}.", file=sys.stderr)
        return PROBLEMS
    except KeyboardInterrupt:
        print("Interrompu.", file=sys.stderr)
        return PROBLEMS


def _load(root: Path) -> tuple[Catalogue | None, list[Problem]]:
    checked = check(root / "practices", today())
    return checked.catalogue, checked.problems


def _check(root: Path, paths: list[Path], style: str) -> int:
    folder = root / "practices"
    for path in paths:
        if not path.exists() and not path.is_symlink():
            print(f"Ce chemin n’existe pas : {path}", file=sys.stderr)
            return WRONG_USAGE
    absolute = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100 - a link must stay a link
    outside = [path for path in absolute if not path.is_relative_to(folder) and not folder.is_relative_to(path)]
    extra = [file for path in outside for file in (sorted(path.glob("*.yml")) if path.is_dir() else [path])]
    gc.disable()  # records form no cycles, and looking for some takes time
    try:
        checked = check(folder, today(), extra)
    finally:
        gc.enable()
    shown = [path.relative_to(root) if path.is_relative_to(root) else path for path in absolute]
    everything = not absolute or any(folder.is_relative_to(path) for path in absolute)
    kept = [p for p in checked.problems if everything or any(Path(p.path).is_relative_to(path) for path in shown)]
    if kept or style == "json":
        print(report.text(kept, colour=sys.stdout.isatty()) if style == "text" else report.FORMATS[style](kept))
    elif style == "text":
        print("Tout est en ordre.")
    return PROBLEMS if kept else OK


def _site(root: Path, target: Path) -> int:
    refused = refused_target(root, target)
    if target.is_dir() and any(target.iterdir()) and not (target / "index.html").is_file():
        refused = refused or f"{target} contient autre chose qu’un site : choisissez un autre dossier."
    if refused:
        print(refused, file=sys.stderr)
        return WRONG_USAGE
    from mkdocs.exceptions import MkDocsException

    from catalogue.publish import FrenchFormatter, publish

    handler = logging.StreamHandler()
    handler.setFormatter(FrenchFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    try:
        publish(root, target)
    except (MkDocsException, SystemExit) as error:
        # MkDocs and its macros have told the fault, and then say in English that they stop.
        if not str(error).startswith("Aborted") and not str(error).isdigit():
            print(report.visible(str(error)), file=sys.stderr)
        print(f"Le site n’a pas été construit ; le dossier {target.name}/ est resté comme il était.", file=sys.stderr)
        return PROBLEMS
    except OSError:
        raise
    except Exception as error:
        print(f"La construction a échoué ({type(error).__name__} : {report.visible(str(error))}).", file=sys.stderr)
        print(f"Le dossier {target.name}/ est resté comme il était.", file=sys.stderr)
        return PROBLEMS
    print(f"Le site est dans {target}.")
    return OK


def _write(root: Path, target: Path, catalogue: Catalogue) -> int:
    """Write hand-written and generated pages side by side, as plain files, into `target`."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        print(f"{target} existe déjà et n’est pas un dossier vide.", file=sys.stderr)
        return WRONG_USAGE
    if refused := refused_target(root, target):
        print(refused, file=sys.stderr)
        return WRONG_USAGE
    pages = list(Renderer(catalogue).pages())  # nothing is written before all could be made
    shutil.copytree(
        root / "docs", target, symlinks=True, ignore=shutil.ignore_patterns("decisions"), dirs_exist_ok=True
    )
    for page in pages:
        path = target / page.src_uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.markdown, "utf-8")
    print(f"Les pages sont dans {target}.")
    return OK


if __name__ == "__main__":
    sys.exit(main())
