"""Who is compared by `Benchmarks/run-encoder`, and the texts that they get."""

import json
from dataclasses import dataclass

from records import fail

SETS = ("irc-threads", "medquad")
# A text of so many words has about 88 tokens.
WORDS = 52


@dataclass
class Encoder:
    """One of those that are compared: ours in a precision, or a peer."""

    title: str
    kind: str
    precision: str

    @property
    def is_ours(self):
        return self.kind == "ours"


# In this order, so that ours and peers take turns.
ENCODERS = [
    Encoder("quarry fast", "ours", "fast"),
    Encoder("sentence-transformers f32", "torch", "f32"),
    Encoder("quarry half", "ours", "half"),
    Encoder("sentence-transformers bf16", "torch", "bf16"),
    Encoder("quarry exact", "ours", "exact"),
    Encoder("ONNX Runtime f32", "onnx", "f32"),
    Encoder("ONNX Runtime int8, dynamic", "onnx", "int8"),
]
OURS = [each for each in ENCODERS if each.is_ours]
REFERENCE = ENCODERS[1]
INT8_PEER = ENCODERS[-1]


class Corpora:
    """The retrieval sets of the evaluation kit, and what is made of them in a folder of one's own."""

    def __init__(self, data, folder, most_documents):
        self.data, self.folder, self.most_documents = data, folder, most_documents

    def rows(self, name, file):
        with open(self.data / "retrieval" / name / file, encoding="utf-8") as handle:
            return [json.loads(row) for row in handle]

    def beginnings(self, wanted):
        """A file of beginnings of documents, which are long enough to give one length to nearly all: kind to padding."""
        columns = [
            [" ".join(words[:WORDS]) for row in self.rows(name, "corpus.jsonl") if len(words := row["text"].split()) >= WORDS]
            for name in SETS]
        taken = [text for pair in zip(*columns) for text in pair][:wanted]
        if len(taken) < wanted:
            fail(f"the corpora have only {len(taken)} texts that are long enough")
        path = self.folder / "texts.jsonl"
        path.write_text("".join(json.dumps({"text": text}) + "\n" for text in taken), encoding="utf-8")
        return path

    def retrieval_set(self, name):
        """The folder of a set, or of one made of its first documents and the queries that they answer."""
        source, most = self.data / "retrieval" / name, self.most_documents
        if not most:
            return source
        documents = self.rows(name, "corpus.jsonl")[:most]
        known = {row["id"] for row in documents}
        relevant = [line for line in (source / "qrels.tsv").read_text().splitlines() if line.split()[1] in known]
        asked = {line.split()[0] for line in relevant}
        target = self.folder / f"{name}-{most}"
        target.mkdir(exist_ok=True)
        queries = [row for row in self.rows(name, "queries.jsonl") if row["id"] in asked]
        for file, rows in (("corpus.jsonl", documents), ("queries.jsonl", queries)):
            (target / file).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        (target / "qrels.tsv").write_text("\n".join(relevant) + "\n")
        return target
