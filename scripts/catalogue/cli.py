"""The `catalogue` command: a table of commands, their arguments, and what they print.

What a command does stands in its room, and is imported by that command alone: `catalogue check` loads no page.
"""

import gc
import io
import json
import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from catalogue.contribute.questions import QUESTIONS
from catalogue.problems import report
from catalogue.problems.problem import Problem
from catalogue.system import project
from catalogue.system.command_line import WRONG_USAGE, Parser
from catalogue.system.refusals import refused

if TYPE_CHECKING:
    from catalogue.records.model import Catalogue

OK, PROBLEMS = 0, 1

Run = Callable[[Path, Namespace], int]
"""What a command does in the project at a root, as it was called; returns its exit code."""


def _failed(said: str, code: int = PROBLEMS) -> int:
    print(said, file=sys.stderr)
    return code


def _tell(root: Path, problems: Sequence[Problem], stream: TextIO) -> None:
    print(report.text(problems, colour=stream.isatty(), site=project.site_address(root)), file=stream)


def _once_listed(root: Path) -> list[str]:
    """Return the lines that the lists of promised addresses have held, as far as git knows."""
    from catalogue.checks.permalink_lists import FIRST, FOLDER
    from catalogue.system.git import once_written

    lines = once_written(root, f"practices/{FIRST}", f"practices/{FOLDER}")
    return sorted(line.rstrip("\r") for line in lines if line.startswith("/"))


def _sound(run: "Callable[[Path, Namespace, Catalogue], int]") -> Run:
    """Return the command that gives `run` the catalogue; when anything is wrong with it, that is told instead."""

    def checked(root: Path, given: Namespace) -> int:
        from catalogue.checks.check import check

        found = check(root / "practices", project.today(), once=_once_listed(root))
        if found.catalogue is None:
            _tell(root, found.problems, sys.stderr)
            return _failed("Corrigez d’abord ces problèmes : cette commande s’appuie sur tout le catalogue.")
        return run(root, given, found.catalogue)

    return checked


# --- Check and list ------------------------------------------------------------------------------------------------


def _check(root: Path, given: Namespace) -> int:
    if missing := next((path for path in given.paths if not path.exists() and not path.is_symlink()), None):
        return _failed(f"Ce chemin n’existe pas : {missing}", WRONG_USAGE)
    gc.disable()  # neither modules nor records form cycles worth the time it takes to look for them
    try:
        problems, remarks = _asked_for(root, given)
    finally:
        gc.enable()
    if given.format == "json":
        print(report.as_json(problems))
    elif (told := problems or remarks) and given.format == "github":
        print(report.github(told, site=project.site_address(root)))
    elif problems:
        _tell(root, problems, sys.stdout)
    elif given.format == "text":
        print("Tout est en ordre.")
        if remarks:
            print(report.noted(remarks, whole=bool(given.paths)))
    return PROBLEMS if problems else OK


def _asked_for(root: Path, given: Namespace) -> tuple[list[Problem], list[Problem]]:
    """Return the problems and remarks of the files asked about, once what can only be a slip is corrected, where that is asked."""
    from catalogue.checks.check import check
    from catalogue.checks.chosen import Chosen

    chosen, once = Chosen(root, given.paths), _once_listed(root)
    said_on = sys.stdout if given.format == "text" else sys.stderr
    if given.corriger:
        from catalogue.contribute.reunite import reunite

        for said in reunite(root, chosen.files()):
            print(said, file=said_on)
    found = check(root / "practices", project.today(), chosen.elsewhere, once)
    if given.corriger:
        from catalogue.contribute.correct import correct

        for said in correct(root, chosen.files(), found.problems):
            print(said, file=said_on)
        found = check(root / "practices", project.today(), chosen.elsewhere, once)
    return [one for one in found.problems if one.path in chosen], [one for one in found.remarks if one.path in chosen]


def _rules(root: Path, given: Namespace) -> int:
    from catalogue.checks.rules import rules

    for rule in rules():
        print(f"{rule.id:<26} {rule.fichier:<40} {rule.titre}")
    return OK


@_sound
def _links(root: Path, given: Namespace, catalogue: "Catalogue") -> int:
    from catalogue.checks import dead_links

    dead = dead_links.dead(dead_links.addresses(catalogue), given.delai)
    for address, (reason, places) in dead.items():
        print(f"- {report.visible(address)} : {reason} ({', '.join(places)})")
    if not dead:
        print("Toutes les adresses répondent.")
    return PROBLEMS if dead else OK


# --- Write records -------------------------------------------------------------------------------------------------


@_sound
def _new(root: Path, given: Namespace, catalogue: "Catalogue") -> int:
    from catalogue.checks.check import check
    from catalogue.contribute import new

    try:
        answers = new.asked(catalogue, vars(given), input if sys.stdin.isatty() else None)
    except EOFError:
        return _failed("Interrompu : rien n’a été écrit.")
    name = given.id or new.name_of(answers)
    if not name:
        return _failed("Donnez au moins un titre : catalogue new --titre « … »", WRONG_USAGE)
    if why_not := new.create(root, new.new_record(catalogue, answers), name):
        return _failed(why_not)
    print(f"La fiche est commencée dans practices/{name}.yml.")
    if left := check(root / "practices", project.today()).problems:
        print("Il reste à compléter :\n")
        _tell(root, left, sys.stdout)
    else:
        print("Elle passe déjà la vérification. Complétez-la si vous en savez plus, puis proposez-la.")
    return OK


def _from_issue(root: Path, given: Namespace) -> int:
    from catalogue.checks.check import check
    from catalogue.contribute.from_issue import UNSOUND, answer, from_issue, issue_text

    checked = check(root / "practices", project.today(), once=_once_listed(root))
    if checked.catalogue is None:
        _tell(root, checked.problems, sys.stderr)
        print(UNSOUND, end="")
        return PROBLEMS
    found, record, faults = from_issue(root, checked.catalogue, issue_text(given.path))
    if faults:
        print(answer(faults))
        return PROBLEMS
    if not given.write:
        print(record, end="")
        return OK
    if not project.write_whole(root / "practices" / f"{found.nom}.yml", record.encode(), None):
        print(answer([f"practices/{found.nom}.yml existe déjà."]))
        return PROBLEMS
    print(found.nom)
    return OK


@_sound
def _settle(root: Path, given: Namespace, catalogue: "Catalogue") -> int:
    from catalogue.contribute.settle import settle

    for said in settle(root):
        print(said)
    return OK


@_sound
def _journal(root: Path, given: Namespace, catalogue: "Catalogue") -> int:
    from catalogue.derived import history

    kept, said = history.keep_log(root / "practices", catalogue, project.here_today())
    if not kept:
        return _failed(said)
    print(said)
    return OK


# --- Publish -------------------------------------------------------------------------------------------------------


def _site(root: Path, given: Namespace) -> int:
    target: Path = given.target or root / "site"
    if why_not := project.refused_target(root, target) or project.refused_site(target):
        return _failed(why_not, WRONG_USAGE)
    from catalogue.site.attempt import attempt
    from catalogue.site.publish import publish

    if why_not := attempt(lambda: publish(root, target), f"Le dossier {target.name}/ est resté comme il était."):
        return _failed(why_not)
    print(f"Le site est dans {target}.")
    return OK


def _write(root: Path, given: Namespace) -> int:
    target: Path = given.target
    if why_not := project.refused_folder(target) or project.refused_target(root, target):
        return _failed(why_not, WRONG_USAGE)
    from catalogue.site.attempt import attempt
    from catalogue.site.way_out import write

    if why_not := attempt(lambda: write(root, target), "Rien n’a été écrit."):
        return _failed(why_not)
    print(f"Les pages sont dans {target}.")
    return OK


@_sound
def _permaliens(root: Path, given: Namespace, catalogue: "Catalogue") -> int:
    from catalogue.checks.permalink_lists import Promised, file_of
    from catalogue.site.attempt import attempt
    from catalogue.site.publish import publish
    from catalogue.site.served import promises

    practices, site = root / "practices", given.site
    with tempfile.TemporaryDirectory() as folder:
        if site is None:
            site = Path(folder) / "site"
            if why_not := attempt(lambda: publish(root, site), "Rien n’a été inscrit."):
                return _failed(why_not)
        elif not (site / "index.html").is_file():
            return _failed(f"{site} n’est pas un site construit.", WRONG_USAGE)
        new = Promised.read(practices).new(promises(site, root / "docs"))
    if not new:
        print("Toutes les adresses du site sont déjà promises.")
        return OK
    print("\n".join(new))
    name, content = file_of(new, project.here_today())
    (practices / name).parent.mkdir(exist_ok=True)
    project.write_whole(practices / name, content.encode(), None)
    print(f"Ces adresses sont maintenant promises, dans practices/{name} : elles répondront toujours.")
    return OK


@_sound
def _issue_form(root: Path, given: Namespace, catalogue: "Catalogue") -> int:
    from catalogue.contribute.issue_form import issue_form

    print(issue_form(catalogue), end="")
    return OK


@_sound
def _schema(root: Path, given: Namespace, catalogue: "Catalogue") -> int:
    from catalogue.exports import practice_schema

    print(json.dumps(practice_schema(catalogue), ensure_ascii=False, indent=2))
    return OK


# --- The table -----------------------------------------------------------------------------------------------------

_Args = dict[str, dict[str, Any]]
"""The arguments of a command, by name, as argparse takes them."""

_CHECKED: _Args = {
    "paths": {"nargs": "*", "type": Path, "metavar": "CHEMIN", "help": "ne dire que les problèmes de ces fichiers"},
    "--format": {"choices": report.FORMATS, "default": "text", "help": "text (d’ordinaire), github ou json"},
    "--corriger": {
        "action": "store_true",
        "help": "corrige les étourderies (apostrophes, espaces en fin de ligne, mots des listes à une faute près, entrées mal "
        "rangées), et réunit ce que deux branches ont changé là où git s’est arrêté",
    },
}
_ANSWERS: _Args = {
    **{f"--{name}": {"metavar": "TEXTE", "help": question} for name, question in QUESTIONS.items()},
    "--id": {"metavar": "NOM", "help": "le nom du fichier ; d’ordinaire, tiré du titre"},
}
_TICKET: _Args = {
    "path": {"type": Path, "metavar": "FICHIER", "help": "le texte du ticket, ou l’événement de la forge (.json)"},
    "--write": {"action": "store_true", "help": "l’écrit dans practices/, et n’affiche que son nom"},
}
_DELAY: _Args = {"--delai": {"type": float, "default": 20, "metavar": "SECONDES", "help": "attente (d’ordinaire : 20)"}}
_BUILT: _Args = {"target": {"nargs": "?", "type": Path, "metavar": "DOSSIER", "help": "où l’écrire (sinon : site)"}}
_WRITTEN: _Args = {"target": {"type": Path, "metavar": "DOSSIER", "help": "un dossier vide ou à créer"}}
_LISTED: _Args = {
    "--site": {"type": Path, "metavar": "DOSSIER", "help": "le site déjà construit (sinon, il est construit exprès)"},
}


class Command(NamedTuple):
    """A command: its name, what the help says of it, what does it, its arguments."""

    name: str
    help: str
    run: Run
    arguments: _Args = {}  # noqa: RUF012 - never changed


COMMANDS = (
    Command("check", "vérifie les fiches, les vocabulaires et les pages écrites à la main", _check, _CHECKED),
    Command("rules", "liste les règles, avec le fichier où chacune se trouve", _rules),
    Command("new", "commence une fiche : pose des questions, et écrit un fichier expliqué", _new, _ANSWERS),
    Command("from-issue", "fait une fiche d’un ticket de la forge, ou dit ce qui lui manque", _from_issue, _TICKET),
    Command("settle", "range dans les vocabulaires ce que les fiches apportent sous « nouveau »", _settle),
    Command("journal", "garde dans practices/journal.jsonl l’historique des fiches que git connaît", _journal),
    Command("links", "cherche, sur le réseau, les adresses qui ne répondent plus", _links, _DELAY),
    Command("site", "construit le site, entier ou pas du tout", _site, _BUILT),
    Command("write", "écrit tout le site en Markdown, pour un autre outil", _write, _WRITTEN),
    Command("permaliens", "promet les adresses nouvelles du site (la publication le fait)", _permaliens, _LISTED),
    Command("issue-form", "écrit le formulaire de ticket de la forge", _issue_form),
    Command("schema", "écrit le schéma JSON d’une fiche", _schema),
)
"""Every command, in the order of the help."""


def _parser() -> Parser:
    parser = Parser(prog="catalogue", description="Vérifie et publie les pratiques de Leviers d’égalité.")
    commands = parser.add_subparsers(title="Commandes", required=True, metavar="commande")
    for command in COMMANDS:
        description = f"{command.help[0].upper()}{command.help[1:]}."
        one = commands.add_parser(command.name, help=command.help, description=description)
        one.set_defaults(run=command.run)
        for name, options in command.arguments.items():
            one.add_argument(name, **options)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 0 when all is well, 1 when there are problems, 2 when it was called wrongly."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a letter shows its code instead
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    given = _parser().parse_args(arguments)
    root = project.find_root(Path.cwd())
    if root is None:
        return _failed(
            "Aucun dossier practices/vocabulaires/ ici ni au-dessus : placez-vous dans le projet.", WRONG_USAGE
        )
    try:
        return int(given.run(root, given))
    except BrokenPipeError:  # the reader of our output, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except OSError as error:
        return _failed(refused(error))
