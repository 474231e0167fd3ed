"""The palette: every colour of text, of focus and of controls against every ground it meets, light and dark."""

import re
from pathlib import Path

import pytest

from common import FROZEN
from palette import DECORATION, FLOORS, LEVERS, README, SOCLE, STYLES, TOKENS

Colour = tuple[float, float, float]


def _colour(value: str, scheme: int) -> Colour:
    """Return the colour that `value` ("#…" or "light-dark(#…, #…)") is in `scheme` (0 light, 1 dark)."""
    found = re.findall(r"#([0-9a-f]{6})", value)
    hexa = found[scheme % len(found)]
    red, green, blue = (int(hexa[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2 has it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _token(name: str, scheme: int, levier: str) -> Colour:
    """Return the colour of the token `name`, where the lever's colour is `levier`."""
    if name == "levier":
        return _colour(levier, scheme)
    if name == "levier-fond":
        share = (
            int(re.findall(r"--levier-fond: color-mix\(in srgb, var\(--levier\) (\d+)%, var\(--surface\)\)", SOCLE)[0])
            / 100
        )
        pairs = zip(_colour(levier, scheme), _token("surface", scheme, levier), strict=True)
        red, green, blue = (share * a + (1 - share) * b for a, b in pairs)
        return red, green, blue
    return _colour(TOKENS[name], scheme)


def lowest(front: str, back: str, scheme: int) -> float:
    """Return the contrast of two tokens in `scheme`, the lowest among all levers'."""
    return min(
        contrast(_token(front, scheme, levier), _token(back, scheme, levier))
        for levier in [TOKENS["violet"], *LEVERS.values()]
    )


@pytest.mark.parametrize("kind", FLOORS)
def test_what_is_read_and_seen_stands_out(kind: str) -> None:
    """Body text 7:1, all text 4.5:1, focus and controls 3:1, on every ground they meet, in both schemes."""
    pairs, floor = FLOORS[kind]
    found = {(*pair, scheme): lowest(*pair, scheme) for pair in pairs for scheme in (0, 1)}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < floor} == {}


def test_every_colour_is_measured() -> None:
    """No colour of the palette goes unmeasured, but for those of decoration; every lever has its own."""
    measured = {token for pairs, _ in FLOORS.values() for pair in pairs for token in pair}
    assert set(TOKENS) == (measured - {"levier", "levier-fond"}) | DECORATION
    levers = re.findall(
        r"^([\w-]+):$", (FROZEN / "practices" / "vocabulaires" / "leviers.yml").read_text("utf-8"), re.M
    )
    assert set(LEVERS) == set(levers)
    assert len(set(LEVERS.values())) == len(LEVERS)


@pytest.mark.parametrize("path", sorted(STYLES.glob("*.css")), ids=lambda path: path.name)
def test_colours_come_from_the_palette(path: Path) -> None:
    """Nothing but the palette names a colour of text, ground or outline (on paper, ink is black)."""
    if path.name not in ("base.css", "print.css"):
        says = r"[^-\w](?:color|background(?:-color)?|outline(?:-color)?|fill|stroke): [^;{}]*#\w+"
        named = re.findall(says, path.read_text("utf-8"))
        assert named == []


def test_the_page_on_identity_gives_these_figures() -> None:
    """The contrasts that theme/README.md gives are those of the palette, all of them."""
    rows = re.findall(r"^\| `([\w-]+)` on `([\w-]+)` \| ([\d.]+) \| ([\d.]+) \|", README.read_text("utf-8"), re.M)
    expected = {
        pair: tuple(f"{lowest(*pair, scheme):.1f}" for scheme in (0, 1))
        for pairs, _ in FLOORS.values()
        for pair in pairs
    }
    assert {(front, back): (light, dark) for front, back, light, dark in rows} == expected
