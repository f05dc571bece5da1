"""What the peers that encode have in common: arguments, warm-up, time, tokens, vectors. Prints one JSON object.

  PEER MODEL TEXTS.jsonl --precision KIND [--threads N] [--vectors OUT.npy]    {seconds, tokens, texts, version}
  PEER MODEL --query TEXT --repeats N [--threads N]                            {median, percentile95, tokens}, milliseconds
  PEER MODEL --query TEXT --repeats 0                                          {}, after the first vector

A peer is a function from (model, precision, threads) to (encode, tokenizer, limit, version), where encode(texts) is a matrix.
Time counts from text to vector, tokenising included; loading is not counted. A quarter of the texts, or a tenth of the repeats,
are encoded beforehand.
"""
import argparse
import json
import os
import statistics
import sys
import time

BATCH = 32


def main(open_peer, precisions):
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("texts", nargs="?")
    parser.add_argument("--precision", choices=precisions, default=precisions[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--vectors")
    parser.add_argument("--query")
    parser.add_argument("--repeats", type=int, default=1000)
    options = parser.parse_args()
    os.environ["TOKENIZERS_PARALLELISM"] = "true" if options.threads > 1 else "false"
    os.environ["RAYON_NUM_THREADS"] = str(options.threads)
    peer = open_peer(options.model, options.precision, options.threads)
    print(json.dumps(ask(peer, options) if options.query else measure(peer, options)))


def measure(peer, options):
    encode, tokenizer, limit, version = peer
    with open(options.texts, encoding="utf-8") as handle:
        texts = [text_of(json.loads(row)) for row in handle]
    encode(texts[:max(1, len(texts) // 4)])
    start = time.perf_counter()
    vectors = encode(texts)
    seconds = time.perf_counter() - start
    if options.vectors:
        import numpy
        numpy.save(options.vectors, vectors.astype("float32"))
    ids = tokenizer(texts, truncation=True, max_length=limit)["input_ids"]
    return {"seconds": seconds, "tokens": sum(map(len, ids)), "texts": len(texts), "version": version}


def text_of(row):
    """As `quarry embed` reads a line."""
    return (row["title"] + "\n" if row.get("title") else "") + row["text"]


def ask(peer, options):
    encode, tokenizer, limit, _ = peer
    vector = encode([options.query])
    if options.repeats == 0:
        return {"dimension": len(vector[0])}
    for _ in range(options.repeats // 10):
        encode([options.query])
    milliseconds = []
    for _ in range(options.repeats):
        start = time.perf_counter()
        encode([options.query])
        milliseconds.append((time.perf_counter() - start) * 1000)
    milliseconds.sort()
    return {
        "median": statistics.median(milliseconds), "percentile95": milliseconds[len(milliseconds) * 95 // 100],
        "tokens": len(tokenizer(options.query, truncation=True, max_length=limit)["input_ids"])}


def quiet():
    """No bars and no advice on standard error, which tell nothing of a measurement."""
    import logging
    import warnings

    import transformers
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    sys.stdout.reconfigure(line_buffering=True)
