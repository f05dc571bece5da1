#!/usr/bin/env python3
"""Encodes with sentence-transformers on torch: f32, or bf16 for all weights and products (see encoding.py)."""
import sys

sys.dont_write_bytecode = True
import encoding  # noqa: E402


def open_peer(model, precision, threads):
    import sentence_transformers
    import torch
    encoding.quiet()
    torch.set_num_threads(threads)
    encoder = sentence_transformers.SentenceTransformer(model, device="cpu")
    if precision == "bf16":
        encoder.to(torch.bfloat16)
    version = f"sentence-transformers {sentence_transformers.__version__}, torch {torch.__version__.split('+')[0]}"

    def encode(texts):
        return encoder.encode(texts, batch_size=encoding.BATCH, show_progress_bar=False)

    return encode, encoder.tokenizer, encoder.max_seq_length, version


if __name__ == "__main__":
    encoding.main(open_peer, ("f32", "bf16"))
