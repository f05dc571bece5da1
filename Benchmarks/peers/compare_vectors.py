#!/usr/bin/env python3
"""Compares vectors with a reference's, and what both retrieve. Prints a JSON object.

  compare_vectors.py REFERENCE.npy VECTORS.npy ...             for each: least and mean cosine, text by text
  compare_vectors.py --retrieval EVAL SET_FOLDER REFERENCE_FOLDER FOLDER ...
      A folder has corpus.npy and queries.npy, in the order of SET_FOLDER's corpus.jsonl and queries.jsonl. For each, the
      reference included: cosines of all texts; the share of the reference's ten nearest that are among its own ten nearest, for
      queries and for documents; nDCG@10 of brute force, by EVAL's retrieval_score.py.

Of neighbours equally near any will do: one counts where the reference has it as near as its tenth, within 1e-6.
"""
import json
import sys
from pathlib import Path

import numpy as np

sys.dont_write_bytecode = True
TOP, TIE, CHUNK = 10, 1e-6, 512


def main(arguments):
    if arguments[0] == "--retrieval":
        evaluation, data, *folders = map(Path, arguments[1:])
        print(json.dumps(retrieval(evaluation, data, folders)))
    else:
        reference = unit(arguments[0])
        print(json.dumps([cosines(reference, unit(path)) for path in arguments[1:]]))


def unit(path):
    """Vectors of length 1, whatever the precision in which they were normalised; in doubles, for f32 takes 0.9999999 as 1."""
    vectors = np.load(path).astype(np.float64)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def cosines(reference, vectors):
    if reference.shape != vectors.shape:
        sys.exit(f"compare_vectors.py: {vectors.shape} vectors, {reference.shape} expected")
    found = np.einsum("ij,ij->i", reference, vectors)
    return {"least": float(found.min()), "mean": float(found.mean())}


def retrieval(evaluation, data, folders):
    sys.path.insert(0, str(evaluation))
    from retrieval_score import read_qrels, score
    documents, queries = ids(data / "corpus.jsonl"), ids(data / "queries.jsonl")
    qrels = read_qrels(data / "qrels.tsv")
    loaded = [(unit(folder / "corpus.npy"), unit(folder / "queries.npy")) for folder in folders]
    reference = loaded[0]
    results = []
    for corpus, asked in loaded:
        found = nearest(asked, corpus)
        run = {query: [documents[index] for index in row] for query, row in zip(queries, found, strict=True)}
        results.append({
            **cosines(np.concatenate(reference), np.concatenate((corpus, asked))),
            "queries": overlap(reference[1], reference[0], found),
            "documents": overlap(reference[0], reference[0], nearest(corpus, corpus, of_itself=True), of_itself=True),
            "ndcg": score(qrels, run)["ndcg@10"]})
    return results


def ids(path):
    with open(path, encoding="utf-8") as handle:
        return [json.loads(row)["id"] for row in handle]


def products(asked, corpus, of_itself):
    """Pieces of the matrix of all similarities; a document is no neighbour of itself."""
    for start in range(0, len(asked), CHUNK):
        similar = asked[start:start + CHUNK] @ corpus.T
        if of_itself:
            similar[np.arange(len(similar)), np.arange(start, start + len(similar))] = -2
        yield start, similar


def nearest(asked, corpus, of_itself=False):
    return np.concatenate([
        np.argsort(-similar, axis=1, kind="stable")[:, :TOP] for _, similar in products(asked, corpus, of_itself)])


def overlap(asked, corpus, found, of_itself=False):
    """Asked and corpus are the reference's, found the neighbours to judge."""
    hits = 0
    for start, similar in products(asked, corpus, of_itself):
        tenth = np.partition(similar, -found.shape[1], axis=1)[:, -found.shape[1], None]
        hits += (np.take_along_axis(similar, found[start:start + len(similar)], 1) >= tenth - TIE).sum()
    return float(hits / found.size)


if __name__ == "__main__":
    main(sys.argv[1:])
