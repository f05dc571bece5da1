#!/usr/bin/env python3
"""Writes Tests/EmbeddingTests/Golden/tokeniser.jsonl: 1,000 hard strings and what the PyPI package `tokenizers` makes of them.

A line has `text`; `ids`, without a limit and with the names of control tokens as text; `ends`, where each token but the first
and last begins and ends in bytes; and of every fifth `pair` and `pairIDs`, at 16 tokens. Needs: pip install tokenizers==0.23.3.
"""

import itertools
import json
import sys
from pathlib import Path

import tokenizers

sys.dont_write_bytecode = True
from hard_strings import strings  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "Tests/EmbeddingTests/Golden/tokeniser.jsonl"
COUNT, SEED, PAIR_LIMIT = 1000, 7, 16
# Long ones are for eval-tokenizer, which keeps nothing.
MOST_CHARACTERS = 420


def main():
    reference = tokenizers.Tokenizer.from_file(str(ROOT / "models/all-MiniLM-L6-v2/tokenizer.json"))
    reference.no_padding()
    reference.encode_special_tokens = True
    texts = itertools.chain([""], distinct(text for text in strings(SEED) if len(text) <= MOST_CHARACTERS))
    with open(TARGET, "w", encoding="ascii") as file:
        for index, text in enumerate(itertools.islice(texts, COUNT)):
            reference.no_truncation()
            encoding = reference.encode(text)
            row = {"text": text, "ids": encoding.ids, "ends": ends(text, encoding.offsets[1:-1])}
            if index % 5 == 0:
                row["pair"] = next(texts)
                reference.enable_truncation(PAIR_LIMIT)
                row["pairIDs"] = reference.encode(text, row["pair"]).ids
            print(json.dumps(row, separators=(",", ":")), file=file)


def distinct(texts):
    seen = {""}
    for text in texts:
        if text not in seen:
            seen.add(text)
            yield text


def ends(text, offsets):
    positions = [0, *itertools.accumulate(len(character.encode()) for character in text)]
    return [positions[end] for pair in offsets for end in pair]


if __name__ == "__main__":
    sys.exit(main())
