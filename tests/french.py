"""French typography, checked: what is wrong with a text as a reader sees it. (What sets it: catalogue/typography.py.)"""

import re
from collections.abc import Iterator

# Addresses are not text.
_ADDRESS = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+")
_HARD = "\u00a0\u202f"

_FAULTS = {
    "no non-breaking space before « : »": rf"(?<![{_HARD}\d]):(?=\s|$)|(?<=\d):(?=\s|$)",
    "no non-breaking space before « ; ! ? »": rf"(?<![{_HARD};!?…])[;!?]+(?=[\s»)]|$)",
    "no non-breaking space before « % »": rf"(?<![{_HARD}])%",
    "no non-breaking space within « »": rf"«(?![{_HARD}])|(?<![{_HARD}])»",
    "a straight apostrophe or quotation mark": r"['\"]",
    "English quotation marks": "[“”]",
    "three dots": r"\.\.\.",
    "thousands not apart, or apart with a space that breaks": r"\d [0-9]{3}(?!\d)|(?<![\d.,])(?!(?:1[89]|20)\d\d(?!\d))\d{4,}",
    "a decimal point": r"\d\.\d+\s*(?:%|€|point|million|milliard)",
    "a date in figures": r"\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4}",
    "the first of a month in figures": r"(?<!\d)1[\s\u00a0](?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)",
}


def faults(text: str) -> Iterator[str]:
    """Yield a sentence for each fault of `text`, with what stands around it."""
    text = _ADDRESS.sub("", text)
    for fault, pattern in _FAULTS.items():
        for found in re.finditer(pattern, text):
            yield f"{fault}: {text[max(0, found.start() - 30) : found.end() + 15]!r}"
