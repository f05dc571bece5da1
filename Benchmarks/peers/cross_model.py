#!/usr/bin/env python3
"""Writes a cross-encoder of MiniLM-L6's size with random weights: cross_model.py ENCODER FOLDER

The tokeniser is ENCODER's. Weights are wider than the usual start of training, so that scores differ.
"""
import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True
import encoding  # noqa: E402

TOKENIZER_FILES = ("vocab.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")


def main(encoder, folder):
    import torch
    from transformers import BertConfig, BertForSequenceClassification
    encoding.quiet()
    torch.manual_seed(0)
    words = len((Path(encoder) / "vocab.txt").read_text(encoding="utf-8").splitlines())
    BertForSequenceClassification(BertConfig(
        vocab_size=words, hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536,
        max_position_embeddings=512, num_labels=1, initializer_range=0.06)).save_pretrained(folder)
    for name in TOKENIZER_FILES:
        if (source := Path(encoder) / name).exists():
            shutil.copy(source, folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
    print("{}")
