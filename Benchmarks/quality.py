"""What vectors are good for: cosines, neighbours and nDCG@10 on the retrieval sets of the evaluation kit."""

import subprocess

from encoders import INT8_PEER, OURS, REFERENCE, SETS
from kept_vectors import KeptVectors
from records import fail, tell


class Quality:
    """The part `quality` of a bench."""

    def __init__(self, bench):
        self.bench, self.kept = bench, KeptVectors(bench.python, bench.options.model)

    def measure(self):
        shown = [REFERENCE, *OURS, INT8_PEER]
        self.bench.record.say(
            "## Retrieval", "",
            "Brute force over the vectors of `quarry embed`. Cosines and neighbours are compared with sentence-transformers "
            "f32: of its ten nearest documents the share that is found, for queries and for documents; of those equally near "
            "any will do (1e-6).", "")
        for name in SETS:
            data, folders = self.bench.corpora.retrieval_set(name), []
            for each in shown:
                tell(f"quality: {name}, {each.title}")
                folders.append(self.bench.folder / f"{name}-{each.kind}-{each.precision}")
                folders[-1].mkdir()
                for file, role in (("corpus", "passage"), ("queries", "query")):
                    self.write_vectors(each, data / f"{file}.jsonl", role, folders[-1] / f"{file}.npy")
            found = self.bench.peer("compare_vectors.py", "--retrieval", self.bench.options.data, data, *folders).output
            self.bench.record.say(f"### {name}")
            self.bench.record.table(
                ["encoder", "least cosine", "mean cosine", "neighbours of queries", "neighbours of documents", "nDCG@10"],
                [[each.title, f"{one['least']:.7f}", f"{one['mean']:.7f}", f"{one['queries']:.4f}", f"{one['documents']:.4f}",
                  f"{one['ndcg']:.4f}"] for each, one in zip(shown, found, strict=True)])
            self.judge(name, found[0], dict(zip((each.precision for each in shown[1:]), found[1:])))

    def judge(self, name, reference, found):
        for precision, least, overlap in (("fast", 0.990, 0.95), ("half", 0.9999, 0.995), ("exact", 0.999999, None)):
            one = found[precision]
            self.bench.goal(f"{precision}, {name}, least cosine", one["least"], "≥", least, 7)
            if precision == "fast":
                self.bench.goal(f"{precision}, {name}, mean cosine", one["mean"], "≥", 0.997, 5)
            if overlap:
                for kind in ("queries", "documents"):
                    self.bench.goal(f"{precision}, {name}, neighbours of {kind}", one[kind], "≥", overlap, 4)
        off = 100 * abs(found["fast"]["ndcg"] - reference["ndcg"])
        self.bench.goal(f"fast, {name}, nDCG@10 off by points", off, "≤", 0.3, 2)

    def write_vectors(self, encoder, texts, role, target):
        if not encoder.is_ours:
            told = self.kept.vectors(
                encoder, texts, target, lambda target: self.bench.encode(encoder, texts, vectors=target).output)
            self.bench.versions.add(told["version"])
            return
        command = self.bench.embed_command(encoder.precision, "--threads", 2, "--format", "npy", "--as", role, texts)
        with open(target, "wb") as file:
            if subprocess.run(list(map(str, command)), stdout=file).returncode != 0:
                fail(f"{' '.join(map(str, command))} failed")
