"""A build that is tried: why it could not be done, in French."""

import logging
from collections.abc import Callable

from mkdocs.exceptions import MkDocsException

from catalogue.problems.report import visible
from catalogue.site.publish import FrenchFormatter
from catalogue.system.refusals import refused


def attempt(make: Callable[[], object], left: str) -> str | None:
    """Have MkDocs `make` something; when it cannot, return why, and what is `left`.

    What MkDocs tells meanwhile goes to the error output.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(FrenchFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    try:
        make()
    except (MkDocsException, SystemExit) as error:
        told = str(error).startswith("Aborted")  # MkDocs has told the fault, and then says in English that it stops
        return ("" if told else f"{visible(str(error))}\n") + f"Le site n’a pas été construit. {left}"
    except OSError as error:
        return f"{refused(error)} {left}"
    except Exception as error:
        return f"La construction a échoué ({type(error).__name__} : {visible(str(error))}).\n{left}"
    return None
