#!/usr/bin/env python3
"""Writes UnicodeData.swift and UnicodeData+Mappings.swift: what the PyPI package `tokenizers` does with each Unicode scalar.

Its parts follow different versions of Unicode, and Swift's standard library yet another, so nothing but asking for all
1,112,064 scalars gives the same tokens. Needs: pip install tokenizers==0.23.3. Takes ten seconds.
"""

import sys
import textwrap
from pathlib import Path

import tokenizers
from tokenizers import normalizers, pre_tokenizers

FOLDER = Path(__file__).resolve().parent.parent / "Sources/Embedding/Tokeniser"
HEAD = f"// Written by scripts/unicode-tables.py, with `tokenizers` {tokenizers.__version__}. Do not edit.\n\n"
SCALARS = [each for each in range(0x110000) if not 0xD800 <= each < 0xE000]
HANGUL = range(0xAC00, 0xD7A4)


def only(**step):
    steps = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return normalizers.BertNormalizer(**{**steps, **step}).normalize_str


def main():
    clean, space, strip, lower = (
        only(clean_text=True), only(handle_chinese_chars=True), only(strip_accents=True), only(lowercase=True))
    split = pre_tokenizers.BertPreTokenizer().pre_tokenize_str
    kinds = {name: [] for name in ("removed", "spaces", "ideographs", "punctuation", "marks")}
    stripped, lowered = {}, {}
    for scalar in SCALARS:
        character = chr(scalar)
        cleaned = clean(character)
        if cleaned == "":
            kinds["removed"].append(scalar)
            continue
        if cleaned == " ":
            kinds["spaces"].append(scalar)
            continue
        assert cleaned == character
        if space(character) == f" {character} ":
            kinds["ideographs"].append(scalar)
        if (parts := len(split(f"a{character}b"))) == 3:
            kinds["punctuation"].append(scalar)
        else:
            assert parts == 1
        if (bare := strip(character)) == "":
            kinds["marks"].append(scalar)
        elif bare != character and scalar not in HANGUL:
            stripped[scalar] = [ord(each) for each in bare]
        if (small := lower(character)) != character:
            lowered[scalar] = [ord(each) for each in small]
    check(kinds, stripped, lowered)
    write(kinds, stripped, lowered)


def check(kinds, stripped, lowered):
    """What the Swift code takes for granted."""
    punctuation = {*kinds["punctuation"]}
    for target in (*stripped.values(), *lowered.values()):
        assert len(target) <= 3 and (len(target) == 1 or not punctuation.intersection(target))
        assert not {*target} & {*kinds["removed"], *kinds["spaces"], *kinds["marks"]} or target == [0x69, 0x307]
    strip = only(strip_accents=True)
    for scalar in HANGUL:
        tail = (scalar - 0xAC00) % 28
        parts = [0x1100 + (scalar - 0xAC00) // 588, 0x1161 + (scalar - 0xAC00) % 588 // 28] + [0x11A7 + tail] * (tail > 0)
        assert strip(chr(scalar)) == "".join(map(chr, parts))


def write(kinds, stripped, lowered):
    documents = {
        "removed": "Controls, formats, private use and U+FFFD, which vanish: first and last of each run.",
        "spaces": "First and last of each run.",
        "ideographs": "Ideographs, each a word of its own where Chinese is handled: first and last of each run.",
        "punctuation": "First and last of each run.",
        "marks": "Non-spacing marks, which vanish with accents: first and last of each run.",
    }
    text = HEAD + """\
/// What BERT's normaliser and pre-tokeniser do with each scalar, as the package `tokenizers` has it, whatever version of
/// Unicode the standard library follows.
enum UnicodeData {
"""
    for name, scalars in kinds.items():
        text += table(name, documents[name], [each for run in runs(scalars) for each in run])
    save("UnicodeData", text)
    text = HEAD + "extension UnicodeData {\n"
    text += table(
        "lowercase", "First, last and stride of each run that is lower-cased by the same addition, and what is added (mod 2³²).",
        [each for run in strides({key: value[0] for key, value in lowered.items() if len(value) == 1}) for each in run])
    text += several("lowercaseToSeveral", "A scalar and the up to three it is lower-cased to.", lowered)
    text += table(
        "stripped", "A scalar and the one that decomposition leaves of it without marks. Hangul is left to arithmetic.",
        [each for key, value in stripped.items() if len(value) == 1 for each in (key, *value)])
    text += several("strippedToSeveral", "A scalar and the up to three that decomposition leaves of it.", stripped)
    save("UnicodeData+Mappings", text)


def save(name, text):
    (FOLDER / f"{name}.swift").write_text(text.rstrip() + "\n}\n")


def several(name, document, mapping):
    rows = [[key, *value, 0, 0][:4] for key, value in mapping.items() if len(value) > 1]
    return table(name, document, [each for row in rows for each in row])


def table(name, document, numbers):
    body = textwrap.fill(
        ", ".join(f"0x{each:x}" for each in numbers), 120, initial_indent=" " * 8, subsequent_indent=" " * 8)
    return f"    /// {document}\n    // swift-format-ignore\n    static let {name}: [UInt32] = [\n{body},\n    ]\n\n"


def runs(scalars):
    found = []
    for scalar in scalars:
        if found and scalar == found[-1][1] + 1:
            found[-1][1] = scalar
        else:
            found.append([scalar, scalar])
    return found


def strides(mapping):
    found = []
    for key, value in mapping.items():
        addition = (value - key) % 2**32
        last = found[-1] if found else None
        if last and last[3] == addition and (gap := key - last[1]) <= 2 and (last[0] == last[1] or gap == last[2]):
            last[1], last[2] = key, gap
        else:
            found.append([key, key, 1, addition])
    return found


if __name__ == "__main__":
    sys.exit(main())
