#!/usr/bin/env python3
"""Scores pairs with sentence-transformers' CrossEncoder on torch: rank_torch.py MODEL PAIRS.jsonl THREADS

All pairs go into one call, which sorts them by length: kinder than a call a query. Prints pairs, seconds, tokens, scores.
"""
import json
import sys
import time

sys.dont_write_bytecode = True
import encoding  # noqa: E402


def main(folder, path, threads):
    import torch
    from sentence_transformers import CrossEncoder
    encoding.quiet()
    torch.set_num_threads(int(threads))
    model = CrossEncoder(folder, device="cpu")
    with open(path, encoding="utf-8") as handle:
        rows = [json.loads(row) for row in handle]
    questions = [[(row["query"], passage) for passage in row["passages"]] for row in rows]
    pairs = sum(questions, [])
    model.predict(questions[0], batch_size=encoding.BATCH, show_progress_bar=False)
    start = time.perf_counter()
    scores = model.predict(pairs, batch_size=encoding.BATCH, show_progress_bar=False)
    seconds = time.perf_counter() - start
    limit = model.tokenizer.model_max_length
    ids = model.tokenizer(
        [query for query, _ in pairs], [passage for _, passage in pairs], truncation=True, max_length=limit)["input_ids"]
    print(json.dumps({
        "pairs": len(pairs), "seconds": seconds, "tokens": sum(map(len, ids)), "scores": [float(each) for each in scores]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
