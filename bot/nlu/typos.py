"""Typing errors as people make them, drawn at random but always the same for one seed.

For measuring robustness only.
"""

import random

NEIGHBOURS = {
    "a": "zqs", "b": "vn", "c": "xv", "d": "sf", "e": "zr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "km", "m": "lp", "n": "b", "o": "ip", "p": "om",
    "q": "sa", "r": "et", "s": "qd", "t": "ry", "u": "yi", "v": "cb", "w": "x", "x": "wc",
    "y": "tu", "z": "ae",
}  # fmt: skip


def with_typos(text: str, errors: int, chance: random.Random) -> str:
    """`text` with `errors` letters dropped, doubled, swapped or hit on the key beside (AZERTY)."""
    typed = text
    for _ in range(errors):
        letters = [index for index, letter in enumerate(typed) if letter.isalpha()]
        if not letters:
            return typed
        typed = _one_error(typed, chance.choice(letters), chance)
    return typed


def _one_error(text: str, at: int, chance: random.Random) -> str:
    before, letter, after = text[:at], text[at], text[at + 1 :]
    kind = chance.choice(["drop", "double", "swap", "beside"])
    if kind == "drop":
        return before + after
    if kind == "swap" and after:
        return before + after[0] + letter + after[1:]
    if kind == "beside":
        return before + chance.choice(NEIGHBOURS.get(letter.lower(), letter)) + after
    return before + letter + text[at:]
