#!/usr/bin/env python3
"""Measures databases that live in a Python process: Milvus Lite and LanceDB, one setting each. Prints lines as engine-dense.py does.

  engine-databases.py milvus-lite|lancedb BASE.npy QUERIES.npy --truth FILE

They keep rows on the disk and answer through a whole database, so they compare with a collection rather than with an index.
residentBytes is what the process's own memory grew by, from before the first row to after the last query.
"""
import argparse
import importlib.metadata
import json
import pathlib
import runpy
import sys
import tempfile

import numpy

dense = runpy.run_path(str(pathlib.Path(__file__).with_name("engine-dense.py")))
NEIGHBOURS, BATCH = dense["NEIGHBOURS"], 5000


def batches(base):
    for start in range(0, len(base), BATCH):
        yield start, base[start:start + BATCH]


class MilvusLite:
    package, setting = "milvus-lite", "HNSW16, ef=64"

    def build(self, folder, base):
        from pymilvus import DataType, MilvusClient
        self.client = MilvusClient(str(folder / "rows.db"))
        schema = self.client.create_schema(auto_id=False)
        schema.add_field("id", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=base.shape[1])
        self.client.create_collection("rows", schema=schema)
        for start, some in batches(base):
            self.client.insert("rows", [{"id": start + row, "vector": vector.tolist()} for row, vector in enumerate(some)])
        # An index that was there before the first row is not used for rows that were not flushed: a search took 0.3 s of 5,000.
        self.client.flush("rows")
        index = self.client.prepare_index_params()
        index.add_index("vector", index_type="HNSW", metric_type="IP", params={"M": 16, "efConstruction": 100})
        self.client.create_index("rows", index)
        self.client.load_collection("rows")

    def search(self, query):
        found = self.client.search("rows", [query.tolist()], limit=NEIGHBOURS, search_params={"params": {"ef": 64}})
        return [hit["id"] for hit in found[0]]


class LanceDB:
    package, setting = "lancedb", "IVF_PQ, 20 probes, 50 refined"

    def build(self, folder, base):
        import lancedb
        import pyarrow
        kind = pyarrow.list_(pyarrow.float32(), base.shape[1])
        schema = pyarrow.schema([("id", pyarrow.int64()), ("vector", kind)])
        self.table = lancedb.connect(folder).create_table("rows", schema=schema)
        for start, some in batches(base):
            vectors = pyarrow.FixedSizeListArray.from_arrays(pyarrow.array(some.ravel()), base.shape[1])
            self.table.add(pyarrow.table([numpy.arange(start, start + len(some)), vectors], schema=schema))
        self.table.create_index(metric="dot", vector_column_name="vector")

    def search(self, query):
        found = self.table.search(query).distance_type("dot").nprobes(20).refine_factor(50).limit(NEIGHBOURS)
        return found.select(["id", "_distance"]).to_arrow()["id"].to_pylist()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", choices=("milvus-lite", "lancedb"))
    parser.add_argument("base")
    parser.add_argument("queries")
    parser.add_argument("--truth", required=True)
    options = parser.parse_args()
    base, queries = dense["unit"](numpy.load(options.base)), dense["unit"](numpy.load(options.queries))
    peer = {"milvus-lite": MilvusLite, "lancedb": LanceDB}[options.peer]()
    with tempfile.TemporaryDirectory() as folder:
        before = dense["own_memory"]()
        _, seconds = dense["built"](lambda: peer.build(pathlib.Path(folder), base))
        line = dense["timed"](lambda query: [peer.search(query[0])], queries)
        grown = dense["own_memory"]() - before
    found, truth = line.pop("found"), numpy.load(options.truth).astype("int64")
    print(json.dumps({
        "engine": options.peer, "kind": "database", "setting": peer.setting, "rows": len(base), "share": 1,
        "buildSeconds": seconds, "residentBytes": grown, **line,
        "recall": float(numpy.mean([len(set(a) & set(b)) / len(b) for a, b in zip(found, truth)])),
        "version": f"{peer.package} {importlib.metadata.version(peer.package)}"}))


if __name__ == "__main__":
    sys.exit(main())
