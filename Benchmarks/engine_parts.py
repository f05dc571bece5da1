"""What Benchmarks/run-engine measures: each part runs programs, ours and the peers in turns, and keeps the lines that they print."""

import json
import shutil
import subprocess
import tempfile
from itertools import zip_longest
from pathlib import Path

from engine_data import LINES, PEERS, SHARES
from records import BIN, fail, tell

PARTS = ("dense", "filters", "sparse", "open", "stream", "hybrid", "graph")
OURS = ("exact", "quantised", "invertedFile", "auto")
GRAPHS = ("faiss-hnsw16", "hnswlib", "usearch-i8", "faiss-hnsw32", "usearch-f32")
OTHERS = ("faiss-flat", "faiss-sq8", "faiss-ivf-rabitq")
DATABASES = ("milvus-lite", "lancedb")
# What takes a filter while it searches; usearch's Python package does not.
FILTERING = ("faiss-flat", "faiss-sq8", "faiss-ivf-rabitq", "faiss-hnsw16", "hnswlib")
NEIGHBOURS = 15
RECALLS = "0.8,0.85,0.9,0.93,0.95,0.96,0.97,0.98,0.985,0.99,0.995,0.999"
FILTERED_RECALLS = "0.9,0.95,0.98,0.99"
BATCH = 1000


class EngineParts:
    """Runs parts; `lines` has what they found, each with its part, its round and its number of rows."""

    def __init__(self, options, data, python, kept):
        self.options, self.data, self.python, self.kept = options, data, python, kept
        self.lines, self.notes, self.scratch = [], [], None

    def measure(self, parts):
        with tempfile.TemporaryDirectory(prefix="quarry-benchmark-", dir=self.data.folder) as scratch:
            self.scratch = Path(scratch)
            for part in parts:
                getattr(self, f"measure_{part}")()

    # Programs

    def ours(self, mode, *arguments):
        return self.run([BIN / "quarry-bench", mode, *arguments])

    def peer(self, script, *arguments):
        return self.run([self.python, PEERS / script, *arguments])

    def run(self, command):
        """The JSON objects that a program prints, one a line; None where it fails, with the last line of what it says."""
        done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            said = (done.stderr.strip() or done.stdout.strip() or "no word").splitlines()[-1]
            return None, f"ended with {done.returncode}: {said[-300:]}"
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")], ""

    def keep(self, part, number, rows, found, what):
        lines, problem = found
        if lines is None:
            note = f"{part}, {rows:,} rows: {what} is left out, since it {problem}"
            tell(note)
            if note not in self.notes:
                self.notes.append(note)
            return
        for line in lines:
            line = {**line, "part": part, "round": number, "rows": rows}
            self.lines.append(line)
            # At once: what was measured outlives a run that is broken off.
            self.kept.write(json.dumps(line) + "\n")
        self.kept.flush()

    def rounds(self, part, rows):
        runs = self.options.runs if rows <= LINES else 1
        for number in range(runs):
            tell(f"{part}, {rows:,} rows: round {number + 1} of {runs}")
            yield number

    def wanted(self, names):
        return [name for name in names if not self.options.peer or name in self.options.peer]

    # Parts

    def measure_dense(self):
        for rows in self.options.rows:
            base = self.data.rows(rows)
            common = (base, self.data.queries, "--truth", self.data.truth(rows))
            peers = self.wanted((*OTHERS[:1], *GRAPHS, *OTHERS[1:], *DATABASES))
            for number in self.rounds("dense", rows):
                for kind, peer in zip_longest(OURS, peers):
                    if kind:
                        index = self.scratch / "index"
                        self.keep("dense", number, rows, self.ours(
                            "dense", *common, "--kinds", kind, "--recalls", RECALLS, "--file", index), f"ours, {kind},")
                        index.unlink(missing_ok=True)
                    if peer in DATABASES:
                        found = self.peer("engine-databases.py", peer, *common)
                    elif peer:
                        found = self.peer("engine-dense.py", *common, "--peer", peer)
                    if peer:
                        self.keep("dense", number, rows, found, peer)

    def measure_filters(self):
        for rows in self.options.rows:
            base = self.data.rows(rows, SHARES)
            peers = self.wanted(FILTERING if rows <= LINES else FILTERING[:3])
            for number in self.rounds("filters", rows):
                for share in SHARES:
                    common = (base, self.data.queries, "--truth", self.data.truth(rows, share),
                              "--allowed", self.data.allowed(rows, share), "--share", share)
                    for kind, peer in zip_longest(("auto", "quantised"), peers):
                        if kind:
                            self.keep("filters", number, rows, self.ours(
                                "dense", *common, "--kinds", kind, "--recalls", FILTERED_RECALLS), f"ours, {kind},")
                        if peer:
                            self.keep("filters", number, rows, self.peer(
                                "engine-dense.py", *common, "--peer", peer), peer)

    def measure_sparse(self):
        for number in self.rounds("sparse", LINES):
            files = (self.data.texts, self.data.words)
            found, problem = self.ours("sparse", *files)
            self.keep("sparse", number, LINES, (found and [{"engine": "quarry", **found[0]}], problem), "ours")
            for peer in ("tantivy", "bm25s"):
                found, problem = self.peer("engine-sparse.py", peer, *files)
                self.keep("sparse", number, LINES, (found and [{"engine": peer, **found[0]}], problem), peer)

    def measure_open(self):
        """Builds a collection, then opens and searches it in a process that has not built it."""
        for rows in self.options.rows:
            base, store = self.data.rows(rows), self.store(rows)
            shutil.rmtree(store, ignore_errors=True)
            common = (base, self.data.queries, self.data.texts, "--store", store, "--truth", self.data.truth(rows))
            tell(f"open, {rows:,} rows: writing the collection")
            found, problem = self.ours("engine", *common, "--batch", BATCH, "--recalls", "0.95")
            self.keep("open", 0, rows, (found and found[:1], problem), "ours")
            for number in self.rounds("open", rows):
                self.keep("open", number, rows, self.ours("engine", *common, "--words", self.data.words), "ours")

    def store(self, rows):
        return self.data.folder / f"store-{rows}"

    def measure_stream(self):
        base = self.data.rows(LINES)
        for number in self.rounds("stream", LINES):
            store = self.scratch / "stream"
            found = self.ours("stream", base, self.data.queries, self.data.texts, "--store", store)
            self.keep("stream", number, LINES, found, "ours")
            shutil.rmtree(store, ignore_errors=True)

    def measure_hybrid(self):
        store = self.store(LINES)
        if not store.exists():
            common = (self.data.rows(LINES), self.data.queries, self.data.texts)
            if self.ours("engine", *common, "--store", store, "--recalls", "0.95")[0] is None:
                fail("the collection for hybrid searches could not be written")
        for number in self.rounds("hybrid", LINES):
            self.keep("hybrid", number, LINES, self.ours(
                "hybrid", store, self.data.words, "--model", self.options.model), "`quarry-bench hybrid`")

    def measure_graph(self):
        for rows in self.options.rows:
            kind = "exact" if rows <= LINES else "invertedFile"
            for number in self.rounds("graph", rows):
                self.keep("graph", number, rows, self.ours(
                    "neighbours", self.data.rows(rows), "--kind", kind, "--count", NEIGHBOURS, "--recall", "0.95",
                    "--file", self.scratch / "graph"), "ours")
