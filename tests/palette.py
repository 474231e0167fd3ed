"""The palette: its tokens, and what contrast each pair of colours owes its readers."""

import re
from itertools import product

from common import ROOT

STYLES = ROOT / "theme" / "assets" / "styles"
README = ROOT / "theme" / "README.md"
SOCLE = (STYLES / "base.css").read_text("utf-8")

LEVERS = dict(re.findall(r'\[data-levier="([\w-]+)"\] \{ --levier: (light-dark\([^)]*\))', SOCLE))
TOKENS = dict(re.findall(r"--(?!levier)([\w-]+): (#[0-9a-f]{6}|light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\));", SOCLE))

PAGE = ["papier", "surface", "voile"]
BODY = [*product(["encre", "encre-douce"], [*PAGE, "levier-fond"])]
TEXT = [
    *product(["violet"], PAGE),
    *product(["levier"], [*PAGE, "levier-fond"]),
    ("sur-violet", "violet"),
    ("sur-nuit", "nuit"),
    ("sur-nuit-douce", "nuit"),
    ("sur-mimosa", "mimosa"),
    ("sur-nuit", "plein"),
    ("sur-nuit", "plein-survol"),
    ("encre", "marqueur"),
    ("encre-douce", "marqueur"),
    ("levier", "marqueur"),
]
SEEN = [
    *product(["focus"], [*PAGE, "levier-fond"]),
    *product(["trait-fort"], PAGE),
    *product(["violet", "plein"], PAGE),
    ("mimosa", "nuit"),
    ("sur-mimosa", "mimosa"),
]
DECORATION = {"trait", "appui"}
"""Colours that say nothing: what they underline is said in words, or by another line."""

FLOORS = {"text one reads": (BODY, 7.0), "text": (TEXT, 4.5), "focus and controls": (SEEN, 3.0)}
