"""Feed the loader and the checks with what a coverage-guided fuzzer makes of records: `make fuzz`, for FUZZ_SECONDS.

Not a test: it runs as long as one lets it. What it finds is written to data/hostile/fuzz/, where a test keeps it. Each input
is one file of at most MAX_BYTES in the small valid catalogue; what is promised of it is in hostile.py, and it takes at most
two seconds of processor and 200 MB.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import atheris

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

with atheris.instrument_imports(include=["catalogue", "markdown_it"]):
    from catalogue.records.fields import fields_of, walk
    from catalogue.records.file_rules import MAX_BYTES
    from catalogue.records.practice import Pratique
    from catalogue.records.values import Modele
    from catalogue.records.vocabularies import VOCABULAIRES
    from hostile import MEMORY, SECONDS, fed, seeds

SIGNS = (
    "? ",
    ": ",
    "- ",
    "&a ",
    "*a",
    "!!str ",
    "|\\x0a  ",
    ">-\\x0a  ",
    "---\\x0a",
    "\\xe2\\x80\\xae",
    "](https://",
    "<a ",
    "{{ ",
    "nouveau: {",
)


def main() -> None:
    """Fuzz until the time is over or an input fails; libFuzzer ends the process."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:  # noqa: S108
        practices = Path(shutil.copytree(HERE / "data" / "valid" / "practices", Path(name) / "practices"))
        corpus = Path(name) / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(seeds()):
            (corpus / str(number)).write_bytes(seed)

        models: list[type[Modele]] = [Pratique, *VOCABULAIRES.values()]
        words = {field.nom for model in models for _, field in walk(fields_of(model))}
        entries = [f'"{text}"\n' for text in (*SIGNS, *(f"{word}: " for word in sorted(words)))]
        dictionary = Path(name) / "words"
        dictionary.write_text("".join(entries), "utf-8")

        kept = HERE / "data" / "hostile" / "fuzz"
        kept.mkdir(exist_ok=True)

        def one(raw: bytes) -> None:
            began = time.process_time()
            fed(raw, practices)
            spent = time.process_time() - began
            assert spent <= SECONDS, f"{spent:.1f} s"

        options = [
            f"-max_total_time={os.environ.get('FUZZ_SECONDS', '600')}",
            f"-max_len={MAX_BYTES}",
            f"-rss_limit_mb={MEMORY}",
            "-timeout=60",  # seconds of the clock, for what never ends
            f"-dict={dictionary}",
            "-use_value_profile=1",
            f"-artifact_prefix={kept}/",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *options, *sys.argv[1:], str(corpus)], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
