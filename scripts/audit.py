"""Run pip-audit, and say in French whether a fault is known of what is pinned: `make audit`.

pip-audit ends with the same exit code when a fault is known and when nobody could be asked, which it tells by a trace in English.
Here 0 is "nothing is known", 1 "something is" (printed, in Markdown), 2 "nobody answered" (said on the error output).
"""

import re
import subprocess
import sys
from collections.abc import Sequence

FOUND = "Une faille est connue de ces paquets. Lancez « make lock », ou dites dans docs/decisions pourquoi elle ne compte pas ici."
NETWORK = re.compile(
    r"(Connect|Connection|Proxy|SSL|Resolution|Timeout)Error|Timeout|Max retries|Could not connect|network"
)


def main(command: Sequence[str]) -> int:
    """Run `command`, which is pip-audit with what it is to read; return the exit code."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the Makefile's own
    if done.returncode == 0:
        print("Aucune faille n’est connue de ce qui est installé.", file=sys.stderr)
        return 0
    if done.stdout.strip():  # pip-audit prints there what it found, and nothing else
        print(f"{FOUND}\n\n{done.stdout.strip()}")
        return 1
    print(unanswered(done.stderr), file=sys.stderr)
    return 2


def unanswered(said: str) -> str:
    """Return in French why pip-audit, which `said` this on its error output, has found nothing and does not say that all is well."""
    if NETWORK.search(said):
        why = "le réseau ne répond pas"
    elif "not found on PyPI" in said:  # what a mirror of the index answers
        why = "l’index interrogé ne tient pas de liste des failles"
    else:
        why = "pip-audit s’est arrêté avant la fin"
    last = (said.strip().splitlines() or ["rien"])[-1]
    return f"On ne sait pas si une faille est connue : {why}. Ce n’est pas une faille trouvée.\npip-audit dit : {last}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
