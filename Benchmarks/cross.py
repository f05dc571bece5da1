"""The cross-encoder, against sentence-transformers' on a model of random weights."""

import json
from statistics import median

from records import BIN, ratios, sample, spread

PAIRS_A_QUERY = 60


class Cross:
    """The part `cross` of a bench."""

    def __init__(self, bench):
        self.bench = bench

    def measure(self):
        model, pairs = self.bench.folder / "cross-encoder", self.bench.folder / "pairs.jsonl"
        self.bench.peer("cross_model.py", self.bench.options.model, model)
        passages = [json.loads(line)["text"] for line in self.bench.texts.read_text(encoding="utf-8").splitlines()]
        queries = self.bench.corpora.rows("irc-threads", "queries.jsonl")
        pairs.write_text("".join(
            json.dumps({"query": query["text"], "passages": passages[start:start + PAIRS_A_QUERY]}) + "\n"
            for query, start in zip(queries, range(0, len(passages), PAIRS_A_QUERY))), encoding="utf-8")
        theirs = "sentence-transformers CrossEncoder f32"
        samples = {name: [] for name in ("quarry fast", theirs, "quarry half", "quarry exact")}
        for _ in self.bench.rounds("cross"):
            for name, found in samples.items():
                if name == theirs:
                    found.append(self.bench.peer("rank_torch.py", model, pairs, 2).output)
                else:
                    more = ["--threads", 2, "--precision", name.split()[-1]]
                    found.append(sample([BIN / "quarry-bench", "rerank", model, pairs, *more]).output)
        seconds = {name: [each["seconds"] for each in found] for name, found in samples.items()}
        reference = samples[theirs][0]
        worst = {
            name: max(abs(one - other) for one, other in zip(found[0]["scores"], reference["scores"], strict=True))
            for name, found in samples.items()}
        gains = {name: ratios(each, seconds["quarry fast"]) for name, each in seconds.items()}
        self.bench.record.say(
            "## Cross-encoder", "",
            f"A BERT of the same size with random weights and one label; {reference['pairs']} pairs of "
            f"{reference['tokens'] / reference['pairs']:.1f} tokens on average. Ours scores query by query, {PAIRS_A_QUERY} "
            "passages each; the peer gets all pairs at once, and sorts them. Scores are from 0 to 1.")
        self.bench.record.table(
            ["encoder", "pairs/s", "tokens/s", "largest difference", "fast ÷ it"],
            [[name, spread([reference["pairs"] / each for each in seconds[name]], 0),
              spread([reference["tokens"] / each for each in seconds[name]], 0), f"{worst[name]:.1e}",
              spread(gains[name], 2)]
             for name in samples])
        self.bench.goal("cross-encoder, fast ÷ sentence-transformers", median(gains[theirs]), "≥", 3, 2)
        self.bench.goal("cross-encoder, exact, difference of scores", worst["quarry exact"], "≤", 1e-4, 7)
