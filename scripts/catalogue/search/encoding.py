"""How the index files write words, numbers and lists of documents; theme/assets/search/encoding.js reads them."""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import Any


def as_json(content: Any) -> bytes:
    """Return `content` as compact JSON."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def named(kind: str, content: Any) -> tuple[str, bytes]:
    """Return the (name, bytes) of a file of this `kind`: its name holds the hash of its content."""
    data = as_json(content)
    return f"{kind}-{hashlib.sha256(data).hexdigest()[:12]}.json", data


def rank(count: int) -> int:
    """Return how common a word found in `count` documents is, from 0 to 16, on a scale of powers of two."""
    return min(16, math.ceil(math.log2(count + 1)))


def js_order(text: str) -> bytes:
    """Sort as JavaScript compares: by UTF-16 code unit."""
    return text.encode("utf-16-be")


ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def numbers(values: Iterable[int]) -> str:
    """Return natural numbers as text: five bits a letter, low ones first; the sixth says that more follows."""
    return "".join(map(digits, values))


def digits(value: int) -> str:
    """Return `value`, a natural number, as letters of `ALPHABET`: see `numbers`."""
    text = ""
    while value > 31:
        text += ALPHABET[32 | value & 31]
        value >>= 5
    return text + ALPHABET[value]


def gaps(values: Iterable[int]) -> Iterator[int]:
    """Return each value's distance from the last one, the first one's from -1."""
    return (value - last for last, value in pairwise(chain([-1], values)))


def front_coded(words: Iterable[tuple[str, int]]) -> str:
    """Return words, in order, each as [letters shared with the last one][rank][its own letters]."""
    text, last = [], ""
    for word, rank in words:
        shared = 0
        while shared < min(25, len(word), len(last)) and word[shared] == last[shared]:
            shared += 1
        text.append(f"{chr(65 + shared)}{chr(48 + rank)}{word[shared:]}")
        last = word
    return "".join(text)
