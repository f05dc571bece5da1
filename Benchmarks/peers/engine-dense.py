#!/usr/bin/env python3
"""Measures what finds nearest vectors in Python: faiss, hnswlib, usearch. Prints a JSON object a line, as `quarry-bench dense` does.

  engine-dense.py BASE.npy QUERIES.npy [--peer NAME]... [--share 0.1] [--rows N] [--allowed FILE] [--truth FILE]

A line: engine, kind, setting, rows, buildSeconds, queriesPerSecond, recall, p50, p99 (milliseconds), residentBytes, version. Vectors
are scaled to length one, the metric is the inner product, ten neighbours are asked for. A query is asked alone on one thread;
indexes are built on two. Recall is against an exact search of the same rows, or what --truth has. With --share only rows of a
seeded sample may be found, or those of --allowed. residentBytes is what building the index added to the process's own memory.
"""
import argparse
import ctypes
import gc
import importlib.metadata
import json
import time

import numpy

NEIGHBOURS = 10
EFFORTS = (10, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512)
FILTERED_EFFORTS = (32, 128, 512)
THREADS = 2
# Seconds for one setting: a graph with a filter that keeps little goes through most of its rows, each by a call back into Python.
PATIENCE = 8


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("queries")
    parser.add_argument("--peer", action="append", choices=sorted(PEERS))
    parser.add_argument("--share", type=float, default=1, help="the share of rows that may be found")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--allowed", help="the rows that may be found, as a NumPy file")
    parser.add_argument("--truth", help="the nearest rows of each query, as a NumPy file")
    options = parser.parse_args()
    base, queries = unit(numpy.load(options.base, mmap_mode="r")[:options.rows]), unit(numpy.load(options.queries))
    allowed = None
    if options.allowed:
        allowed = numpy.load(options.allowed).astype("int64").ravel()
    elif options.share < 1:
        count = max(1, int(len(base) * options.share))
        allowed = numpy.sort(numpy.random.default_rng(1).permutation(len(base))[:count])
    if options.truth:
        truth = numpy.load(options.truth).astype("int64")
    else:
        truth = exact(base if allowed is None else base[allowed], queries)
        truth = truth if allowed is None else allowed[truth]
    for name in options.peer or PEERS:
        for line in PEERS[name](base, queries, allowed):
            found = line.pop("found")
            line["recall"] = float(numpy.mean([len(set(a) & set(b)) / len(b) for a, b in zip(found, truth)]))
            print(json.dumps({"engine": name, "rows": len(base), "share": options.share, **line, "version": version(name)}),
                  flush=True)


def version(peer):
    package = {"faiss": "faiss-cpu"}.get(peer.split("-")[0], peer.split("-")[0])
    return f"{package} {importlib.metadata.version(package)}"


def unit(rows):
    rows = numpy.ascontiguousarray(rows, "float32")
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def exact(base, queries):
    import faiss
    index = faiss.IndexFlatIP(base.shape[1])
    index.add(base)
    return index.search(queries, min(NEIGHBOURS, len(base)))[1]


def timed(ask, queries):
    """Asks each query alone, after a tenth of them as a warm-up, until they have taken long enough."""
    deadline = time.perf_counter() + PATIENCE / 10
    for query in queries[:max(1, len(queries) // 10)]:
        ask(query[None])
        if time.perf_counter() > deadline:
            break
    found, times = [], []
    deadline = time.perf_counter() + PATIENCE
    for query in queries:
        start = time.perf_counter()
        result = ask(query[None])
        times.append(time.perf_counter() - start)
        found.append(result[0])
        if start > deadline:
            break
    times.sort()
    return {
        "queriesPerSecond": len(times) / sum(times), "p50": times[len(times) // 2] * 1000,
        "p99": times[len(times) * 99 // 100] * 1000, "found": found}


def built(make):
    """Seconds, and the bytes that the process's own memory grew by."""
    gc.collect()
    before, start = own_memory(), time.perf_counter()
    make()
    seconds = time.perf_counter() - start
    return own_memory() - before, seconds


def own_memory():
    """Without what is mapped from files."""
    ctypes.CDLL(None).malloc_trim(0)
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("RssAnon"))


def faiss_line(index, seconds, kind, setting, size, queries, allowed, parameters=None):
    import faiss
    faiss.omp_set_num_threads(1)
    if allowed is not None:
        selector = faiss_selector(index.ntotal, allowed)
        parameters = parameters or faiss.SearchParameters()
        parameters.sel = selector
    line = timed(lambda query: index.search(query, NEIGHBOURS, params=parameters)[1], queries)
    faiss.omp_set_num_threads(THREADS)
    return {"kind": kind, "setting": setting, "buildSeconds": seconds, "residentBytes": size, **line}


def faiss_selector(count, allowed):
    import faiss
    bits = numpy.zeros((count + 7) // 8 * 8, bool)
    bits[allowed] = True
    return faiss.IDSelectorBitmap(numpy.packbits(bits, bitorder="little"))


def faiss_flat(base, queries, allowed):
    import faiss
    faiss.omp_set_num_threads(THREADS)
    index = faiss.IndexFlatIP(base.shape[1])
    size, seconds = built(lambda: index.add(base))
    yield faiss_line(index, seconds, "flat", "", size, queries, allowed)
    if allowed is not None:
        # Of a list of rows it looks at no others, which is better where they are few.
        parameters = faiss.SearchParameters(sel=faiss.IDSelectorArray(allowed))
        yield faiss_line(index, seconds, "flat", "by rows", size, queries, None, parameters)
    if allowed is None:
        faiss.omp_set_num_threads(1)
        start = time.perf_counter()
        found = index.search(queries, NEIGHBOURS)[1]
        seconds = time.perf_counter() - start
        faiss.omp_set_num_threads(THREADS)
        yield {"kind": "flat", "setting": "batched", "queriesPerSecond": len(queries) / seconds, "found": found,
               "residentBytes": size}


def faiss_bytes(base, queries, allowed):
    import faiss
    index = faiss.IndexScalarQuantizer(base.shape[1], faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    size, seconds = built(lambda: (index.train(base), index.add(base)))
    yield faiss_line(index, seconds, "SQ8", "", size, queries, allowed)


def faiss_graph(links):
    def run(base, queries, allowed):
        import faiss
        faiss.omp_set_num_threads(THREADS)
        index = faiss.IndexHNSWFlat(base.shape[1], links, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = 100
        size, seconds = built(lambda: index.add(base))
        for effort in EFFORTS if allowed is None else FILTERED_EFFORTS:
            yield faiss_line(index, seconds, f"HNSW{links}", f"efSearch={effort}", size, queries, allowed,
                             faiss.SearchParametersHNSW(efSearch=effort))
    return run


def faiss_lists(base, queries, allowed):
    import faiss
    faiss.omp_set_num_threads(THREADS)
    lists = 512 if len(base) <= 200_000 else 4096
    index = faiss.index_factory(base.shape[1], f"IVF{lists},RaBitQ,Refine(SQ8)", faiss.METRIC_INNER_PRODUCT)
    size, seconds = built(lambda: (index.train(base), index.add(base)))
    selector = None if allowed is None else faiss_selector(len(base), allowed)
    for probes in (8, 16, 32, 64, 128):
        for factor in (10, 30):
            # What it refers to it does not keep, so it is kept here.
            first = faiss.IVFRaBitQSearchParameters(nprobe=probes, qb=4, **({"sel": selector} if selector else {}))
            parameters = faiss.IndexRefineSearchParameters(k_factor=factor, base_index_params=first)
            yield faiss_line(index, seconds, "IVF-RaBitQ", f"nprobe={probes},k_factor={factor}", size, queries, None, parameters)


def hnswlib_graph(base, queries, allowed):
    import hnswlib
    index = hnswlib.Index("ip", base.shape[1])
    index.init_index(len(base), ef_construction=100, M=16, random_seed=1)
    size, seconds = built(lambda: index.add_items(base, num_threads=THREADS))
    mask = numpy.zeros(len(base), bool)
    if allowed is not None:
        mask[allowed] = True
    choose = None if allowed is None else (lambda row: bool(mask[row]))
    for effort in EFFORTS if allowed is None else FILTERED_EFFORTS:
        index.set_ef(effort)
        line = timed(lambda query: index.knn_query(query, NEIGHBOURS, num_threads=1, filter=choose)[0], queries)
        yield {"kind": "HNSW16", "setting": f"ef={effort}", "buildSeconds": seconds,
               "residentBytes": size, **line}


def usearch_graph(kind):
    def run(base, queries, allowed):
        if allowed is not None:
            return
        from usearch.index import Index
        index = Index(ndim=base.shape[1], metric="ip", dtype=kind, connectivity=16)
        keys = numpy.arange(len(base))
        size, seconds = built(lambda: index.add(keys, base, threads=THREADS))
        for effort in EFFORTS:
            index.expansion_search = effort
            line = timed(lambda query: [index.search(query[0], NEIGHBOURS, threads=1).keys], queries)
            yield {"kind": f"HNSW16 {kind}", "setting": f"expansion={effort}", "buildSeconds": seconds,
                   "residentBytes": size, **line}
    return run


PEERS = {
    "faiss-flat": faiss_flat, "faiss-sq8": faiss_bytes, "faiss-hnsw16": faiss_graph(16), "faiss-hnsw32": faiss_graph(32),
    "faiss-ivf-rabitq": faiss_lists, "hnswlib": hnswlib_graph, "usearch-f32": usearch_graph("f32"),
    "usearch-i8": usearch_graph("i8")}

if __name__ == "__main__":
    main()
