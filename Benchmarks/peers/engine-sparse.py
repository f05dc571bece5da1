#!/usr/bin/env python3
"""BM25 by a peer over the files that `quarry-bench sparse` reads, on one thread, one query at a time.

  engine-sparse.py tantivy|bm25s CORPUS.txt QUERIES.txt [--top 10] [--stemmer english]

Prints one JSON object with the same members as `quarry-bench sparse`: texts, queries, buildSeconds, queriesPerSecond, p50 and p99
in milliseconds, indexBytes, version. Time counts from text to rows: a query's analysis is in it, as is a text's. Rows are
asked for without a count of all matches, so that a peer may skip what cannot be among the best. `searchPerSecond` leaves the
analysis of queries out. Needs: pip install tantivy==0.27.0 bm25s==0.3.16 PyStemmer==3.1.0 numpy.
"""
import argparse
import json
import os
import pathlib
import re
import sys
import tempfile
import time


class Tantivy:
    def __init__(self, stemmer):
        import tantivy
        self.library, self.version = tantivy, tantivy.__version__
        self.analyser = "default" if stemmer == "none" else "en_stem"

    def build(self, texts):
        schema = self.library.SchemaBuilder()
        schema.add_integer_field("row", stored=True, fast=True)
        schema.add_text_field("text", stored=False, tokenizer_name=self.analyser, index_option="freq")
        self.folder = tempfile.TemporaryDirectory()
        self.index = self.library.Index(schema.build(), path=self.folder.name)
        writer = self.index.writer(heap_size=500_000_000, num_threads=1)
        for row, text in enumerate(texts):
            writer.add_document(self.library.Document(row=row, text=text))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def prepare(self, query):
        # What is no letter or digit has a meaning in the query language, and so have AND, OR and NOT.
        return self.index.parse_query(re.sub(r"[\W_]+", " ", query).lower(), ["text"])

    def search(self, prepared, top):
        return len(self.searcher.search(prepared, top, count=False).hits)

    @property
    def bytes(self):
        return sum(each.stat().st_size for each in pathlib.Path(self.folder.name).iterdir())


class BM25S:
    def __init__(self, stemmer):
        import bm25s
        import Stemmer
        self.library, self.version = bm25s, bm25s.__version__
        self.stemmer = None if stemmer == "none" else Stemmer.Stemmer(stemmer)

    def build(self, texts):
        self.index = self.library.BM25()
        self.index.index(self.library.tokenize(texts, stopwords=None, stemmer=self.stemmer, show_progress=False),
                         show_progress=False)

    def prepare(self, query):
        return self.library.tokenize([query], stopwords=None, stemmer=self.stemmer, show_progress=False, return_ids=False)

    def search(self, prepared, top):
        return len(self.index.retrieve(prepared, k=top, show_progress=False, n_threads=0)[0][0]) if prepared[0] else 0

    @property
    def bytes(self):
        parts = self.index.scores
        return sum(parts[each].nbytes for each in ("data", "indices", "indptr"))


def lines(path):
    return pathlib.Path(path).read_text(encoding="utf-8").split("\n")[:-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", choices=("tantivy", "bm25s"))
    parser.add_argument("corpus")
    parser.add_argument("queries")
    parser.add_argument("--top", type=int, default=10)
    parser.add_argument("--stemmer", default="english")
    options = parser.parse_args()
    os.environ["RAYON_NUM_THREADS"] = "1"
    texts, queries = lines(options.corpus), lines(options.queries)
    peer = {"tantivy": Tantivy, "bm25s": BM25S}[options.peer](options.stemmer)
    started = time.perf_counter()
    peer.build(texts)
    built = time.perf_counter() - started
    for query in queries[:len(queries) // 10]:
        peer.search(peer.prepare(query), options.top)
    times, searching, hits = [], 0.0, 0
    for query in queries:
        started = time.perf_counter()
        prepared = peer.prepare(query)
        ready = time.perf_counter()
        hits += peer.search(prepared, options.top)
        ended = time.perf_counter()
        times.append(ended - started)
        searching += ended - ready
    total = sum(times)
    times.sort()
    print(json.dumps({
        "texts": len(texts), "queries": len(queries), "buildSeconds": built,
        "queriesPerSecond": len(queries) / total, "searchPerSecond": len(queries) / searching,
        "p50": times[len(times) // 2] * 1000, "p99": times[len(times) * 99 // 100] * 1000,
        "indexBytes": peer.bytes, "hits": hits, "version": peer.version,
    }))


if __name__ == "__main__":
    sys.exit(main())
