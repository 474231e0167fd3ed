"""What stops a build, told to whoever writes the records, the pages or the templates."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from mkdocs.exceptions import Abort

from catalogue.pages import TemplateFault
from catalogue.paper.typeset import PdfFault
from catalogue.problems import report
from catalogue.problems.problem import Problem


@contextmanager
def stop_on_template_faults() -> Iterator[None]:
    """Have a fault of our templates stop MkDocs with its message alone, whether a page or a PDF is made of them."""
    try:
        yield
    except (TemplateFault, PdfFault) as fault:
        raise Abort(str(fault)) from fault


def refuse(problems: Sequence[Problem], site: str | None, consequence: str) -> NoReturn:
    """Tell `problems`, as of the site published at `site`, then stop MkDocs, which says the `consequence`."""
    print(report.text(problems, colour=sys.stderr.isatty(), site=site or "/"), file=sys.stderr)
    raise Abort(f"Corrigez d’abord ces problèmes : {consequence}.")
