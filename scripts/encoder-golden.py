#!/usr/bin/env python3
"""Writes Tests/EmbeddingTests/Golden/transformer.json: what all-MiniLM-L6-v2 makes of some texts, layer by layer.

PyTorch computes it in double precision, so that only Quarry's own rounding is seen. Needs: pip install torch==2.15.0
transformers==5.23.0, and the model, which scripts/setup fetches. Takes ten seconds.
"""

import json
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "models/all-MiniLM-L6-v2"
TARGET = ROOT / "Tests/EmbeddingTests/Golden/transformer.json"
LIMIT = 256
SENTENCE = "The deploy of build 4711 failed on staging: disk quota exceeded while unpacking layer 3 of 12. "
TEXTS = [
    "",
    "ok",
    "How do I reset my password?",
    "let me check the nginx logs :) brb — it said `502 Bad Gateway` at 14:03",
    "func next() -> Int? { guard taken < batches.count else { return nil }; taken += 1; return taken }",
    "Grüße aus Köln, 東京 и Москва! naïve café 🎉",
    SENTENCE * 5,
    SENTENCE * 20,
]
# Texts whose whole vectors are kept.
VECTORS = (2, 3, 7)


def main():
    tokenizer = AutoTokenizer.from_pretrained(MODEL)
    model = AutoModel.from_pretrained(MODEL, dtype=torch.float64, attn_implementation="eager").eval()
    cases = [case(tokenizer, model, index) for index in range(len(TEXTS))]
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in cases)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def case(tokenizer, model, index):
    encoded = tokenizer(TEXTS[index], truncation=True, max_length=LIMIT, return_tensors="pt")
    with torch.no_grad():
        states = model(**encoded, output_hidden_states=True).hidden_states
    last = states[-1][0]
    vector = last.mean(dim=0)
    found = {
        "text": TEXTS[index],
        "tokens": encoded["input_ids"][0].tolist(),
        "states": [summary(each[0]) for each in states],
    }
    if index in VECTORS:
        found["vector"] = rounded(vector / vector.norm())
    return found


def summary(state):
    """Of the embeddings or a layer: the first values of the first token, and the size and mean of all."""
    return {
        "first": rounded(state[0, :8]),
        "norm": float(f"{state.norm().item():.9g}"),
        "mean": float(f"{state.mean().item():.9g}"),
    }


def rounded(values):
    return [round(each, 7) for each in values.tolist()]


if __name__ == "__main__":
    main()
