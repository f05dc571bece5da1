#!/usr/bin/env python3
"""Writes CompatibilityForms.swift: what letters and signs are that Unicode has twice for the sake of older sets.

Left out: scripts whose second forms nobody types (Arabic presentation forms, radicals, squared words).
"""

import textwrap
import unicodedata
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "Sources/VectorEngine/Analysis/CompatibilityForms.swift"
LEFT_OUT = [range(0x2E80, 0x2FE0), range(0x3200, 0x3400), range(0xFB1D, 0xFF00), range(0x1EE00, 0x1EF00), range(0x1F100, 0x1F300)]


def main():
    forms = {}
    for scalar in [*range(0x80, 0xD800), *range(0xE000, 0x110000)]:
        if any(scalar in part for part in LEFT_OUT):
            continue
        character = chr(scalar)
        if unicodedata.decomposition(character).startswith("<"):
            plain = unicodedata.normalize("NFKC", character)
            if not plain.startswith(" "):
                forms[scalar] = [ord(each) for each in plain]
    runs, single = [], []
    for scalar, plain in sorted(forms.items()):
        if len(plain) == 1 and runs and (scalar, plain[0]) == (runs[-1][1] + 1, runs[-1][2] + scalar - runs[-1][0]):
            runs[-1][1] = scalar
        elif len(plain) == 1:
            runs.append([scalar, scalar, plain[0]])
        else:
            single.append([scalar, len(plain), *plain])
    TARGET.write_text(
        "// Written by scripts/compatibility-forms.py. Do not edit.\n\n"
        "/// What letters and signs are that Unicode has twice for the sake of older sets: full-width, mathematical, ligatures.\n"
        "enum CompatibilityForms {\n"
        "    /// First and last of each run, and what its first one is.\n"
        "    // swift-format-ignore\n" + array("runs", runs)
        + "\n    /// A scalar, the number of those it is, and those.\n"
        "    // swift-format-ignore\n" + array("several", single) + "}\n")


def array(name, rows):
    numbers = ", ".join(f"0x{number:x}" for row in rows for number in row) + ","
    lines = textwrap.wrap(numbers, 110)
    return f"    static let {name}: [UInt32] = [\n" + "".join(f"        {line}\n" for line in lines) + "    ]\n"


if __name__ == "__main__":
    main()
