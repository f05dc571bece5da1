#!/usr/bin/env python3
"""Makes the rows, the filters and the true neighbours that Benchmarks/run-engine measures with, where they are not there yet.

  engine-corpus.py FOLDER --rows N [--share 0.1]...

FOLDER has vectors.npy, the embedded lines, and queries.npy. Written are rows-N.npy, truth-N.npy (the ten nearest rows of each
query, numbers of rows as f32), and for each share allowed-N-SHARE.npy and truth-N-SHARE.npy. More rows than lines are the lines
again with jitter, scaled to length one: a made-up corpus, about as hard for lists as the true one.
"""
import argparse
import pathlib

import numpy

NEIGHBOURS = 10
# How far a row that was made up is from its line, as a length.
JITTER = 0.5
QUERIES_AT_ONCE = 100
SEED = 20


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--share", type=float, action="append", default=[])
    options = parser.parse_args()
    rows, queries = options.folder / f"rows-{options.rows}.npy", numpy.load(options.folder / "queries.npy")
    if not rows.exists():
        write(rows, make(unit(numpy.load(options.folder / "vectors.npy")), options.rows))
    base = None
    for share in [1, *options.share]:
        name = f"{options.rows}" if share == 1 else f"{options.rows}-{share:g}"
        truth = options.folder / f"truth-{name}.npy"
        if truth.exists():
            continue
        base = numpy.load(rows) if base is None else base
        if share == 1:
            write(truth, nearest(base, unit(queries)))
            continue
        count = max(NEIGHBOURS, int(len(base) * share))
        allowed = numpy.sort(numpy.random.default_rng(SEED).permutation(len(base))[:count])
        write(options.folder / f"allowed-{name}.npy", allowed[:, None])
        write(truth, allowed[nearest(base[allowed], unit(queries))])


def make(lines, count):
    if count <= len(lines):
        return lines[:count]
    random, made = numpy.random.default_rng(SEED), numpy.empty((count, lines.shape[1]), "float32")
    made[:len(lines)] = lines
    for start in range(len(lines), count, len(lines)):
        some = made[start:start + len(lines)]
        jitter = random.standard_normal(some.shape, dtype="float32") * (JITTER / lines.shape[1] ** 0.5)
        some[:] = unit(lines[:len(some)] + jitter)
    return made


def nearest(base, queries):
    """By all products, those that are near in f32 again in f64, so that rounding cannot choose."""
    found = []
    for start in range(0, len(queries), QUERIES_AT_ONCE):
        some = queries[start:start + QUERIES_AT_ONCE]
        scores = some @ base.T
        kept = min(4 * NEIGHBOURS, len(base)) - 1
        near = numpy.argpartition(-scores, kept, axis=1)[:, :kept + 1]
        exact = numpy.einsum("qd,qkd->qk", some.astype("float64"), base[near].astype("float64"))
        order = numpy.argsort(-exact, axis=1, kind="stable")[:, :NEIGHBOURS]
        found.append(numpy.take_along_axis(near, order, axis=1))
    return numpy.concatenate(found)


def unit(rows):
    rows = numpy.ascontiguousarray(rows, "float32")
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def write(path, rows):
    """Under another name first: what stands there is whole."""
    partial = path.with_suffix(".partial")
    with open(partial, "wb") as file:
        numpy.save(file, numpy.ascontiguousarray(rows, "float32"))
    partial.rename(path)


if __name__ == "__main__":
    main()
